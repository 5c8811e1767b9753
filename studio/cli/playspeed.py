"""`reverie play speed`: how many steps a second this computer drives."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from studio.cli.answers import Exit, print_json, table
from studio.cli.paintprogress import shown


def add_speed(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `speed`."""
    verb = actions.add_parser("speed", help="measure how many steps a second a world takes on one core")
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_speed)


def _speed(args: argparse.Namespace) -> int:
    from engines.play.timing import time_worlds
    from engines.play.world import gymnasium_version

    found = shown(time_worlds(), "Driving", unit="round")
    if args.json:
        print_json({**asdict(found), "times": found.times, "gymnasium": gymnasium_version()})
        return Exit.WELL
    rows = [
        ["stock CarRacing-v3", f"{found.stock:,.0f}", ""],
        ["Reverie, with pictures", f"{found.lean:,.0f}", f"{found.times:.1f}"],
        ["Reverie, without", f"{found.blind:,.0f}", f"{found.blind / found.stock:.1f}"],
    ]
    print(table(["world", "steps a second of one core", "times"], rows))
    return Exit.WELL
