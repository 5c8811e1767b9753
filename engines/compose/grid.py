"""The grid that notes are laid on: steps counted from each bar line, straight, swung, in triplets or dotted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engines.compose.editing import Edit, each
from engines.compose.notes import QUARTER, Note
from engines.compose.timing import Bars

WHOLE = 4 * QUARTER


@dataclass(frozen=True, slots=True)
class Value:
    """A note value: 1/``part`` of a whole note, plain, as one of three in the time of two, or half as long again."""

    part: int
    kind: str = ""

    @property
    def ticks(self) -> int:
        """How long it lasts."""
        plain = WHOLE // self.part
        return {"": plain, "T": plain * 2 // 3, "D": plain * 3 // 2}[self.kind]

    @property
    def name(self) -> str:
        """As it is written: 1/8, 1/8T for triplets, 1/8D for dotted ones."""
        return f"1/{self.part}{self.kind}"


#: From whole notes to 64ths; T are triplets, D dotted.
VALUES = tuple(Value(part, kind) for part in (1, 2, 4, 8, 16, 32, 64) for kind in ("", "T", "D"))
SIXTEENTH = Value(16)


def value_named(name: str) -> Value | None:
    """The value of that name; None when there is none."""
    return next((value for value in VALUES if value.name == name), None)


def length_name(ticks: int) -> str:
    """The name of a length where it has one, otherwise the ticks."""
    return next((value.name for value in VALUES if value.ticks == ticks), f"{ticks} ticks")


@dataclass(frozen=True, slots=True)
class Grid:
    """Every ``step`` ticks from each bar line; ``swing`` 0 to 1 delays each second step, at 1 as far as a triplet.

    A bar line is always a point of it, also where a bar is no multiple of the step.
    """

    bars: Bars
    step: int
    swing: float = 0.0

    def nearest(self, tick: float) -> int:
        """The point next to a tick, the earlier of two."""
        return min(self._around(tick), key=lambda point: (abs(point - tick), point))

    def before(self, tick: float) -> int:
        """The last point at a tick or before it."""
        return max((point for point in self._around(tick) if point <= tick), default=0)

    def after(self, tick: float) -> int:
        """The first point after a tick."""
        return min(point for point in self._around(tick) if point > tick)

    def _around(self, tick: float) -> Iterator[int]:
        bar = self.bars.bar(max(0.0, tick))
        start, end = self.bars.start(bar), self.bars.start(bar + 1)
        middle = int((tick - start) // self.step)
        for number in range(max(0, middle - 1), middle + 3):
            point = start + number * self.step + (self.delay if number % 2 else 0)
            if point < end:
                yield point
        yield start
        yield end

    @property
    def delay(self) -> int:
        """Ticks by which each second step is late."""
        return round(self.swing * self.step / 3)


def quantise(notes: Iterable[Note], grid: Grid, strength: float = 1.0, ends: bool = False) -> Edit:
    """Draw starts (and with ``ends`` the ends too) to the grid; ``strength`` 0 to 1 is how much of the way they go.

    At strength 1 doing it again changes nothing. Without ``ends`` every note keeps its length.
    """

    def drawn(note: Note) -> Note:
        start = _part_way(note.start, grid.nearest(note.start), strength)
        if not ends:
            return replace(note, start=start)
        target = grid.nearest(note.end)
        if target <= grid.nearest(note.start):
            target = grid.after(grid.nearest(note.start))
        return replace(note, start=start, length=max(1, _part_way(note.end, target, strength) - start))

    return each(notes, drawn)


def swing(notes: Iterable[Note], bars: Bars, step: int, amount: float) -> Edit:
    """Delay what lies on each second step by ``amount`` 0 to 1 (1: as far as a triplet), keeping how it was played."""
    straight, delay = Grid(bars, step), Grid(bars, step, amount).delay

    def swayed(note: Note) -> Note:
        point = straight.nearest(note.start)
        number = (point - bars.start(bars.bar(point))) // step
        return replace(note, start=note.start + (delay if number % 2 else 0))

    return each(notes, swayed)


def _part_way(start: int, end: int, share: float) -> int:
    return start + round((end - start) * share)
