"""`reverie write train` and `reverie write export`: models of one's own texts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, counted, print_json
from studio.cli.paintprogress import shown
from studio.cli.writewords import between, count

if TYPE_CHECKING:
    from engines.steps import Step

DIVIDED = "words stand between spaces, a line's end is one, <unk> is any other: as in Penn Treebank"
PRESETS = ("small", "stacked", "gru", "book")
#: Far more than any training takes before it stops getting better.
MOST_STEPS = 1_000_000
_A_DAY = 24 * 60.0


def add_training(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `train` and `export`."""
    _add_train(actions)
    export = actions.add_parser("export", help="make a model of a training run")
    export.add_argument("training_run", type=Path, metavar="RUN", help="folder of the training run")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL", help="folder of the model")
    export.add_argument("--title", default="", help="what a person reads (default: the folder's name)")
    export.add_argument("--summary", default="", help="one sentence about it")
    export.add_argument(
        "--licence", default="as the texts it learnt from", help="under which it may be used (default: %(default)s)"
    )
    export.add_argument("--data", action="append", default=[], metavar="TEXT", help="what it learnt from; repeatable")
    export.add_argument("--json", action="store_true", help="print the figures as an object")
    export.set_defaults(run=_export)


def _add_train(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = actions.add_parser("train", help="learn from texts of your own")
    train.add_argument("files", type=Path, nargs="+", metavar="FILE", help="texts or folders (.txt, .md, .docx, .html)")
    train.add_argument("-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the training run")
    _add_reading(train)
    _add_teaching(train)
    train.add_argument("--steps", type=count(1), default=MOST_STEPS, metavar="N", help="at most so many steps in all")
    train.add_argument("--minutes", type=between(0, _A_DAY, above=True), metavar="M", help="at most so long in all")
    train.add_argument("--resume", action="store_true", help="go on where the run stopped")
    train.add_argument("--samples", action="store_true", help="print a sample text once a minute")
    train.set_defaults(run=_train)


def _add_reading(train: argparse.ArgumentParser) -> None:
    """How the texts are read."""
    train.add_argument(
        "--held-out",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="watch this text, and learn all of the others; repeatable (default: watch and test a part of them)",
    )
    train.add_argument("--divided", action="store_true", help=DIVIDED)
    train.add_argument("--words", type=count(100), default=20_000, metavar="N", help="most words to know (%(default)s)")
    train.add_argument("--least", type=count(1), metavar="N", help="times a word stands there (2; 1 with --divided)")


def _add_teaching(train: argparse.ArgumentParser) -> None:
    """Which network, and how it is taught."""
    train.add_argument("--preset", choices=PRESETS, default="small", help="which network (default: %(default)s)")
    train.add_argument("--cell", choices=["lstm", "gru"], help="another cell than the preset's")
    for name, most in (("units", 4096), ("layers", 8), ("embedding", 4096)):
        train.add_argument(f"--{name}", type=count(1, most), metavar="N", help=f"{name} instead of the preset's")
    number = train.add_argument
    number("--lines", type=count(1, 1024), metavar="N", help="documents to read side by side instead of the preset's")
    number("--rate", type=between(0, 1, above=True), metavar="X", help="length of a step instead of the preset's")
    number("--dropout", type=between(0, 0.95), metavar="P", help="share to hide between layers instead of the preset's")
    number("--averaging", type=between(0, 0.99999), metavar="X", help="how slowly the averaged weights follow")
    number("--start-from", type=Path, metavar="MODEL", help="folder of a model to learn on with")
    number("--seed", type=count(0), default=0, metavar="N", help="of all chance in it (default: %(default)s)")


def _train(args: argparse.Namespace) -> int:
    from engines.steps import finish
    from engines.training import Plan
    from engines.write.presets import Tuning, preset_named
    from engines.write.training import WordTraining, train_words
    from studio.jobs.warmth import warm_torch

    preset = preset_named(args.preset).changed(
        cell=args.cell, layers=args.layers, units=args.units, embedding=args.embedding
    )
    plan = Plan(args.steps, args.minutes, preview_every=60.0)
    # Whoever divided the words wrote <unk> for those that are too rare.
    least = args.least or (1 if args.divided else 2)
    request = WordTraining(
        tuple(args.files),
        args.output,
        plan,
        preset,
        args.seed,
        args.resume,
        args.words,
        least,
        args.start_from,
        tuning=Tuning(args.lines, args.rate, args.dropout, args.averaging),
        held_out=tuple(args.held_out),
        divided=args.divided,
    )
    finish(warm_torch())
    outcome = shown(train_words(request), "Learning words", on_step=_say if args.samples else None)
    found = ""
    if outcome.metrics:
        found = f"; held-out perplexity {outcome.metrics['best']:.1f}, word counts {outcome.metrics['ngram']:.1f}"
    print(f"{outcome.run}: {counted(outcome.steps, 'step')} in {outcome.seconds / 60:.1f} minutes{found}")
    return Exit.WELL


def _say(step: Step) -> None:
    if isinstance(step.preview, str):
        from tqdm import tqdm

        tqdm.write(f"\n{step.preview}\n")


def _export(args: argparse.Namespace) -> int:
    from engines.shipping import About
    from engines.write.shipping import ship_words

    about = About(args.title, args.summary, args.licence, data=tuple(args.data))
    card = shown(ship_words(args.training_run, args.output, about), "Making the model")
    if args.json:
        print_json({"name": card.name, "folder": args.output, "figures": card.figures})
        return Exit.WELL
    figures = card.figures
    if "perplexity" not in figures:
        print(f"{args.output}: perplexity {figures['held_out']:.1f} on the texts held out; none were put aside to test")
        return Exit.WELL
    print(
        f"{args.output}: perplexity {figures['perplexity']:.1f} on texts it never read (network alone "
        f"{figures['network_perplexity']:.1f}, word counts and cache {figures['ngram_perplexity']:.1f}); "
        f"the word is among the ten in {figures['top10']:.1%}"
    )
    return Exit.WELL
