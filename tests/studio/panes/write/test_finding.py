"""Finding and replacing, alone and in the editor."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.panes.write.finding import MOST, Hit, Wanted, find, replacement
from studio.panes.write.places import to_python
from studio.panes.write.searching import Search
from tests.studio.panes.write.study import Study

TEXTS = st.text(st.sampled_from("abAB .*\\(é😀\n"), max_size=40)


def found(wanted: Wanted, text: str) -> list[tuple[int, int]]:
    return [(to_python(text, hit.start), to_python(text, hit.end)) for hit in find(wanted, text).hits]


@given(TEXTS, st.text(st.sampled_from("abAB .*\\(é😀"), min_size=1, max_size=3))
def test_plain_words_are_found_where_python_finds_them(text: str, word: str) -> None:
    expected = [match.span() for match in re.finditer(re.escape(word), text)]
    assert found(Wanted(word, case=True), text) == expected


@given(TEXTS, st.text(st.sampled_from("abé😀"), min_size=1, max_size=2))
def test_letters_of_either_case_are_found_unless_case_matters(text: str, word: str) -> None:
    expected = [match.span() for match in re.finditer(re.escape(word), text, re.IGNORECASE)]
    assert found(Wanted(word), text) == expected


@given(TEXTS, st.sampled_from(["a|b+", "[ab]é?", r"\bA\w*", r"(a)(b)", "^b", "é$"]))
def test_patterns_are_found_where_python_finds_them(text: str, pattern: str) -> None:
    expected = [match.span() for match in re.finditer(pattern, text, re.MULTILINE) if match[0]]
    assert found(Wanted(pattern, case=True, regex=True), text) == expected


def test_whole_words_are_not_found_inside_others() -> None:
    assert found(Wanted("ours", whole_words=True), "ours, yours, Ours") == [(0, 4), (13, 17)]


def test_an_incomplete_pattern_finds_nothing_and_says_why() -> None:
    wanted = Wanted("(a", regex=True)
    assert find(wanted, "(a").hits == ()
    assert "parenthesis" in wanted.trouble()


def test_a_pattern_that_would_take_for_ever_gives_up() -> None:
    hits = find(Wanted("(x+x+)+[yz]", regex=True), "x" * 5_000)
    assert hits.gave_up
    assert hits.hits == ()


def test_more_hits_than_anybody_looks_at_are_not_counted() -> None:
    hits = find(Wanted("a"), "a" * (MOST + 1))
    assert len(hits.hits) == MOST
    assert hits.more


@pytest.mark.parametrize(
    ("template", "text"), [(r"\2-\1", "b-a"), (r"<\0>", "<ab>"), (r"\n\t\\", "\n\t\\"), (r"\9", ""), ("$1", "$1")]
)
def test_groups_of_a_pattern_come_back_in_the_replacement(template: str, text: str) -> None:
    wanted = Wanted("(a)(b)", regex=True)
    assert replacement(wanted, find(wanted, "ab").hits[0], template) == text


def test_without_a_pattern_the_replacement_is_taken_as_it_is() -> None:
    assert replacement(Wanted("a"), Hit(0, 1), r"\0") == r"\0"


@given(st.data())
def test_replacing_all_gives_what_python_gives(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    word = data.draw(st.text(st.sampled_from("ab😀"), min_size=1, max_size=2))
    into = data.draw(st.text(st.sampled_from("abc😀"), max_size=3))
    pieces, at = [], 0
    for first, last in found(Wanted(word, case=True), text):
        pieces += [text[at:first], into]
        at = last
    assert "".join([*pieces, text[at:]]) == text.replace(word, into)


def searched(study: Study, text: str, word: str) -> Search:
    study.editor.load(text)
    search = study.pane.page.search
    search.want(Wanted(word))
    return search


def test_steps_go_round(study: Study) -> None:
    search = searched(study, "one two one two one", "one")
    seen = []
    for _ in range(4):
        search.step()
        seen.append((study.editor.textCursor().selectionStart(), search.number()))
    assert seen == [(0, 1), (8, 2), (16, 3), (0, 1)]
    search.step(False)
    assert search.number() == 3


def test_replacing_all_is_one_step_of_undo(study: Study) -> None:
    search = searched(study, "a fox, a 😀 and a hen", "a")
    assert search.replace_all("the") == 4
    assert study.editor.text() == "the fox, the 😀 thend the hen"
    assert study.steps() == ["Replace all"]
    study.pane.undo_stack.undo()
    assert study.editor.text() == "a fox, a 😀 and a hen"


def test_replacing_all_replaces_also_what_is_not_counted(study: Study) -> None:
    search = searched(study, "a " * (MOST + 5), "a")
    assert search.replace_all("b") == MOST + 5
    assert "a" not in study.editor.text()


def test_replacing_one_goes_on_to_the_next(study: Study) -> None:
    search = searched(study, "hen hen hen", "hen")
    search.replace_one("owl")
    assert study.editor.text() == "hen hen hen"
    search.replace_one("owl")
    assert study.editor.text() == "owl hen hen"
    assert search.number() == 1
    assert study.editor.textCursor().selectionStart() == 4


def test_a_replacement_that_holds_the_word_is_not_replaced_again(study: Study) -> None:
    search = searched(study, "hen hen", "hen")
    search.step()
    for _ in range(2):
        search.replace_one("hens")
    assert study.editor.text() == "hens hens"


def test_hits_follow_what_is_typed(study: Study) -> None:
    search = searched(study, "hen", "hen")
    study.editor.go_to(3)
    study.type(" hen")
    study.until(lambda: len(search.hits.hits) == 2)


def test_the_bar_says_where_one_is_and_escape_closes_it(study: Study) -> None:
    study.editor.load("hen, hens and a Hen")
    study.action("find").trigger()
    bar = study.pane.page.find_bar
    assert not bar.replacement.isVisible()
    study.qtbot.keyClicks(bar.field, "hen")
    assert bar.count.text() == "1 of 3"
    bar.words.setChecked(True)
    assert bar.count.text() == "1 of 2"
    bar.case.setChecked(True)
    assert bar.count.text() == "1 of 1"
    bar.field.setText("owl")
    bar._look()
    assert bar.count.text() == "Not found"
    study.qtbot.keyClick(bar.field, "\x1b")
    assert not bar.isVisible()
    assert study.pane.page.search.hits.hits == ()


def test_the_bar_begins_with_what_is_selected(study: Study) -> None:
    study.editor.load("the owl and the owl")
    cursor = study.editor.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    study.editor.setTextCursor(cursor)
    study.action("replace").trigger()
    bar = study.pane.page.find_bar
    assert (bar.field.text(), bar.replacement.isVisible(), bar.count.text()) == ("owl", True, "1 of 2")
    bar.replacement.setText("hen")
    bar.all.click()
    assert study.editor.text() == "the hen and the hen"
    assert study.said() == ["Replaced in 2 places; undo brings them back."]
