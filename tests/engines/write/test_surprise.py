"""Surprise of each word: the probability that the list of next words shows there, whatever was read before."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.steps import finish
from engines.write.predicting import Predictor, SuggestRequest
from engines.write.surprise import Surprised, SurpriseRequest, WordSurprise
from engines.write.tokens import is_word, tokenise
from tests.engines.write.littlemodel import little_model

BLOCKS = ("A Fox saw the Crow.", "", "Zorgle said nothing.")
TEXT = "The Mouse ran, and Zorgle didn't."


@pytest.fixture(scope="module")
def surprised(tmp_path_factory: pytest.TempPathFactory) -> Surprised:
    return Surprised(Predictor(little_model(tmp_path_factory.mktemp("model"))))


def read(surprised: Surprised, text: str, blocks: tuple[str, ...] = (), **rest: int) -> tuple[WordSurprise, ...]:
    return finish(surprised.read(SurpriseRequest(blocks, text, **{"most": 1000, **rest}))).words


def written(text: str, words: tuple[WordSurprise, ...]) -> list[str]:
    return [text[word.start : word.end] for word in words]


def test_every_word_is_told_of_and_no_mark(surprised: Surprised) -> None:
    assert written(TEXT, read(surprised, TEXT, BLOCKS)) == ["The", "Mouse", "ran", "and", "Zorgle", "didn't"]


def test_it_is_the_probability_that_the_list_of_next_words_shows(surprised: Surprised) -> None:
    for word in read(surprised, TEXT, BLOCKS):
        request = SuggestRequest(BLOCKS, TEXT[: word.start], top=1000)
        listed = {row.word: row.probability for row in Predictor(surprised.predictor.model).suggest(request).words}
        shown = TEXT[word.start : word.end]
        if word.known:
            assert word.probability == pytest.approx(listed[shown], abs=1e-6)
        else:
            assert shown not in listed
        best = list(listed.items())[: len(word.choices)]
        assert [choice.word for choice in word.choices] == [spelled for spelled, _ in best]
        assert [choice.probability for choice in word.choices] == pytest.approx([share for _, share in best], abs=1e-6)


def test_a_name_counts_as_unknown_until_it_was_written_once(surprised: Surprised) -> None:
    text = "Zorgle ran. The Fox saw Zorgle."
    first, *_, second = read(surprised, text)
    assert (first.known, second.known) == (False, True)
    unknown = Predictor(surprised.predictor.model).suggest(SuggestRequest()).unknown
    assert first.probability == pytest.approx(unknown, abs=1e-6)


def test_a_word_in_capitals_is_the_same_word(surprised: Surprised) -> None:
    (*_, loud) = read(surprised, "The Fox saw the MOUSE")
    (*_, plain) = read(surprised, "The Fox saw the Mouse")
    assert loud.known
    assert loud.probability == pytest.approx(plain.probability, abs=1e-6)


def test_a_capital_that_was_left_out_is_not_counted_for_the_other(surprised: Surprised) -> None:
    small, large = read(surprised, "the")[0], read(surprised, "The")[0]
    assert small.probability < large.probability


def test_bits_are_the_logarithm_of_one_in_how_many() -> None:
    assert WordSurprise(0, 1, 0.5, True, ()).bits == pytest.approx(1)
    assert WordSurprise(0, 1, 1 / 1024, True, ()).bits == pytest.approx(10)
    assert math.isfinite(WordSurprise(0, 1, 0.0, True, ()).bits)


def test_pieces_read_one_after_the_other_are_the_whole(surprised: Surprised) -> None:
    whole = read(surprised, TEXT, BLOCKS)
    found: list[WordSurprise] = []
    start = 0
    while start < len(TEXT):
        piece = finish(surprised.read(SurpriseRequest(BLOCKS, TEXT, start, most=2)))
        found += piece.words
        assert piece.end > start
        start = piece.end
    assert [word[:2] for word in found] == [word[:2] for word in whole]
    assert [word.probability for word in found] == pytest.approx([word.probability for word in whole], abs=1e-6)


def test_one_can_stop_after_each_word(surprised: Surprised) -> None:
    steps = list(surprised.read(SurpriseRequest(BLOCKS, TEXT)))
    assert [step.done for step in steps] == [1, 2, 3, 4, 5, 6]


LATIN = ["The", "fox", "Zorgle", "don’t", " ", "\u2028", "\n", "\f", "“", "—", "…", "\x00", "<unk>"]
PIECE = st.sampled_from([*LATIN, "👩\u200d🌾", "漢字", "é", "שלום"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECE, max_size=12).map("".join), st.lists(PIECE, max_size=6).map("".join))
def test_any_text_has_a_probability_for_each_of_its_words(surprised: Surprised, text: str, before: str) -> None:
    found = read(surprised, text, tuple(before.split("\n")))
    joined = text.replace("\f", " ").replace("\n", " ").replace("\u2028", " ")
    assert written(text, found) == [token.text for token in tokenise(joined) if is_word(token.text)]
    assert all(0 < word.probability <= 1 + 1e-5 for word in found)


def test_it_leaves_alone_what_typing_remembers(tmp_path: Path) -> None:
    predictor = Predictor(little_model(tmp_path))
    predictor.suggest(SuggestRequest(BLOCKS, "The Fox "))
    kept = len(predictor.states._states)
    read(Surprised(predictor), TEXT * 20, BLOCKS)
    assert len(predictor.states._states) == kept
