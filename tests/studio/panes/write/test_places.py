"""Places in Qt's units and in Python's, and texts that an editor can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from studio.panes.write.places import LONGEST_LINE, broken_up, clean, to_python, to_qt, units

#: Any text at all, with halves of emoji, NULs and Qt's own marks oftener than chance would have them.
ANY = st.text(st.one_of(st.characters(), st.sampled_from("\x00\ud83d\ude00\ufdd0\ufffc\u2029\r\n\u0301😀é")))


@given(st.text(), st.data())
def test_a_place_goes_to_qt_and_back(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    assert to_python(text, to_qt(text, index)) == index


@given(st.text())
def test_qt_counts_as_we_say(text: str) -> None:
    text = clean(text)
    document = QTextDocument(text)
    assert document.characterCount() - 1 == units(text)


def test_a_place_inside_an_emoji_is_its_beginning() -> None:
    assert to_python("a😀b", 2) == 1
    assert to_python("a😀b", 3) == 2


@given(ANY)
def test_a_clean_text_comes_out_of_a_document_as_it_went_in(text: str) -> None:
    cleaned = clean(text)
    document = QTextDocument()
    document.setPlainText(cleaned)
    blocks = [document.findBlockByNumber(at).text() for at in range(document.blockCount())]
    assert "\n".join(blocks) == cleaned


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\u2029d", "a\nb\nc\nd"),
        ("lone \ud83d half", "lone � half"),
        ("two \ud83d\ude00 halves", "two 😀 halves"),
        ("tab\tstays", "tab\tstays"),
        ("שלום e\u0301 👨\u200d👩", "שלום e\u0301 👨\u200d👩"),
    ],
)
def test_what_cannot_be_shown_goes_and_the_rest_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("letter", ["word ", "x"])
def test_a_line_that_is_too_long_is_broken_without_losing_a_letter(letter: str) -> None:
    text = letter * (3 * LONGEST_LINE // len(letter))
    broken = broken_up(text)
    assert broken.replace("\n", "") == text
    assert max(map(len, broken.split("\n"))) <= LONGEST_LINE
