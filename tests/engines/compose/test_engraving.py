"""Pages are engraved, and every drawn note is known by the note of the score."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.engraving import EngraveRequest, Pages, engrave
from engines.compose.notes import Key, Metre, Note
from engines.compose.score import DRUM_CHANNEL, Score, Track
from engines.errors import BadInput
from engines.steps import finish
from tests.engines.compose.midi_files import plain_notes

SVG = "{http://www.w3.org/2000/svg}"
NOTES = tuple(Note(at * 480, 0, 60 + at % 12, 480) for at in range(16))


def pages_of(score: Score, **more: object) -> Pages:
    """The pages of a score."""
    return finish(engrave(EngraveRequest(score, **more)))  # type: ignore[arg-type]


def test_every_note_is_drawn_and_known() -> None:
    pages = pages_of(Score(notes=NOTES))
    assert sorted(pages.elements) == list(range(16))
    for name in pages.notes:
        assert f'id="{name}"' in pages.svgs[pages.page_of[name]]


def test_a_note_tied_over_the_bar_line_is_drawn_twice() -> None:
    pages = pages_of(Score(notes=(Note(1440, 0, 60, 960),)))
    assert len(pages.elements[0]) == 2


def test_what_sounds_at_a_tick_is_found() -> None:
    score = Score((Track(), Track()), (*NOTES, Note(0, 1, 48, 1920)))
    pages = pages_of(score)
    found = {score.notes[pages.notes[name]] for name in pages.sounding(500)}
    assert found == {NOTES[1], Note(0, 1, 48, 1920)}
    assert pages.sounding(16 * 480) == []


def test_long_scores_take_several_pages() -> None:
    notes = tuple(Note(at * 240, 0, 60 + at % 12, 240) for at in range(400))
    pages = pages_of(Score(notes=notes), scale=1.5)
    assert len(pages.svgs) > 1
    assert set(pages.page_of.values()) == set(range(len(pages.svgs)))


def test_without_pages_all_is_on_one() -> None:
    notes = tuple(Note(at * 240, 0, 60 + at % 12, 240) for at in range(400))
    assert len(pages_of(Score(notes=notes), paged=False, scale=1.5).svgs) == 1


def test_nothing_is_left_that_qt_passes_by() -> None:
    svg = pages_of(Score((Track("Flute"),), NOTES, title="A <Song> & more")).svgs[0]
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}tspan"))
    assert not list(root.iter(f"{SVG}style"))
    assert len(list(root.iter(f"{SVG}svg"))) == 1
    assert "currentColor" not in svg
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"A <Song> & more", "Flute", "= 120"} <= set(texts)
    assert all(float(text.get("font-size", "0")) > 0 for text in root.iter(f"{SVG}text"))


def test_an_empty_score_is_an_empty_staff() -> None:
    pages = pages_of(Score())
    assert len(pages.svgs) == 1
    assert pages.notes == {}
    assert 'class="staff' in pages.svgs[0]


def test_drums_are_drawn_with_crosses_for_cymbals() -> None:
    drums = Score(
        (Track(channel=DRUM_CHANNEL),), tuple(Note(at * 480, 0, pitch, 480) for at, pitch in enumerate((36, 42)))
    )
    assert len(pages_of(drums).elements) == 2
    assert "E0A9" in pages_of(drums).svgs[0]  # the cross among the signs of music (SMuFL)


def test_the_same_score_is_the_same_page() -> None:
    numbers = re.compile(r"[a-z0-9]{7,8}")
    one, two = (numbers.sub("", pages_of(Score(notes=NOTES)).svgs[0]) for _ in range(2))
    assert one == two


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(BadInput, match="4 cm"):
        EngraveRequest(Score(), width=10)
    with pytest.raises(BadInput, match="scale"):
        EngraveRequest(Score(), scale=9)


@given(plain_notes(2), st.sampled_from(((4, 4), (3, 4), (6, 8), (7, 8), (2, 2), (5, 4))), st.integers(-7, 7))
@settings(max_examples=8)
def test_whatever_is_played_can_be_engraved(notes: list[Note], metre: tuple[int, int], sharps: int) -> None:
    score = Score(
        (Track(), Track(channel=DRUM_CHANNEL)), tuple(notes), metres=(Metre(0, *metre),), keys=(Key(0, sharps),)
    )
    pages = pages_of(score)
    drawn = {(score.notes[place].track, score.notes[place].pitch) for place in pages.elements}
    assert drawn <= {(note.track, note.pitch) for note in notes}
    assert bool(drawn) == bool(notes)


def test_a_score_longer_than_any_book_is_refused() -> None:
    with pytest.raises(BadInput, match="10,000 bars"):
        pages_of(Score(notes=(Note(10_001 * 1920, 0, 60, 480),)))
