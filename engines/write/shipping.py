"""Making a model of a training run: graph, weights, words, counts, the shares to mix them in, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engines.cards import Card, write_card
from engines.errors import BadCheckpoint
from engines.files import sha256_of, write_bytes
from engines.runtime import session
from engines.shipping import About, make_folder, read_part, thin_log, write_weights
from engines.steps import Step, Task, finish
from engines.training import CHECKPOINT, LOG
from engines.write.divided import framed_units
from engines.write.evaluating import Evaluation, Foresight, evaluate
from engines.write.exporting import export_graph
from engines.write.heritage import NETWORK, TENSORS
from engines.write.material import COPIES, Aside, read_aside
from engines.write.mixture import Mixture
from engines.write.mixturefitting import fit_mixture
from engines.write.model import COUNTS, GRAPH, KIND, MIXTURE, WINDOW, WORDS
from engines.write.networks import BookNetwork
from engines.write.ngram import KneserNey
from engines.write.readingalong import SessionReader
from engines.write.training import TrainedWords, read_run
from engines.write.vocabulary import Vocabulary

EVALUATION = "evaluation"
#: Words of the test stories to measure with: more would hardly move the figures.
MOST_MEASURED = 20_000


def export_words(run: Path, folder: Path, about: About | None = None, *, measured: bool = False) -> Card:
    """``ship_words`` in one go, without measuring unless that is asked for."""
    return finish(ship_words(run, folder, about, measured=measured))


def ship_words(run: Path, folder: Path, about: About | None = None, *, measured: bool = True) -> Task[Card]:
    """Make a model of what ``run`` has learnt so far, in ``folder``; the name of the folder is the model's.

    Its mixture is fitted on the held-out stories; with ``measured`` the test stories, where the run put some aside,
    say how good it is. The card is written last: closed before, there is no model.

    Raises:
        BadCheckpoint: there is no such run, or it is damaged.
        CannotWrite: the folder cannot be made or the disk is full.
    """
    if not (run / CHECKPOINT).is_file():
        raise BadCheckpoint(
            f"There is no training run in “{run}”. Choose a folder that “reverie write train” has made."
        )
    trained, aside = read_run(run), read_aside(run)
    make_folder(folder)
    yield Step(0, None, note="Writing the network")
    parity = export_graph(trained.network, folder / GRAPH)
    write_weights(trained.network, folder / TENSORS)
    for name in (WORDS, COUNTS, COPIES):
        write_bytes(folder / name, read_part(run / name))
    thin_log(run / LOG, folder / LOG)
    vocabulary, ngram = Vocabulary.load(folder / WORDS), KneserNey.load(folder / COUNTS)
    reader = SessionReader(session(folder / GRAPH, 1, keep=False), trained.window)
    held_out = [vocabulary.encode(framed_units(text, aside.divided)) for text in aside.held_out]
    mixture = yield from fit_mixture(reader, ngram, held_out)
    found = None
    if measured and aside.test:
        texts = _some(aside.test, aside.divided)
        found = yield from evaluate(Foresight(vocabulary, mixture, ngram, reader), texts, framed=aside.divided)
    card = _card(trained, aside, folder, about or About(), mixture, found, parity)
    write_card(card)
    return card


def _some(texts: Sequence[str], divided: bool) -> list[list[str]]:
    """Whole stories from the first on, about MOST_MEASURED words together."""
    kept: list[list[str]] = []
    left = MOST_MEASURED
    for text in texts:
        if left > 0:
            kept.append(framed_units(text, divided)[: left + 1])
            left -= len(kept[-1])
    return kept


def _card(
    trained: TrainedWords,
    aside: Aside,
    folder: Path,
    about: About,
    mixture: Mixture,
    found: Evaluation | None,
    parity: float,
) -> Card:
    facts: dict[str, Any] = {MIXTURE: mixture.to_dict(), WINDOW: trained.window}
    if not isinstance(trained.network, BookNetwork):
        facts[NETWORK] = dict(trained.identity["network"])
    if found is not None:
        facts[EVALUATION] = found.to_dict()
    names = ", ".join(name for name, _ in aside.sources)
    return Card(
        name=folder.name,
        kind=KIND,
        title=about.title or folder.name,
        summary=about.summary or f"Learnt {aside.words:,} words of {names}.",
        licence=about.licence or "as the texts it learnt from",
        version=about.version,
        data=about.data or tuple(f"{name}, {words:,} words" for name, words in aside.sources),
        files={name: sha256_of(folder / name) for name in (GRAPH, TENSORS, WORDS, COUNTS, COPIES, LOG)},
        shapes=_shapes(trained),
        preprocessing="words and marks as engines.write.tokens divides a text; a document begins with a form feed",
        training={
            "steps": trained.steps,
            "minutes": round(trained.seconds / 60, 1),
            "parameters": sum(value.numel() for value in trained.network.parameters()),
            "words": aside.words,
            **{name: trained.identity[name] for name in ("preset", "network", "recipe")},
        },
        figures={**_figures(found), "held_out": round(trained.held_out, 2), "parity": parity},
        facts=facts,
        folder=folder,
    )


def _shapes(trained: TrainedWords) -> Mapping[str, str]:
    memories = trained.network.fresh_state(1)
    layers, _, units = memories[0].shape
    memory = f"float32 ({layers}, batch, {units})"
    names = ("h", "c")[: len(memories)]
    shapes = {"words": "int64 (batch, time)", **dict.fromkeys(names, memory)}
    shapes["logits"] = f"float32 (batch, time, {trained.identity['network']['words']})"
    return shapes | dict.fromkeys((f"{name}_next" for name in names), memory)


def _figures(found: Evaluation | None) -> dict[str, float]:
    """What the test stories said, for the three ways to foresee."""
    if found is None:
        return {}
    figures: dict[str, float] = {}
    parts = (("", found.mixture), ("network_", found.network), ("ngram_", found.ngram_cache))
    for prefix, part in parts:
        if part is not None:
            figures |= {f"{prefix}{name}": round(value, 4) for name, value in asdict(part).items()}
    return figures | {
        "unknown": round(found.unknown, 4),
        "calibration_error": round(found.first.error, 4),
        "calibration_error_shown": round(found.shown.error, 4),
        "words_per_second": round(found.words_per_second),
        "test_words": found.words,
    }
