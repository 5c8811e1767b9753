"""Words and their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.write.tokens import PARAGRAPH, STORY, document_units
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK, UNK_ID, Vocabulary

DOCUMENTS = [document_units("the fox and the crow\nthe end"), document_units("a crow and a fox")]


def test_words_seen_twice_are_known_commonest_first() -> None:
    vocabulary = Vocabulary.of_corpus(DOCUMENTS)
    assert vocabulary.words == (UNK, STORY, PARAGRAPH, "the", "a", "and", "crow", "fox")
    assert Vocabulary.of_corpus(reversed(DOCUMENTS)) == vocabulary


def test_the_cap_keeps_the_commonest() -> None:
    assert Vocabulary.of_corpus(DOCUMENTS, cap=5).words[3:] == ("the", "a")


def test_unknown_words_become_the_unknown_id() -> None:
    vocabulary = Vocabulary.of_corpus(DOCUMENTS)
    ids = vocabulary.encode([STORY, "the", "wolf", PARAGRAPH])
    assert ids.dtype == np.int64
    assert ids.tolist() == [STORY_ID, 3, UNK_ID, PARAGRAPH_ID]
    assert vocabulary.unknown_share(["the", "wolf"]) == 0.5
    assert "wolf" not in vocabulary


@given(st.lists(st.text(min_size=1)))
def test_known_words_come_back(units: list[str]) -> None:
    vocabulary = Vocabulary.of_corpus([units], least=1)
    assert vocabulary.decode(vocabulary.encode(units)) == units


@given(words=st.sets(st.text(min_size=1)))
def test_a_saved_vocabulary_is_the_same(tmp_path_factory: pytest.TempPathFactory, words: set[str]) -> None:
    path = tmp_path_factory.mktemp("words") / "vocabulary.json"
    vocabulary = Vocabulary.of_corpus([words], least=1)
    vocabulary.save(path)
    assert Vocabulary.load(path) == vocabulary


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b'{"format": 1}', b'{"format": 1, "words": ["a"]}', b'{"format": 1, "words": [1]}',
     b'{"format": 1, "words": ["<unk>", "\\f", "\\n", "a", "a"]}', b'{"format": 2, "words": ["<unk>", "\\f", "\\n"]}'],
)  # fmt: skip
def test_a_damaged_vocabulary_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vocabulary.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="Train the model again"):
        Vocabulary.load(path)


def test_a_missing_vocabulary_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="missing"):
        Vocabulary.load(tmp_path / "vocabulary.json")
