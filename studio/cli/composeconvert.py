"""`reverie compose convert`: music from one kind of file to another."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown

if TYPE_CHECKING:
    from engines.compose.readings import Reading
    from engines.compose.score import Score

_PAGES = ".svg"


def add_convert(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `convert`."""
    verb = actions.add_parser("convert", help="turn MIDI, MusicXML or abc into another kind of file")
    verb.add_argument("source", type=Path, metavar="IN", help="a .mid, .musicxml, .mxl or .abc file")
    verb.add_argument(
        "target", type=Path, metavar="OUT", help="a .mid, .musicxml or .svg file; further pages get -2, -3, …"
    )
    verb.add_argument("--json", action="store_true", help="print an object that says what was read and written")
    verb.set_defaults(run=_convert)


def _convert(args: argparse.Namespace) -> int:
    from engines.compose.reading import read
    from engines.compose.writing import WRITABLE, write
    from engines.errors import BadInput

    if args.target.suffix.lower() not in (*WRITABLE, _PAGES):
        endings = ", ".join((*WRITABLE, _PAGES))
        raise BadInput(f"“{args.target}” cannot be written: choose a name that ends in one of {endings}.")
    readings = shown(read(args.source), "Reading")
    reading = readings[0]
    if args.target.suffix.lower() == _PAGES:
        written = _write_pages(reading.score, args.target)
    else:
        shown(write(reading.score, args.target, reading.recipe), "Writing")
        written = [args.target]
    if args.json:
        print_json({**_told(reading), "pieces": len(readings), "written": written})
        return Exit.WELL
    if len(readings) > 1:
        complain(f"“{args.source.name}” holds {len(readings):,} pieces; the first was written.")
    for warning in reading.warnings:
        complain(warning)
    return Exit.WELL


def _write_pages(score: Score, target: Path) -> list[Path]:
    """Every page beside the first, its number before the ending."""
    from engines.compose.engraving import EngraveRequest, engrave
    from engines.files import write_text

    pages = shown(engrave(EngraveRequest(score)), "Engraving", unit="page")
    names = [target, *(target.with_name(f"{target.stem}-{at}{target.suffix}") for at in range(2, len(pages.svgs) + 1))]
    for path, svg in zip(names, pages.svgs, strict=True):
        write_text(path, svg)
    return names


def _told(reading: Reading) -> dict[str, Any]:
    """What was read, in plain values."""
    from engines.compose.instruments import sound_name
    from engines.compose.timing import bars_of, clock_of

    score = reading.score
    tracks = [
        {
            "name": track.name,
            "sound": sound_name(track),
            "program": track.program,
            "channel": track.channel + 1,
            "notes": len(score.of_track(place)),
        }
        for place, track in enumerate(score.tracks)
    ]
    return {
        "title": score.title,
        "notes": len(score.notes),
        "bars": bars_of(score).bar(max(0, score.end - 1)) + 1 if score.notes else 0,
        "seconds": round(clock_of(score).seconds(score.end), 3),
        "tracks": tracks,
        "tempos": [{"tick": tempo.tick, "bpm": round(tempo.bpm, 3)} for tempo in score.tempos],
        "metres": [{"tick": one.tick, "beats": one.beats, "unit": one.unit} for one in score.metres],
        "keys": [{"tick": key.tick, "sharps": key.sharps, "minor": key.minor} for key in score.keys],
        "warnings": reading.warnings,
        "recipe": reading.recipe,
    }
