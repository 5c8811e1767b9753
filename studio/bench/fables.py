"""How well fables that no training read are foreseen: all together, word counts alone, the book's plain model."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.write.evaluating import Figures
    from engines.write.model import WordModel

MODEL = "aesop"
PERPLEXITY, AMONG_TEN = 75.0, 0.55
#: The longest that the book's model learns; it ends before when the held-out fables show no progress.
BOOK_MINUTES = 20.0
BESIDES_S = 600.0
PARTS = {"network": "network alone", "counts": "word counts and cache", "book": "the book's plain model"}


def figures(fables: Path | None = None) -> list[Figure]:
    """Perplexity and misses of the shipped model beside the other ways to foresee.

    With ``fables``, the text the model was made of, all are measured, and the book's model learns first. The text is
    not shipped: without it the figures are those of the model's card, where the book's are missing.
    """
    if fables is None:
        found, source = of_card(), "quoted from its card, measured when it was made"
    else:
        seconds = BOOK_MINUTES * 60 + BESIDES_S
        found = run_apart("studio.bench.fables", str(fables), longest_s=seconds)
        source = f"measured now; the book's model learnt for {found['book_minutes']:.0f} minutes"
    origin = f"{source}; {found['words']:,.0f} words, {found['unknown']:.1%} unknown"
    return [
        Figure(
            "Aesop's test fables, perplexity of all together",
            "write",
            f"< {PERPLEXITY:g}",
            "",
            found["perplexity"],
            PERPLEXITY,
            f"{_beside(found, 'perplexity', '{:.1f}')}; {origin}",
        ),
        Figure(
            "Aesop's test fables, word not among the ten",
            "write",
            f"≤ {1 - AMONG_TEN:.0%}",
            "%",
            100 * (1 - found["top10"]),
            100 * (1 - AMONG_TEN),
            f"among the ten {found['top10']:.1%}; {_beside(found, 'top10', '{:.1%}')}",
        ),
    ]


def _beside(found: dict[str, float], what: str, form: str) -> str:
    """The other ways to foresee, those that were measured."""
    said = [f"{title} {form.format(found[key])}" for name, title in PARTS.items() if (key := f"{name}_{what}") in found]
    missing = "" if f"book_{what}" in found else "; the book's plain model: --fables FILE"
    return ", ".join(said) + missing


def of_card() -> dict[str, float]:
    """What the card of the shipped model tells; of the book's model only where somebody noted it there."""
    from engines.write.catalogue import model_named

    told = model_named(MODEL).figures
    named = {"words": "test_words", "unknown": "unknown"}
    for name in ("perplexity", "top10"):
        named |= {name: name, f"network_{name}": f"network_{name}", f"counts_{name}": f"ngram_{name}"}
        named |= {f"book_{name}": f"book_{name}"} if f"book_{name}" in told else {}
    return {name: told[there] for name, there in named.items()}


def measure(fables: Path, minutes: float = BOOK_MINUTES) -> dict[str, float]:
    """The shipped model and the book's, learnt now from the fables that are not tested, on those that are."""
    from engines.steps import finish
    from engines.write.catalogue import model_named
    from engines.write.evaluating import Foresight, evaluate
    from engines.write.model import WordModel
    from engines.write.reading import read_corpus
    from engines.write.split import split_documents
    from engines.write.tokens import document_units

    texts = [document.text for document in split_documents(read_corpus([fables]).documents).test]
    documents = [document_units(text) for text in texts]
    ours = finish(evaluate(Foresight.of(WordModel.load(model_named(MODEL))), documents))
    with tempfile.TemporaryDirectory(prefix="reverie-") as place:
        book, learnt = _book(fables, Path(place), minutes)
        theirs = finish(evaluate(Foresight.of(book), documents))
    return {
        "words": float(ours.words),
        "unknown": ours.unknown,
        "perplexity": ours.mixture.perplexity,
        "top10": ours.mixture.top10,
        **_named("network", ours.network),
        **_named("counts", ours.ngram_cache),
        **_named("book", theirs.network),
        "book_minutes": learnt,
    }


def _named(name: str, part: Figures | None) -> dict[str, float]:
    return {} if part is None else {f"{name}_perplexity": part.perplexity, f"{name}_top10": part.top10}


def _book(fables: Path, place: Path, minutes: float) -> tuple[WordModel, float]:
    """The book's model of these fables, and the minutes it learnt for."""
    import torch

    from engines.steps import finish
    from engines.training import Plan
    from engines.write.model import WordModel
    from engines.write.presets import preset_named
    from engines.write.shipping import export_words
    from engines.write.training import MOST_STEPS, WordTraining, train_words

    torch.set_num_threads(1)
    # As many words known as to ours, for which a word seen once is one.
    plan = Plan(MOST_STEPS, minutes)
    outcome = finish(train_words(WordTraining((fables,), place / "run", plan, preset_named("book"), least=1)))
    return WordModel.load(export_words(outcome.run, place / "book").folder), outcome.seconds / 60


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure(Path(sys.argv[1]))))
