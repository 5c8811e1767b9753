"""Hard-wrapped lines become paragraphs; verse stays verse."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from engines.write.unwrapping import unwrap

PROSE = (
    "A hungry fox saw some fine bunches of grapes hanging from a vine that was trained along a high trellis, and "
    "did his best to reach them by jumping as high as he could into the air. But it was all in vain, for they were "
    "just out of reach: so he gave up trying, and walked away with an air of dignity and unconcern."
)
VERSE = "Twinkle, twinkle, little star,\nHow I wonder what you are!\nUp above the world so high,\nLike a diamond in\n"


def test_wrapped_paragraphs_are_joined() -> None:
    wrapped = textwrap.fill(PROSE, 66) + "\n\n\n" + textwrap.fill(PROSE, 66)
    text, wrapping = unwrap(wrapped)
    assert text == f"{PROSE}\n\n\n{PROSE}"
    assert wrapping is not None
    assert 60 <= wrapping.width <= 66


def test_an_indent_begins_a_paragraph() -> None:
    wrapped = "\n".join(textwrap.fill(PROSE, 66, initial_indent="    ") for _ in range(2))
    assert unwrap(wrapped)[0] == f"    {PROSE}\n    {PROSE}"


def test_verse_keeps_its_lines() -> None:
    verse = VERSE * 8
    assert unwrap(verse) == (verse, None)


def test_verse_inside_wrapped_prose_keeps_its_lines() -> None:
    verse = textwrap.indent("Twinkle, twinkle, little star,\nHow I wonder what you are!", "    ")
    text, _ = unwrap(f"{textwrap.fill(PROSE, 66)}\n\n{verse}\n\n{textwrap.fill(PROSE, 66)}")
    assert text == f"{PROSE}\n\n{verse}\n\n{PROSE}"


def test_one_line_a_paragraph_stays_so() -> None:
    text = "\n".join([PROSE, "Said he.", PROSE, "Said she.", PROSE, "the end"])
    assert unwrap(text) == (text, None)


def test_divided_words_and_dashes_close_up() -> None:
    lines = textwrap.fill(PROSE, 66).split("\n")
    lines[1] = lines[1].rsplit(" ", 1)[0][:58] + " unfasten-"
    lines[2] = "ed all of it " + lines[2][:50] + "--"
    text, _ = unwrap("\n".join(lines) + "\n\nIt was unfastened.")
    assert "unfastened all of it" in text
    assert "--" + lines[3][:4] in text


def test_form_feeds_stay() -> None:
    wrapped = textwrap.fill(PROSE, 66)
    assert unwrap(f"{wrapped}\n\f\n{wrapped}")[0] == f"{PROSE}\n\f\n{PROSE}"


def test_wrapped_lines_of_a_script_without_spaces_are_joined_without() -> None:
    paragraph = "从前有一只狐狸，看见葡萄架上挂着一串串成熟的葡萄，它想吃，可是够不着，于是走开了" * 6
    lines = [paragraph[place : place + 40] for place in range(0, len(paragraph), 40)]
    assert unwrap("\n".join(lines))[0] == paragraph


def test_sentences_of_one_length_stay_on_their_lines() -> None:
    text = "the fox came home late that very night.\n" * 9
    assert unwrap(text) == (text, None)


@given(st.lists(st.text(st.sampled_from("ab A-\t"), max_size=70)).map("\n".join))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(unwrap(text)[0].split()).replace("-", "")
    assert kept == "".join(text.split()).replace("-", "")
