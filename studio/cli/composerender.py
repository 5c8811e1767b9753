"""`reverie compose render`: music as a sound file, the same sound as in the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.writewords import count

_SUFFIX = ".wav"
#: What engines.compose.sound.wav can write, which is not imported for a help text.
_DEPTHS = (16, 24)


def add_render(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `render`."""
    verb = actions.add_parser("render", help="write music as a sound file")
    verb.add_argument("source", type=Path, metavar="IN", help="a .mid, .musicxml, .mxl or .abc file")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="the .wav file")
    verb.add_argument("--soundfont", type=Path, metavar="F", help="a .sf2, .sf3 or .sfo file to play with")
    verb.add_argument("--rate", type=count(8_000, 192_000), default=44_100, metavar="N", help="frames a second (44100)")
    verb.add_argument("--depth", type=int, choices=_DEPTHS, default=16, help="bits a sample (default: %(default)s)")
    verb.add_argument("--json", action="store_true", help="print an object that says what was written")
    verb.set_defaults(run=_render)


def _render(args: argparse.Namespace) -> int:
    from time import perf_counter

    from engines.compose.reading import read
    from engines.compose.sound.wav import RenderRequest, render_wav
    from engines.errors import BadInput

    if args.output.suffix.lower() != _SUFFIX:
        raise BadInput(f"“{args.output.name}” cannot be written: choose a name that ends in {_SUFFIX}.")
    reading = shown(read(args.source), "Reading")[0]
    for warning in reading.warnings:
        complain(warning)
    request = RenderRequest(reading.score, args.output, args.soundfont, args.rate, args.depth)
    began = perf_counter()
    made = shown(render_wav(request), "Rendering", unit="frame")
    spent = perf_counter() - began
    if made.trouble:
        complain(made.trouble)
    if args.json:
        print_json(
            {
                "written": made.path,
                "seconds": round(made.seconds, 3),
                "peak": round(made.peak, 4),
                "synth": made.synth,
                "rate": args.rate,
                "depth": args.depth,
                "spent": round(spent, 3),
            }
        )
    else:
        faster = made.seconds / spent
        print(f"{made.path}: {made.seconds:.1f} s of sound, played by {made.synth}, {faster:.0f} times real time")
    return Exit.WELL
