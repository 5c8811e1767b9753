"""One run of a style network that a cancel can end in the middle, and the padding that its input needs."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import ReverieError
from engines.runtime import Stopper
from engines.steps import Step, Task

Floats = NDArray[np.float32]

#: The network halves the size twice; pictures are padded to multiples of this and cut again.
MULTIPLE = 4
#: Reflection at the border needs a few pixels to reflect; below this the whole picture is enlarged by repetition.
SMALLEST = 16
#: A step at least this often keeps a cancel quick.
POLL_SECONDS = 0.05
NOTE = "Painting"


class Progress:
    """Pieces painted, of how many."""

    def __init__(self) -> None:
        self.done = 0
        self._total = 0

    def expect(self, pieces: int) -> None:
        """So many more will have to be painted."""
        self._total += pieces

    def step(self) -> Step:
        """The report for this moment."""
        return Step(self.done, max(1, self._total), note=NOTE)


def answered(model: Any, outputs: Sequence[str], fed: Mapping[str, Any], progress: Progress) -> Task[list[Floats]]:
    """Run ``model`` on a thread of its own and yield until it is done; closing stops it at its next node.

    Raises:
        ReverieError: the memory did not suffice.
    """
    stopper = Stopper.new()
    answer: list[Any] = []
    worker = threading.Thread(target=_answer, args=(model, outputs, fed, stopper, answer), name="stylise", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(POLL_SECONDS)
            yield progress.step()
    finally:
        if worker.is_alive():
            stopper.stop()
            worker.join()
    (result,) = answer
    if isinstance(result, BaseException):
        raise ReverieError(
            "There is not enough memory to paint this photograph. Make it smaller and try again."
        ) from result
    return list(result)


def _answer(model: Any, outputs: Sequence[str], fed: Mapping[str, Any], stopper: Stopper, answer: list[Any]) -> None:
    try:
        answer.append(model.run(list(outputs), dict(fed), stopper.options))
    except Exception as error:
        answer.append(error)


def padded_side(side: int) -> int:
    """``side`` grown to a multiple of 4 and to at least 16."""
    return max(SMALLEST, -(-side // MULTIPLE) * MULTIPLE)


def padded(photo: Floats) -> Floats:
    """Grow a picture down and right by reflection to multiples of 4, at least 16, whatever its own size."""
    height, width = photo.shape[:2]
    # "symmetric" repeats as often as needed, also for a picture of one pixel.
    grown = ((0, padded_side(height) - height), (0, padded_side(width) - width), (0, 0))
    return np.pad(photo, grown, mode="symmetric")


def as_input(photo: Floats) -> Floats:
    """(height, width, 3) as the network takes it, (1, 3, height, width)."""
    return np.ascontiguousarray(photo.transpose(2, 0, 1)[None])


def as_picture(output: Floats) -> Floats:
    """The network's (1, 3, height, width) as (height, width, 3)."""
    picture: Floats = output[0].transpose(1, 2, 0)
    return picture
