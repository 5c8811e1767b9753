"""The recipe of a painted picture: the settings that travel inside an export and can be put back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL.PngImagePlugin import PngImageFile

from engines.errors import BadInput
from engines.paint import exif
from engines.paint.looks import Look, one_style
from engines.paint.masks import Mask
from engines.paint.reading import opened_file
from engines.paint.transfer.request import TransferSettings

FORMAT = 2
KINDS = ("stylize", "transfer")
#: Keyword of the PNG text, and what a comment in EXIF starts with when it is ours.
PNG_KEYWORD = "reverie"
_FORMAT_KEY = "reverie_recipe"
_COMMENT_KEY = "comment"
_OURS = re.compile(r'\s*\{\s*"' + _FORMAT_KEY + '"')
# Every letter may take twelve bytes, a mask takes 24,000, and the EXIF of a JPEG holds 65,533.
_LONGEST_TEXT = 100
_MOST_PAINTINGS = 8
_MOST_MODELS = 8
_LONGEST_TRANSFER = 8_000
_ROOM = 62_000


@dataclass(frozen=True, slots=True)
class Painting:
    """A style picture as a recipe remembers it: its name, the SHA-256 of its pixels, its weight among several.

    Raises:
        BadInput: a value is of the wrong type or out of range.
    """

    name: str
    sha256: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        _check_text("name of a painting", self.name)
        object.__setattr__(self, "sha256", _checked_sha256("painting", self.sha256))
        if not _is_number(self.weight) or not 0 < self.weight < 1e6:
            raise BadInput(f"The weight of a painting must be a number above 0, not {_short(self.weight)}.")
        object.__setattr__(self, "weight", float(self.weight))

    @classmethod
    def of(cls, name: str, pixels: NDArray[np.uint8], weight: float = 1.0) -> Painting:
        """What to remember of a style picture; a name that is too long keeps its end, where file names differ."""
        digest = hashlib.sha256(repr(pixels.shape).encode())
        digest.update(np.ascontiguousarray(pixels).data)
        plain = "".join(letter for letter in name if letter.isprintable())
        return cls(plain[-_LONGEST_TEXT:], digest.hexdigest(), weight)


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """How a picture was painted; two recipes are equal where they say the same.

    ``version`` is that of Reverie, ``look`` holds inside the mask (everywhere without one), ``outside`` beyond it.
    ``mask`` becomes a small one on the way in. ``models`` are the names of the model cards with the SHA-256 of their
    files. ``max_size`` is the longest side in pixels that was asked for, None for the photo's own size. ``kind`` is
    one of KINDS; ``transfer`` and ``paintings`` belong to "transfer".

    Raises:
        BadInput: a value is of the wrong type or out of range.
    """

    version: str
    look: Look = field(default_factory=Look)
    outside: Look = field(default_factory=Look)
    mask: Mask | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    max_size: int | None = None
    kind: str = "stylize"
    transfer: TransferSettings | None = None
    paintings: tuple[Painting, ...] = ()

    def __post_init__(self) -> None:
        _check_text("version", self.version)
        if self.kind not in KINDS:
            raise BadInput(f"A recipe is of the kind {' or '.join(KINDS)}, not {_short(self.kind)}.")
        if self.kind == "transfer" and self.transfer is None:
            raise BadInput("The settings of the style transfer are missing.")
        if self.transfer is not None and len(json.dumps(self.transfer.to_dict())) > _LONGEST_TRANSFER:
            raise BadInput("The names of the style layers are too long for a recipe; choose fewer layers.")
        size = self.max_size
        if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
            raise BadInput(f"The largest size must be a whole number of pixels from 1 up, not {_short(size)}.")
        if len(self.paintings) > _MOST_PAINTINGS:
            raise BadInput(f"A recipe holds at most {_MOST_PAINTINGS} paintings, not {len(self.paintings)}.")
        object.__setattr__(self, "models", _checked_models(self.models))
        if self.mask is not None:
            object.__setattr__(self, "mask", self.mask.reduced())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def to_dict(self) -> dict[str, Any]:
        """The recipe as plain JSON values, its format number first."""
        values: dict[str, Any] = {_FORMAT_KEY: FORMAT, "kind": self.kind, "version": self.version}
        if self.kind == "stylize":
            values |= {"look": self.look.to_dict(), "outside": self.outside.to_dict()}
        if self.mask is not None:
            png = base64.b64encode(self.mask.to_png()).decode("ascii")
            values["mask"] = {"png": png, "feather": self.mask.feather, "inverted": self.mask.inverted}
        if self.transfer is not None:
            values["transfer"] = self.transfer.to_dict()
            values["paintings"] = [[each.name, each.sha256, each.weight] for each in self.paintings]
        return values | {"models": dict(self.models), "max_size": self.max_size}

    def to_json(self) -> str:
        """The recipe as one line of plain ASCII JSON that begins with its format number."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """The recipe that ``to_json`` wrote, in this format or an older one; unknown keys are ignored.

        Raises:
            BadInput: the text is damaged, a value is missing or wrong, or a newer Reverie wrote it.
        """
        content = _parsed(text)
        written = content.get(_FORMAT_KEY)
        if isinstance(written, bool) or not isinstance(written, int) or written < 1:
            raise BadInput("These settings are not a recipe of Reverie.")
        if written > FORMAT:
            raise BadInput("These settings were written by a newer Reverie; update Reverie to use them.")
        if written == 1:
            return _of_format_1(content)
        kind = _needed(content, "kind")
        if kind == "stylize":
            _needed(content, "look")
        return cls(
            version=_needed(content, "version"),
            look=Look.from_dict(_group(content, "look")),
            outside=Look.from_dict(_group(content, "outside")),
            mask=_mask_of(_group(content, "mask")),
            models=_group(content, "models"),
            max_size=content.get("max_size"),
            kind=kind,
            transfer=TransferSettings.from_dict(_group(content, "transfer")) if "transfer" in content else None,
            paintings=_paintings_of(content.get("paintings", [])),
        )


def embedded_text(recipe: Recipe | None, comment: str) -> str:
    """What belongs into EXIF's comment: the recipe, with the person's ``comment`` kept inside it.

    An older recipe in ``comment`` is replaced; without a new one the person's own words are left. Words that would
    not fit into a JPEG beside the recipe are cut.
    """
    words = _words_of(comment)
    if recipe is None:
        return words
    values = recipe.to_dict()
    room = _ROOM - len(json.dumps(values))
    while len(json.dumps(words)) > room:  # each letter takes up to twelve bytes
        words = words[: max(0, min(len(words) - 1, len(words) * room // len(json.dumps(words))))]
    return json.dumps(values | {_COMMENT_KEY: words} if words else values)


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


def _of_format_1(content: Mapping[str, Any]) -> Recipe:
    """A recipe of the first Reverie: one style, one strength, one model."""
    missing = [name for name in ("style", "strength", "model", "model_sha256", "version") if name not in content]
    if missing:
        raise BadInput(f"These settings are incomplete: {', '.join(missing)} is missing.")
    model = content["model"]
    for name in ("style", "model"):
        _check_text(name, content[name])
    look = one_style(content["style"], content["strength"])
    return Recipe(content["version"], look, models={model: content["model_sha256"]}, max_size=content.get("max_size"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("These settings are damaged.") from error
    if not isinstance(content, dict):
        raise BadInput("These settings are not a recipe of Reverie.")
    return content


def _needed(content: Mapping[str, Any], name: str) -> Any:
    if name not in content:
        raise BadInput(f"These settings are incomplete: {name} is missing.")
    return content[name]


def _group(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    values = content.get(name, {})
    if not isinstance(values, dict):
        raise BadInput(f"These settings are damaged: {name} is {_short(values)}.")
    return values


def _mask_of(values: Mapping[str, Any]) -> Mask | None:
    if not values:
        return None
    inverted = values.get("inverted", False)
    try:
        png = base64.b64decode(values["png"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise BadInput("These settings are damaged: their mask cannot be read.") from error
    if not isinstance(inverted, bool):
        raise BadInput(f"These settings are damaged: inverted is {_short(inverted)}.")
    return Mask.from_png(png, values.get("feather", 0.0), inverted)


def _paintings_of(values: object) -> tuple[Painting, ...]:
    if not isinstance(values, list) or not all(isinstance(each, list) and len(each) == 3 for each in values):
        raise BadInput("These settings are damaged: their paintings cannot be read.")
    return tuple(Painting(*each) for each in values)


def _words_of(comment: str) -> str:
    """The person's own words: the comment itself, or what an older recipe kept of it."""
    if not _OURS.match(comment):
        return comment
    try:
        words = _parsed(comment).get(_COMMENT_KEY, "")
    except BadInput:
        return ""
    return words if isinstance(words, str) else ""


def _check_text(name: str, text: object) -> None:
    if not isinstance(text, str) or "\0" in text or len(text) > _LONGEST_TEXT:
        raise BadInput(f"The {name} must be a text of at most {_LONGEST_TEXT} characters, not {_short(text)}.")


def _checked_models(models: Mapping[str, str]) -> dict[str, str]:
    if len(models) > _MOST_MODELS:
        raise BadInput(f"A recipe holds at most {_MOST_MODELS} models, not {len(models)}.")
    for name in models:
        _check_text("model", name)
    return {name: _checked_sha256("model", digits) for name, digits in models.items()}


def _checked_sha256(owner: str, digits: object) -> str:
    if not isinstance(digits, str) or not re.fullmatch("[0-9a-fA-F]{64}", digits):
        raise BadInput(f"The {owner}'s SHA-256 must be 64 hexadecimal digits, not {_short(digits)}.")
    return digits.lower()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
