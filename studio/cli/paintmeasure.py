"""`reverie paint measure`: one pass against optimisation, style by style."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import print_json, table
from studio.cli.paintprogress import shown
from studio.cli.paintwords import whole


def add_measure(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `measure`."""
    verb = actions.add_parser("measure", help="compare the styles with optimising each picture")
    verb.add_argument("paintings", type=Path, metavar="STYLE_DIR", help="the paintings, each named as its style")
    verb.add_argument("photographs", type=Path, metavar="PHOTO_DIR", help="photographs that were not learnt from")
    verb.add_argument("--side", type=whole, default=256, metavar="N", help="longest side in pixels")
    verb.add_argument("--steps", type=whole, default=200, metavar="N", help="steps of optimisation")
    verb.add_argument("--json", action="store_true", help="print a list of objects")
    verb.set_defaults(run=_measure)


def _measure(args: argparse.Namespace) -> int:
    from engines.paint.amortisation import MeasureRequest, amortisation

    request = MeasureRequest(args.paintings, args.photographs, args.side, args.steps)
    rows = shown(amortisation(request), "Measuring", unit="picture")
    if args.json:
        print_json(
            [
                {"style": row.style, "one_pass": row.one_pass, "optimised": row.optimised, "ratio": row.ratio}
                for row in rows
            ]
        )
    else:
        cells = [[row.style, f"{row.one_pass:.4f}", f"{row.optimised:.4f}", f"{row.ratio:.1f}"] for row in rows]
        print(table(["style", "one pass", f"{args.steps} steps", "ratio"], cells))
    return 0
