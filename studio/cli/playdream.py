"""`reverie play dream`: a film of nothing but the dream, with C at its wheel."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import Exit, print_json
from studio.cli.paintprogress import shown
from studio.cli.writewords import between, count


def add_dream(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `dream`."""
    verb = actions.add_parser("dream", help="film what M dreams while C drives in it")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=".gif, .webp or .mp4")
    verb.add_argument("--model", type=Path, metavar="DIR", help="the model's folder (default: the shipped one)")
    verb.add_argument(
        "--seconds", type=between(0, 20, above=True), default=10.0, metavar="N", help="at most 20 (default: 10)"
    )
    verb.add_argument(
        "--temperature",
        type=between(0.1, 1.5),
        action="append",
        metavar="T",
        help="how wild the dream is (default: 1); up to four times, for dreams side by side",
    )
    verb.add_argument("--seed", type=count(0), default=0, metavar="S", help="of the dream (default: %(default)s)")
    verb.add_argument(
        "--scale", type=count(1, 16), default=4, metavar="N", help="pixels for one of the game (default: %(default)s)"
    )
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_dream)


def _dream(args: argparse.Namespace) -> int:
    from engines.play.dreamfilm import DreamRequest, film_dream

    heat = tuple(args.temperature or (1.0,))
    request = DreamRequest(args.output, args.seconds, heat, args.seed, args.scale, args.model)
    found = shown(film_dream(request), "Dreaming", unit="frame")
    if args.json:
        print_json({"temperatures": heat, **found.to_dict()})
        return Exit.WELL
    print(f"{found.clip.path}: {found.clip.seconds:.1f} seconds")
    for temperature, score, frames in zip(heat, found.scores, found.frames, strict=True):
        print(f"temperature {temperature:g}: dreamed score {score:.0f} in {frames} frames")
    return Exit.WELL
