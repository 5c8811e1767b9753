"""The recipe of a painted picture: the settings that travel inside an export and can be put back."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL.PngImagePlugin import PngImageFile

from engines.errors import BadInput
from engines.paint import exif
from engines.paint.reading import opened_file

FORMAT = 1
#: Keyword of the PNG text, and what a comment in EXIF starts with when it is ours.
PNG_KEYWORD = "reverie"
_FORMAT_KEY = "reverie_recipe"
_COMMENT_KEY = "comment"
_OURS = re.compile(r'\s*\{\s*"' + _FORMAT_KEY + '"')
_LONGEST_TEXT = 1000  # every letter may take twelve bytes, and a JPEG's EXIF holds 65,533


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a picture was painted.

    ``strength`` is 0..1, ``model_sha256`` 64 hexadecimal digits, ``version`` that of Reverie, ``max_size`` the
    longest side in pixels that was asked for, None for the photo's own size.

    Raises:
        BadInput: a value is of the wrong type or out of range.
    """

    style: str
    strength: float
    model: str
    model_sha256: str
    version: str
    max_size: int | None = None

    def __post_init__(self) -> None:
        for name, text in (("style", self.style), ("model", self.model), ("version", self.version)):
            if not isinstance(text, str) or "\0" in text or len(text) > _LONGEST_TEXT:
                raise BadInput(
                    f"The {name} must be a text of at most {_LONGEST_TEXT:,} characters, not {_short(text)}."
                )
        if not _is_number(self.strength) or not 0 <= self.strength <= 1:
            raise BadInput(f"The strength must be a number between 0 and 1, not {_short(self.strength)}.")
        object.__setattr__(self, "strength", float(self.strength))
        digits = self.model_sha256
        if not isinstance(digits, str) or not re.fullmatch("[0-9a-fA-F]{64}", digits):
            raise BadInput(f"The model's SHA-256 must be 64 hexadecimal digits, not {_short(digits)}.")
        object.__setattr__(self, "model_sha256", digits.lower())
        size = self.max_size
        if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
            raise BadInput(f"The largest size must be a whole number of pixels from 1 up, not {_short(size)}.")

    def to_json(self) -> str:
        """The recipe as one line of plain ASCII JSON that begins with its format number."""
        return json.dumps({_FORMAT_KEY: FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """The recipe that ``to_json`` wrote; keys this version does not know are ignored.

        Raises:
            BadInput: the text is damaged, a value is missing or wrong, or a newer Reverie wrote it.
        """
        content = _parsed(text)
        written = content.get(_FORMAT_KEY)
        if isinstance(written, bool) or not isinstance(written, int) or written < 1:
            raise BadInput("These settings are not a recipe of Reverie.")
        if written > FORMAT:
            raise BadInput("These settings were written by a newer Reverie; update Reverie to use them.")
        known = {name: content[name] for name in cls.__dataclass_fields__ if name in content}
        try:
            return cls(**known)
        except TypeError as error:
            missing = ", ".join(name for name in cls.__dataclass_fields__ if name not in content)
            raise BadInput(f"These settings are incomplete: {missing} is missing.") from error


def embedded_text(recipe: Recipe | None, comment: str) -> str:
    """What belongs into EXIF's comment: the recipe, with the person's ``comment`` kept inside it.

    An older recipe in ``comment`` is replaced; without a new one the person's own words are left.
    """
    words = _words_of(comment)
    if recipe is None:
        return words
    return recipe.to_json() if not words else json.dumps({**json.loads(recipe.to_json()), _COMMENT_KEY: words})


def read_recipe(path: Path) -> Recipe | None:
    """The recipe inside an exported PNG, JPEG, WebP or TIFF; None where there is none.

    Raises:
        BadInput: the file cannot be opened (as ``open_picture``), or the recipe in it is damaged or too new.
    """
    text = _text_in(path)
    if text is None:
        return None
    try:
        return Recipe.from_json(text)
    except BadInput as error:
        raise BadInput(f"The settings inside “{path.name}” cannot be put back. {error}") from error


def _text_in(path: Path) -> str | None:
    with opened_file(path) as image:
        if isinstance(image, PngImageFile):
            # Other programs may move texts behind the pixels, where only decoding finds them.
            text = image.info.get(PNG_KEYWORD) or image.text.get(PNG_KEYWORD)
            if text is not None:
                return str(text)
        comment = exif.comment_of(exif.loaded(exif.portable(image)))
    return comment if _OURS.match(comment) else None


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("These settings are damaged.") from error
    if not isinstance(content, dict):
        raise BadInput("These settings are not a recipe of Reverie.")
    return content


def _words_of(comment: str) -> str:
    """The person's own words: the comment itself, or what an older recipe kept of it."""
    if not _OURS.match(comment):
        return comment
    try:
        words = _parsed(comment).get(_COMMENT_KEY, "")
    except BadInput:
        return ""
    return words if isinstance(words, str) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
