"""`reverie compose train`, `evaluate` and `export`: models of one's own music."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, complain, counted, print_json, table
from studio.cli.paintprogress import shown
from studio.cli.writewords import between, count, own_models

if TYPE_CHECKING:
    from engines.compose.melody.evaluating import Evaluation
    from engines.compose.melody.gathering import MusicReport
    from engines.compose.melody.model import MelodyModel

PRESETS = ("melody", "book")
WAYS = ("voices", "skyline", "chords")
MOST_STEPS = 1_000_000
_A_DAY = 24 * 60.0


def add_training(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `train`, `evaluate` and `export`."""
    train = actions.add_parser("train", help="learn from music of your own")
    _add_music(train)
    train.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    train.add_argument("--preset", choices=PRESETS, default="melody", help="which network (default: %(default)s)")
    train.add_argument("--steps", type=count(1), default=MOST_STEPS, metavar="N", help="at most so many steps in all")
    train.add_argument("--minutes", type=between(0, _A_DAY, above=True), metavar="M", help="at most so long in all")
    train.add_argument("--rounds", type=count(1), metavar="N", help="at most so many times through all the music")
    transpose = train.add_mutually_exclusive_group()
    transpose.add_argument("--transpose", action="store_true", default=None, help="learn every line in all keys")
    transpose.add_argument("--no-transpose", dest="transpose", action="store_false", help="as written only")
    train.add_argument("--resume", action="store_true", help="go on where the run stopped")
    train.add_argument("--start-from", type=Path, metavar="MODEL", help="folder of a model to learn on with")
    train.add_argument(
        "--seed", type=count(0), default=0, metavar="N", help="of all chance in it (default: %(default)s)"
    )
    train.set_defaults(run=_train)

    verb = actions.add_parser("evaluate", help="measure how well a model foresees music")
    _add_music(verb)
    verb.add_argument("--model", required=True, metavar="NAME|RUN", help="a model's name, its folder, or a run")
    verb.add_argument("--held-out", action="store_true", help="only what training on this music puts aside")
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_evaluate)

    export = actions.add_parser("export", help="make a model of a training run")
    export.add_argument("training_run", type=Path, metavar="RUN", help="folder of the training run")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL", help="folder of the model")
    export.add_argument("--title", default="", help="what a person reads (default: the folder's name)")
    export.add_argument("--summary", default="", help="one sentence about it")
    export.add_argument("--licence", default="", help="under which the model may be used")
    export.add_argument("--data", action="append", default=[], metavar="TEXT", help="what it learnt from; repeatable")
    export.add_argument("--json", action="store_true", help="print the figures as an object")
    export.set_defaults(run=_export)


def _add_music(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("files", type=Path, nargs="+", metavar="DIR", help="folders or files (.mid, .musicxml, .abc)")
    verb.add_argument(
        "--read-as", choices=WAYS, metavar="WAY", help="voices (default), skyline (the highest line) or chords"
    )
    verb.add_argument(
        "--no-repeats",
        dest="repeats",
        action="store_false",
        help="read every bar of written music once: what is said twice is learnt twice as firmly",
    )


def _train(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from engines.compose.melody.presets import preset_named
    from engines.compose.melody.training import MelodyTraining, train_melody
    from engines.steps import finish
    from engines.training import Plan
    from studio.jobs.warmth import warm_torch

    preset = preset_named(args.preset)
    recipe = replace(preset.recipe, transpose=args.transpose, rounds=args.rounds)
    request = MelodyTraining(
        tuple(args.files),
        args.output,
        Plan(args.steps, args.minutes, preview_every=60.0),
        preset,
        args.seed,
        args.resume,
        args.read_as or "voices",
        recipe,
        args.start_from,
        repeats=args.repeats,
    )
    finish(warm_torch())
    outcome = shown(train_melody(request), "Learning melodies")
    found = f"; {outcome.metrics['best']:.2f} nats a note on music it never read" if outcome.metrics else ""
    print(f"{outcome.run}: {counted(outcome.steps, 'step')} in {outcome.seconds / 60:.1f} minutes{found}")
    _tell_skipped(args.output)
    return Exit.WELL


def _tell_skipped(run: Path) -> None:
    from engines.compose.melody.gathering import REPORT, MusicReport

    _complain(MusicReport.load(run / REPORT))


def _complain(report: MusicReport) -> None:
    for path, reason in report.skipped:
        complain(f"{path}: {reason}")


def _evaluate(args: argparse.Namespace) -> int:
    from engines.compose.melody.evaluating import evaluate
    from engines.compose.melody.features import encode
    from engines.compose.melody.gathering import gather
    from engines.compose.melody.material import divided

    model = _model(args.model)
    gathered = shown(gather(args.files, args.read_as or model.way, repeats=args.repeats), "Reading", unit="piece")
    _complain(gathered.report)
    lines = divided(gathered.lines)[1] if args.held_out else gathered.lines
    found = shown(
        evaluate(model, [encode(line, model.vocabulary) for line in lines], model.baseline()), "Measuring", unit="note"
    )
    if args.json:
        print_json({"model": model.name, **found.to_dict()})
    else:
        _tell(found, model.name)
    return Exit.WELL


def _model(name: str) -> MelodyModel:
    """The model of this name, in this folder, or of the training run in it."""
    from engines.cards import CARD
    from engines.compose.melody.catalogue import model_named
    from engines.compose.melody.model import MelodyModel
    from engines.training import CHECKPOINT

    run = Path(name)
    if (run / CHECKPOINT).is_file() and not (run / CARD).is_file():
        return _of_run(run)
    return MelodyModel.load(model_named(name, [own_models()]))


def _of_run(run: Path) -> MelodyModel:
    """What the run has learnt so far, as the model that an export would make of it."""
    from engines.compose.melody.model import MelodyModel
    from engines.compose.melody.shipping import ship_melody
    from engines.steps import finish

    with TemporaryDirectory() as folder:
        home = Path(folder) / run.resolve().name
        finish(ship_melody(run, home, measured=False))
        model = MelodyModel.load(home)
        model.baseline()  # read now: the folder will be gone
        return model


def _tell(found: Evaluation, model: str) -> None:
    print(
        f"{model}: {counted(found.notes, 'note')} of {counted(found.lines, 'line')}, "
        f"{found.notes_per_second:,.0f} notes a second"
    )
    print()
    rows = [["the model", f"{found.pitch:.3f}", f"{found.duration:.3f}", f"{found.total:.3f}"]]
    rows += [[name, *(f"{nats:.3f}" for nats in baseline)] for name, baseline in found.baselines.items()]
    print(table(["nats a note", "pitch", "duration", "total"], rows))
    print()
    print(f"The likeliest pitch was right {found.pitch_top1:.1%}, the likeliest duration {found.duration_top1:.1%}.")


def _export(args: argparse.Namespace) -> int:
    from engines.compose.melody.shipping import ship_melody
    from engines.shipping import About

    about = About(args.title, args.summary, args.licence, data=tuple(args.data))
    card = shown(ship_melody(args.training_run, args.output, about), "Making the model", unit="note")
    if args.json:
        print_json({"name": card.name, "folder": args.output, "figures": card.figures})
        return Exit.WELL
    figures = card.figures
    print(
        f"{args.output}: {figures['total']:.2f} nats a note on pieces it never read (pitch {figures['pitch']:.2f}, "
        f"duration {figures['duration']:.2f}; counting pairs of notes {figures['bigram_total']:.2f})"
    )
    return Exit.WELL
