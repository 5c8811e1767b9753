"""What the lanes do for the window: pictures painted by the engine, handed over as the window draws them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engines.paint.looks import one_style
from engines.paint.pictures import open_picture, resized
from engines.paint.samples import sample_photograph
from engines.paint.stylise import StyleRequest, Stylised, stylise
from engines.steps import Step, Task
from studio.panes.paint.images import to_screen_image
from studio.panes.paint.look import THUMBNAIL_SIDE, Setting


def painted(pixels: NDArray[np.uint8], setting: Setting, alpha: NDArray[np.uint8] | None = None) -> Task[QImage]:
    """``pixels`` (height, width, 3) painted as ``setting`` says."""
    mask = None if setting.mask is None else setting.mask.mask
    result: Stylised = yield from stylise(StyleRequest(pixels, setting.inside, setting.outside, mask))
    # Eight bits in, eight bits out.
    return to_screen_image(result.pixels.astype(np.uint8, copy=False), alpha)


def gallery(pixels: NDArray[np.uint8], names: Sequence[str]) -> Task[dict[str, QImage]]:
    """A small picture in every style, by name."""
    images: dict[str, QImage] = {}
    for number, name in enumerate(names):
        yield Step(number, len(names), note=name)
        images[name] = yield from painted(pixels, Setting(one_style(name)))
    return images


def sample_gallery(names: Sequence[str]) -> Task[dict[str, QImage]]:
    """The sample in every style, and as it is under an empty name."""
    yield Step(0, len(names))
    pixels = resized(open_picture(sample_photograph()).pixels, THUMBNAIL_SIDE)
    images = yield from gallery(pixels, names)
    return {"": to_screen_image(pixels), **images}
