"""Whose colours the finished picture has: its own, or the photograph's in one of two ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engines.paint.colours import HistogramMatch, with_light_of

Floats = NDArray[np.float32]


def treated(painted: Floats, photo: Floats, colours: str) -> Floats:
    """The painting with its colours treated as ``colours`` says, both sRGB 0..1, (height, width, 3), of one size.

    "off": as it is; "luminance": its light with the photograph's colours; "histogram": each of its channels spread
    over the values as the photograph's is.
    """
    if colours == "luminance":
        return with_light_of(painted, photo)
    if colours == "histogram":
        match = HistogramMatch()
        match.learn(photo, painted)
        return match.matched(painted)
    return painted
