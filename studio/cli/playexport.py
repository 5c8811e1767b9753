"""`reverie play export`: one model of what V, M and C have learnt, measured."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.playscore import EPISODES, FIRST_SEED
from studio.cli.playwords import add_workers_option
from studio.cli.writewords import count


def add_export(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export`."""
    verb = actions.add_parser("export", help="make a model of the runs of V, M and C")
    for name, letter in (("vision", "V"), ("memory", "M"), ("controller", "C")):
        verb.add_argument(name, type=Path, metavar=letter, help=f"folder of the training run of {letter}")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL", help="folder of the model")
    verb.add_argument(
        "--episodes",
        type=Path,
        required=True,
        metavar="DIR",
        help="what V and M learnt from: the held-out ones measure",
    )
    verb.add_argument(
        "--tracks", type=count(0), default=EPISODES, metavar="N", help="to score C on; 0: not (default: %(default)s)"
    )
    verb.add_argument("--seed", type=count(0), default=FIRST_SEED, metavar="S", help="the first track's")
    verb.add_argument("--title", default="", help="what a person reads (default: the folder's name)")
    verb.add_argument("--summary", default="", help="one sentence about it")
    verb.add_argument("--licence", default="", help="under which the model may be used")
    verb.add_argument("--data", action="append", default=[], metavar="TEXT", help="what it learnt from; repeatable")
    add_workers_option(verb)
    verb.add_argument("--json", action="store_true", help="print the figures as an object")
    verb.set_defaults(run=_export)


def _export(args: argparse.Namespace) -> int:
    from engines.play.shipping import Shipment, ship_model
    from engines.shipping import About
    from engines.steps import finish
    from studio.jobs.warmth import warm_torch

    about = About(args.title, args.summary, args.licence, data=tuple(args.data))
    request = Shipment(
        args.vision,
        args.memory,
        args.controller,
        args.episodes,
        args.output,
        about,
        args.tracks,
        args.seed,
        args.workers,
    )
    finish(warm_torch())
    try:
        card = shown(ship_model(request), "Making the model")
    except KeyboardInterrupt:
        complain("Stopped: there is no model.")
        return Exit.INTERRUPTED
    if args.json:
        print_json({"name": card.name, "folder": args.output, "figures": card.figures})
    else:
        _tell(args.output, card.figures)
    return Exit.WELL


def _tell(model: Path, figures: Mapping[str, float]) -> None:
    if "score" in figures:
        score, deviation, tracks = figures["score"], figures["deviation"], figures["tracks"]
        print(f"{model}: {score:.1f} ± {deviation:.1f} over {tracks:.0f} tracks, least {figures['least']:.1f}")
    else:
        print(f"{model}: not scored")
    print(f"V: squared error {figures['vision_error']:.5f} a pixel; M: {figures['memory_nats']:.2f} nats a step")
    for steps in (1, 15):
        dreamed, copied, dreamed_seen, copied_seen = (
            figures[f"{name}_{steps}"] for name in ("dreamed", "copied", "dreamed_seen", "copied_seen")
        )
        print(
            f"{steps} ahead: dream {dreamed:.5f}, last frame {copied:.5f} "
            f"(among V's pictures {dreamed_seen:.5f} and {copied_seen:.5f})"
        )
