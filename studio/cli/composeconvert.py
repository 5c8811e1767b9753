"""`reverie compose convert`: music from one kind of file to another."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import Exit


def add_convert(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `convert`."""
    verb = actions.add_parser("convert", help="turn MIDI, MusicXML or abc into another kind of file")
    verb.add_argument("source", type=Path, metavar="IN", help="a .mid, .musicxml, .mxl or .abc file")
    verb.add_argument("target", type=Path, metavar="OUT", help="a .mid, .musicxml or .svg file")
    verb.add_argument("--json", action="store_true", help="print an object that says what was read")
    verb.set_defaults(run=_convert)


def _convert(args: argparse.Namespace) -> int:
    from engines.compose.reading import read_score
    from engines.compose.writing import write_score

    write_score(read_score(args.source), args.target)
    return Exit.WELL
