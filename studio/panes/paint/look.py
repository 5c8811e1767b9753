"""What the pane holds: a photograph, and how it is to look."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from engines.errors import BadInput
from engines.paint.looks import Look
from engines.paint.masks import SOFTEST, Mask
from engines.paint.pictures import Picture, fit_within, resized
from studio.documents.blobs import Blob
from studio.panes.paint.images import to_screen_image

__all__ = ["PLAIN", "Look", "MaskLayer", "Photograph", "Setting", "setting_in", "setting_state"]

#: The photograph as it is.
PLAIN = Look()

#: Longest side of the picture that answers at once.
PREVIEW_SIDE = 1000
#: Longest side of the picture behind the gallery's thumbnails.
THUMBNAIL_SIDE = 200
#: Longest side of a painted mask: a soft brush needs no more, and a stroke stays quick.
MASK_SIDE = 2048


@dataclass(frozen=True, eq=False)
class MaskLayer:
    """A mask as the pane holds it: ``values`` uint8 (height, width) in the photograph's shape, 255 inside.

    Two layers are equal only when they are the same one, so that a setting compares at once.
    """

    values: NDArray[np.uint8]
    feather: float = 0.0
    inverted: bool = False

    @cached_property
    def mask(self) -> Mask:
        """The mask as the engine takes it."""
        return Mask(self.values, self.feather, self.inverted)

    @cached_property
    def blob(self) -> Blob:
        """The values as a PNG for the project, packed once."""
        stream = io.BytesIO()
        Image.fromarray(self.values).save(stream, "PNG", compress_level=1)
        return Blob(stream.getvalue(), "image/png")


@dataclass(frozen=True)
class Setting:
    """What the pane's controls say: the look, and with a mask a second one for what lies outside it."""

    inside: Look = PLAIN
    outside: Look = PLAIN
    mask: MaskLayer | None = None

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks that count: without a mask nothing lies outside."""
        return (self.inside,) if self.mask is None else (self.inside, self.outside)

    @property
    def has_style(self) -> bool:
        """Whether there is anything to paint, however faintly."""
        return any(look.styles for look in self.looks)


@dataclass(frozen=True, eq=False)
class Photograph:
    """An opened picture, its file's bytes for the project, and the copies the window works with."""

    name: str
    picture: Picture
    blob: Blob

    @cached_property
    def small(self) -> Picture:
        """The copy for previews; the picture itself when it is no larger."""
        return _smaller(self.picture, PREVIEW_SIDE)

    @cached_property
    def tiny(self) -> Picture:
        """The copy for thumbnails."""
        return _smaller(self.picture, THUMBNAIL_SIDE)

    @cached_property
    def image(self) -> QImage:
        """The whole picture as the window draws it."""
        return to_screen_image(self.picture.pixels, self.picture.alpha)

    @cached_property
    def small_image(self) -> QImage:
        """The copy for previews as the window draws it, opaque: what it mixes paintings with."""
        return to_screen_image(self.small.pixels)

    @property
    def is_small(self) -> bool:
        """Whether the preview already is the full size."""
        return max(self.picture.width, self.picture.height) <= PREVIEW_SIDE


def setting_state(setting: Setting) -> dict[str, Any]:
    """``setting`` as a project keeps it: plain values, and a ``Blob`` for the mask."""
    layer = setting.mask
    mask = None if layer is None else {"picture": layer.blob, "feather": layer.feather, "inverted": layer.inverted}
    return {"inside": setting.inside.to_dict(), "outside": setting.outside.to_dict(), "mask": mask}


def setting_in(state: Mapping[str, Any], read_blob: Callable[[str], bytes] | None = None) -> Setting:
    """The setting that ``setting_state`` wrote, or an older project's style and strength in percent.

    What makes no sense becomes the usual. A style that is not installed stays: it may be on another machine.
    """
    if "inside" not in state and "style" in state:
        return Setting(_older_look(state))
    mask = state.get("mask")
    layer = _mask_in(mask, read_blob) if isinstance(mask, Mapping) and read_blob is not None else None
    return Setting(_look_in(state.get("inside")), _look_in(state.get("outside")), layer)


def _older_look(state: Mapping[str, Any]) -> Look:
    style, strength = state.get("style"), state.get("strength", 100)
    whole = isinstance(strength, int) and not isinstance(strength, bool) and 0 <= strength <= 100
    return _look_in({"styles": [[style, 1.0]] if style else [], "strength": strength / 100 if whole else 1.0})


def _look_in(values: object) -> Look:
    """The look in ``values``, each of its parts taken only if it makes sense."""
    good: dict[str, Any] = {}
    for name, value in values.items() if isinstance(values, Mapping) else ():
        try:
            Look.from_dict({name: value})
        except (BadInput, TypeError):
            continue
        good[name] = value
    return Look.from_dict(good)


def _mask_in(values: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> MaskLayer | None:
    """The mask that the project holds; none when its picture is lost or damaged."""
    try:
        data = read_blob(values["picture"])
        with Image.open(io.BytesIO(data)) as image:
            if max(image.size) > MASK_SIDE:
                return None
            pixels = np.array(image.convert("L"))
    except (KeyError, LookupError, OSError, ValueError, SyntaxError):
        return None
    feather = values.get("feather", 0.0)
    fits = isinstance(feather, int | float) and not isinstance(feather, bool) and 0.0 <= feather <= SOFTEST
    return MaskLayer(pixels, float(feather) if fits else 0.0, values.get("inverted") is True)


def _smaller(picture: Picture, side: int) -> Picture:
    if max(picture.width, picture.height) <= side:
        return picture
    alpha = picture.alpha
    if alpha is not None:
        size = fit_within((picture.width, picture.height), side)
        alpha = np.asarray(Image.fromarray(alpha).resize(size, Image.Resampling.LANCZOS))
    # The preview is made of what the window shows: eight bits, and nothing of what the file tells.
    return Picture(resized(picture.pixels, side), alpha)
