"""A photograph of any size painted as a look says, or two looks on both sides of a mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from engines.paint.colours import HistogramMatch, with_light_of
from engines.paint.looks import BRUSH_SIDE, Look
from engines.paint.masks import Mask
from engines.paint.onepass import Floats, Progress
from engines.paint.pictures import fit_within
from engines.paint.scaling import BAND_PIXELS, Photograph, Source, full_scale, reach, rescaled_rows, spans
from engines.paint.stages import NotOurGraph, Stage, staged
from engines.paint.stylecatalogue import MODEL, Blend, blend_of
from engines.paint.tiles import Painter, TilePainter, WholePainter
from engines.runtime import session
from engines.steps import Task

#: Pixels painted in one piece; above it tiles take less memory, and a cancel is heard sooner.
LARGEST = 2_500_000


@dataclass(frozen=True, eq=False)
class StyleRequest:
    """Paint ``photo`` (uint8 or uint16 sRGB, height x width x 3) as ``look`` says, or as ``outside`` where ``mask``
    is dark; without a mask there is no outside. ``largest`` is the number of pixels painted in one piece.
    """

    photo: Photograph
    look: Look
    outside: Look = field(default_factory=Look)
    mask: Mask | None = None
    largest: int = LARGEST

    def __post_init__(self) -> None:
        if self.photo.ndim != 3 or self.photo.shape[2] != 3 or 0 in self.photo.shape:
            raise ValueError(f"a photograph is (height, width, 3), not {self.photo.shape}")
        if self.photo.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"a photograph is uint8 or uint16, not {self.photo.dtype}")


@dataclass(frozen=True, eq=False)
class Stylised:
    """The painting, of the photograph's size and depth, and what made it.

    ``models`` maps the name of each model's card to the SHA-256 of its ``model.onnx``; ``painted_size`` is width and
    height that the network worked at for the look inside.
    """

    pixels: Photograph
    look: Look
    outside: Look
    models: Mapping[str, str]
    painted_size: tuple[int, int]


def stylise(request: StyleRequest) -> Task[Stylised]:
    """Yields while painting, counting the pieces; closing it stops the network within a node.

    Raises:
        BadInput: there is no style of a name, or styles of one look belong to different models.
        MissingWeights: a model is missing or was changed.
        ReverieError: the memory does not suffice.
    """
    looks = [request.look] if request.mask is None else [request.outside, request.look]
    blends = [None if look.is_plain else blend_of(look) for look in looks]
    progress = Progress()
    yield progress.step()
    # Not a copy: memory counts only once it is written to, and the network needs most of its own before that.
    canvas: Photograph = np.empty(request.photo.shape, request.photo.dtype)
    height, width = request.photo.shape[:2]
    painted_size = (width, height)
    layers = [
        None if blend is None else _Layer(request, look, blend, progress)
        for look, blend in zip(looks, blends, strict=True)
    ]
    mask = None  # the first layer covers everything
    while layers:
        layer = layers.pop(0)  # and let go of its memory before the next one
        if layer is not None:
            yield from layer.prepare()
            yield from layer.lay_on(canvas, mask)
            painted_size = layer.size
        else:
            yield from _lay_photo_on(canvas, request.photo, mask, progress)
        mask = request.mask
    models = {blend.card.name: blend.card.files[MODEL] for blend in blends if blend is not None}
    return Stylised(canvas, request.look, request.outside, models, painted_size)


def blend(photo: Floats, painted: Floats, share: float | Floats) -> Floats:
    """``share`` parts painting over 1 - ``share`` parts photograph, in sRGB values as the window draws it.

    Nothing of the painting leaves every digit of the photograph as it was.
    """
    return photo + (painted - photo) * np.asarray(share, np.float32)


def working_size(size: tuple[int, int], brush: float) -> tuple[int, int]:
    """Width and height the network works at for a photograph of ``size``, so that strokes have their breadth."""
    return fit_within(size, max(1, round(BRUSH_SIDE / brush)))


class _Layer:
    """One look on its way onto the canvas."""

    def __init__(self, request: StyleRequest, look: Look, blend: Blend, progress: Progress) -> None:
        self._photo, self._look, self._progress = request.photo, look, progress
        height, width = request.photo.shape[:2]
        self.size = working_size((width, height), look.brush)
        stages: list[Stage] | None = None
        if _pixels(self.size) > request.largest:
            try:
                stages = staged(blend.model)
            except NotOurGraph:
                self.size = _shrunk(self.size, request.largest)
        source = Source(self._photo, self.size)
        self._painter: Painter = (
            TilePainter(stages, blend.weights, source, progress)
            if stages is not None
            else WholePainter(session(blend.model), blend.weights, source, progress)
        )
        self._histograms = HistogramMatch() if look.colours == "histogram" else None
        if self._histograms is not None:
            progress.expect(self._painter.pieces)  # painted once to learn and once to keep

    def prepare(self) -> Task[None]:
        """All that concerns the whole picture: statistics, and histograms where they are asked for."""
        yield from self._painter.prepare()
        if self._histograms is not None:
            for start, stop in self._painter.spans():
                photo, painted = yield from self._painter.rows(start, stop)
                self._histograms.learn(photo, painted)

    def lay_on(self, canvas: Photograph, mask: Mask | None) -> Task[None]:
        """Paint over ``canvas``, band by band from the top, as far as the mask and the strength allow."""
        height, width = canvas.shape[:2]
        white = np.float32(full_scale(canvas))
        changes = _Changes(self._painter, self.size, (width, height))
        for top, bottom in spans(height, BAND_PIXELS // width):
            share: float | Floats = 1.0 if mask is None else _share(mask, (width, height), top, bottom)
            if not np.any(share):
                continue  # nothing of this look shows here
            change = yield from changes.rows(top, bottom)
            photo = self._photo[top:bottom].astype(np.float32) / white
            painted = self._recoloured(photo, np.clip(photo + change, 0.0, 1.0))
            _mix(canvas, top, blend(photo * white, painted * white, self._look.strength), share)
            yield self._progress.step()

    def _recoloured(self, photo: Floats, painted: Floats) -> Floats:
        if self._look.colours == "luminance":
            return with_light_of(painted, photo)
        return painted if self._histograms is None else self._histograms.matched(painted)


class _Changes:
    """What painting changes, enlarged to the photograph's size; holds only the rows in work.

    The strokes come from the size the network works at, the fine detail from the photograph itself.
    """

    def __init__(self, painter: Painter, size: tuple[int, int], full: tuple[int, int]) -> None:
        self._painter, self._size, self._full = painter, size, full
        self._waiting = painter.spans()
        self._held = np.empty((0, size[0], 3), np.float32)
        self._first = 0

    def rows(self, top: int, bottom: int) -> Task[Floats]:
        """Rows of the photograph's size; each call must lie below the one before."""
        enlarged = self._size != self._full
        low, high = reach(self._size[1], self._full[1], top, bottom) if enlarged else (top, bottom)
        while self._first + len(self._held) < high:
            start, stop = self._waiting.pop(0)
            if stop <= low:  # nobody asked for these rows
                self._held, self._first = self._held[:0], stop
                continue
            photo, painted = yield from self._painter.rows(start, stop)
            needed = max(0, low - self._first)
            self._held = np.concatenate([self._held, painted - photo])[needed:]
            self._first += needed
        if enlarged:
            return rescaled_rows(self._held, self._first, self._size[1], self._full, (top, bottom))
        return self._held[low - self._first : high - self._first]


def _lay_photo_on(canvas: Photograph, photo: Photograph, mask: Mask | None, progress: Progress) -> Task[None]:
    """The photograph as it is, inside the mask or everywhere."""
    height, width = canvas.shape[:2]
    for top, bottom in spans(height, BAND_PIXELS // width):
        if mask is None:
            canvas[top:bottom] = photo[top:bottom]
        else:
            _mix(canvas, top, photo[top:bottom].astype(np.float32), _share(mask, (width, height), top, bottom))
        yield progress.step()


def _mix(canvas: Photograph, top: int, target: Floats, share: float | Floats) -> None:
    """Put ``share`` of the target (in the canvas's own units) over the canvas, from row ``top`` on."""
    under = canvas[top : top + len(target)]
    mixed = blend(under.astype(np.float32), target, share) if isinstance(share, np.ndarray) else target
    np.rint(mixed, out=mixed)
    under[:] = np.clip(mixed, 0, full_scale(canvas), out=mixed)


def _share(mask: Mask, size: tuple[int, int], top: int, bottom: int) -> Floats:
    return mask.share(size, (0, top, size[0], bottom))[..., None]


def _pixels(size: tuple[int, int]) -> int:
    return size[0] * size[1]


def _shrunk(size: tuple[int, int], largest: int) -> tuple[int, int]:
    """A size of the same shape with no more than ``largest`` pixels, or nearly so where it is a thread."""
    return fit_within(size, max(1, int(max(size) * (largest / _pixels(size)) ** 0.5)))
