"""Proofs: paintings of the small copy, kept at full strength, from which any setting is mixed while a hand moves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QImage

from engines.paint.looks import Look
from studio.panes.paint import mixing
from studio.panes.paint.look import PLAIN, MaskLayer, Photograph, Setting

#: Three megabytes each.
_MOST_PROOFS = 24


def at_full(look: Look) -> Look:
    """What decides how a painting looks before it is faded: two looks that paint the same are equal."""
    if not look.styles:
        return PLAIN
    shares = tuple(sorted((name, round(share, 4)) for name, share in look.shares))
    return replace(look, styles=shares, strength=1.0)


def singles(look: Look) -> tuple[Look, ...]:
    """The looks of each style of a blend alone: what its shares are mixed from."""
    if len(look.styles) < 2:
        return ()
    return tuple(replace(at_full(look), styles=((name, 1.0),)) for name in look.names)


def opacity_of(setting: Setting) -> float:
    """How strongly the window lays the painting over the photograph; 1 where the strengths are in the painting."""
    painted = [look for look in setting.looks if look.styles]
    return painted[0].strength if len(painted) == 1 else 1.0


def whole(setting: Setting) -> Setting:
    """What the engine paints for the window: the strength of a single look is left to ``opacity_of``."""
    if setting.mask is None:
        return Setting(at_full(setting.inside))
    looks = [at_full(look) for look in setting.looks]
    if all(look.styles for look in setting.looks):
        looks = [replace(full, strength=look.strength) for full, look in zip(looks, setting.looks, strict=True)]
    return Setting(looks[0], looks[1], setting.mask)


@dataclass(frozen=True)
class Proof:
    """A preview, and whether it is what the engine itself would give at this size."""

    image: QImage
    exact: bool


class Proofs:
    """The proofs of one photograph."""

    def __init__(self, photograph: Photograph) -> None:
        self._photograph = photograph
        self._kept: OrderedDict[Look, QImage] = OrderedDict()
        self._newest: Look | None = None
        self._veil: tuple[MaskLayer, QImage] | None = None

    def put(self, look: Look, image: QImage) -> None:
        """Keep the painting of ``look`` (as ``at_full`` gives it); the least used one goes when there are many."""
        self._kept[look] = image
        self._newest = look
        while len(self._kept) > _MOST_PROOFS:
            self._kept.popitem(last=False)

    def has(self, look: Look) -> bool:
        """Whether ``look`` (as ``at_full`` gives it) is painted."""
        return look in self._kept

    def can_mix(self, look: Look) -> bool:
        """Whether each style of this blend is painted, so that its shares can be moved without the network."""
        alone = singles(look)
        return bool(alone) and all(single in self._kept for single in alone)

    def of(self, setting: Setting) -> Proof | None:
        """The preview of ``setting`` to lay over the photograph with ``opacity_of``; None while nothing fits."""
        proofs = [self._of_look(look) for look in setting.looks]
        if any(proof is None for proof in proofs):
            return None
        found = [proof for proof in proofs if proof is not None]
        image = found[0].image
        if setting.mask is not None:
            image = self._divided(setting, [proof.image for proof in found], setting.mask)
        alpha = self._photograph.small.alpha
        if alpha is not None:
            image = mixing.cut_out(image, alpha)
        return Proof(image, all(proof.exact for proof in found))

    def _of_look(self, look: Look) -> Proof | None:
        full = at_full(look)
        if not full.styles:
            return Proof(self._photograph.small_image, True)
        if full in self._kept:
            self._kept.move_to_end(full)
            return Proof(self._kept[full], True)
        if self.can_mix(look):
            parts = [(self._kept[single], share) for single, (_, share) in zip(singles(look), look.shares, strict=True)]
            return Proof(mixing.mixed(parts), False)
        # While a brush is being dragged the newest painting of the same styles is the nearest there is.
        if self._newest in self._kept and self._newest is not None and set(self._newest.names) == set(full.names):
            return Proof(self._kept[self._newest], False)
        return None

    def _divided(self, setting: Setting, images: list[QImage], layer: MaskLayer) -> QImage:
        if all(look.styles for look in setting.looks):
            small = self._photograph.small_image
            strengths = [look.strength for look in setting.looks]
            images = [mixing.mixed([(small, 1 - s), (image, s)]) for image, s in zip(images, strengths, strict=True)]
        return mixing.divided(images[0], images[1], self._veil_of(layer))

    def _veil_of(self, layer: MaskLayer) -> QImage:
        if self._veil is None or self._veil[0] is not layer:
            size = (self._photograph.small.width, self._photograph.small.height)
            share = layer.mask.share(size, (0, 0, *size))
            self._veil = (layer, mixing.alpha_image(np.round(share * 255).astype(np.uint8)))
        return self._veil[1]
