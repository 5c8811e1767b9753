"""A photograph in the manner of a painting, in one pass through an ONNX model."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput, ReverieError
from engines.paint.pictures import fit_within
from engines.paint.stylecatalogue import Style, style_named
from engines.runtime import Stopper, session
from engines.steps import Step, Task

#: The network halves the size twice; pictures are padded to multiples of this and cut again.
MULTIPLE = 4
#: Reflection at the border needs a few pixels to reflect; below this the whole picture is enlarged by repetition.
SMALLEST = 16
#: Pixels painted in one piece; larger photographs are painted at this size and keep their own fine detail.
LARGEST = 6_000_000
#: A step at least this often keeps a cancel quick.
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class StyleRequest:
    """Paint ``photo`` (uint8 sRGB, height x width x 3) as ``style``; ``strength`` 0 is the photograph, 1 the painting.

    ``largest`` is the number of pixels painted in one piece.
    """

    photo: NDArray[np.uint8]
    style: str
    strength: float = 1.0
    largest: int = LARGEST

    def __post_init__(self) -> None:
        if not 0.0 <= self.strength <= 1.0:
            raise BadInput(f"The strength must lie between 0 and 1, not {self.strength:g}.")
        if self.photo.ndim != 3 or self.photo.shape[2] != 3 or 0 in self.photo.shape:
            raise ValueError(f"a photograph is (height, width, 3), not {self.photo.shape}")


@dataclass(frozen=True)
class Stylised:
    """The painting, of the photograph's size, and the style that made it."""

    pixels: NDArray[np.uint8]
    style: Style
    painted_size: tuple[int, int] = field(default=(0, 0))  # width, height the network worked at


def stylise(request: StyleRequest) -> Task[Stylised]:
    """Yields while the network works; closing it stops the network within a node.

    Raises:
        BadInput: there is no style of that name.
        MissingWeights: the model is missing or was changed.
    """
    style = style_named(request.style)
    model = session(style.model)
    yield Step(0, 1, note="Painting")
    height, width = request.photo.shape[:2]
    if request.strength == 0.0:
        return Stylised(request.photo.copy(), style, (width, height))
    photo = _floats(request.photo)
    worked_at = _working_size(width, height, request.largest)
    small = photo if worked_at == (width, height) else _resize(photo, *worked_at)
    painted = yield from _run(model, small, style)
    if small is not photo:
        # The strokes come from the painted size, the fine detail from the photograph itself.
        painted = np.clip(photo + _resize(painted - small, width, height), 0.0, 1.0)
    if request.strength < 1.0:
        painted = blend(photo, painted, request.strength)
    return Stylised(_bytes(painted), style, worked_at)


def blend(photo: NDArray[np.float32], painted: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """``strength`` parts painting over 1 - ``strength`` parts photograph, in sRGB values as the window draws it."""
    return photo + (painted - photo) * np.float32(strength)


def _working_size(width: int, height: int, largest: int) -> tuple[int, int]:
    if width * height <= largest:
        return width, height
    scale = (largest / (width * height)) ** 0.5
    return fit_within((width, height), max(1, int(max(width, height) * scale)))


def _run(model: Any, photo: NDArray[np.float32], style: Style) -> Task[NDArray[np.float32]]:
    """Run the network on a thread of its own and yield until it is done, so that a cancel can end it."""
    height, width = photo.shape[:2]
    fed = {"photo": padded(photo).transpose(2, 0, 1)[None].copy(), "style_weights": style.weights}
    stopper = Stopper.new()
    answer: list[Any] = []
    worker = threading.Thread(target=_answer, args=(model, fed, stopper, answer), name="stylise", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(POLL_SECONDS)
            yield Step(0, 1, note="Painting")
    finally:
        if worker.is_alive():
            stopper.stop()
            worker.join()
    (result,) = answer
    if isinstance(result, BaseException):
        raise ReverieError(
            "There is not enough memory to paint this photograph. Make it smaller and try again."
        ) from result
    painted: NDArray[np.float32] = result[0].transpose(1, 2, 0)[:height, :width]
    return painted


def _answer(model: Any, fed: dict[str, Any], stopper: Stopper, answer: list[Any]) -> None:
    try:
        answer.append(model.run(["stylized"], fed, stopper.options)[0])
    except Exception as error:
        answer.append(error)


def padded(photo: NDArray[np.float32]) -> NDArray[np.float32]:
    """Grow a picture down and right by reflection to multiples of 4, at least 16, whatever its own size."""
    height, width = photo.shape[:2]
    down = max(SMALLEST, -(-height // MULTIPLE) * MULTIPLE) - height
    across = max(SMALLEST, -(-width // MULTIPLE) * MULTIPLE) - width
    # "symmetric" repeats as often as needed, also for a picture of one pixel.
    return np.pad(photo, ((0, down), (0, across), (0, 0)), mode="symmetric")


def _floats(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return pixels.astype(np.float32) / np.float32(255)


def _bytes(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    scaled = picture * np.float32(255)
    np.round(scaled, out=scaled)
    return np.clip(scaled, 0, 255, out=scaled).astype(np.uint8)


def _resize(picture: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Bicubic, channel by channel in float, since differences may be negative."""
    from PIL import Image

    channels = [
        np.asarray(Image.fromarray(picture[..., index]).resize((width, height), Image.Resampling.BICUBIC))
        for index in range(3)
    ]
    return np.stack(channels, axis=2)
