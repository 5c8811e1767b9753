"""`reverie play train vision` and `reverie play train memory`: learn to see episodes, and to foresee them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, complain, counted, print_json
from studio.cli.paintprogress import shown
from studio.cli.writewords import between, count

if TYPE_CHECKING:
    from engines.steps import Task
    from engines.training import Outcome

PRESETS = ("half", "paper")
_A_WEEK = 7 * 24 * 60.0


def add_vision(networks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `vision` to the networks that can be trained."""
    verb = networks.add_parser("vision", help="V: learn to see episodes in 32 numbers")
    _add_common(verb)
    verb.add_argument("--preset", choices=PRESETS, help="the paper's network or one of half its width (default: half)")
    verb.set_defaults(run=_vision)


def add_memory(networks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `memory` to the networks that can be trained."""
    verb = networks.add_parser("memory", help="M: learn how what V sees goes on")
    _add_common(verb)
    verb.add_argument(
        "--vision",
        type=Path,
        metavar="RUN",
        help="run or model that sees; not needed to resume (default: of --start-from)",
    )
    verb.set_defaults(run=_memory)


def _add_common(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("folder", type=Path, metavar="DIR", help="folder of episodes, see “reverie play collect”")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    verb.add_argument("--minutes", type=between(0, _A_WEEK, above=True), metavar="M", help="at most so long in all")
    verb.add_argument("--steps", type=count(1), metavar="N", help="at most so many steps in all")
    verb.add_argument("--rounds", type=between(0, 10_000, above=True), metavar="N", help="times through all episodes")
    verb.add_argument("--resume", action="store_true", help="go on where the run stopped")
    verb.add_argument("--start-from", type=Path, metavar="MODEL", help="folder of a model to learn on with")
    verb.add_argument(
        "--seed", type=count(0), default=0, metavar="S", help="of all chance in it (default: %(default)s)"
    )
    verb.add_argument("--json", action="store_true", help="print an object")


def _vision(args: argparse.Namespace) -> int:
    from engines.errors import BadInput
    from engines.play.vision.learner import VisionRecipe
    from engines.play.vision.network import preset_named
    from engines.play.vision.training import MOST_STEPS, VisionTraining, read_vision, train_vision
    from engines.training import Plan

    if args.start_from is not None and args.preset is not None:
        raise BadInput("A model to learn on with has its own width: leave out --preset or --start-from.")
    request = VisionTraining(
        args.folder,
        args.output,
        Plan(args.steps or MOST_STEPS, args.minutes, preview_every=3600.0),
        preset_named(args.preset or PRESETS[0]),
        VisionRecipe(seed=args.seed, rounds=args.rounds or VisionRecipe.rounds),
        args.resume,
        args.start_from,
    )
    outcome = _learnt(train_vision(request), "Learning to see")
    if outcome is None:
        return Exit.INTERRUPTED
    error = read_vision(outcome.run).held_out
    return _tell(args, outcome, {"held_out": error}, f"squared error {error:.5f} a pixel on episodes held out")


def _memory(args: argparse.Namespace) -> int:
    from engines.errors import BadInput
    from engines.play.memory.learner import MemoryRecipe
    from engines.play.memory.training import MOST_STEPS, MemoryTraining, read_memory, train_memory
    from engines.training import Plan

    vision = args.vision or args.start_from
    if vision is None and not args.resume:
        raise BadInput("M learns from what V sees. Name the run or model of a V with --vision.")
    request = MemoryTraining(
        args.folder,
        vision or args.output,
        args.output,
        Plan(args.steps or MOST_STEPS, args.minutes),
        recipe=MemoryRecipe(seed=args.seed, rounds=args.rounds or MemoryRecipe.rounds),
        resume=args.resume,
        start_from=args.start_from,
    )
    outcome = _learnt(train_memory(request), "Learning to foresee")
    if outcome is None:
        return Exit.INTERRUPTED
    nats = read_memory(outcome.run).held_out
    return _tell(args, outcome, {"held_out": nats}, f"{nats:.2f} nats a step on episodes held out")


def _learnt(task: Task[Outcome], title: str) -> Outcome | None:
    """What came of it; None when it was stopped."""
    from engines.steps import finish
    from studio.jobs.warmth import warm_torch

    finish(warm_torch())
    try:
        return shown(task, title)
    except KeyboardInterrupt:
        complain("Stopped. What was learnt is kept; --resume goes on.")
        return None


def _tell(args: argparse.Namespace, outcome: Outcome, found: dict[str, float], words: str) -> int:
    if args.json:
        print_json({"run": outcome.run, "steps": outcome.steps, "seconds": outcome.seconds, **found})
    else:
        print(f"{outcome.run}: {counted(outcome.steps, 'step')} in {outcome.seconds / 60:.1f} minutes; {words}")
    return Exit.WELL
