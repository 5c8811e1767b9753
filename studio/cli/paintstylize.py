"""`reverie paint stylize`: one photograph in one pass."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.cli.answers import complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.paintwords import Chosen, add_file_options, add_look_options, chosen, described, file_choices
from studio.version import reverie_version

if TYPE_CHECKING:
    from engines.paint.painting import Painted
    from engines.paint.recipes import Recipe


def add_stylize(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `stylize`."""
    verb = actions.add_parser("stylize", help="paint a photograph")
    verb.add_argument("photo", type=Path, metavar="IN")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="PNG, JPEG, WebP or TIFF")
    add_look_options(verb)
    add_file_options(verb)
    verb.add_argument("--json", action="store_true", help="print what was written as an object")
    verb.set_defaults(run=_stylize)


def _stylize(args: argparse.Namespace) -> int:
    from engines.paint.painting import PaintingRequest, paint_to_file
    from engines.paint.pictures import open_picture

    wanted = chosen(args)
    choices = file_choices(args, args.output.suffix)
    picture = open_picture(args.photo)
    _warn_of_stretching(args, wanted, (picture.width, picture.height))
    request = PaintingRequest(
        picture,
        wanted.look,
        args.output,
        reverie_version(),
        outside=wanted.outside,
        mask=wanted.mask,
        max_size=wanted.max_size,
        **choices,
    )
    painted = shown(paint_to_file(request), "Painting")
    if wanted.recipe is not None and not wanted.recipe.models.items() >= painted.recipe.models.items():
        complain("The model has changed since that file was painted, so this painting may look different.")
    if args.json:
        print_json(_for_a_program(painted))
    else:
        print(f"{painted.path}: {painted.width} × {painted.height}, {_in_words(painted.recipe)}")
    return 0


def _warn_of_stretching(args: argparse.Namespace, wanted: Chosen, size: tuple[int, int]) -> None:
    if args.mask is None or wanted.mask is None:  # a recipe's mask is meant for any photograph
        return
    warning = wanted.mask.stretch_warning(size)
    if warning is not None:
        complain(warning)


def _for_a_program(painted: Painted) -> dict[str, Any]:
    recipe = painted.recipe
    return {
        "path": painted.path,
        "width": painted.width,
        "height": painted.height,
        "bits": painted.bits,
        "look": recipe.look.to_dict(),
        "outside": recipe.outside.to_dict(),
        "masked": recipe.mask is not None,
        "models": recipe.models,
    }


def _in_words(recipe: Recipe) -> str:
    words = described(recipe.look)
    return words if recipe.mask is None else f"{words}; outside the mask {described(recipe.outside)}"
