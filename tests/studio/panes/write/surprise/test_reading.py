"""A paragraph's surprise stays with its words while letters come and go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engines.write.surprise import WordSurprise
from engines.write.tokens import is_word, tokenise
from studio.panes.write.surprise.reading import Reading

TEXT = st.text(st.sampled_from("ab’é😀 .-"), max_size=24)


def words_in(text: str) -> list[WordSurprise]:
    found: list[WordSurprise] = []
    at = 0
    for white, word in tokenise(text):
        start, at = at + len(white), at + len(white) + len(word)
        if is_word(word):
            found.append(WordSurprise(start, at, 1 / (1 + start + len(word)), True, ()))
    return found


def read(text: str) -> Reading:
    reading = Reading(text, 1)
    reading.take(0, len(text), words_in(text))
    return reading


def fresh_words(reading: Reading) -> list[WordSurprise]:
    return [word for word in reading.words() if reading.gap(word.start, word.end) is None]


@given(TEXT, st.integers(0, 24), st.integers(0, 24), TEXT)
def test_what_counts_as_up_to_date_is_what_a_fresh_look_finds(text: str, start: int, length: int, new: str) -> None:
    changed = text[:start] + new + text[start + length :]
    reading = read(text)
    reading.follow(changed, 1)
    assert set(fresh_words(reading)) <= set(words_in(changed))
    assert all(word.end <= len(changed) for word in reading.words())


@given(TEXT, st.lists(st.tuples(st.integers(0, 24), st.integers(0, 6), TEXT), max_size=4))
def test_filling_the_gaps_makes_it_whole_again(text: str, edits: list[tuple[int, int, str]]) -> None:
    reading = read(text)
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
        reading.follow(text, 1)
        while (gap := reading.gap(0, len(text))) is not None:
            rest = [word for word in words_in(text) if word.start >= gap]
            end = rest[2].start if len(rest) > 2 else len(text)
            reading.take(gap, end, [word for word in rest if word.start < end])
        assert reading.words() == words_in(text)


def test_typing_at_the_end_leaves_all_but_the_last_word_alone() -> None:
    reading = read("the fox ran")
    reading.follow("the fox ran home", 1)
    assert reading.gap(0, 16) == len("the fox ")


def test_words_behind_a_change_move_along_until_they_are_looked_at_again() -> None:
    reading = read("a b c")
    before = reading.words()[-1]
    reading.follow("a long b c", 1)
    assert reading.words()[-1] == before._replace(start=9, end=10)
    assert reading.gap(9, 10) == 9


def test_another_beginning_of_the_story_outdates_everything_and_hides_nothing() -> None:
    reading = read("a b c")
    reading.follow("a b c", 2)
    assert (len(reading.words()), reading.gap(0, 5)) == (3, 0)


def test_a_mark_stands_where_qt_counts_an_emoji_as_two() -> None:
    reading = Reading("😀 owl", 1)
    reading.take(0, 5, [WordSurprise(2, 5, 0.00001, True, ())])
    assert reading.marks() == [(3, 6, 4)]
