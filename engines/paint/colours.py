"""Keeping the photograph's colours under a painting.

"luminance" works in Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020), where lightness and
colour hardly move each other: the painting's L with the photograph's a and b. "histogram" gives each channel of the
painting the photograph's distribution of values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: From linear sRGB to the responses of the three kinds of cones, and from their cube roots to L, a, b (Ottosson).
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_TO_CONES = _CONES.T.astype(np.float32)
_FROM_CONES = np.linalg.inv(_CONES).T.astype(np.float32)
_LIGHTNESS = _LAB[0].astype(np.float32)
#: Steps of a histogram: fine enough that no step of an 8-bit picture is lost.
LEVELS = 1024


def with_light_of(painted: Floats, photo: Floats) -> Floats:
    """The painting's lightness with the photograph's colours, both sRGB 0..1, (height, width, 3).

    A colour that sRGB does not have at that lightness is mixed with the grey of the same lightness until it does.
    """
    roots = _cone_roots(photo)
    lightness = lightness_of(painted)
    # One more in L is one more in each root: that is what a grey axis means.
    roots += (lightness - roots @ _LIGHTNESS)[..., None]
    linear = ((roots * roots * roots) @ _FROM_CONES).astype(np.float32, copy=False)
    return _encoded(_within_gamut(linear, lightness))


def lightness_of(picture: Floats) -> Floats:
    """Oklab's L, 0..1, of an sRGB picture."""
    lightness: Floats = _cone_roots(picture) @ _LIGHTNESS
    return lightness


def _cone_roots(picture: Floats) -> Floats:
    roots: Floats = np.cbrt(_decoded(picture) @ _TO_CONES)
    return roots


def _within_gamut(linear: Floats, lightness: Floats) -> Floats:
    """Mix with grey just as much as the worst channel needs."""
    grey = (lightness * lightness * lightness)[..., None]
    apart = linear - grey
    room = np.where(apart > 0, 1 - grey, grey)
    share = np.min(room / np.maximum(np.abs(apart), np.float32(1e-7)), axis=2, keepdims=True)
    mixed: Floats = grey + apart * np.clip(share, 0, 1)
    return np.clip(mixed, 0, 1, out=mixed)


def _decoded(picture: Floats) -> Floats:
    """sRGB to linear light (IEC 61966-2-1)."""
    curved = np.power((picture + np.float32(0.055)) / np.float32(1.055), np.float32(2.4))
    return np.where(picture <= np.float32(0.04045), picture / np.float32(12.92), curved)


def _encoded(linear: Floats) -> Floats:
    """Linear light to sRGB."""
    curved = np.float32(1.055) * np.power(linear, np.float32(1 / 2.4)) - np.float32(0.055)
    return np.where(linear <= np.float32(0.0031308), linear * np.float32(12.92), curved)


class HistogramMatch:
    """Learns both distributions a few rows at a time, then gives the painting the photograph's, channel by channel."""

    def __init__(self) -> None:
        self._counts = np.zeros((2, 3, LEVELS), np.int64)  # photograph and painting
        self._table: Floats | None = None

    def learn(self, photo: Floats, painted: Floats) -> None:
        """Count in some rows of both, (rows, width, 3) in 0..1."""
        for counts, picture in zip(self._counts, (photo, painted), strict=True):
            levels = np.rint(np.clip(picture, 0, 1) * np.float32(LEVELS - 1)).astype(np.intp)
            for channel in range(3):
                counts[channel] += np.bincount(levels[..., channel].ravel(), minlength=LEVELS)
        self._table = None

    def matched(self, painted: Floats) -> Floats:
        """The painting with the photograph's histogram, by one table for the whole picture."""
        table = self._tables()
        places = np.clip(painted, 0, 1) * np.float32(LEVELS - 1)
        below = np.minimum(places.astype(np.intp), LEVELS - 2)
        between = places - below
        found = np.empty_like(painted)
        for channel in range(3):
            at, share = below[..., channel], between[..., channel]
            start = table[channel][at]
            found[..., channel] = start + (table[channel][at + 1] - start) * share
        return found

    def _tables(self) -> Floats:
        """What each level becomes: the photograph's value of the same rank."""
        if self._table is None:
            levels = np.linspace(0, 1, LEVELS)
            table = np.empty((3, LEVELS), np.float32)
            for channel in range(3):
                photo, painted = self._counts[:, channel]
                there = photo > 0
                table[channel] = np.interp(_ranks(painted), _ranks(photo)[there], levels[there])
            self._table = table
        return self._table


def _ranks(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of pixels below each level, with half of those at it."""
    ranks: NDArray[np.float64] = (np.cumsum(counts) - counts / 2) / counts.sum()
    return ranks
