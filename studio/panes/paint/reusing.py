"""Putting the settings of an exported picture to use on the photograph that is open."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engines.paint.masks import Mask
from engines.paint.pictures import fit_within
from engines.paint.recipes import Recipe
from studio.panes.paint.look import MASK_SIDE, MaskLayer, Photograph, Setting


def setting_of(recipe: Recipe, photograph: Photograph) -> Setting:
    """The setting that ``recipe`` tells of, its mask stretched over ``photograph``."""
    return Setting(recipe.look, recipe.outside, None if recipe.mask is None else fitted(recipe.mask, photograph))


def fitted(mask: Mask, photograph: Photograph) -> MaskLayer:
    """``mask`` in the photograph's shape, as the pane works with it."""
    size = fit_within((photograph.picture.width, photograph.picture.height), MASK_SIDE)
    values = mask.values
    if (values.shape[1], values.shape[0]) != size:
        values = np.array(Image.fromarray(values).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)
    return MaskLayer(values, mask.feather, mask.inverted)
