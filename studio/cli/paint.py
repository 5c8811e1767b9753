"""`reverie paint …`: styles, stylize, train, export."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engines.errors import BadInput
from engines.steps import Step, Task, finish
from studio.version import reverie_version


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `paint` with its own verbs to the command line."""
    paint = verbs.add_parser("paint", help="restyle photographs and learn styles")
    actions = paint.add_subparsers(dest="action", required=True, metavar="ACTION")

    listed = actions.add_parser("styles", help="list the styles at hand")
    listed.add_argument("--json", action="store_true", help="print a list of objects")
    listed.set_defaults(run=_styles)

    stylize = actions.add_parser("stylize", help="paint a photograph")
    stylize.add_argument("photo", type=Path, metavar="IN")
    stylize.add_argument("--style", required=True, metavar="NAME")
    stylize.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="PNG, JPEG, WebP or TIFF")
    stylize.add_argument("--strength", type=_share, default=1.0, metavar="0..1")
    stylize.add_argument("--max-size", type=_whole, metavar="N", help="longest side of the result in pixels")
    stylize.add_argument("--quality", type=_quality, default=92, metavar="1..100", help="JPEG and WebP quality")
    stylize.add_argument("--keep-exif", action="store_true", help="keep the photograph's EXIF (may tell the place)")
    stylize.add_argument("--json", action="store_true", help="print what was written as an object")
    stylize.set_defaults(run=_stylize)

    train = actions.add_parser("train", help="learn styles of your own")
    train.add_argument("what", choices=["styles"])
    train.add_argument("paintings", type=Path, metavar="STYLE_DIR")
    train.add_argument("photographs", type=Path, metavar="PHOTO_DIR")
    train.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    train.add_argument("--steps", type=_whole, default=6000, metavar="N")
    train.add_argument("--minutes", type=_minutes, metavar="M", help="stop after so many minutes of training")
    train.add_argument("--resume", action="store_true", help="go on where the run stopped")
    train.add_argument("--seed", type=int, default=0, metavar="N")
    train.set_defaults(run=_train)

    export = actions.add_parser("export", help="make a model of a training run")
    export.add_argument("training_run", type=Path, metavar="RUN")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")
    export.set_defaults(run=_export)


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 up, not {text!r}")
    return int(text)


def _quality(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 100, not {text!r}")
    return int(text)


def _share(text: str) -> float:
    share = _number(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1, not {text!r}")
    return share


def _minutes(text: str) -> float:
    minutes = _number(text)
    if not 0 < minutes < math.inf:
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return minutes


def _number(text: str) -> float:
    """What ``text`` says; NaN, which no range holds, where it says no number."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _styles(args: argparse.Namespace) -> int:
    from engines.paint.stylecatalogue import styles

    rows = [
        {"name": each.name, "title": each.title, "painter": each.painter, "model": each.card.name} for each in styles()
    ]
    if args.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not rows:
        print("No styles are installed.")
    else:
        for row in rows:
            print(f"{row['name']:<20} {row['title']}, {row['painter']}")
    return 0


def _stylize(args: argparse.Namespace) -> int:
    from engines.paint.painting import PaintingRequest, paint_to_file
    from engines.paint.pictures import open_picture
    from engines.paint.stylecatalogue import style_named

    style_named(args.style)
    request = PaintingRequest(
        open_picture(args.photo),
        args.style,
        args.output,
        reverie_version(),
        strength=args.strength,
        max_size=args.max_size,
        quality=args.quality,
        keep_exif=args.keep_exif,
    )
    painted = finish(paint_to_file(request))
    written = {"path": str(painted.path), "width": painted.width, "height": painted.height, "style": args.style}
    print(json.dumps(written) if args.json else f"{painted.path}: {painted.width} × {painted.height}, {args.style}")
    return 0


def _train(args: argparse.Namespace) -> int:
    from engines.paint.stylelearner import StyleRecipe
    from engines.paint.trainstyles import StyleTraining, train_styles
    from engines.training import Plan
    from studio.jobs.warmth import warm_torch

    finish(warm_torch())
    plan = Plan(args.steps, args.minutes)
    recipe = StyleRecipe(seed=args.seed)
    request = StyleTraining(args.paintings, args.photographs, args.output, plan, recipe, resume=args.resume)
    outcome = _shown(train_styles(request), "Learning styles")
    losses = ", ".join(f"{name} {value:.3f}" for name, value in outcome.metrics.items())
    print(
        f"{outcome.run}: {outcome.steps} steps in {outcome.seconds / 60:.1f} minutes{'; ' + losses if losses else ''}"
    )
    return 0


def _shown(task: Task[Any], title: str) -> Any:
    """Drive a task under a progress bar; Ctrl-C closes it, which saves the checkpoint."""
    from tqdm import tqdm

    with (
        _interrupted_between_steps() as interrupted,
        tqdm(desc=title, unit="step", dynamic_ncols=True, disable=not sys.stderr.isatty()) as bar,
    ):

        def show(step: Step) -> None:
            if interrupted.is_set():
                raise KeyboardInterrupt
            bar.total = step.total
            bar.set_postfix({name: f"{value:.3f}" for name, value in step.metrics.items()}, refresh=False)
            bar.update(step.done - bar.n)

        try:
            return finish(task, show)
        finally:
            task.close()


@contextmanager
def _interrupted_between_steps() -> Iterator[threading.Event]:
    """The first Ctrl-C only sets the event, for an update broken off halfway cannot be saved; the second one ends."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _export(args: argparse.Namespace) -> int:
    from engines.paint.exportstyles import export_styles

    if args.output.suffix.lower() != ".onnx":
        raise BadInput(f"“{args.output.name}” should end in .onnx.")
    difference = export_styles(args.training_run, args.output)
    print(f"{args.output}: differs from the trained network by at most {difference:.1e}")
    return 0
