"""`reverie compose …`: each room of Compose adds its own verbs."""

from __future__ import annotations

import argparse

from studio.cli.composeconvert import add_convert
from studio.cli.composemelody import add_melody
from studio.cli.composerender import add_render
from studio.cli.composetraining import add_training


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `compose` with its own verbs to the command line."""
    compose = verbs.add_parser("compose", help="read, write and play music, and let a network continue it")
    actions = compose.add_subparsers(dest="action", required=True, metavar="ACTION")
    add_convert(actions)
    add_melody(actions)
    add_training(actions)
    add_render(actions)
