"""A model that needs no network: it says what it was told to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from engines.cards import Card
from engines.steps import Step, Task
from engines.write.generating import Candidate, Generated, GeneratedWord, GenerateRequest
from engines.write.predicting import Suggestions, SuggestRequest
from engines.write.ranking import Suggestion
from engines.write.spacing import glue
from studio.panes.write.suggesting.models import Answering
from studio.panes.write.suggesting.part import SuggestingPart
from tests.studio.panes.write.study import Study

WORDS = ("fox", "crow", "lion", "mouse", "wolf", ",", "ran", "said", "old", "tree")
SHARES = (0.31, 0.18, 0.12, 0.08, 0.05, 0.04, 0.03, 0.02, 0.012, 0.0004)


def card(name: str = "aesop", title: str = "Aesop’s fables", folder: Path = Path()) -> Card:
    """The card of a model that nobody reads from a disk."""
    texts = {"summary": "Learnt from fables.", "licence": "CC0-1.0", "version": "1", "preprocessing": ""}
    tables: dict[str, dict[str, str]] = {"shapes": {}, "training": {}, "figures": {}}
    return Card(name=name, kind="write.words", title=title, data=(), files={}, folder=folder, **texts, **tables)  # type: ignore[arg-type]


def rows(words: tuple[str, ...] = WORDS) -> tuple[Suggestion, ...]:
    """These words, the first the likeliest."""
    return tuple(Suggestion(word, share) for word, share in zip(words, SHARES, strict=False))


@dataclass
class Oracle:
    """Answers with ``words``, those with the right letters first to last; ``gate`` holds its answers back."""

    words: tuple[str, ...] = WORDS
    asked: list[SuggestRequest] = field(default_factory=list)
    written: list[GenerateRequest] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    error: Exception | None = None
    #: After so many words it waits for ``pause``; 0 for never.
    stops_after: int = 0
    pause: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def suggest(self, request: SuggestRequest) -> Suggestions:
        self.gate.wait(10)
        if self.error is not None:
            raise self.error
        self.asked.append(request)
        found = tuple(word for word in self.words if word.startswith(request.prefix))
        return Suggestions(rows(found), 0.5, 0.04, 0.01, 0.02)

    def prepare(self, text: str) -> Iterator[Step]:
        yield from ()

    def write_on(self, request: GenerateRequest, _predictor: Answering) -> Task[Generated]:
        """One word of the list after the other; the seed says with which it begins."""
        self.written.append(request)
        texts = [request.text_before] * request.candidates
        said: list[list[GeneratedWord]] = [[] for _ in texts]
        for count in range(request.words):
            if self.stops_after and count == self.stops_after:
                while not self.pause.wait(0.005):
                    yield Step(count, request.words, preview=_so_far(said, request))
            for number, text in enumerate(texts):
                word = self.words[(request.seed + number + count) % len(self.words)]
                white = glue(text, word)
                said[number].append(GeneratedWord(word, white, 0.2, rows(self.words)))
                texts[number] = text + white + word
            yield Step(count + 1, request.words, preview=_so_far(said, request))
        return _so_far(said, request)


def _so_far(said: list[list[GeneratedWord]], request: GenerateRequest) -> Generated:
    return Generated(tuple(Candidate(tuple(words), False) for words in said), request.seed)


def install(study: Study, oracle: Oracle, *cards: Card) -> SuggestingPart:
    """Let the pane ask the oracle, and look at the dock."""
    part = study.pane.part("suggesting")
    assert isinstance(part, SuggestingPart)
    part.models.find = lambda: cards or (card(),)
    part.models.load = lambda _card: oracle
    part.models.write_on = oracle.write_on
    part.models.refresh()
    study.pane.page.show_dock("suggest")
    study.editor.setFocus()
    return part
