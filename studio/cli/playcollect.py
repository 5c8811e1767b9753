"""`reverie play collect`: drive episodes into a folder, to learn from."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.playwords import add_workers_option
from studio.cli.writewords import count

MIXES = ("mixed", "paper")


def add_collect(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `collect`."""
    verb = actions.add_parser("collect", help="drive episodes into a folder, to learn from")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="the folder; a filled one grows")
    verb.add_argument("--episodes", type=count(1), default=200, metavar="N", help="in all (default: %(default)s)")
    verb.add_argument(
        "--mix",
        choices=MIXES,
        default=MIXES[0],
        help="“mixed”: scripted drivers of every skill and chance, from anywhere on the track; “paper”: random only",
    )
    verb.add_argument("--seed", type=count(0), default=0, metavar="S", help="of the collection (default: %(default)s)")
    verb.add_argument(
        "--steps", type=count(1, 1000), metavar="N", help="longest episode (default: 500 mixed, 1000 paper)"
    )
    verb.add_argument("--model", type=Path, metavar="DIR", help="a model that drives its share of a mixture")
    add_workers_option(verb)
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_collect)


def _collect(args: argparse.Namespace) -> int:
    from engines.play.collecting import CollectRequest, collect

    request = CollectRequest(
        args.output, args.episodes, args.mix, args.seed, args.steps, model=args.model, workers=args.workers
    )
    try:
        done = shown(collect(request), "Collecting", unit="episode")
    except KeyboardInterrupt:
        complain("Stopped. What was driven is kept, and the same command goes on.")
        return Exit.INTERRUPTED
    if args.json:
        print_json(done)
    else:
        before = f", {done.there} were there before" if done.there else ""
        print(
            f"{done.folder}: {done.written} episodes with {done.frames:,} frames, mean reward {done.reward:.1f}{before}"
        )
    return Exit.WELL
