"""Colour profiles: into sRGB for the work and back into the photograph's own on export, by lcms in 16 bits.

An export holds red, green and blue. So a profile can be kept where it describes these and leads back into them
(``can_keep``); a profile of ink, of grey alone, or one that only tells how a scanner sees, cannot: then the export is
sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from engines.paint.depths import Depth, bands, eight_bit, side_by_side, sixteen_bit

#: What the samples of a file mean; the names are those that ICC profiles use.
GREY, RGB, CMYK, LAB = "GRAY", "RGB", "CMYK", "LAB"

_LCMS_SPACE = {GREY: "gray", RGB: "rgb", CMYK: "cmyk", LAB: "lab"}
_PERCEPTUAL, _RELATIVE = imagecodecs.CMS.INTENT.PERCEPTUAL, imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC
_BLACK_POINT = int(imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION)
# Left to itself, lcms replaces curves by a coarse table: more than 5,000 of 65,535 levels wrong in the shadows.
_EXACT = int(imagecodecs.CMS.FLAGS.NOOPTIMIZE)
#: Two profiles closer than this everywhere (a seventh of an 8-bit step) are the same to the eye and to 8 bits.
_SAME = 36
_SRGB_CORNERS = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_SRGB_WHITE = (0.3127, 0.3290)
_SRGB_GAMMA = 0.45455


class UnusableProfile(Exception):
    """The profile is damaged or describes another kind of picture."""


@cache
def srgb_profile() -> bytes:
    """The ICC profile of sRGB; the same bytes at any time of day."""
    return _dated(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


@cache
def adobe_rgb_profile() -> bytes:
    """What cameras mean that say “Adobe RGB” in EXIF without embedding a profile."""
    return _dated(bytes(imagecodecs.cms_profile("adobergb")))


@cache
def _lab_profile() -> bytes:
    return _dated(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())


def _dated(profile: bytes) -> bytes:
    fixed_date = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # 2000-01-01: lcms writes the present moment
    return profile[:24] + fixed_date + profile[36:]


def space_of(profile: bytes) -> str:
    """GREY, RGB, CMYK, … as the profile's header says; empty where it is no profile."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return ""
    return profile[16:20].decode("latin-1").strip().upper()


def can_keep(profile: bytes | None) -> bool:
    """Whether an export can carry ``profile``; where not, it is written as sRGB."""
    if not profile or space_of(profile) != RGB:
        return False
    try:
        colours = _converted(np.full((1, 1, 3), 30_000, np.uint16), srgb_profile(), profile)
        _converted(colours, profile, srgb_profile())
    except UnusableProfile:
        return False
    return True


def description_of(profile: bytes) -> str:
    """The profile's name for people (“Adobe RGB (1998)”); empty where it has none."""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return ""


def in_srgb(colour: Depth, space: str, profile: bytes | None) -> Depth:
    """The picture as sRGB (height, width, 3) of the same depth; RGB is converted in place.

    ``colour`` is (height, width, channels) of ``space``: 0 is no ink in CMYK, and LAB is that of TIFF (signed a
    and b). Without ``profile`` grey and RGB count as sRGB, and CMYK as the complement of RGB.

    Raises:
        UnusableProfile: ``profile`` is damaged or not of ``space``; nothing has been changed yet.
    """
    if profile is not None:
        fitting = (space, RGB) if space == GREY else (space,)
        if space_of(profile) not in fitting:
            raise UnusableProfile
        if space_of(profile) == RGB and _is_srgb(profile):
            profile = None
    height, width, channels = colour.shape
    if space == RGB and profile is None:
        return np.ascontiguousarray(colour)
    in_place = channels == 3 and colour.flags.c_contiguous and colour.flags.writeable
    shown = colour if in_place else np.empty((height, width, 3), colour.dtype)

    def convert(rows: slice) -> None:
        shown[rows] = _band_in_srgb(colour[rows], space, profile)

    side_by_side(convert, bands(height, width))
    return shown


def from_srgb(pixels: Depth, profile: bytes) -> Depth:
    """Some rows of sRGB ``pixels`` in the colours of ``profile``, of the same depth.

    Raises:
        UnusableProfile: not ``can_keep``.
    """
    if _is_srgb(profile):
        return pixels
    return _converted(pixels, srgb_profile(), profile)


def profile_of_png(info: Mapping[Any, Any]) -> bytes | None:
    """The profile that PNG's gamma and primaries describe, as Pillow read them; None where that is sRGB's."""
    gamma, corners = info.get("gamma"), info.get("chromaticity")
    if "srgb" in info or not isinstance(gamma, int | float):
        return None
    white, primaries = _SRGB_WHITE, _SRGB_CORNERS
    if isinstance(corners, tuple) and len(corners) == 8 and all(0 < value < 1 for value in corners):
        white, primaries = corners[:2], corners[2:]
    close = all(abs(one - other) < 0.005 for one, other in zip(primaries, _SRGB_CORNERS, strict=True))
    # Exactly 1/2.2 is what every tool writes that means sRGB.
    if (close and abs(gamma - _SRGB_GAMMA) < 0.01) or not 0.1 < gamma < 10:
        return None
    try:
        return _dated(bytes(imagecodecs.cms_profile("rgb", whitepoint=white, primaries=primaries, gamma=1 / gamma)))
    except (ValueError, RuntimeError):  # corners on one line make no colours
        return None


def _band_in_srgb(colour: Depth, space: str, profile: bytes | None) -> Depth:
    narrow = colour.dtype == np.uint8
    if space == LAB:
        wide = _converted(_offset_lab(colour), _lab_profile(), srgb_profile(), space=LAB)
        return eight_bit(wide) if narrow else wide
    if profile is None:
        return np.repeat(colour, 3, axis=2) if space == GREY else _without_ink(colour)
    if space == GREY and space_of(profile) == RGB:
        colour, space = np.repeat(colour, 3, axis=2), RGB
    # Into 8 bits lcms's shortcut for matrices is off by one level at most, and fifteen times as fast.
    return _converted(colour, profile, srgb_profile(), space=space, exact=not narrow)


def _converted(colour: Depth, profile: bytes, into: bytes, *, space: str = RGB, exact: bool = True) -> Depth:
    # Print profiles squeeze their gamut by design; between screens, colours both can show should stay exact.
    intent = _PERCEPTUAL if space == CMYK else _RELATIVE
    samples = np.ascontiguousarray(colour[..., 0] if space == GREY else colour)
    try:
        converted: Depth = imagecodecs.cms_transform(
            samples,
            profile,
            into,
            colorspace=_LCMS_SPACE[space],
            outcolorspace="rgb",
            intent=intent,
            flags=_BLACK_POINT | (_EXACT if exact else 0),
        )
    except (RuntimeError, ValueError, TypeError) as error:
        raise UnusableProfile from error
    return converted.reshape(*colour.shape[:2], 3)


@cache
def _probe() -> NDArray[np.uint16]:
    levels = np.linspace(0, 65_535, 9).round().astype(np.uint16)
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(9, 81, 3)


def _is_srgb(profile: bytes) -> bool:
    """Whether the profile's colours are those of sRGB: then converting could only round them."""
    if profile == srgb_profile():
        return True
    difference = _converted(_probe(), profile, srgb_profile()).astype(np.int32) - _probe()
    return int(np.abs(difference).max()) <= _SAME


def _without_ink(ink: Depth) -> Depth:
    white = np.uint32(255 if ink.dtype == np.uint8 else 65_535)
    light = white - ink.astype(np.uint32)
    shown: Depth = ((light[..., :3] * light[..., 3:4] + white // np.uint32(2)) // white).astype(ink.dtype)
    return shown


def _offset_lab(colour: Depth) -> NDArray[np.uint16]:
    """TIFF's Lab (signed a and b) as lcms counts it: 0..65,535 for -128..127 (ICC.1:2010, 6.3.4.2)."""
    if colour.dtype == np.uint8:
        return sixteen_bit(colour ^ np.array([0, 0x80, 0x80], np.uint8))
    encoded = colour.astype(np.float32)
    encoded[..., 1:] = np.ascontiguousarray(colour[..., 1:]).view(np.int16) * np.float32(257 / 256) + 32_896
    return np.clip(np.rint(encoded), 0, 65_535).astype(np.uint16)
