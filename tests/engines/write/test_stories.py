"""Where one story ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.write.stories import split_stories, without_furniture

FABLES = "THE FOX\n\n\nA fox ran.\n\n    He ran well.\n\n\nTHE CROW AND THE\nPITCHER\n\n\nA crow drank.\n"


def titles(text: str) -> list[str]:
    return [story.title for story in split_stories(text)]


def test_titles_in_capitals_after_two_blank_lines_divide() -> None:
    assert split_stories(FABLES) == [
        ("THE FOX", "A fox ran.\n\n    He ran well."),
        ("THE CROW AND THE PITCHER", "A crow drank."),
    ]


def test_titles_in_title_case_divide() -> None:
    assert titles("A Scandal in Bohemia\n\nText one.\n\n\nThe Redheaded League\n\nText two.") == [
        "A Scandal in Bohemia",
        "The Redheaded League",
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("Chapter 1 - Down the Hole", "Chapter 2 - The Pool"),
        ("CHAPTER I. The House", "CHAPTER II."),
        ("Prologue", "Chapter Twenty-one"),
        ("Kapitel 1", "Kapitel 2"),
        ("第一章", "第二章"),
    ],
)
def test_chapter_headings_divide_after_one_blank_line(heads: tuple[str, str]) -> None:
    text = f"{heads[0]}\n\nFirst it began. And so on it went for long.\n\n{heads[1]}\n\nThen it ended."
    assert titles(text) == list(heads)


def test_the_name_below_a_chapter_number_belongs_to_it() -> None:
    text = "CHAPTER I\nDown the Hole\n\nIt began.\n\nCHAPTER II\nThe Pool\n\nIt ended."
    assert titles(text) == ["CHAPTER I Down the Hole", "CHAPTER II The Pool"]


def test_a_table_of_contents_is_no_story() -> None:
    text = "CONTENTS\n\nCHAPTER I\nCHAPTER II\n\nCHAPTER I\n\nIt began so.\n\nCHAPTER II\n\nIt ended."
    assert titles(text)[-2:] == ["CHAPTER I", "CHAPTER II"]
    assert len(titles(text)) == 3


@pytest.mark.parametrize("line", ["Part one of the plan was done.", "Book 3 was missing", "Chapter and verse"])
def test_prose_is_no_heading(line: str) -> None:
    text = f"{line}\n\nText.\n\n{line}\n\nText."
    assert titles(text) == [""]


def test_form_feeds_divide_before_anything_else() -> None:
    assert split_stories("One\n\nA fox.\f\n\nA crow sat.\nIt ate.\f") == [
        ("One", "A fox."),
        ("", "A crow sat.\nIt ate."),
    ]


def test_known_headings_divide() -> None:
    assert split_stories("a\n\ntext\n\nb\n\nmore", headings=(0, 4)) == [("a", "text"), ("b", "more")]


def test_one_title_alone_divides_nothing() -> None:
    assert split_stories("MY STORY\n\nIt was late.") == [("", "MY STORY\n\nIt was late.")]


def test_what_stands_before_the_first_title_is_kept() -> None:
    assert split_stories(f"Once more.\n\n\n{FABLES}")[0] == ("", "Once more.")


def test_the_furniture_of_gutenberg_goes() -> None:
    text = (
        "The Project Gutenberg eBook\n*** START OF THE PROJECT GUTENBERG EBOOK AESOP ***\n"
        "The _fox_ [Illustration: a fox] ran.\n * * * *\nsnake_case **stays**\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK AESOP ***\nLicence"
    )
    assert without_furniture(text).split("\n") == ["", "The fox  ran.", "", "snake_case stays", ""]


@given(st.lists(st.text(st.sampled_from("AbC. \f"), max_size=12)).map("\n".join))
def test_stories_are_never_empty(text: str) -> None:
    assert all(story.text.strip() for story in split_stories(text))
