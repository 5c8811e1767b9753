"""The words that several verbs of `reverie play` share: who drives, and how many processes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import BadInput
from studio.cli.writewords import between, count

if TYPE_CHECKING:
    from engines.play.drivers import DriverChoice

#: As engines.play.drivers has them, which is not imported before a verb runs.
DRIVERS = ("controller", "scripted", "hold", "brownian", "random")


def add_driver_options(verb: argparse.ArgumentParser) -> None:
    """Who drives, and how."""
    verb.add_argument(
        "--driver",
        choices=DRIVERS,
        default=DRIVERS[0],
        help="who drives; “scripted” reads the track instead of the pictures (default: %(default)s)",
    )
    verb.add_argument("--model", type=Path, metavar="DIR", help="the controller's model (default: the shipped one)")
    verb.add_argument(
        "--speed", type=between(0, 1, above=True), metavar="S", help="of the scripted driver: the part of its limit"
    )
    verb.add_argument("--noise", type=between(0, 1), metavar="N", help="of the scripted driver: a trembling hand")


def add_workers_option(verb: argparse.ArgumentParser) -> None:
    """How many processes work."""
    verb.add_argument(
        "--workers", type=count(1, 512), metavar="N", help="processes (default: one for each processor but one)"
    )


def chosen_driver(args: argparse.Namespace) -> DriverChoice:
    """The driver that was asked for; raises BadInput for settings of another."""
    from engines.play.drivers import DriverChoice

    given = {name: getattr(args, name) for name in ("model", "speed", "noise") if getattr(args, name) is not None}
    for name in given:
        owner = "controller" if name == "model" else "scripted"
        if args.driver != owner:
            raise BadInput(f"--{name} is for the driver “{owner}”, not for “{args.driver}”. Leave it out.")
    return DriverChoice(args.driver, {name: str(value) if name == "model" else value for name, value in given.items()})
