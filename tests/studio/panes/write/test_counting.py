"""Words as a person counts them."""

from __future__ import annotations

import pytest

from studio.panes.write.counting import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \t ", 0),
        ("The fox ran.", 3),
        ("don't, well-known", 2),
        ("fox—and hen -- gone", 4),
        ("“Yes!” … 42", 2),
        ("cafe\u0301 हिन्दी", 2),
        ("我看见 two 狐狸", 6),
        ("שלום עולם", 2),
        ("😀 😀", 0),
    ],
)
def test_words_are_counted_as_a_person_counts(text: str, words: int) -> None:
    assert count_words(text) == words
