"""`reverie paint recipe`: the settings inside an exported file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import BadInput
from studio.cli.answers import print_json
from studio.cli.paintwords import described

if TYPE_CHECKING:
    from engines.paint.looks import Look
    from engines.paint.recipes import Recipe

_COLOURS = {
    "off": "the painting's",
    "luminance": "the photograph's, under the painting's light",
    "histogram": "the painting's, brought to the photograph's",
}


def add_recipe(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `recipe`."""
    verb = actions.add_parser("recipe", help="show the settings inside a painted file")
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument("--json", action="store_true", help="print the recipe itself")
    verb.set_defaults(run=_recipe)


def _recipe(args: argparse.Namespace) -> int:
    from engines.paint.recipes import read_recipe

    recipe = read_recipe(args.file)
    if recipe is None:
        raise BadInput(f"“{args.file.name}” holds no settings of Reverie.")
    if args.json:
        print_json(recipe.to_dict())
        return 0
    lines = _transfer_lines(recipe) if recipe.kind == "transfer" else _stylize_lines(recipe)
    if recipe.max_size is not None:
        lines.append(("longest side", f"{recipe.max_size:,} pixels"))
    lines += [("model", f"{name}, {digits[:12]}…") for name, digits in recipe.models.items()]
    lines.append(("painted by", f"Reverie {recipe.version}"))
    width = max(len(name) for name, _ in lines)
    print("\n".join(f"{name:<{width}}  {words}" for name, words in lines))
    return 0


def _stylize_lines(recipe: Recipe) -> list[tuple[str, str]]:
    lines = _look_lines(recipe.look, "")
    mask = recipe.mask
    if mask is not None:
        height, width = mask.values.shape
        words = [f"{width} × {height}", f"feather {mask.feather * 100:g} %", *(["inverted"] if mask.inverted else [])]
        lines.append(("mask", ", ".join(words)))
        lines += _look_lines(recipe.outside, "outside ")
    return lines


def _look_lines(look: Look, where: str) -> list[tuple[str, str]]:
    if look.is_plain:
        return [(f"{where}styles", "none: the photograph as it is")]
    return [
        (f"{where}styles", described(look)),
        (f"{where}strength", f"{look.strength * 100:.0f} %"),
        (f"{where}colours", _COLOURS[look.colours]),
        (f"{where}brush", f"{look.brush:g}"),
    ]


def _transfer_lines(recipe: Recipe) -> list[tuple[str, str]]:
    lines = [("painted after", f"{each.name or 'a picture'}, weight {each.weight:g}") for each in recipe.paintings]
    settings = {} if recipe.transfer is None else recipe.transfer.to_dict()
    return lines + [(name, str(value)) for name, value in settings.items() if value not in ((), [], None)]
