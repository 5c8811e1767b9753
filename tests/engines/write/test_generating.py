"""Writing on: the seed decides, phrases do not come twice, and it stops at once."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from engines.errors import BadInput
from engines.steps import finish
from engines.write.generating import Candidate, Generated, GenerateRequest, generate
from engines.write.predicting import Predictor, SuggestRequest
from engines.write.tokens import is_word, spelling, tokenise
from tests.engines.write.littlemodel import little_model

PROMPT = "The Fox saw the Crow"


@pytest.fixture(scope="module")
def predictor(tmp_path_factory: pytest.TempPathFactory) -> Predictor:
    return Predictor(little_model(tmp_path_factory.mktemp("model")))


def written(predictor: Predictor, **choices: object) -> Generated:
    return finish(generate(GenerateRequest(PROMPT, **choices), predictor))  # type: ignore[arg-type]


def phrases_said_again(candidate: Candidate, length: int) -> list[tuple[str, ...]]:
    """The runs of ``length`` words that end in what was written and had come before, capitals or not."""
    said = [spelling(token.text).casefold() for token in tokenise(PROMPT)]
    before = len(said)
    said += [spelling(word.text).casefold() for word in candidate.words if word.text != "\n"]
    every = list(zip(*(said[start:] for start in range(length)), strict=False))
    return [
        phrase
        for end, phrase in enumerate(every, start=length - 1)
        if end >= before and phrase in every[: end - length + 1]
    ]


def test_the_same_seed_writes_the_same(predictor: Predictor) -> None:
    first = written(predictor, words=40, seed=3)
    assert written(predictor, words=40, seed=3) == first
    assert finish(generate(GenerateRequest(PROMPT, 40, seed=3), Predictor(predictor.model))).text == first.text
    assert written(predictor, words=40, seed=4).text != first.text


def test_it_writes_as_many_words_as_were_asked_for(predictor: Predictor) -> None:
    (candidate,) = written(predictor, words=30).candidates
    assert candidate.ended or sum(is_word(word.text) for word in candidate.words) == 30
    assert "<unk>" not in candidate.text


@pytest.mark.parametrize("length", [1, 2, 3, 4])
@pytest.mark.parametrize("temperature", [0.0, 1.2])
def test_no_phrase_of_that_length_comes_twice(predictor: Predictor, length: int, temperature: float) -> None:
    made = written(predictor, words=60, temperature=temperature, top_p=1.0, no_repeat=length, candidates=3)
    for candidate in made.candidates:
        assert not phrases_said_again(candidate, length)


def test_phrases_may_come_twice_where_that_was_asked_for(predictor: Predictor) -> None:
    (candidate,) = written(predictor, words=80, temperature=0.0, no_repeat=0).candidates
    assert phrases_said_again(candidate, 2)


def test_temperature_nought_takes_the_first_suggestion_every_time(predictor: Predictor) -> None:
    (candidate,) = written(predictor, words=25, temperature=0.0, no_repeat=0).candidates
    assert candidate.words
    for word in candidate.words:
        best = max(row.probability for row in word.alternatives)
        assert word.probability >= best - 1e-6
    assert written(predictor, words=25, temperature=0.0, no_repeat=0, seed=9).text == candidate.text


def test_each_word_has_the_alternatives_that_would_be_suggested_there(predictor: Predictor) -> None:
    (candidate,) = written(predictor, words=8, seed=1).candidates
    text = PROMPT
    for word in candidate.words:
        *blocks, before = text.split("\n")
        found = Predictor(predictor.model).suggest(SuggestRequest(tuple(blocks), before))
        assert len(word.alternatives) == 10
        shown = {row.word: row.probability for row in found.words}
        for row in word.alternatives[:5]:
            assert row.probability == pytest.approx(shown[row.word], abs=1e-4)
        text += word.glue + word.text


def test_the_text_is_the_words_with_their_white_space(predictor: Predictor) -> None:
    (candidate,) = written(predictor, words=30, seed=2).candidates
    assert candidate.text == "".join(word.glue + word.text for word in candidate.words)
    assert candidate.words[0].glue == ("" if candidate.words[0].text in ".,\n:" else " ")
    for one, other in pairwise(candidate.words):
        assert one.text != "\n" or (other.text != "\n" and other.glue == "")


def test_several_candidates_differ_and_each_is_what_it_would_be_alone(predictor: Predictor) -> None:
    three = written(predictor, words=20, candidates=3, seed=5).candidates
    assert len({candidate.text for candidate in three}) == 3
    assert three[0].text == written(predictor, words=20, seed=5).text


def test_a_candidate_that_ends_changes_nothing_for_the_others(predictor: Predictor) -> None:
    eight = written(predictor, words=40, candidates=8, temperature=1.0, seed=11).candidates
    assert {candidate.ended for candidate in eight} == {True, False}
    for count in (1, 3, 5):
        fewer = written(predictor, words=40, candidates=count, temperature=1.0, seed=11).candidates
        assert [one.text for one in fewer] == [one.text for one in eight[:count]]


def test_every_step_shows_all_that_was_written(predictor: Predictor) -> None:
    texts: list[str] = []
    done: list[int] = []

    def look(step) -> None:  # type: ignore[no-untyped-def]
        texts.append(step.preview.text)
        done.append(step.done)

    made = finish(generate(GenerateRequest(PROMPT, 12), predictor), look)
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert texts[-1] == made.text
    assert done == sorted(done)


def test_it_stops_at_once(predictor: Predictor) -> None:
    task = generate(GenerateRequest(PROMPT, 5000, candidates=8), predictor)
    for _ in range(5):
        next(task)
    began = time.monotonic()
    next(task)
    task.close()
    assert time.monotonic() - began < 0.1


def test_a_long_text_can_be_cancelled_while_it_is_read(predictor: Predictor) -> None:
    task = generate(GenerateRequest("The Fox ran and the Crow said nothing.\n" * 5000), Predictor(predictor.model))
    began = time.monotonic()
    next(task)
    task.close()
    assert time.monotonic() - began < 0.1


def test_the_story_ends_where_the_model_ends_it(tmp_path: Path) -> None:
    model = little_model(tmp_path)
    only_counts = replace(model, mixture=replace(model.mixture, network=0.0, ngram=1.0, cache=0.0))
    made = finish(generate(GenerateRequest("The Mouse ran and", 500, temperature=0.0), Predictor(only_counts)))
    assert made.candidates[0].ended
    assert made.text == " ran."


@pytest.mark.parametrize("text", ["", "zorgle blarg qwx", "漢字漢字", "👩\u200d🌾", "\n\n", "\x00", "Wrong “"])
def test_any_prompt_is_written_on(predictor: Predictor, text: str) -> None:
    made = finish(generate(GenerateRequest(text, 10, seed=1), predictor))
    assert made.candidates[0].ended or made.text.strip()


def test_a_name_of_the_prompt_can_come_again(predictor: Predictor) -> None:
    texts = [
        finish(generate(GenerateRequest("Zorgle and Zorgle saw Zorgle.", 30, 1.0, seed=seed), predictor)).text
        for seed in range(5)
    ]
    assert any("Zorgle" in text for text in texts)


def test_the_books_network_writes_too(tmp_path: Path) -> None:
    made = finish(generate(GenerateRequest(PROMPT, 10, candidates=2), Predictor(little_model(tmp_path, window=20))))
    assert all(candidate.text for candidate in made.candidates)


@pytest.mark.parametrize("wrong", [{"words": 0}, {"words": 10**6}, {"candidates": 0}, {"seed": -1}, {"top_p": 0.0}])
def test_numbers_out_of_range_are_said_in_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="must be"):
        GenerateRequest("", **wrong)  # type: ignore[arg-type]
