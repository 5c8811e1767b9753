"""A melody model as it answers: what it can say, its network, and what its card tells about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines.cards import CARD, Card, read_card
from engines.compose.melody.baselines import Baseline
from engines.compose.melody.closest import Phrases
from engines.compose.melody.stepping import BookStepper, Stepper
from engines.compose.melody.vocabulary import Vocabulary
from engines.errors import BadInput, MissingWeights
from engines.runtime import session

KIND = "compose.melody"
GRAPH, SWIFT, SOUNDS = "model.onnx", "swift.onnx", "sounds.onnx"
VOCABULARY, COUNTS, PHRASES = "vocabulary.json", "counts.npz", "phrases.npz"
#: Facts of a card: how many notes back attention looks, how many the book's model reads, how scores were read for it,
#: and how often each register (see ``features``) and each pitch came.
REACH, WINDOW, WAY, REGISTERS, RANGE = "reach", "window", "way", "registers", "range"


@dataclass(frozen=True)
class MelodyModel:
    """``session`` is that of the graph; ``facts`` are those of the card.

    ``swift`` are those of the graph with weights of eight bits and of its sounds, where there are such: they write,
    the exact one measures.
    """

    name: str
    vocabulary: Vocabulary
    session: Any
    facts: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None
    swift: tuple[Any, Any] | None = None
    _files: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, source: Card | Path, thread_count: int = 1) -> MelodyModel:
        """The model of a card, or in a folder with one, its files verified.

        One thread, because a step is so little work that a second one would only wait.

        Raises:
            BadInput: the folder holds no model, or one of another kind.
            MissingWeights: a file is missing or damaged.
        """
        card = source if isinstance(source, Card) else _card_in(source)
        if card.kind != KIND:
            raise BadInput(f"“{card.title}” is no model for melodies. Choose another one.")
        try:
            vocabulary = Vocabulary.from_json(card.file(VOCABULARY).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise MissingWeights("The vocabulary of the model is damaged. Install it again.") from error
        made = session(card.file(GRAPH), thread_count)
        sizes = {port.name: port.shape[-1] for port in made.get_outputs()}
        said = sizes.get("sounds", sizes.get("sounds_said"))
        if said != vocabulary.sounds or sizes.get("durations", sizes.get("durations_said")) != vocabulary.lengths:
            raise MissingWeights(f"The files of the model “{card.name}” do not belong together. Install it again.")
        swift = None
        if SWIFT in card.files and SOUNDS in card.files:
            swift = session(card.file(SWIFT), thread_count), session(card.file(SOUNDS), thread_count)
        return cls(card.name, vocabulary, made, card.facts, card, swift)

    def stepper(self, *, exact: bool = False) -> Stepper | BookStepper:
        """Something that reads one line from its beginning; ``exact``: as the network that was learnt would."""
        if self.facts.get(WINDOW):
            return BookStepper(self.session, 1, int(self.facts[WINDOW]))
        reach = int(self.facts.get(REACH, 256))
        if exact or self.swift is None:
            return Stepper(self.session, 1, reach)
        step, saying = self.swift
        return Stepper(step, 1, reach, saying)

    @property
    def reach(self) -> int:
        """How many sounds back it looks."""
        return int(self.facts.get(WINDOW) or self.facts.get(REACH, 256))

    @property
    def way(self) -> str:
        """How it wants scores read, see ``voices.WAYS``."""
        return str(self.facts.get(WAY, "voices"))

    def baseline(self) -> Baseline | None:
        """What was counted in the music it learnt from; None where its card names no counts. Raises MissingWeights."""
        content = self._content(COUNTS)
        return None if content is None else Baseline.from_bytes(content)

    def phrases(self) -> Phrases | None:
        """What it learnt from, to compare takes with (``closest_phrase``); as ``baseline``."""
        content = self._content(PHRASES)
        return None if content is None else Phrases.from_bytes(content)

    def _content(self, name: str) -> bytes | None:
        """A file of the model, read once."""
        if name not in self._files:
            if self.card is None or name not in self.card.files:
                return None
            self._files[name] = self.card.file(name).read_bytes()
        return self._files[name]

    @property
    def usual_surprise(self) -> float:
        """Nats a note that music it never read surprised it by; 0 where nobody measured."""
        return float(self.card.figures.get("total", 0.0)) if self.card is not None else 0.0

    @property
    def register(self) -> int:
        """The register of most lines it learnt from."""
        counted = self.facts.get(REGISTERS) or [0] * 6 + [1]
        return max(range(len(counted)), key=lambda place: counted[place])


def _card_in(folder: Path) -> Card:
    if not (folder / CARD).is_file():
        raise BadInput(f"There is no model in “{folder}”. Make one of a training run with “reverie compose export”.")
    return read_card(folder)
