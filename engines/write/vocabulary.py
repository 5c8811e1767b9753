"""The words a model knows, each with its number."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engines.errors import BadInput
from engines.files import write_text
from engines.write.tokens import PARAGRAPH, STORY

UNK = "<unk>"
"""Stands for every word the model does not know; never shown to a person."""

UNK_ID, STORY_ID, PARAGRAPH_ID = 0, 1, 2
SPECIAL = (UNK, STORY, PARAGRAPH)

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in the order of their numbers; the first three are UNK, STORY and PARAGRAPH.

    Raises:
        BadInput: the three are missing, or a word stands twice.
    """

    words: tuple[str, ...]
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words[:3] != SPECIAL:
            raise BadInput("This list of words was not made by Reverie. Train the model again.")
        index = {word: number for number, word in enumerate(self.words)}
        if len(index) != len(self.words):
            raise BadInput("This list of words holds a word twice. Train the model again.")
        object.__setattr__(self, "index", index)

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    @classmethod
    def of_corpus(cls, documents: Iterable[Iterable[str]], least: int = 2, cap: int = 20_000) -> Vocabulary:
        """The units seen at least ``least`` times in ``documents`` (their units), commonest first, ``cap`` at most.

        Words equally common stand in the order of their letters, so that one corpus gives one vocabulary.
        ``cap`` counts the three special units too.
        """
        counts: Counter[str] = Counter()
        for units in documents:
            counts.update(units)
        for special in SPECIAL:
            counts.pop(special, None)
        kept = sorted((word for word, count in counts.items() if count >= least), key=lambda w: (-counts[w], w))
        return cls((*SPECIAL, *kept[: max(0, cap - len(SPECIAL))]))

    def encode(self, units: Iterable[str]) -> Ids:
        """The numbers of ``units``, shape (count,); UNK_ID for a word the vocabulary does not hold."""
        find = self.index.get
        return np.fromiter((find(unit, UNK_ID) for unit in units), dtype=np.int64)

    def decode(self, ids: Iterable[int]) -> list[str]:
        """The units that ``ids`` number."""
        return [self.words[number] for number in ids]

    def unknown_share(self, units: Sequence[str]) -> float:
        """The share of ``units`` the vocabulary does not hold, 0 to 1."""
        return sum(unit not in self.index for unit in units) / max(1, len(units))

    def save(self, path: Path) -> None:
        """Write the words as JSON, beside it first; raises CannotWrite."""
        write_text(path, json.dumps({"format": 1, "words": self.words}, indent=0))

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what ``save`` wrote; raises BadInput for anything else."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise BadInput(f"“{path.name}” is missing or damaged. Train the model again.") from error
        words = content.get("words") if isinstance(content, dict) and content.get("format") == 1 else None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise BadInput(f"“{path.name}” is no list of words made by Reverie. Train the model again.")
        return cls(tuple(words))
