"""What an export's encoder takes: rows of a picture in the file's colours and depth, made when they are asked for."""

from __future__ import annotations

import numpy as np

from engines.paint.depths import Depth, bands, eight_bit, side_by_side, sixteen_bit
from engines.paint.profiles import from_srgb


class ExportRows:
    """sRGB ``pixels`` and their ``alpha`` on the way into a file: its ``profile`` (None: sRGB), 16 bits or 8."""

    def __init__(self, pixels: Depth, alpha: Depth | None, profile: bytes | None, *, deep: bool) -> None:
        self._pixels, self._alpha = pixels, alpha
        self.profile, self.deep = profile, deep

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self._pixels.shape[0])

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self._pixels.shape[1])

    @property
    def channels(self) -> int:
        """Three, or four with alpha."""
        return 3 if self._alpha is None else 4

    def band(self, rows: slice) -> Depth:
        """Some rows (rows, width, channels) as the file holds them."""
        colour = self._pixels[rows]
        if self.profile is not None:
            # In the depth it has: only the converted colours are rounded.
            colour = from_srgb(colour, self.profile)
        colour = self._in_depth(colour)
        return colour if self._alpha is None else np.dstack([colour, self._in_depth(self._alpha[rows])])

    def whole(self) -> Depth:
        """The whole picture (height, width, channels); no copy where it is as the file holds it."""
        if self._alpha is None and self.profile is None and (self._pixels.dtype == np.uint16) == self.deep:
            return self._pixels
        depth: type[np.uint16] | type[np.uint8] = np.uint16 if self.deep else np.uint8
        made: Depth = np.empty((self.height, self.width, self.channels), depth)

        def fill(rows: slice) -> None:
            made[rows] = self.band(rows)

        side_by_side(fill, bands(self.height, self.width))
        return made

    def _in_depth(self, values: Depth) -> Depth:
        return sixteen_bit(values) if self.deep else eight_bit(values)
