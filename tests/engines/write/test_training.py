"""From files to a run: the folder holds what an export needs, and a run goes on exactly where it stopped."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engines.errors import BadCheckpoint, BadInput
from engines.steps import Step, Task, finish
from engines.training import CHECKPOINT, LOG, Outcome, Plan
from engines.write.learner import WordLearner
from engines.write.material import read_aside
from engines.write.networks import BookNetwork, WordNetwork
from engines.write.presets import LITTLE_DROPOUTS, LITTLE_TEXT, PRESETS, Tuning
from engines.write.shipping import export_words
from engines.write.training import MOST_STEPS, WordTraining, read_run, train_words
from engines.write.vocabulary import Vocabulary
from tests.engines.write.learnedwords import small_learner
from tests.engines.write.taughtwords import shelf, training


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shelf(tmp_path / "texts")
    return tmp_path


def log_of(run: Path) -> bytes:
    return (run / LOG).read_bytes()


def column(run: Path, name: str) -> list[float]:
    with (run / LOG).open(newline="", encoding="utf-8") as stream:
        return [float(row[name]) for row in csv.DictReader(stream)]


def close_after(task: Task[Outcome], pieces: int) -> None:
    """Close the task after so many steps that are not the reading of texts."""
    for step in task:
        if step.total is not None:
            pieces -= 1
        if pieces <= 0:
            break
    task.close()


def test_a_run_holds_what_an_export_needs(place: Path) -> None:
    outcome = finish(train_words(training(place)))
    names = {"vocabulary.json", "ngram.npz", "copies.npz", "split.json", "texts.json", CHECKPOINT, LOG}
    assert {path.name for path in outcome.run.iterdir()} == names
    assert outcome.steps == 6
    words = Vocabulary.load(outcome.run / "vocabulary.json")
    assert "Fox" in words
    assert "Number3" not in words  # stands there once
    split = json.loads((outcome.run / "split.json").read_text(encoding="utf-8"))
    aside = read_aside(outcome.run)
    assert (len(aside.held_out), len(aside.test)) == (len(split["held_out"]), len(split["test"]))
    assert sum(map(len, split.values())) == 24
    assert not set(aside.held_out) & set(aside.test)


def test_learning_gets_better_than_chance_and_says_so(place: Path) -> None:
    outcome = finish(train_words(training(place, steps=120)))
    held_out = column(outcome.run, "held_out")
    assert held_out[0] == pytest.approx(len(Vocabulary.load(outcome.run / "vocabulary.json")), rel=0.2)
    assert held_out[-1] < held_out[0] / 3
    assert column(outcome.run, "ngram")[0] > 1
    assert outcome.metrics["best"] == min(held_out)


def test_a_sample_text_is_shown(place: Path) -> None:
    texts: list[object] = []
    finish(
        train_words(training(place, plan=Plan(30, preview_every=0.0))),
        lambda step: texts.append(step.preview) if step.preview is not None else None,
    )
    assert len(texts) == 30
    assert all(isinstance(text, str) for text in texts)
    assert "<unk>" not in "".join(map(str, texts))


@pytest.mark.parametrize("pieces", [1, 9, 20, 33])
def test_a_run_closed_anywhere_goes_on_to_the_same_log_byte_by_byte(place: Path, pieces: int) -> None:
    request = training(place, steps=14)
    whole = replace(request, run=place / "whole")
    finish(train_words(whole))
    close_after(train_words(request), pieces)
    assert len(log_of(request.run)) < len(log_of(whole.run))
    finish(train_words(replace(request, resume=True)))
    assert log_of(request.run) == log_of(whole.run)


def test_a_run_that_went_on_has_the_same_network(place: Path) -> None:
    request = training(place, steps=14)
    whole = replace(request, run=place / "whole")
    finish(train_words(whole))
    close_after(train_words(request), 17)
    finish(train_words(replace(request, resume=True)))
    wanted, found = read_run(whole.run), read_run(request.run)
    assert found.held_out == wanted.held_out
    for name, value in wanted.network.state_dict().items():
        assert torch.equal(found.network.state_dict()[name], value)


def test_two_pieces_are_never_far_apart(place: Path) -> None:
    steps: list[Step] = []
    finish(train_words(training(place, steps=3)), steps.append)
    # Several reports a step: a click on Stop need not wait for the end of one.
    assert len([step for step in steps if step.total == 3]) > 2 * 3


def test_learning_ends_when_it_gets_no_better(place: Path) -> None:
    request = training(place, plan=Plan(MOST_STEPS))
    assert request.recipe is not None
    outcome = finish(train_words(replace(request, recipe=replace(request.recipe, patience=2, rate=0.1))))
    assert outcome.finished
    assert outcome.steps < 2000


def test_nobody_knows_the_total_of_a_run_without_end(place: Path) -> None:
    totals: list[int | None] = []
    task = train_words(training(place, plan=Plan(MOST_STEPS)))
    for step in task:
        totals.append(step.total)
        if step.metrics:
            break
    task.close()
    assert set(totals) == {None}
    assert read_run(place / "run").steps == 1


def test_a_run_is_never_begun_over_another(place: Path) -> None:
    finish(train_words(training(place, steps=1)))
    with pytest.raises(BadInput, match="already holds a training run"):
        finish(train_words(training(place, steps=1)))


def test_other_texts_cannot_be_resumed_with(place: Path) -> None:
    finish(train_words(training(place, steps=1)))
    before = (place / "run" / "vocabulary.json").read_bytes()
    (place / "texts" / "more.txt").write_text("Another tale altogether. " * 30, encoding="utf-8")
    with pytest.raises(BadCheckpoint, match="other texts"):
        finish(train_words(training(place, steps=2, resume=True)))
    assert (place / "run" / "vocabulary.json").read_bytes() == before


def test_nothing_to_resume_is_one_sentence(place: Path) -> None:
    with pytest.raises(BadCheckpoint, match=r"\.$"):
        finish(train_words(training(place, resume=True)))


def test_ten_words_are_too_few(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "short.txt").write_text("One two three four five six seven eight nine ten.", encoding="utf-8")
    with pytest.raises(BadInput, match="Add texts"):
        finish(train_words(training(tmp_path)))
    assert not (tmp_path / "run" / CHECKPOINT).exists()


def test_the_books_model_is_learnt_and_read_back(place: Path) -> None:
    finish(train_words(training(place, steps=3, preset=PRESETS["book"])))
    trained = read_run(place / "run")
    assert isinstance(trained.network, BookNetwork)
    assert trained.window == 20


def test_the_books_model_resumes_exactly_too(place: Path) -> None:
    request = training(place, steps=5, preset=PRESETS["book"])
    whole = replace(request, run=place / "whole")
    finish(train_words(whole))
    close_after(train_words(request), 8)
    finish(train_words(replace(request, resume=True)))
    assert log_of(request.run) == log_of(whole.run)


def test_little_text_has_more_hidden(place: Path) -> None:
    del place
    preset = PRESETS["small"]
    assert preset.recipe_for(LITTLE_TEXT - 1).dropouts == LITTLE_DROPOUTS
    assert preset.recipe_for(LITTLE_TEXT) == preset.recipe


def test_learning_on_with_a_model_begins_where_the_model_is(place: Path) -> None:
    finish(train_words(training(place, steps=120)))
    export_words(place / "run", place / "model")
    learnt = read_run(place / "run").held_out
    request = replace(training(place, steps=1), run=place / "on", start_from=place / "model")
    finish(train_words(request))
    assert column(request.run, "held_out")[0] == pytest.approx(learnt, rel=1e-3)


def test_new_words_can_be_told_apart_when_learning_on(place: Path) -> None:
    finish(train_words(training(place, steps=2)))
    export_words(place / "run", place / "model")
    shelf(place / "texts", 30)
    for number in range(24, 30):
        path = place / "texts" / f"fable {number}.txt"
        path.write_text(path.read_text(encoding="utf-8").replace("Fox", "Heron"), encoding="utf-8")
    finish(train_words(replace(training(place, steps=1), run=place / "on", start_from=place / "model")))
    trained, words = read_run(place / "on"), Vocabulary.load(place / "on" / "vocabulary.json")
    assert isinstance(trained.network, WordNetwork)
    rows = trained.network.embedding.weight.detach().numpy()
    assert not np.allclose(rows[words.index["Heron"]], rows[0], atol=1e-3)


def test_a_recipe_is_changed_where_that_is_asked_for(place: Path) -> None:
    tuning = Tuning(lines=5, rate=0.02, dropout=0.25, averaging=0.9)
    outcome = finish(train_words(training(place, steps=1, tuning=tuning)))
    recipe = read_run(outcome.run).identity["recipe"]
    assert (recipe["lines"], recipe["rate"], recipe["averaging"]) == (5, 0.02, 0.9)
    # Words and weights are hidden as before.
    assert recipe["dropouts"] == {"word": 0.1, "embedded": 0.25, "between": 0.25, "output": 0.25, "recurrent": 0.2}


def test_no_change_leaves_the_recipe_as_it_is() -> None:
    assert Tuning().applied(PRESETS["small"].recipe) == PRESETS["small"].recipe


def test_the_books_model_is_taught_as_in_the_book(place: Path) -> None:
    with pytest.raises(BadInput, match="taught as in the book"):
        finish(train_words(training(place, preset=PRESETS["book"], tuning=Tuning(rate=0.1))))


def test_the_books_model_cannot_learn_on(place: Path) -> None:
    with pytest.raises(BadInput, match="begins from nothing"):
        finish(train_words(training(place, preset=PRESETS["book"], start_from=place)))


@pytest.mark.parametrize("words", [0, 99])
def test_a_vocabulary_can_be_too_small(place: Path, words: int) -> None:
    with pytest.raises(BadInput, match="too small"):
        finish(train_words(WordTraining((place / "texts",), place / "run", words=words)))


def test_a_document_begins_with_an_empty_memory() -> None:
    learner = small_learner()
    for step in range(3):
        learner.update(step, 100)
    window = learner._streams.window(40)
    carried = learner._carried(window)
    fresh = window.carried < 0
    assert fresh.any()
    assert (~fresh).any()
    for memory in carried:
        assert (memory[:, fresh] == 0).all()
    lines = window.carried[~fresh]
    for memory, line in zip(carried, learner._state, strict=True):
        assert torch.equal(memory[:, ~fresh], line[:, lines])
        assert (line[:, lines] != 0).any()


def test_an_update_in_pieces_is_the_same_update(monkeypatch: pytest.MonkeyPatch) -> None:
    def learnt(words_a_piece: int) -> WordLearner:
        monkeypatch.setattr("engines.write.learner.piece_words", lambda network: words_a_piece)
        learner = small_learner()
        for step in range(4):
            learner.update(step, 100)
        return learner

    whole, pieces = learnt(10_000), learnt(8)
    for name, value in whole.net.state_dict().items():
        torch.testing.assert_close(pieces.net.state_dict()[name], value, atol=1e-4, rtol=1e-3)


def test_the_rate_halves_and_learning_ends_without_progress() -> None:
    learner = small_learner()
    rates = []
    for step in range(400):
        metrics = learner.update(step, 400)
        if not rates or rates[-1] != metrics["rate"]:
            rates.append(metrics["rate"])
        learner.best.lowest = -math.inf  # from now on nothing is progress
        if learner.finished:
            break
    assert rates == [1e-2 / 2**halvings for halvings in range(len(rates))]
    assert len(rates) >= 3
    assert learner.finished
