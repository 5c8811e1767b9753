"""`reverie write evaluate`: how well a model foresees a text."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studio.cli.answers import Exit, complain, print_json, table
from studio.cli.paintprogress import shown
from studio.cli.writetraining import DIVIDED
from studio.cli.writewords import own_models

if TYPE_CHECKING:
    from engines.write.evaluating import Evaluation, Figures
    from engines.write.model import WordModel
    from engines.write.yardsticks import Yardstick

PARTS = ("all", "train", "held-out", "test")


def add_evaluate(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `evaluate`."""
    verb = actions.add_parser("evaluate", help="measure how well a model foresees a text")
    verb.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="texts or folders the model did not learn from"
    )
    verb.add_argument(
        "--model", required=True, metavar="NAME|RUN", help="a model's name, its folder, or a training run"
    )
    verb.add_argument(
        "--part",
        choices=PARTS,
        default="all",
        help="only the stories that training on these files puts aside (default: %(default)s)",
    )
    verb.add_argument("--divided", action="store_true", help=DIVIDED)
    verb.add_argument("--json", action="store_true", help="print an object")
    verb.set_defaults(run=_evaluate)


def _evaluate(args: argparse.Namespace) -> int:
    from engines.write.divided import framed_units
    from engines.write.evaluating import Foresight, evaluate

    texts = _texts(args.files, args.part, args.divided)
    model = _model(args.model)
    documents = [framed_units(text, args.divided) for text in texts]
    found = shown(evaluate(Foresight.of(model), documents, framed=True), "Measuring", unit="word")
    beside = _yardstick(texts) if args.divided else None
    if args.json:
        published = [] if beside is None else beside.published
        print_json({"model": model.name, **found.to_dict(), "published": published})
        return Exit.WELL
    _tell(found, model.name, divided=args.divided)
    if beside is not None:
        _tell_published(beside)
    return Exit.WELL


def _texts(files: list[Path], part: str, divided: bool) -> list[str]:
    """The stories of ``files`` that are asked for; what could not be read is said on stderr."""
    from engines.write.divided import read_divided
    from engines.write.reading import read_corpus
    from engines.write.split import split_documents

    corpus = read_divided(files) if divided else read_corpus(files)
    for report in corpus.report.files:
        if report.problem:
            complain(f"{report.path}: {report.problem}")
    documents = corpus.documents
    if part != "all":
        documents = getattr(split_documents(documents), part.replace("-", "_"))
    return [document.text for document in documents]


def _yardstick(texts: list[str]) -> Yardstick | None:
    """The yardstick that is measured, when it is one alone."""
    from engines.write.yardsticks import yardstick_of

    return yardstick_of(texts[0]) if len(texts) == 1 else None


def _model(name: str) -> WordModel:
    """The model of this name, in this folder, or of the training run in it."""
    from engines.cards import CARD
    from engines.training import CHECKPOINT
    from engines.write.catalogue import model_named
    from engines.write.model import WordModel

    run = Path(name)
    if (run / CHECKPOINT).is_file() and not (run / CARD).is_file():
        return _of_run(run)
    return WordModel.load(model_named(name, [own_models()]))


def _of_run(run: Path) -> WordModel:
    """What the run has learnt so far, as the model that an export would make of it."""
    from engines.write.shipping import export_words  # type: ignore[import-not-found, unused-ignore]

    with TemporaryDirectory() as folder:
        home = Path(folder) / run.resolve().name
        export_words(run, home)
        from engines.write.model import WordModel

        return WordModel.load(home)


def _tell(found: Evaluation, model: str, *, divided: bool) -> None:
    rows = [
        _row("network alone", found.network),
        _row("word counts + cache", found.ngram_cache),
        _row("all together", found.mixture),
    ]
    print(_subject(found, model, divided))
    print()
    headings = ["", "perplexity", "adjusted", "first", "in first 3", "in the 10", "10 with own"]
    print(table(headings, [row for row in rows if row]))
    print()
    print("Unknown words count as one word (adjusted: as the different words they are) and are never a hit,")
    print("unless the text itself brought them in (10 with own).")
    print(
        f"The percentage shown for the first word is off by {found.first.error:.1%} on average, for all ten by ", end=""
    )
    print(f"{found.shown.error:.1%}. {found.words_per_second:,.0f} words a second.")


def _subject(found: Evaluation, model: str, divided: bool) -> str:
    """What was measured, in one line."""
    if not divided:
        return f"{model}: {found.words:,} words of {found.documents} stories, {found.unknown:.1%} of them unknown to it"
    every = f"{found.words + found.breaks:,} words, {found.breaks:,} ends of lines among them"
    return f"{model}: {every}; {found.unknown:.1%} of the rest are <unk>"


def _tell_published(yardstick: Yardstick) -> None:
    """The figures of others, who count as the network alone is counted here."""
    print(f"\nPublished for the network alone on {yardstick.name}, {yardstick.words:,} words:\n")
    print(
        table(
            ["model", "perplexity", "source"],
            [[one.model, f"{one.perplexity:g}", one.source] for one in yardstick.published],
        )
    )


def _row(title: str, figures: Figures | None) -> list[str]:
    if figures is None:
        return []
    hits = (figures.top1, figures.top3, figures.top10, figures.own10)
    return [title, f"{figures.perplexity:.1f}", f"{figures.adjusted:.1f}", *(f"{hit:.1%}" for hit in hits)]
