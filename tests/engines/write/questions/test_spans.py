"""Spans are what the likeliest permitted row of tags says."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from engines.write.questions.spans import BEGIN, INSIDE, OUTSIDE, best_tags, spans_of, tags_of


def permitted(tags: tuple[int, ...]) -> bool:
    """No I at the beginning or after an O."""
    return all(tag != INSIDE or (at > 0 and tags[at - 1] != OUTSIDE) for at, tag in enumerate(tags))


@pytest.mark.parametrize("seed", range(20))
def test_the_tags_are_the_best_of_all_permitted_rows(seed: int) -> None:
    chances = np.random.default_rng(seed).dirichlet([0.5] * 3, size=6).astype(np.float32)
    rows = filter(permitted, itertools.product(range(3), repeat=6))
    best = max(rows, key=lambda tags: sum(math.log(max(chances[at, tag], 1e-30)) for at, tag in enumerate(tags)))
    assert tuple(best_tags(chances)) == best


def test_spans_that_touch_stay_two() -> None:
    tags = tags_of([(1, 3), (3, 4)], 5)
    assert tags.tolist() == [OUTSIDE, BEGIN, INSIDE, BEGIN, OUTSIDE]
    spans = spans_of(tags, np.full((5, 3), 0.25, np.float32))
    assert [(span.first, span.end) for span in spans] == [(1, 3), (3, 4)]
    assert spans[0].score == pytest.approx(0.25)


def test_no_words_have_no_tags() -> None:
    assert best_tags(np.zeros((0, 3), np.float32)).shape == (0,)
