"""A text is read into ids block by block, and the same text always comes to the same ids."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.write import manuscript
from engines.write.manuscript import Manuscript
from engines.write.tokens import document_units, tokenise
from engines.write.vocabulary import SPECIAL, UNK_ID, Vocabulary

KNOWN = Vocabulary((*SPECIAL, "the", "Fox", "ran", ".", ",", '"', "...", "--"))
TEXTS = st.text(st.sampled_from("the Fox ran.,\"…—\n\n\f \u2028\t'ab漢字é\u0301👩\u200d🌾3"), max_size=60)


def read(reader: Manuscript, text: str) -> list[str]:
    *blocks, before = text.split("\n")
    return [reader.spelled(number) for number in reader.read(blocks, before).tolist()]


@given(TEXTS)
def test_blocks_read_apart_are_the_document_read_at_once(text: str) -> None:
    bare = text.strip()
    assert read(Manuscript(KNOWN), bare) == document_units(bare)


@given(st.lists(TEXTS, min_size=2, max_size=6))
def test_what_was_read_before_changes_nothing(texts: list[str]) -> None:
    reader = Manuscript(KNOWN)
    for text in texts:
        assert read(reader, text) == read(Manuscript(KNOWN), text)


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manuscript, "_PIECE", 16)
    monkeypatch.setattr(manuscript, "_LONG", 2)


LONG = st.text(st.sampled_from("the Fox ran.,\"'\u2028漢字é\u0301"), max_size=300)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LONG)
def test_a_long_paragraph_is_read_in_pieces_that_cut_no_word(short_pieces: None, text: str) -> None:
    assert read(Manuscript(KNOWN), text.strip()) == document_units(text.strip())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LONG, st.lists(st.tuples(st.integers(0, 300), LONG, st.booleans()), max_size=6))
def test_a_long_paragraph_may_change_anywhere(
    short_pieces: None, text: str, edits: list[tuple[int, str, bool]]
) -> None:
    reader = Manuscript(KNOWN)
    for place, more, ahead in edits:
        text = text[:place] + more + text[place + 3 :]
        if ahead:
            list(reader.prepare([text]))
        assert read(reader, text) == read(Manuscript(KNOWN), text)
        assert read(reader, f"{text}\nthe Fox") == read(Manuscript(KNOWN), f"{text}\nthe Fox")


def test_the_settled_pieces_of_a_growing_paragraph_are_not_read_again(
    short_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, text = Manuscript(KNOWN), "the Fox ran " * 40
    read(reader, text)
    seen: list[str] = []
    monkeypatch.setattr(manuscript, "tokenise", lambda piece: seen.append(piece) or tokenise(piece))
    read(reader, f"{text}the ")
    assert sum(map(len, seen)) < 60


def test_a_line_break_at_the_end_is_there() -> None:
    assert read(Manuscript(KNOWN), "the Fox\n") == ["\f", "the", "Fox", "\n"]
    assert read(Manuscript(KNOWN), "\n\n") == ["\f"]


def test_the_models_see_unknown_words_where_the_writer_has_words_of_her_own() -> None:
    reader = Manuscript(KNOWN)
    ids = reader.read([], "the Zorgle")
    assert reader.spelled(int(ids[-1])) == "Zorgle"
    assert reader.plain(ids).tolist() == [1, 3, UNK_ID]


def test_a_paragraph_that_grows_is_not_remembered_at_every_length() -> None:
    reader = Manuscript(KNOWN)
    for length in range(50):
        reader.read(["the Fox"], "ran " * length)
    assert len(reader._remembered) == 1


def test_reading_ahead_reports_on_its_way() -> None:
    assert list(Manuscript(KNOWN).prepare(["the Fox"] * 100)) == [31, 63, 95]
    assert len(list(Manuscript(KNOWN).prepare(["the Fox " * 50_000]))) > 3
