"""A whole little word model, made in a moment: real vocabulary, counts and mixture, a network drawn by chance."""

from __future__ import annotations

from pathlib import Path

from engines.cards import Card, write_card
from engines.files import sha256_of
from engines.runtime import session
from engines.write.mixture import Mixture
from engines.write.model import COUNTS, GRAPH, KIND, MIXTURE, WORDS, WordModel
from engines.write.ngram import KneserNey
from engines.write.states import Network
from engines.write.tokens import document_units
from engines.write.vocabulary import Vocabulary
from tests.engines.write.wordgraphs import write_graph

FABLES = (
    'A Fox saw the Crow. "Good day," said the Fox to the Crow. "I am hungry."\nThe Crow said nothing to the Fox.',
    "The Lion and the Mouse. A Lion was asleep when a Mouse ran over the Lion.\nThe Mouse said, I am small.",
    "The Mouse and the Crow saw a Lion. The Lion said to the Mouse: do not run, don't run.\nThe Mouse ran and ran.",
)


def words_of(fables: tuple[str, ...] = FABLES) -> Vocabulary:
    """The vocabulary of some fables."""
    return Vocabulary.of_corpus([document_units(fable) for fable in fables], least=1)


def little_model(
    folder: Path, *, cell: str = "lstm", window: int | None = None, extra: tuple[str, ...] = ()
) -> WordModel:
    """The model, its graph in ``folder``; ``extra`` words are known but never counted."""
    known = Vocabulary((*words_of().words, *extra))
    graph = write_graph(folder / f"{cell}.onnx", len(known), cell=cell)
    counts = KneserNey.fit([known.encode(document_units(fable)) for fable in FABLES], len(known))
    network = Network(session(graph, 1, keep=False), window=window)
    return WordModel("little", known, network, counts, Mixture(0.5, 0.3, 0.2, half_life=50.0))


def shipped_model(folder: Path, name: str = "little") -> Card:
    """The same model with its card in ``folder/name``, as the shipped ones are."""
    home = folder / name
    home.mkdir(parents=True)
    known = words_of()
    known.save(home / WORDS)
    KneserNey.fit([known.encode(document_units(fable)) for fable in FABLES], len(known)).save(home / COUNTS)
    write_graph(home / GRAPH, len(known))
    files = {file: sha256_of(home / file) for file in (WORDS, COUNTS, GRAPH)}
    card = Card(
        name=name,
        kind=KIND,
        title="Little fables",
        summary="Learnt from three fables.",
        licence="CC0-1.0",
        version="1",
        data=("three fables",),
        files=files,
        shapes={},
        preprocessing="",
        training={},
        figures={"perplexity": 70.0},
        facts={MIXTURE: Mixture(0.5, 0.3, 0.2).to_dict()},
        folder=home,
    )
    write_card(card)
    return card
