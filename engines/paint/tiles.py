"""Painting a picture of any size: in one piece, or in tiles that all know the statistics of the whole picture."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.paint.onepass import MULTIPLE, Floats, Progress, answered, as_input, as_picture, padded, padded_side
from engines.paint.scaling import Source, spans
from engines.paint.stages import PHOTO, STYLIZED, WEIGHTS, Stage
from engines.steps import Task

#: A tile is so many rows of a quarter of the size high, and so many columns wide in stages that work at full size
#: and in those of the trunk. Small tiles stay in the processor's cache: four times larger ones took 1.4 times as long.
TILE = (64, 256, 512)
#: So many pixels of a quarter of the size has a strip of a wide picture, but never less than so many rows.
STRIP_AREA, FEWEST_ROWS = 100_000, 16
#: Rows and columns of a quarter of the size that a tile needs around it: no stage looks further than eight pixels.
MARGIN = 2
#: Above so many pixels the arrays between the stages hold half precision: 12 bytes a pixel instead of 24.
EXACT_PIXELS = 25_000_000


class Painter(Protocol):
    """Paints the picture that a source shows, from top to bottom; ``pieces`` are counted once for all rows."""

    pieces: int

    def prepare(self) -> Task[None]:
        """All that has to be known before the first row."""

    def spans(self) -> list[tuple[int, int]]:
        """The rows that come in one piece."""

    def rows(self, start: int, stop: int) -> Task[tuple[Floats, Floats]]:
        """One of the spans as it is and as it is painted, (rows, width, 3) each."""


class WholePainter:
    """Paints in one piece."""

    def __init__(self, model: Any, weights: Floats, source: Source, progress: Progress) -> None:
        self._model, self._weights, self._source, self._progress = model, weights, source, progress
        self.pieces = 0  # all the work is done in ``prepare``
        self._both: tuple[Floats, Floats] | None = None
        progress.expect(1)

    def prepare(self) -> Task[None]:
        """Run the network."""
        height, width = self._source.height, self._source.width
        photo = yield from self._source.rows(0, height, self._progress.step())
        fed = {PHOTO: as_input(padded(photo)), WEIGHTS: self._weights}
        (output,) = yield from answered(self._model, [STYLIZED], fed, self._progress)
        self._both = photo, as_picture(output)[:height, :width]
        self._progress.done += 1

    def spans(self) -> list[tuple[int, int]]:
        """Everything."""
        return [(0, self._source.height)]

    def rows(self, start: int, stop: int) -> Task[tuple[Floats, Floats]]:
        """What ``prepare`` painted."""
        yield self._progress.step()
        assert self._both is not None
        return self._both[0][start:stop], self._both[1][start:stop]


class TilePainter:
    """Paints in tiles, stage after stage, with the statistics of the whole picture.

    A strip of tiles is as wide as the picture. What a stage makes of it overwrites what it was made of.
    """

    def __init__(
        self,
        stages: list[Stage],
        weights: Floats,
        source: Source,
        progress: Progress,
        tile: tuple[int, int, int] = TILE,
    ) -> None:
        self._stages, self._source, self._progress = stages, source, progress
        self._height, self._width = (padded_side(side) // MULTIPLE for side in (source.height, source.width))
        rows, self._wide, self._wide_in_trunk = tile
        self._tile_rows = min(rows, max(FEWEST_ROWS, STRIP_AREA // self._width))
        exact = source.height * source.width <= EXACT_PIXELS
        self._precision: type[np.floating[Any]] = np.float32 if exact else np.float16
        self._small: dict[str, Floats] = {WEIGHTS: weights}  # inputs that are the same for every tile
        self._kept: dict[str, NDArray[Any]] = {}  # (channels, height / 4, width / 4) between two stages
        self.pieces = len(self.spans()) * len(self._columns(stages[-1]))
        strips = len(list(spans(self._height, self._tile_rows)))
        progress.expect(sum(strips * len(self._columns(stage)) for stage in stages[:-1]) + self.pieces)

    def prepare(self) -> Task[None]:
        """Run all stages but the last over the whole picture."""
        for stage in self._stages[:-1]:
            yield from self._sweep(stage)

    def spans(self) -> list[tuple[int, int]]:
        """The strips, in pixels."""
        strips = ((MULTIPLE * top, MULTIPLE * bottom) for top, bottom in spans(self._height, self._tile_rows))
        return [(top, min(bottom, self._source.height)) for top, bottom in strips if top < self._source.height]

    def rows(self, start: int, stop: int) -> Task[tuple[Floats, Floats]]:
        """Run the last stage for one strip."""
        stage = self._stages[-1]
        strip = _Strip(start // MULTIPLE, -(-stop // MULTIPLE), self._height)
        fed = yield from self._inputs(_Reader(stage, self._kept), strip)
        painted = np.empty((stop - start, self._source.width, 3), np.float32)
        for left, right in self._columns(stage):
            (output,) = yield from self._tile(stage, fed, strip, left, right)
            core = as_picture(output[None])[: stop - start, : max(0, self._source.width - left * MULTIPLE)]
            painted[:, left * MULTIPLE : right * MULTIPLE] = core
        first = start - strip.first * MULTIPLE
        photo = as_picture(fed[PHOTO])[first : first + stop - start, : self._source.width]
        return photo, painted

    def _columns(self, stage: Stage) -> list[tuple[int, int]]:
        in_trunk = PHOTO not in stage.inputs and not stage.looks_at
        return list(spans(self._width, self._wide_in_trunk if in_trunk else self._wide))

    def _sweep(self, stage: Stage) -> Task[None]:
        """Run one stage over all strips; what it keeps takes the place of what it consumes."""
        assert stage.norm is not None
        reader = _Reader(stage, self._kept)
        found = _Statistics()
        buffers = [self._kept.pop(name) for name in stage.consumes]
        for top, bottom in spans(self._height, self._tile_rows):
            strip = _Strip(top, bottom, self._height)
            fed = yield from self._inputs(reader, strip)
            for left, right in self._columns(stage):
                cores = yield from self._tile(stage, fed, strip, left, right)
                found.add(cores[stage.outputs.index(stage.measures)])
                for number, core in enumerate(cores[: len(stage.keeps)]):
                    if number == len(buffers):
                        buffers.append(np.empty((len(core), self._height, self._width), self._precision))
                    buffers[number][:, top:bottom, left:right] = core
        self._kept.update(zip(stage.keeps, buffers, strict=False))
        self._small.update(stage.norm.given(found.mean, found.variance))

    def _inputs(self, reader: _Reader, strip: _Strip) -> Task[dict[str, Floats]]:
        """What a stage needs for one strip."""
        fed = {name: self._small[name] for name in reader.stage.inputs if name in self._small}
        fed |= reader.windows(strip)
        yield self._progress.step()  # a wide strip takes a while to put together
        if PHOTO in reader.stage.inputs:
            fed[PHOTO] = as_input((yield from self._photo(strip.first * MULTIPLE, strip.last * MULTIPLE)))
        return fed

    def _tile(
        self, stage: Stage, fed: dict[str, Floats], strip: _Strip, left: int, right: int
    ) -> Task[list[NDArray[np.float32]]]:
        """Run a stage for the columns ``left`` to ``right`` of a strip; the outputs, (channels, rows, columns) each."""
        first, last = max(0, left - MARGIN), min(self._width, right + MARGIN)
        tile = {name: value for name, value in fed.items() if name in self._small}
        for name in fed.keys() - tile.keys():
            times = fed[name].shape[3] // self._width  # columns of this input in one of a quarter
            tile[name] = np.ascontiguousarray(fed[name][..., first * times : last * times])
        outputs = yield from answered(stage.session, stage.outputs, tile, self._progress)
        self._progress.done += 1
        cores = []
        for output in outputs:
            times = output.shape[3] // (last - first)
            rows = slice((strip.top - strip.first) * times, (strip.bottom - strip.first) * times)
            cores.append(output[0, :, rows, (left - first) * times : (right - first) * times])
        return cores

    def _photo(self, start: int, stop: int) -> Task[Floats]:
        """Rows of the photograph after ``padded``, without padding the whole."""
        mirrored = _mirrored(self._source.height, self._height * MULTIPLE)[start:stop]
        low = int(mirrored.min())
        found = yield from self._source.rows(low, int(mirrored.max()) + 1, self._progress.step())
        yield self._progress.step()
        if stop > self._source.height:
            found = found[mirrored - low]
        beyond = self._width * MULTIPLE - self._source.width
        return np.pad(found, ((0, 0), (0, beyond), (0, 0)), mode="symmetric") if beyond else found


class _Strip:
    """Rows ``top`` to ``bottom`` of a quarter of the size, of which ``first`` to ``last`` have to be read."""

    def __init__(self, top: int, bottom: int, height: int) -> None:
        self.top, self.bottom = top, bottom
        self.first, self.last = max(0, top - MARGIN), min(height, bottom + MARGIN)


class _Reader:
    """Reads the strips of a stage's arrays although its results overwrite them: it remembers the rows above."""

    def __init__(self, stage: Stage, kept: dict[str, NDArray[Any]]) -> None:
        self.stage = stage
        self._arrays = {name: kept[name] for name in (*stage.consumes, *stage.looks_at)}
        self._above = {name: array[:, :0].astype(np.float32) for name, array in self._arrays.items()}

    def windows(self, strip: _Strip) -> dict[str, Floats]:
        """What the stage has to read of each array for a strip, (1, channels, rows, width); strips come in order."""
        found = {}
        for name, array in self._arrays.items():
            window = array[None, :, strip.first : strip.last].astype(np.float32)
            if name in self.stage.consumes:
                above = self._above[name]
                window[0, :, : above.shape[1]] = above
                self._above[name] = window[0, :, : strip.bottom - strip.first][:, -MARGIN:].copy()
            found[name] = window
        return found


class _Statistics:
    """Mean and variance of each channel, tile by tile (Chan, Golub, LeVeque 1983, "Algorithms for computing …")."""

    def __init__(self) -> None:
        self._count = 0
        self.mean: NDArray[np.float64] = np.zeros(0)
        self._squares: NDArray[np.float64] = np.zeros(0)

    def add(self, tile: Floats) -> None:
        """Count in one more tile, (channels, rows, width)."""
        flat = tile.reshape(len(tile), -1)
        count = flat.shape[1]
        mean = flat.mean(axis=1)
        squares = np.array([np.square(row - middle).sum() for row, middle in zip(flat, mean, strict=True)], np.float64)
        if not self._count:
            self.mean, self._squares = np.zeros(len(tile)), np.zeros(len(tile))
        total = self._count + count
        apart = mean.astype(np.float64) - self.mean
        self._squares = self._squares + squares + apart**2 * (self._count * count / total)
        self.mean = self.mean + apart * (count / total)
        self._count = total

    @property
    def variance(self) -> NDArray[np.float64]:
        """The population variance, as instance norm takes it."""
        return self._squares / max(1, self._count)


def _mirrored(side: int, grown: int) -> NDArray[np.intp]:
    """Which of ``side`` rows stands in each of ``grown``, as ``padded`` repeats them."""
    return np.pad(np.arange(side), (0, grown - side), mode="symmetric")
