"""`reverie play record`: a drive as a film, with what V sees and what M dreams beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import Exit, print_json
from studio.cli.paintprogress import shown
from studio.cli.playwords import add_driver_options, chosen_driver
from studio.cli.writewords import between, count


def add_record(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `record`."""
    verb = actions.add_parser("record", help="film a drive: what is, what V sees, and what M dreams, side by side")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=".gif, .webp or .mp4")
    add_driver_options(verb)
    verb.add_argument(
        "--seconds", type=between(0, 20, above=True), default=10.0, metavar="N", help="at most 20 (default: 10)"
    )
    verb.add_argument("--seed", type=count(0), default=0, metavar="S", help="the track (default: %(default)s)")
    verb.add_argument(
        "--temperature", type=between(0.1, 1.5), default=1.0, metavar="T", help="of the dream (default: %(default)s)"
    )
    verb.add_argument(
        "--anchor-every", type=count(0), default=0, metavar="N", help="bring the dream back every N frames (0: never)"
    )
    verb.add_argument(
        "--scale", type=count(1, 16), default=4, metavar="N", help="pixels for one of the game (default: %(default)s)"
    )
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_record)


def _record(args: argparse.Namespace) -> int:
    from engines.errors import MissingWeights
    from engines.play.film import check_film
    from engines.play.mind import open_mind
    from engines.play.recording import RecordRequest, record_drive

    check_film(args.output)
    choice = chosen_driver(args)
    request = RecordRequest(
        args.output,
        choice,
        args.seconds,
        args.seed,
        args.temperature,
        args.anchor_every,
        scale=args.scale,
        model=args.model,
    )
    try:
        mind, missing = open_mind(args.model), ""
    except MissingWeights as error:
        if choice.name == "controller":
            raise
        mind, missing = None, str(error)
    clip = shown(record_drive(request, mind), "Recording", unit="frame")
    if args.json:
        print_json({**vars(clip), "pictures": 1 if mind is None else 3})
    else:
        alone = f" Only what is was filmed: {missing}" if missing else ""
        print(f"{clip.path}: {clip.seconds:.1f} seconds, {clip.frames} pictures.{alone}")
    return Exit.WELL
