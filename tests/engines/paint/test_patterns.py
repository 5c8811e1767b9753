"""A pattern makes names that every file system takes, and says which fields there are."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.paint import patterns
from engines.paint.looks import Look, one_style
from engines.paint.patterns import FIELDS, USUAL, checked_pattern, fit_for_files, look_values, stem_of

VALUES = {"name": "IMG_1", "style": "wave+udnie", "strength": "80", "number": "007", "date": "2024-05-06"}


def test_the_usual_pattern_says_what_was_done() -> None:
    assert stem_of(checked_pattern(USUAL), VALUES) == "IMG_1__wave+udnie__80"


def test_every_field_is_filled_in() -> None:
    pattern = checked_pattern(" ".join(f"{{{name}}}" for name in FIELDS))
    assert stem_of(pattern, VALUES).split() == [VALUES[name] for name in FIELDS]


def test_doubled_braces_are_braces() -> None:
    assert stem_of(checked_pattern("{{{name}}}"), VALUES) == "{IMG_1}"


@pytest.mark.parametrize(
    "pattern", ["{nmae}", "{}", "{0}", "{name.stem}", "{name[0]}", "{name!r}", "{number:04d}", "{strength:{name}}"]
)
def test_an_unknown_field_names_the_known_ones(pattern: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked_pattern(pattern)
    assert all(f"{{{name}}}" in str(caught.value) for name in FIELDS)


@pytest.mark.parametrize("pattern", ["{name", "name}", "{", "a{name}}"])
def test_a_lone_brace_is_a_sentence(pattern: str) -> None:
    with pytest.raises(BadInput, match="brace"):
        checked_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "  ", "\t"])
def test_an_empty_pattern_is_a_sentence(pattern: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        checked_pattern(pattern)


@given(st.text(max_size=400))
@example("../../etc/passwd")
@example("CON")
@example("nul.txt")
@example("COM1 ")
@example("🌊" * 100)
@example("\ud800")
@example(". . .")
@example("a\0b")
def test_any_text_becomes_a_name_for_every_file_system(text: str) -> None:
    name = fit_for_files(text)
    assert name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert len(name.encode("utf-8", "surrogatepass")) <= 201
    assert name == name.strip()
    assert not name.endswith(".")
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    assert fit_for_files(name) == name


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_pattern_is_refused_in_a_sentence_or_makes_a_name(text: str, name: str) -> None:
    said = ""
    try:
        pattern = checked_pattern(text)
    except BadInput as error:
        said = str(error)
    assert said.endswith(".") if said else stem_of(pattern, {**VALUES, "name": name})


def test_a_good_name_is_left_alone() -> None:
    assert fit_for_files("Große Welle “神奈川” 🌊 (2)") == "Große Welle “神奈川” 🌊 (2)"


def test_a_pattern_tells_whether_it_uses_a_field() -> None:
    assert patterns.uses("{name}_{date}", "date")
    assert not patterns.uses("{name}_{{date}}", "date")


@pytest.mark.parametrize(
    ("look", "outside", "style", "strength"),
    [
        (Look((("wave", 1.0), ("udnie", 2.0)), 0.8), Look(), "wave+udnie", "80"),
        (Look(), one_style("udnie", 0.25), "udnie", "25"),
        (Look(), Look(), "plain", "100"),
    ],
)
def test_the_name_tells_the_look(look: Look, outside: Look, style: str, strength: str) -> None:
    assert look_values(look, outside) == {"style": style, "strength": strength}
