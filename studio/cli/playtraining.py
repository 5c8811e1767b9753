"""`reverie play train vision|memory|controller`: each network adds its own."""

from __future__ import annotations

import argparse

from studio.cli.playcontroller import add_controller
from studio.cli.playseeing import add_memory, add_vision


def add_training(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `train` with the networks that can be trained."""
    train = actions.add_parser("train", help="let a network learn to see, to dream or to drive")
    networks = train.add_subparsers(dest="network", required=True, metavar="NETWORK")
    add_vision(networks)
    add_memory(networks)
    add_controller(networks)
