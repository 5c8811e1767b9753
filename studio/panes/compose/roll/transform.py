"""Where ticks and pitches lie in the window: zoom and scrolling as plain numbers without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engines.compose.notes import HIGHEST, LOWEST, QUARTER

#: Pixels a quarter note, from a whole symphony to a trill.
LEAST_QUARTER, MOST_QUARTER = 0.5, 960.0
LEAST_ROW, MOST_ROW = 3, 48

ALL_PITCHES = tuple(range(HIGHEST, LOWEST - 1, -1))


@dataclass(frozen=True)
class Transform:
    """Pixels = tick x ``scale`` - scrolled; pitches lie in ``rows`` from the top, each ``row_height`` pixels.

    ``left`` and ``top`` are how far the roll is scrolled, in whole pixels, so that everything moves alike and every
    edge stays on a pixel.
    """

    scale: float = 96.0 / QUARTER
    row_height: int = 14
    left: int = 0
    top: int = 0
    rows: tuple[int, ...] = ALL_PITCHES
    _places: dict[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {pitch: place for place, pitch in enumerate(self.rows)})

    @property
    def quarter(self) -> float:
        """Pixels a quarter note."""
        return self.scale * QUARTER

    @property
    def height(self) -> int:
        """Pixels of all rows together."""
        return len(self.rows) * self.row_height

    def x(self, tick: float) -> int:
        """The pixel at which a tick lies."""
        return round(tick * self.scale) - self.left

    def tick(self, x: float) -> float:
        """The tick at a pixel, 0 at the least."""
        return max(0.0, (x + self.left) / self.scale)

    def ticks(self, pixels: float) -> float:
        """How many ticks so many pixels are."""
        return pixels / self.scale

    def row(self, pitch: int) -> int | None:
        """The row of a pitch, from the top; None while it is folded away."""
        return self._places.get(pitch)

    def y(self, pitch: int) -> int:
        """The upper edge of a pitch; of one that is folded away the edge of the next shown one below."""
        place = self._places.get(pitch)
        if place is None:
            place = sum(1 for shown in self.rows if shown > pitch)
        return place * self.row_height - self.top

    def pitch(self, y: float) -> int:
        """The pitch at a pixel, the nearest shown one beyond the edges."""
        place = int((y + self.top) // self.row_height)
        return self.rows[min(len(self.rows) - 1, max(0, place))]

    def stepped(self, pitch: int, rows: int) -> int:
        """The pitch so many rows higher, not past the edges."""
        place = self._places.get(pitch, 0) - rows
        return self.rows[min(len(self.rows) - 1, max(0, place))]

    # Other views -----------------------------------------------------------------------------------------------

    def scrolled(self, dx: float, dy: float) -> Transform:
        """Scrolled by pixels, to the right and down."""
        return replace(self, left=self.left + round(dx), top=self.top + round(dy))

    def zoomed(self, factor: float, x: float) -> Transform:
        """Time zoomed, with the tick under ``x`` staying there."""
        scale = min(MOST_QUARTER, max(LEAST_QUARTER, self.quarter * factor)) / QUARTER
        return replace(self, scale=scale, left=round((x + self.left) / self.scale * scale - x))

    def with_row_height(self, height: int, y: float) -> Transform:
        """Rows of another height, with what is under ``y`` staying there."""
        height = min(MOST_ROW, max(LEAST_ROW, height))
        return replace(self, row_height=height, top=round((y + self.top) / self.row_height * height - y))

    def taller(self, factor: float, y: float) -> Transform:
        """Pitch zoomed; rows stay whole pixels, so each step is one pixel at the least."""
        height = round(self.row_height * factor)
        if height == self.row_height and factor != 1:
            height += 1 if factor > 1 else -1
        return self.with_row_height(height, y)

    def folded(self, rows: tuple[int, ...], middle: float) -> Transform:
        """With other rows, the pitch at the pixel ``middle`` staying there as nearly as it can."""
        pitch = self.pitch(middle)
        other = replace(self, rows=rows or ALL_PITCHES)
        return replace(other, top=other.top + other.y(pitch) - self.y(pitch))

    def within(self, width: int, height: int, end: int) -> Transform:
        """Scrolled back to where there is something to see: rows, and time up to ``end`` and half a window more."""
        right = max(0, round(end * self.scale) - width // 2)
        return replace(
            self, left=min(max(0, self.left), right), top=min(max(0, self.top), max(0, self.height - height))
        )

    def showing(self, ticks: tuple[int, int], pitches: tuple[int, int], width: int, height: int) -> Transform:
        """Zoomed so that a span of time and of pitches fills the window, with a margin around it."""
        start, end = ticks
        quarters = max(1.0, (end - start) / QUARTER)
        quarter = min(MOST_QUARTER / 4, max(LEAST_QUARTER, width * 0.94 / quarters))
        high = self.row(max(pitches)) or 0
        low = self.row(min(pitches))
        low = len(self.rows) - 1 if low is None else low
        rows = low - high + 1
        row_height = min(24, max(LEAST_ROW, int(height / (rows + 4))))
        scale = quarter / QUARTER
        return replace(
            self,
            scale=scale,
            row_height=row_height,
            left=max(0, round((start + end) / 2 * scale - width / 2)),
            top=round((high + rows / 2) * row_height - height / 2),
        )
