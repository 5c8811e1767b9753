"""What else could have stood where a word was picked or generated, kept by the word's tag."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

#: Tags are Qt's integers; one that would be larger is none of ours.
_LARGEST = 2**31 - 2
_LONGEST = 200


class Other(NamedTuple):
    """One word and how likely it was."""

    word: str
    probability: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The word that was taken at a place, and the words it was taken from."""

    word: str
    others: tuple[Other, ...]


class Choices:
    """Gives out tags, and remembers for each what could have been chosen."""

    def __init__(self) -> None:
        self._kept: dict[int, Choice] = {}
        self._newest = 0

    def keep(self, word: str, others: Iterable[Other]) -> int:
        """Remember a choice; returns the tag for its characters."""
        self._newest += 1
        self._kept[self._newest] = Choice(word, tuple(others))
        return self._newest

    def get(self, tag: int) -> Choice | None:
        """What was chosen from at a tag, if that is known."""
        return self._kept.get(tag)

    def begin_after(self, tags: Iterable[int]) -> None:
        """Give out none of these tags again."""
        self._newest = max([self._newest, *(tag for tag in tags if tag <= _LARGEST)])

    def as_values(self, tags: Container[int]) -> list[list[Any]]:
        """The choices at these tags, for the project file."""
        return [
            [tag, choice.word, [[other.word, round(other.probability, 5)] for other in choice.others]]
            for tag, choice in self._kept.items()
            if tag in tags
        ]

    def restore(self, rows: Any) -> None:
        """Take what ``as_values`` wrote; rows that make no sense are left out."""
        self._kept.clear()
        self._newest = 0
        for row in rows if isinstance(rows, list | tuple) else ():
            if not isinstance(row, list | tuple) or len(row) != 3:
                continue
            tag, word, others = row
            if type(tag) is int and 0 < tag <= _LARGEST and isinstance(word, str) and isinstance(others, list | tuple):
                self._kept[tag] = Choice(word[:_LONGEST], tuple(_others(others)))
        self.begin_after(self._kept)


def _others(rows: Iterable[Any]) -> Iterable[Other]:
    for row in rows:
        if isinstance(row, list | tuple) and len(row) == 2 and isinstance(row[0], str):
            share = row[1]
            if isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1:
                yield Other(row[0][:_LONGEST], float(share))
