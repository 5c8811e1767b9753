"""The soft edge of a mask as the veil shows it: made from a smaller copy, and anew only where a stroke went."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from studio.panes.paint.masking.brush import Area, Values

#: In the smaller copy the Gaussian's standard deviation is between one and two times this, in pixels.
_DEVIATION = 3.0


class Softened:
    """A mask with its feather, in a resolution that a softness of that size still fills.

    ``values`` uint8 are the softened mask, one of its pixels for each ``step`` x ``step`` pixels of the mask.
    """

    def __init__(self, mask: Values, feather: float) -> None:
        """``feather`` as in engines.paint.masks: twice the deviation, as a share of the mask's longer side."""
        deviation = feather * max(mask.shape) / 2
        self.step = max(1, math.floor(deviation / _DEVIATION))
        self._weights = _gaussian(deviation / self.step)
        self._reach = len(self._weights) // 2
        rows, columns = (math.ceil(length / self.step) for length in mask.shape)
        self._small = np.empty((rows, columns), np.float32 if self._reach else np.uint8)
        self.values: Values = np.empty((rows, columns), np.uint8)
        self.renew(mask, Area(0, 0, mask.shape[1], mask.shape[0]))

    def renew(self, mask: Values, area: Area) -> Area:
        """Follow a change of ``mask`` in ``area``; returns what changed here, in pixels of ``values``."""
        rows, columns = self.values.shape
        step, reach = self.step, self._reach
        small = Area(area.left // step, area.top // step, math.ceil(area.right / step), math.ceil(area.bottom / step))
        self._shrink(mask, small)
        wide = Area(
            max(0, small.left - reach),
            max(0, small.top - reach),
            min(columns, small.right + reach),
            min(rows, small.bottom + reach),
        )
        self.values[wide.top : wide.bottom, wide.left : wide.right] = self._blurred(wide)
        return wide

    def _shrink(self, mask: Values, small: Area) -> None:
        step = self.step
        part = mask[small.top * step : small.bottom * step, small.left * step : small.right * step]
        if step > 1:
            # The last block may be cut off by the border: the mask goes on as it ends.
            lacking = [(0, -length % step) for length in part.shape]
            blocks = np.pad(part, lacking, mode="edge").reshape(
                small.bottom - small.top, step, small.right - small.left, step
            )
            self._small[small.top : small.bottom, small.left : small.right] = blocks.mean(axis=(1, 3))
        else:
            self._small[small.top : small.bottom, small.left : small.right] = part

    def _blurred(self, area: Area) -> Values:
        """The Gaussian of the smaller copy in ``area``; beyond the border the mask goes on as it ends."""
        if not self._reach:
            return np.asarray(self._small[area.top : area.bottom, area.left : area.right], np.uint8)
        rows, columns, reach = *self.values.shape, self._reach
        down = np.clip(np.arange(area.top - reach, area.bottom + reach), 0, rows - 1)
        across = np.clip(np.arange(area.left - reach, area.right + reach), 0, columns - 1)
        field = _along(_along(self._small[np.ix_(down, across)], self._weights).T, self._weights).T
        return np.rint(field).astype(np.uint8)


def _gaussian(deviation: float) -> NDArray[np.float32]:
    if deviation < 0.1:
        return np.ones(1, np.float32)
    reach = math.ceil(3 * deviation)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    normal: NDArray[np.float32] = (weights / weights.sum()).astype(np.float32)
    return normal


def _along(field: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """``field`` filtered from top to bottom; the result is shorter by what the filter needs around a pixel."""
    length = field.shape[0] - len(weights) + 1
    total = np.zeros((length, field.shape[1]), np.float32)
    for place, weight in enumerate(weights):
        total += field[place : place + length] * weight
    return total
