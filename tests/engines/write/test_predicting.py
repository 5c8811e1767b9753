"""Ten words at the cursor: honest shares, the writer's own names, and the network only where a word is new."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.steps import finish
from engines.write.predicting import Predictor, Suggestion, SuggestRequest, request_at, split_prefix
from engines.write.ranking import Distribution
from tests.engines.write.littlemodel import little_model


@pytest.fixture(scope="module")
def predictor(tmp_path_factory: pytest.TempPathFactory) -> Predictor:
    return Predictor(little_model(tmp_path_factory.mktemp("model")))


@pytest.fixture
def fresh(tmp_path: Path) -> Predictor:
    return Predictor(little_model(tmp_path))


def words(rows: tuple[Suggestion, ...]) -> list[str]:
    return [row.word for row in rows]


def by_word(shares: Distribution) -> dict[str, float]:
    return dict(zip(shares.own_words, shares.own.tolist(), strict=True))


BLOCK = st.lists(
    st.sampled_from(["the", "Fox", "said", "Zorgle", ".", '"', "ran", "Mouse", ",", "o'clock", "…"]), max_size=12
).map(" ".join)
EDIT = st.one_of(
    st.tuples(st.just("block"), st.integers(0, 6), BLOCK),
    st.tuples(st.just("word"), st.integers(0, 6), st.sampled_from(["the", "Zorgle", "Mouse", "\f"])),
    st.tuples(st.just("delete"), st.integers(0, 6), st.just("")),
    st.tuples(st.just("move"), st.integers(0, 6), st.just("")),
)


def edited(blocks: list[str], edit: tuple[str, int, str]) -> list[str]:
    kind, place, text = edit
    place = min(place, len(blocks) - 1)
    if kind == "block":
        return [*blocks[:place], text, *blocks[place:]]
    if kind == "word":
        return [*blocks[:place], f"{blocks[place]} {text}", *blocks[place + 1 :]]
    if kind == "delete" and len(blocks) > 1:
        return blocks[:place] + blocks[place + 1 :]
    return blocks


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDIT, max_size=8))
def test_after_any_edits_the_answer_is_that_of_a_fresh_start(
    predictor: Predictor, edits: list[tuple[str, int, str]]
) -> None:
    blocks = ["The Fox saw the Mouse.", "It ran."]
    for edit in edits:
        blocks = edited(blocks, edit)
        cursor = min(edit[1], len(blocks) - 1)
        where = tuple(blocks[:cursor]), blocks[cursor]
        found, wanted = predictor.distribution(*where), Predictor(predictor.model).distribution(*where)
        np.testing.assert_allclose(found.known, wanted.known, atol=1e-5)
        assert by_word(found) == pytest.approx(by_word(wanted), abs=1e-5)
        assert float(found.known.sum() + found.own.sum()) == pytest.approx(1, abs=1e-5)


def test_letters_typed_never_run_the_network(fresh: Predictor) -> None:
    before = "The Fox said to the "
    fresh.suggest(SuggestRequest(before=before))
    network = fresh.model.network
    network.runs = 0
    for length in range(1, 6):
        fresh.suggest(SuggestRequest(before=before, prefix="Mouse"[:length]))
    fresh.suggest(SuggestRequest(before=before, temperature=0.5))
    assert network.runs == 0
    fresh.suggest(SuggestRequest(before=f"{before}Mouse "))
    assert (network.runs, network.words_read > 0) == (1, True)


def test_a_word_taken_back_needs_no_network(fresh: Predictor) -> None:
    fresh.suggest(SuggestRequest(before="The Fox "))
    fresh.suggest(SuggestRequest(before="The Fox said "))
    fresh.model.network.runs = 0
    fresh.suggest(SuggestRequest(before="The Fox "))
    assert fresh.model.network.runs == 0


def test_without_letters_the_shares_are_of_the_whole_distribution(predictor: Predictor) -> None:
    found = predictor.suggest(SuggestRequest(before="The Fox saw the", top=1000))
    listed = sum(row.probability for row in found.words)
    assert listed + found.paragraph + found.ending + found.unknown == pytest.approx(1, abs=1e-4)
    assert found.fitting == pytest.approx(listed, abs=1e-4)


def test_with_letters_the_shares_are_of_what_fits(predictor: Predictor) -> None:
    everything = predictor.suggest(SuggestRequest(before="The Fox saw the", top=1000))
    found = predictor.suggest(SuggestRequest(before="The Fox saw the", prefix="m", top=1000))
    fitting = {row.word: row.probability for row in everything.words if row.word.lower().startswith("m")}
    assert sum(row.probability for row in found.words) == pytest.approx(1, abs=1e-4)
    assert found.fitting == pytest.approx(sum(fitting.values()), abs=1e-5)
    for row in found.words:
        assert row.probability * found.fitting == pytest.approx(fitting[row.word], abs=1e-5)


@pytest.mark.parametrize("text", ["", "The ", "zorgle blarg\n", "qwe qwe qwe ", "\f", "漢字", "👩\u200d🌾 ", "\x00 a "])
def test_nothing_unreadable_is_ever_listed(predictor: Predictor, text: str) -> None:
    found = predictor.suggest(request_at(text, top=1000))
    assert len(found.words) > 10
    assert not {"<unk>", "\f", "\n", ""} & set(words(found.words))
    assert len(set(words(found.words))) == len(found.words)
    assert all(0 <= row.probability <= 1 for row in found.words)


def test_a_name_the_writer_made_up_is_offered_with_its_spelling(predictor: Predictor) -> None:
    text = "Zorgle met the Fox. The Fox saw Zorgle. Then Zorgle ran to the Fox and "
    found = predictor.suggest(request_at(text, top=30))
    (name,) = [row for row in found.words if row.word == "Zorgle"]
    assert name.probability > 0.005
    assert not name.known
    assert words(predictor.suggest(request_at(f"{text}zo")).words)[0] == "Zorgle"


def test_a_name_from_long_ago_is_still_completed(fresh: Predictor) -> None:
    text = "Zorgle ran.\n" + "The Mouse ran and ran.\n" * 200
    found = fresh.suggest(request_at(f"{text}The Zor"))
    assert found.words == (Suggestion("Zorgle", 0.0, known=False),)


def test_a_sentence_begins_with_a_capital_and_each_word_stands_once(predictor: Predictor) -> None:
    text = "The Fox ran. "
    found = predictor.suggest(request_at(text, top=1000))
    assert all(not row.word[0].islower() for row in found.words)
    raw = predictor.distribution((), text)
    index = predictor.model.vocabulary.index
    the = next(row for row in found.words if row.word == "The")
    assert the.probability == pytest.approx(float(raw.known[index["the"]] + raw.known[index["The"]]), abs=1e-6)


def test_inside_a_sentence_words_are_as_they_are(predictor: Predictor) -> None:
    assert {"the", "The"} <= set(words(predictor.suggest(request_at("The Fox saw ", top=1000)).words))


@pytest.mark.parametrize(
    ("prefix", "wanted"), [("mou", "Mouse"), ("Nothi", "Nothing"), ("NOTHI", "NOTHING"), ("Don’", "Don’t")]
)
def test_a_completion_follows_the_letters_typed(predictor: Predictor, prefix: str, wanted: str) -> None:
    found = predictor.suggest(SuggestRequest(before="“Well,” the Fox said ", prefix=prefix))
    assert words(found.words)[0] == wanted


def test_letters_that_nothing_begins_with_get_an_empty_list(predictor: Predictor) -> None:
    found = predictor.suggest(SuggestRequest(before="The ", prefix="xqz"))
    assert (found.words, found.fitting) == ((), 0.0)


def test_at_temperature_nought_the_likeliest_has_it_all(predictor: Predictor) -> None:
    plain = predictor.suggest(SuggestRequest(before="The Fox saw"))
    cold = predictor.suggest(SuggestRequest(before="The Fox saw", temperature=0))
    assert words(cold.words) == words(plain.words)
    assert [row.probability for row in cold.words] == [1.0] + [0.0] * 9


def test_a_low_temperature_sharpens(predictor: Predictor) -> None:
    plain = predictor.suggest(SuggestRequest(before="The Fox saw")).words[0]
    sharp = predictor.suggest(SuggestRequest(before="The Fox saw", temperature=0.5)).words[0]
    assert (sharp.word, sharp.probability > plain.probability) == (plain.word, True)


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ("The Fo", ("The ", "Fo")),
        ("The Fox ", ("The Fox ", "")),
        ("said, “do", ("said, “", "do")),
        ("I don't", ("I ", "don't")),
        ("Well.", ("Well.", "")),
        ("漢字", ("漢字", "")),
        ("a" * 100, ("a" * 100, "")),
        ("", ("", "")),
    ],
)
def test_the_word_begun_is_told_from_the_text_before(block: str, wanted: tuple[str, str]) -> None:
    assert split_prefix(block) == wanted


@pytest.mark.parametrize("wrong", [{"top": 0}, {"top": 5000}, {"temperature": -1.0}, {"temperature": float("nan")}])
def test_numbers_out_of_range_are_said_in_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="must be from"):
        SuggestRequest(**wrong)  # type: ignore[arg-type]


def test_reading_ahead_yields_on_its_way(fresh: Predictor) -> None:
    steps: list[int] = []
    finish(fresh.prepare("The Fox ran.\n" * 200), lambda step: steps.append(step.done))
    assert steps == [31, 63, 95, 127, 159, 191]


def test_a_long_document_is_not_read_anew_at_every_key(fresh: Predictor) -> None:
    blocks = tuple(f"The Fox saw the Mouse number{line} and the Crow said nothing." for line in range(4000))
    fresh.suggest(SuggestRequest(blocks, "The "))
    reading: list[float] = []
    for length in range(2, 40):
        began = time.process_time()
        fresh.suggest(SuggestRequest(blocks, "The Fox ran " * length))
        reading.append(time.process_time() - began)
    assert sorted(reading)[len(reading) // 2] < 0.02
