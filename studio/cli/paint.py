"""`reverie paint …`: styles, stylize, transfer, batch, recipe, sheet, measure, train, export."""

from __future__ import annotations

import argparse

from studio.cli.answers import print_json
from studio.cli.paintbatch import add_batch
from studio.cli.paintmeasure import add_measure
from studio.cli.paintrecipe import add_recipe
from studio.cli.paintsheet import add_sheet
from studio.cli.paintstylize import add_stylize
from studio.cli.painttraining import add_training
from studio.cli.painttransfer import add_transfer


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `paint` with its own verbs to the command line."""
    paint = verbs.add_parser("paint", help="restyle photographs and learn styles")
    actions = paint.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_styles(actions)
    add_stylize(actions)
    add_transfer(actions)
    add_batch(actions)
    add_recipe(actions)
    add_sheet(actions)
    add_measure(actions)
    add_training(actions)


def _add_styles(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listed = actions.add_parser("styles", help="list the styles at hand")
    listed.add_argument("--json", action="store_true", help="print a list of objects")
    listed.set_defaults(run=_styles)


def _styles(args: argparse.Namespace) -> int:
    from engines.paint.stylecatalogue import styles

    rows = [
        {"name": each.name, "title": each.title, "painter": each.painter, "model": each.card.name} for each in styles()
    ]
    if args.json:
        print_json(rows)
    elif not rows:
        print("No styles are installed.")
    else:
        for row in rows:
            print(f"{row['name']:<20} {row['title']}, {row['painter']}")
    return 0
