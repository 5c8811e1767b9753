"""`reverie play train controller`: learn to drive from a teacher, or by evolution in the real world or the dream."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import BadInput
from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.playwords import add_workers_option
from studio.cli.writewords import between, count

if TYPE_CHECKING:
    from engines.play.workers import Evaluator
    from engines.steps import Task
    from engines.training import Outcome

_A_WEEK = 7 * 24 * 60.0
#: The teacher's part of its own speed, and rounds of lessons: as engines.play.controller.imitating has them, which is
#: not imported before a verb runs.
TEACHER_SPEED, ROUNDS = 0.83, 10


def add_controller(networks: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `controller` to the networks that can be trained."""
    verb = networks.add_parser("controller", help="C: learn to drive by evolution, or from a teacher")
    verb.add_argument("folder", type=Path, metavar="DIR", help="folder of a model, or with runs “vision” and “memory”")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    verb.add_argument("--minutes", type=between(0, _A_WEEK, above=True), metavar="M", help="at most so long in all")
    verb.add_argument("--resume", action="store_true", help="go on where the run stopped")
    verb.add_argument("--seed", type=count(0, 10_000), default=0, metavar="S")
    how = verb.add_argument_group("by evolution")
    how.add_argument("--start", type=Path, metavar="RUN", help="run or file of a controller to start from")
    how.add_argument("--in-dream", action="store_true", help="let the candidates drive in the dream of M")
    how.add_argument("--generations", type=count(1), metavar="N", help="at most so many in all")
    how.add_argument("--population", type=count(4, 4096), metavar="N", help="candidates, an even number (default: 32)")
    how.add_argument("--tracks", type=count(1, 1024), metavar="N", help="tracks for each candidate (default: 8)")
    how.add_argument("--full", action="store_true", help="learn all covariances instead of a step for each number")
    taught = verb.add_argument_group("from a teacher that knows the track")
    taught.add_argument(
        "--teacher",
        type=between(0, 1, above=True),
        nargs="?",
        const=TEACHER_SPEED,
        metavar="SPEED",
        help="imitate the scripted driver at this part of its speed (default: %(const)s)",
    )
    taught.add_argument(
        "--rounds", type=count(1, 1000), metavar="N", help=f"rounds of lessons in all (default: {ROUNDS})"
    )
    add_workers_option(verb)
    verb.add_argument("--cluster", metavar="ADDRESS", help="drive on a Ray cluster: auto, or HOST:PORT")
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_train)


def _train(args: argparse.Namespace) -> int:
    from engines.play.controller.controller import Controller
    from engines.steps import finish
    from studio.jobs.warmth import warm_torch

    _check(args)
    finish(warm_torch())
    with _evaluator(args) as evaluator:
        try:
            outcome = shown(_task(args, evaluator), "Learning to drive")
        except KeyboardInterrupt:
            complain("Stopped. What was learnt is kept; --resume goes on.")
            return Exit.INTERRUPTED
    about = Controller.load(outcome.run).about
    if args.json:
        print_json({"run": outcome.run, "steps": outcome.steps, "seconds": outcome.seconds, "kept": about})
        return Exit.WELL
    unit = "generations" if args.teacher is None else "rounds"
    print(
        f"{outcome.run}: {outcome.steps} {unit} in {outcome.seconds / 60:.1f} minutes; the best, of step "
        f"{about['step']}: {about['score']:.0f} ± {about['deviation']:.0f} over {about['tracks']} held-out tracks, "
        f"least {about['least']:.0f} (learnt by: {about['how']})"
    )
    return Exit.WELL


def _check(args: argparse.Namespace) -> None:
    """Say before anything begins which options do not go together."""
    evolving = ("start", "in_dream", "generations", "population", "tracks", "full")
    wrong = evolving if args.teacher is not None else ("rounds",)
    given = [name for name in wrong if getattr(args, name)]
    if given:
        option = "--" + given[0].replace("_", "-")
        raise BadInput(
            f"{option} is for evolution, not for imitation: leave it out, or --teacher."
            if args.teacher is not None
            else f"{option} is for imitation: add --teacher."
        )
    if args.cluster is not None and args.workers is not None:
        raise BadInput("--workers is for this machine; a cluster has its own. Leave one of them out.")


def _evaluator(args: argparse.Namespace) -> AbstractContextManager[Evaluator]:
    if args.cluster is not None:
        from engines.play.cluster import Cluster

        return Cluster(args.cluster)
    from engines.play.workers import Workers

    return Workers(args.workers)


def _task(args: argparse.Namespace, evaluator: Evaluator) -> Task[Outcome]:
    from engines.play.controller.carsetting import CarSetting

    setting = CarSetting.of(args.folder)
    if args.teacher is not None:
        from engines.play.controller.imitating import ImitateRequest, Imitation, imitate

        lessons = Imitation(rounds=args.rounds or ROUNDS, speed=args.teacher)
        return imitate(ImitateRequest(setting, args.output, args.minutes, args.seed, args.resume, lessons), evaluator)
    from engines.play.controller.dreams import Dreaming
    from engines.play.controller.evolving import Evolution, EvolveRequest, evolve

    dream = Dreaming() if args.in_dream else None
    recipe = Evolution(diagonal=not args.full, dream=dream, **_given(args, "population", "tracks"))
    request = EvolveRequest(
        setting,
        args.output,
        start=args.start,
        minutes=args.minutes,
        seed=args.seed,
        resume=args.resume,
        recipe=recipe,
        **_given(args, "generations"),
    )
    return evolve(request, evaluator)


def _given(args: argparse.Namespace, *names: str) -> dict[str, int]:
    """Those of the options that were given; the engine knows the others better."""
    return {name: getattr(args, name) for name in names if getattr(args, name) is not None}
