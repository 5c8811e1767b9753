"""The words that several verbs of `reverie paint` share: numbers, looks, masks and what the file is to hold."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.errors import BadInput
from engines.paint.looks import Look

if TYPE_CHECKING:
    from engines.paint.masks import Mask
    from engines.paint.recipes import Recipe

_DEEP_SUFFIXES = (".png", ".tif", ".tiff")


@dataclass(frozen=True)
class Chosen:
    """What the look options come to, with the recipe they started from."""

    look: Look
    outside: Look
    mask: Mask | None
    max_size: int | None
    recipe: Recipe | None


def add_look_options(verb: argparse.ArgumentParser) -> None:
    """How to paint: styles, strength, colours, brush, mask, or the settings inside an exported file."""
    style: dict[str, Any] = {"type": _style, "action": "append", "metavar": "NAME[:WEIGHT]"}
    verb.add_argument("--style", **style, help="a style; up to four are blended by their weights")
    verb.add_argument("--strength", type=share, metavar="0..1")
    verb.add_argument("--keep-colors", choices=["luminance", "histogram"], help="keep the photograph's colours")
    verb.add_argument("--brush", type=positive, metavar="B", help="size of the strokes; 2 is twice as broad")
    verb.add_argument("--mask", type=Path, metavar="PICTURE", help="paint only where it is light")
    verb.add_argument("--feather", type=feather, metavar="F", help="softness of the mask's edge, 0 to 0.25")
    verb.add_argument("--invert-mask", action="store_true", help="paint where the mask is dark")
    verb.add_argument("--outside-style", **style, help="a style for what lies outside the mask")
    verb.add_argument("--recipe", type=Path, metavar="FILE", help="reuse the settings of an exported file")
    verb.set_defaults(misused=verb.error)


def add_file_options(verb: argparse.ArgumentParser) -> None:
    """What the written file is to hold."""
    verb.add_argument("--max-size", type=whole, metavar="N", help="longest side of the result in pixels")
    verb.add_argument("--quality", type=quality, default=92, metavar="1..100", help="JPEG and WebP quality")
    verb.add_argument("--bits", type=int, choices=[8, 16], help="bits a channel (default: as the photograph)")
    verb.add_argument("--keep-exif", action="store_true", help="keep the photograph's EXIF (may tell the place)")
    verb.add_argument("--keep-profile", action="store_true", help="keep the photograph's colour profile, not sRGB")


def file_choices(args: argparse.Namespace, suffix: str | None) -> dict[str, Any]:
    """The file options by the names that requests give them; ``suffix`` is the format, None where it varies."""
    if args.bits == 16 and suffix is not None and suffix.lower() not in _DEEP_SUFFIXES:
        raise BadInput(f"Only PNG and TIFF hold 16 bits a channel, not “{suffix}”.")
    return {
        "quality": args.quality,
        "keep_exif": args.keep_exif,
        "keep_profile": args.keep_profile,
        "sixteen_bit": None if args.bits is None else args.bits == 16,
    }


def chosen(args: argparse.Namespace) -> Chosen:
    """What the look options ask for; ends with status 2 where they do not fit together.

    Raises:
        BadInput: there is no style of a name, a value is out of range, or mask or recipe cannot be read.
    """
    from engines.paint.stylecatalogue import style_named

    misused: Callable[[str], object] = args.misused
    if not args.style and args.recipe is None:
        misused("name a style with --style, or a painted file with --recipe.")
    recipe = None if args.recipe is None else _stylize_recipe(args.recipe)
    look = Look() if recipe is None else recipe.look
    outside = Look() if recipe is None else recipe.outside
    mask = _mask(args, None if recipe is None else recipe.mask)
    if mask is None:
        for option in ("feather", "invert_mask", "outside_style"):
            if getattr(args, option):
                misused(f"--{option.replace('_', '-')} needs a mask; name one with --mask.")
    look = _changed(look, args, args.style)
    if args.outside_style:
        outside = _changed(look, args, args.outside_style)
    for name in (*look.names, *outside.names):
        style_named(name)
    max_size = args.max_size if args.max_size or recipe is None else recipe.max_size
    return Chosen(look, outside, mask, max_size, recipe)


def described(look: Look) -> str:
    """The styles of a look in words: “wave 70 %, udnie 30 %”, or “nothing”."""
    if len(look.styles) <= 1:
        return "".join(look.names) or "nothing"
    return ", ".join(f"{name} {part * 100:.0f} %" for name, part in look.shares)


def whole(text: str) -> int:
    """A whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 up, not {text!r}")
    return int(text)


def quality(text: str) -> int:
    """A whole number from 1 to 100."""
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 100, not {text!r}")
    return int(text)


def share(text: str) -> float:
    """A number from 0 to 1."""
    value = number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1, not {text!r}")
    return value


def feather(text: str) -> float:
    """A number from 0 to the softest edge."""
    from engines.paint.masks import SOFTEST

    value = number(text)
    if not 0 <= value <= SOFTEST:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {SOFTEST:g}, not {text!r}")
    return value


def positive(text: str) -> float:
    """A finite number above 0."""
    value = number(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return value


def number(text: str) -> float:
    """What ``text`` says; NaN, which no range holds, where it says no number."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _style(text: str) -> tuple[str, float]:
    name, colon, weight = text.partition(":")
    if not name:
        raise argparse.ArgumentTypeError(f"must be a style's name, as NAME or NAME:WEIGHT, not {text!r}")
    return name, positive(weight) if colon else 1.0


def _changed(look: Look, args: argparse.Namespace, styles: list[tuple[str, float]] | None) -> Look:
    """The look with what the command line says instead."""
    given = {
        "styles": tuple(styles) if styles else None,
        "strength": args.strength,
        "colours": args.keep_colors,
        "brush": args.brush,
    }
    return replace(look, **{name: value for name, value in given.items() if value is not None})


def _mask(args: argparse.Namespace, before: Mask | None) -> Mask | None:
    from engines.paint.masks import read_mask

    mask = before if args.mask is None else read_mask(args.mask)
    if mask is None:
        return None
    feather = mask.feather if args.feather is None else args.feather
    return replace(mask, feather=feather, inverted=mask.inverted != args.invert_mask)


def _stylize_recipe(path: Path) -> Recipe:
    from engines.paint.recipes import read_recipe

    recipe = read_recipe(path)
    if recipe is None:
        raise BadInput(f"“{path.name}” holds no settings of Reverie; choose a file that Reverie painted.")
    if recipe.kind != "stylize":
        raise BadInput(
            f"“{path.name}” was painted after pictures; use “reverie paint transfer” with the same pictures."
        )
    return recipe
