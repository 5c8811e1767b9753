"""Measuring what a model foresees."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from engines.errors import BadInput
from engines.steps import finish
from engines.write.evaluating import PIECE, Evaluation, Foresight, evaluate
from engines.write.mixture import Mixture
from engines.write.ngram import KneserNey
from engines.write.tokens import PARAGRAPH, STORY
from engines.write.vocabulary import SPECIAL, STORY_ID, UNK_ID, Vocabulary
from tests.engines.write.foreseen import Sharp, counts, documents, vocabulary

LETTERS = Vocabulary((*SPECIAL, *"abcdefghijklmno"))
NO_CACHE = Mixture(0.5, 0.5, 0.0, cache_beside_ngram=0.0)


def measured(*texts: list[str], mixture: Mixture = NO_CACHE) -> Evaluation:
    """With an n-gram that knows nothing: every unit has the same probability."""
    return finish(evaluate(Foresight(LETTERS, mixture, KneserNey.fit([], len(LETTERS))), texts))


def test_knowing_nothing_is_as_perplexing_as_there_are_words() -> None:
    found = measured(list("abc"), list("de"))
    assert found.mixture.perplexity == pytest.approx(len(LETTERS), rel=1e-4)
    assert (found.documents, found.words, found.breaks) == (2, 5, 2)


def test_the_perplexity_is_that_of_the_counts_word_by_word() -> None:
    words, texts = vocabulary(), documents(4, 5)
    model = counts(words)
    found = finish(evaluate(Foresight(words, NO_CACHE, model), texts))
    logs = [model.log_probabilities([STORY_ID, *words.encode(each), STORY_ID]) for each in texts]
    assert found.mixture.perplexity == pytest.approx(math.exp(-np.concatenate(logs).mean()), rel=1e-4)


def test_of_equal_words_the_ten_with_the_lowest_ids_are_listed_and_breaks_never() -> None:
    # a is first, b and c follow; k is the eleventh.
    found = measured(["a", PARAGRAPH, "b", "j", "k"]).mixture
    assert found.top1 == pytest.approx(1 / 4)
    assert found.top3 == pytest.approx(2 / 4)
    assert found.top10 == pytest.approx(3 / 4)


def test_unknown_words_count_for_the_perplexity_and_never_as_a_hit() -> None:
    words = Vocabulary((*SPECIAL, "a"))
    model = KneserNey.fit([[UNK_ID] * 9], len(words))
    found = finish(evaluate(Foresight(words, NO_CACHE, model), [["Renard", "Ysengrin", "Renard"]]))
    # <unk> is nearly certain, so the perplexity is low; what is listed (“a”) was always wrong.
    assert found.unknown == 1
    assert found.mixture.perplexity < 2.5
    assert found.mixture.top10 == 0


def test_the_adjusted_perplexity_shares_unknown_words_out_over_the_different_ones() -> None:
    found = measured(["Renard", "Ysengrin", "Renard"]).mixture
    # Three unknown words of four units, two of them different.
    assert found.adjusted == pytest.approx(found.perplexity * 2 ** (3 / 4))


def test_a_name_of_the_documents_own_is_found_again_but_counted_apart() -> None:
    cached = Mixture(0.5, 0.3, 0.2, cache_beside_ngram=0.4)
    found = measured(["Renard", "Renard", "a", "Renard"], mixture=cached).mixture
    assert found.own10 - found.top10 == pytest.approx(2 / 4)


def test_every_document_begins_with_an_empty_cache() -> None:
    cached = Mixture(0.5, 0.3, 0.2, cache_beside_ngram=0.4)
    assert measured(["Renard"], ["Renard"], mixture=cached).mixture.own10 == 0


def test_network_counts_and_mixture_are_measured_side_by_side() -> None:
    words, texts = vocabulary(), documents(4, 6)
    coarse = KneserNey.fit([words.encode(each) for each in documents(2, 9)], len(words), order=1)
    network, shares = Sharp(counts(words), 1.5), Mixture(0.8, 0.15, 0.05)
    found = finish(evaluate(Foresight(words, shares, coarse, network), texts))
    assert found.network == finish(evaluate(Foresight(words, Mixture(1, 0, 0), None, network), texts)).mixture
    assert found.ngram_cache == finish(evaluate(Foresight(words, shares, coarse), texts)).mixture
    assert found.network is not None
    assert found.ngram_cache is not None
    assert found.network.perplexity < found.mixture.perplexity < found.ngram_cache.perplexity
    assert found.words_per_second > 0


def test_the_network_is_asked_for_a_few_words_at_a_time() -> None:
    network = Sharp(counts(vocabulary()), 1.0)
    finish(evaluate(Foresight(vocabulary(), NO_CACHE, None, network), [documents(1, 6)[0] * 4]))
    assert max(network.pieces) <= PIECE < sum(network.pieces)


def test_a_model_without_word_counts_can_be_measured() -> None:
    words = vocabulary()
    found = finish(evaluate(Foresight(words, NO_CACHE, None, Sharp(counts(words), 1.0)), documents(2, 6)))
    assert found.ngram_cache is None
    assert found.network is not None
    assert found.mixture.perplexity == pytest.approx(found.network.perplexity, rel=1e-4)


def test_percentages_of_an_overconfident_network_are_seen_to_be_wrong() -> None:
    words = vocabulary()
    model = counts(words)
    errors = [
        finish(
            evaluate(Foresight(words, Mixture(1, 0, 0), None, Sharp(model, sharpness)), documents(15, 7))
        ).first.error
        for sharpness in (1.0, 6.0)
    ]
    assert errors[1] > errors[0] + 0.05


def test_story_marks_at_the_ends_are_not_foreseen_twice() -> None:
    assert measured([STORY, "a", "b", STORY]).mixture == measured(["a", "b"]).mixture


def test_progress_tells_how_many_words_are_done() -> None:
    task = evaluate(Foresight(LETTERS, NO_CACHE, KneserNey.fit([], len(LETTERS))), [list("ab" * PIECE)])
    steps = [(step.done, step.total) for step in task]
    assert steps == [(PIECE, 2 * PIECE + 1), (2 * PIECE, 2 * PIECE + 1), (2 * PIECE + 1, 2 * PIECE + 1)]


def test_an_evaluation_survives_a_card() -> None:
    found = measured(["a", "Renard", "b"])
    assert Evaluation.from_dict(json.loads(json.dumps(found.to_dict()))) == found


@pytest.mark.parametrize("texts", [[], [[]], [[STORY]]])
def test_a_text_without_words_is_refused_in_one_sentence(texts: list[list[str]]) -> None:
    with pytest.raises(BadInput, match="no words to measure"):
        measured(*texts)
