"""Passages that repeat the training text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.write.copying import CopyIndex, Passage, copied_passages

TRAINING = ["A hungry Fox saw some fine bunches of Grapes hanging from a vine.", "Don’t count your chickens."]
WORDS = st.lists(st.sampled_from("abcd"), max_size=40)


def test_seven_words_are_found_whatever_their_capitals_and_marks() -> None:
    text = "He wrote: “some FINE bunches, of grapes; hanging from” — and stopped."
    passages = copied_passages(text, CopyIndex.of_texts(TRAINING))
    assert passages == [Passage(text.index("some"), text.index("from") + 4, 7)]


def test_six_words_are_no_copy() -> None:
    assert copied_passages("some fine bunches of grapes hanging, he said", CopyIndex.of_texts(TRAINING)) == []


def test_a_copy_does_not_reach_from_one_text_into_the_next() -> None:
    text = "of grapes hanging from a vine don't count your chickens"
    assert copied_passages(text, CopyIndex.of_texts(TRAINING)) == []


def test_two_copies_are_told_apart() -> None:
    one = "a hungry fox saw some fine bunches"
    passages = copied_passages(f"{one} and {one}", CopyIndex.of_texts(TRAINING))
    assert [passage.words for passage in passages] == [7, 7]


@given(WORDS, st.lists(WORDS))
def test_every_copy_is_found_and_nothing_else(words: list[str], training: list[list[str]]) -> None:
    least = 3
    known = {tuple(text[place : place + least]) for text in training for place in range(len(text) - least + 1)}
    expected = {
        place + offset
        for place in range(len(words) - least + 1)
        if tuple(words[place : place + least]) in known
        for offset in range(least)
    }
    index = CopyIndex.of_texts([" ".join(text) for text in training], least)
    marked = {
        position // 2
        for passage in copied_passages(" ".join(words), index, least)
        for position in range(passage.start, passage.end, 2)
    }
    assert marked == expected


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    index = CopyIndex.of_texts(TRAINING)
    index.save(tmp_path / "copies.npz")
    again = CopyIndex.load(tmp_path / "copies.npz")
    assert np.array_equal(again.hashes, index.hashes)
    assert again.least == index.least


def test_nothing_is_copied_from_nothing(tmp_path: Path) -> None:
    index = CopyIndex.of_texts([])
    index.save(tmp_path / "copies.npz")
    assert copied_passages(TRAINING[0], CopyIndex.load(tmp_path / "copies.npz")) == []
    assert copied_passages("", CopyIndex.of_texts(TRAINING)) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an index", b"\x93NUMPY"])
def test_a_damaged_index_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "copies.npz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="Train the model again"):
        CopyIndex.load(path)
