"""Documents side by side: every word is learnt once a round, and no memory crosses from one document to the next."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.write.streams import SHORTEST_SECTION, Streams, Words, packed, sections
from engines.write.vocabulary import STORY_ID, UNK_ID


def numbered(*lengths: int) -> list[Words]:
    """Documents whose words all differ (each stands there twice over all, so that none is rare)."""
    found, word = [], 10
    for length in lengths:
        found.append(np.array([STORY_ID, *range(word, word + length), STORY_ID]))
        word += length
    return [*found, *found]


def streams(documents: list[Words], lines: int = 3, seed: int = 0) -> Streams:
    return Streams(documents, lines, random.Random(seed))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_packing_loses_no_word(lengths: list[int]) -> None:
    pieces = [np.arange(length) + 100 * number for number, length in enumerate(lengths)]
    passages, order = packed(pieces)
    for row, index in enumerate(order):
        assert passages.words[passages.rows == row].tolist() == pieces[index].tolist()
    assert passages.sizes.tolist() == sorted(passages.sizes.tolist(), reverse=True)
    assert int(passages.sizes.sum()) == sum(lengths)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_the_word_before_is_found_in_the_same_passage(lengths: list[int]) -> None:
    passages, _ = packed([np.arange(length) + 100 * number for number, length in enumerate(lengths)])
    before = passages.before()
    later = torch.arange(passages.count, len(passages.words))
    assert len(before) == len(later)
    assert (passages.words[later] == passages.words[before] + 1).all()
    assert (passages.rows[later] == passages.rows[before]).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 4), st.integers(1, 25))
def test_every_line_reads_its_documents_in_order_and_whole(lengths: list[int], lines: int, window: int) -> None:
    documents = numbered(*lengths)
    reading = streams(documents, lines)
    said: list[list[int]] = [[] for _ in range(lines)]
    for _ in range(12):
        found = reading.window(window)
        passages = found.passages
        assert len(found.targets) == lines * window
        for row in range(passages.count):
            words = passages.words[passages.rows == row].tolist()
            targets = found.targets[passages.rows == row].tolist()
            assert words[1:] == targets[:-1]
            carried = int(found.carried[row])
            # A document that begins is read from STORY, one that goes on from where its line was.
            assert (words[0] == STORY_ID) == (carried < 0)
            if carried >= 0 and said[carried]:
                assert words[0] == said[carried][-1]
        for line in range(lines):
            row = int(found.kept[line])
            said[line].append(int(found.targets[passages.rows == row][-1]))


def test_a_round_reads_every_document_once() -> None:
    documents = [np.array([STORY_ID, 10 + number, 20 + number % 2, 20 + number % 2, STORY_ID]) for number in range(8)]
    reading = streams(documents, lines=2)
    first = reading.window(16)  # 8 documents of 4 words, 2 lines
    seen = Counter(word for word in first.targets.tolist() if word in range(10, 18))
    # Words that occur once are unknown every second time, but none comes twice.
    assert set(seen.values()) == {1}
    assert first.targets.tolist().count(STORY_ID) == 8


def test_words_that_occur_once_are_unknown_about_every_second_time() -> None:
    documents = [np.array([STORY_ID, *range(10, 410), STORY_ID])]
    reading = streams(documents, lines=1)
    targets = reading.window(401).targets
    assert 0.35 < float((targets == UNK_ID).float().mean()) < 0.65
    again = reading.window(401).targets
    assert not torch.equal(targets, again)


def test_words_that_occur_twice_are_always_themselves() -> None:
    reading = streams(numbered(30, 40), lines=2)
    assert not (reading.window(200).targets == UNK_ID).any()


def test_a_long_document_is_shared_among_the_lines() -> None:
    novel = np.array([STORY_ID, *([5, 6, 7] * 20_000), STORY_ID])
    pieces = sections([novel], lines=4)
    assert len(pieces) >= 8
    assert min(map(len, pieces)) > SHORTEST_SECTION
    joined = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    np.testing.assert_array_equal(joined, novel)


def test_streams_go_on_exactly_where_they_stopped() -> None:
    documents = numbered(13, 40, 7, 22)
    chance = random.Random(0)
    one, other = Streams(documents, 3, chance), streams(documents, seed=9)
    for _ in range(5):
        one.window(11)
    state, shuffles = one.state(), chance.getstate()
    before = [one.window(11).targets for _ in range(20)]
    other.load_state(state)
    # The order of later rounds is up to the chance, which a learner keeps beside.
    other._chance.setstate(shuffles)
    assert all(torch.equal(other.window(11).targets, targets) for targets in before)


@pytest.mark.parametrize("lines", [1, 5])
def test_there_are_as_many_words_as_targets(lines: int) -> None:
    assert streams(numbered(13, 40), lines).words == 2 * (14 + 41)
