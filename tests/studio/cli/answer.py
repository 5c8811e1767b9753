"""What a verb came to, as tests look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Answer:
    """What a verb came to."""

    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines on stderr."""
        return self.err.splitlines()


Shell = Callable[..., Answer]


def assert_complains(answer: Answer, status: int, words: str) -> None:
    """The verb ended with ``status`` and one line that holds ``words``, and no mistake of ours is in it."""
    assert answer.status == status
    assert answer.out == ""
    assert len(answer.complaints) == 1, answer.err
    assert words in answer.err
    assert "mistake" not in answer.err
