"""The question network's chances are chances, and only permitted words have one."""

from __future__ import annotations

import pytest
import torch

from engines.write.questions.features import example_of
from engines.write.questions.networks import PAD, START, UNKNOWN, QuestionConfig, QuestionNetwork
from engines.write.questions.reading import Asked

TEXT = "Joe Bloggs scored for Arsenal"
PLACES = {"": 0, "<UNK>": 1, "<START>": 2, "<END>": 3, "scored": 4, "for": 5, "who": 6, "?": 7}


def chances(attention: bool) -> torch.Tensor:
    """Chances over 8 words and 3 of the passage's own, for two passages of unequal length."""
    torch.manual_seed(1)
    network = QuestionNetwork(QuestionConfig(words=8, embedding=5, units=4, attention=attention)).eval()
    source = torch.tensor([[8, 9, 4, 5, 10], [4, 8, 8, PAD, PAD]])
    lengths, mask = torch.tensor([5, 3]), torch.tensor([[1.0, 1, 0, 0, 0], [0, 1, 1, 0, 0]])
    states, _ = network.read(source.where(source < 8, UNKNOWN), lengths)
    first = network.encode(states, mask, lengths)
    told, _ = network.decode(torch.tensor([[START, 6], [START, 8]]), first, states, mask, source, 3)
    return told.detach()


@pytest.mark.parametrize("attention", [True, False])
def test_the_chances_of_each_step_sum_to_one(attention: bool) -> None:
    assert torch.allclose(chances(attention).sum(-1), torch.ones(2, 2), atol=1e-6)


def test_the_pointer_gives_unknown_words_no_chance_and_passage_words_some() -> None:
    told = chances(attention=True)
    assert told[..., [PAD, UNKNOWN, START]].abs().max() < 1e-9
    assert (told[0, :, 8:] > 0).all()
    assert (told[1, :, 9:] == 0).all()


def test_the_features_of_a_question_are_the_books_five() -> None:
    asked = Asked("Cup", TEXT, 0, 10, "Who scored for Arsenal?")
    example = example_of(asked, [(0, 10), (22, 29)], PLACES, longest=50, said_most=20)
    assert example is not None
    assert example.passage.tolist() == [1, 1, 4, 5, 1]
    assert example.source.tolist() == [8, 9, 4, 5, 10]
    assert example.mask.tolist() == [1, 1, 0, 0, 0]
    assert example.tags.tolist() == [1, 2, 0, 0, 1]
    assert example.heard.tolist() == [2, 6, 4, 5, 1, 7]
    assert example.said.tolist() == [6, 4, 5, 10, 7, 3]


def test_a_question_whose_answer_is_cut_off_is_left_out() -> None:
    assert example_of(Asked("Cup", TEXT, 22, 29, "Whom?"), [], PLACES, longest=3, said_most=9) is None
