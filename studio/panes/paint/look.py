"""What the pane holds: a photograph, and how it is to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from engines.paint.pictures import Picture, fit_within, resized
from studio.documents.blobs import Blob

#: Longest side of the picture that answers at once.
PREVIEW_SIDE = 1000
#: Longest side of the picture behind the gallery's thumbnails.
THUMBNAIL_SIDE = 200


@dataclass(frozen=True)
class Look:
    """How the photograph is to look. ``style`` empty: as it is; ``strength`` in percent."""

    style: str = ""
    strength: int = 100


@dataclass(frozen=True)
class Photograph:
    """An opened picture, its file's bytes for the project, and the smaller copies the window works with."""

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

    @property
    def is_small(self) -> bool:
        """Whether the preview already is the full size."""
        return max(self.picture.width, self.picture.height) <= PREVIEW_SIDE

    def export_name(self, look: Look, suffix: str) -> str:
        """A file name that says what was done: photo__starry_night__80.png."""
        return f"{Path(self.name).stem}__{look.style or 'original'}__{look.strength}{suffix}"


def look_in(state: Mapping[str, Any]) -> Look:
    """The look a project holds. A style that is not installed stays in it: it may be on another machine."""
    style, strength = state.get("style", ""), state.get("strength", 100)
    whole = isinstance(strength, int) and 0 <= strength <= 100
    return Look(style if isinstance(style, str) else "", strength if whole else 100)


def _smaller(picture: Picture, side: int) -> Picture:
    if max(picture.width, picture.height) <= side:
        return picture
    from dataclasses import replace

    import numpy as np
    from PIL import Image

    alpha = picture.alpha
    if alpha is not None:
        size = fit_within((picture.width, picture.height), side)
        alpha = np.asarray(Image.fromarray(alpha).resize(size, Image.Resampling.LANCZOS))
    return replace(picture, pixels=resized(picture.pixels, side), alpha=alpha)
