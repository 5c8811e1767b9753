"""Learning to ask goes on exactly where it stopped, and learns."""

from __future__ import annotations

import json

import pytest
import torch

from engines.write.questions.features import example_of
from engines.write.questions.learner import QuestionLearner, QuestionRecipe
from engines.write.questions.networks import QuestionConfig
from engines.write.questions.reading import Asked

TEXT = "Joe Bloggs scored for Arsenal"
WORDS = ["", "<UNK>", "<START>", "<END>", "scored", "for", "who", "?"]


def learner(attention: bool) -> QuestionLearner:
    """A little learner of two questions, which looks at them every third step."""
    places = {word: number for number, word in enumerate(WORDS)}
    asked = [Asked("Cup", TEXT, 0, 10, "Who scored?"), Asked("Cup", TEXT, 22, 29, "Who for?")]
    examples = [one for ask in asked if (one := example_of(ask, [(0, 10)], places, 50, 20))]
    config = QuestionConfig(8, 6, 8, tags=3 if attention else 2, attention=attention)
    vectors = torch.randn(8, 6, generator=torch.Generator().manual_seed(1))
    return QuestionLearner(config, QuestionRecipe(rows=1, rate=0.02, look_every=3), examples, examples, vectors)


@pytest.mark.parametrize("attention", [True, False])
def test_a_resumed_curve_is_the_uninterrupted_one(attention: bool) -> None:
    whole, first, second = learner(attention), learner(attention), learner(attention)
    curve = [whole.update(step, 9) for step in range(9)]
    for step in range(4):
        first.update(step, 9)
    second.load_state(first.state())
    again = [second.update(step, 9) for step in range(4, 9)]
    assert json.dumps(again) == json.dumps(curve[4:])


@pytest.mark.parametrize("attention", [True, False])
def test_two_questions_are_learnt_by_heart(attention: bool) -> None:
    taught = learner(attention)
    before = taught.held_out_loss()
    for step in range(60):
        taught.update(step, 60)
    assert taught.held_out_loss() < before / 3
