"""Something that is surprised as it was told to be, and remembers what it read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event

from engines.steps import Step, Task
from engines.write.ranking import Suggestion
from engines.write.surprise import SurpriseRequest, Surprises, WordSurprise
from engines.write.tokens import is_word, tokenise
from studio.panes.write.surprise.part import SurprisePart
from tests.studio.panes.write.oracle import Oracle, install
from tests.studio.panes.write.study import Study

CHOICES = (Suggestion("fox", 0.31), Suggestion("crow", 0.18))


@dataclass
class Surveyor:
    """Takes every word for likely that is not in ``rare``; ``gate`` holds it back after each word."""

    rare: Mapping[str, float] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    asked: list[SurpriseRequest] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    error: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def read(self, request: SurpriseRequest) -> Task[Surprises]:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        found: list[WordSurprise] = []
        at = 0
        for white, word in tokenise(request.text):
            start, at = at + len(white), at + len(white) + len(word)
            if start < request.start or not is_word(word):
                continue
            if len(found) == request.most:
                return Surprises(tuple(found), start)
            known = word not in self.unknown
            found.append(WordSurprise(start, at, self.rare.get(word, 0.5), known, CHOICES))
            yield Step(len(found), request.most)
            while not self.gate.wait(0.005):
                yield Step(len(found), request.most)
        return Surprises(tuple(found), len(request.text))


def surveyed(study: Study, surveyor: Surveyor) -> SurprisePart:
    """Let the pane be surprised by the surveyor."""
    install(study, Oracle())
    part = study.pane.part("surprise")
    assert isinstance(part, SurprisePart)
    part.watching.reads_with = lambda _predictor: surveyor
    return part
