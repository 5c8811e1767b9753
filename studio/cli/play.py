"""`reverie play …`: each room of Play adds its own verbs."""

from __future__ import annotations

import argparse

from studio.cli.playcollect import add_collect
from studio.cli.playdream import add_dream
from studio.cli.playexport import add_export
from studio.cli.playrecord import add_record
from studio.cli.playscore import add_score
from studio.cli.playspeed import add_speed
from studio.cli.playtraining import add_training


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `play` with its own verbs to the command line."""
    play = verbs.add_parser("play", help="drive, collect, score, and let networks learn to dream and drive")
    actions = play.add_subparsers(dest="action", required=True, metavar="ACTION")
    add_collect(actions)
    add_dream(actions)
    add_export(actions)
    add_record(actions)
    add_score(actions)
    add_speed(actions)
    add_training(actions)
