"""`reverie paint train` and `reverie paint export`: styles of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from engines.errors import BadInput
from engines.steps import finish
from studio.cli.answers import counted
from studio.cli.paintprogress import shown
from studio.cli.paintwords import positive, whole


def add_training(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `train` and `export`."""
    train = actions.add_parser("train", help="learn styles of your own")
    train.add_argument("what", choices=["styles"])
    train.add_argument("paintings", type=Path, metavar="STYLE_DIR")
    train.add_argument("photographs", type=Path, metavar="PHOTO_DIR")
    train.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    train.add_argument("--steps", type=whole, default=6000, metavar="N")
    train.add_argument("--minutes", type=positive, metavar="M", help="stop after so many minutes of training")
    train.add_argument("--resume", action="store_true", help="go on where the run stopped")
    train.add_argument("--seed", type=int, default=0, metavar="N", help="of all chance in it (default: %(default)s)")
    train.set_defaults(run=_train)

    export = actions.add_parser("export", help="make a model of a training run")
    export.add_argument("training_run", type=Path, metavar="RUN", help="folder of the training run")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")
    export.set_defaults(run=_export)


def _train(args: argparse.Namespace) -> int:
    from engines.paint.stylelearner import StyleRecipe
    from engines.paint.trainstyles import StyleTraining, train_styles
    from engines.training import Plan
    from studio.jobs.warmth import warm_torch

    finish(warm_torch())
    plan = Plan(args.steps, args.minutes)
    recipe = StyleRecipe(seed=args.seed)
    request = StyleTraining(args.paintings, args.photographs, args.output, plan, recipe, resume=args.resume)
    outcome = shown(train_styles(request), "Learning styles")
    losses = ", ".join(f"{name} {value:.3f}" for name, value in outcome.metrics.items())
    print(
        f"{outcome.run}: {counted(outcome.steps, 'step')} in {outcome.seconds / 60:.1f} minutes"
        f"{'; ' + losses if losses else ''}"
    )
    return 0


def _export(args: argparse.Namespace) -> int:
    from engines.paint.exportstyles import export_styles

    if args.output.suffix.lower() != ".onnx":
        raise BadInput(f"“{args.output.name}” should end in .onnx.")
    difference = export_styles(args.training_run, args.output)
    print(f"{args.output}: differs from the trained network by at most {difference:.1e}")
    return 0
