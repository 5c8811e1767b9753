"""Who wrote what, followed by a model through random edits, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.panes.write.authors import Span, as_rows, cut_out, from_rows, joined, packed, unpacked
from studio.panes.write.counting import count_words
from studio.panes.write.editor import WriteEditor
from studio.panes.write.places import to_qt
from tests.studio.panes.write.study import authored, compose, length, press

WORDS = st.text(st.sampled_from("ab ,é😀\n漢"), min_size=1, max_size=6)
MACHINE = st.sampled_from(["picked", "generated"])
AT = st.floats(0, 1)
EDITS = st.one_of(
    st.tuples(st.just("type"), WORDS),
    st.tuples(st.just("compose"), st.text(st.sampled_from("ab漢"), min_size=1, max_size=3)),
    st.tuples(st.just("go"), AT),
    st.tuples(st.just("select"), AT, AT),
    st.tuples(st.just("backspace")),
    st.tuples(st.just("insert"), WORDS, MACHINE, st.integers(0, 9)),
    st.tuples(st.just("replace"), AT, AT, WORDS, st.one_of(MACHINE, st.just("person"))),
    st.tuples(st.just("move"), AT, AT),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)
Letter = tuple[str, str, int]


class Model:
    """A list of letters with authors, and a selection; no Qt in it."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.first = self.last = 0

    def put(self, first: int, last: int, text: str, author: str, tag: int = 0) -> None:
        self.letters[first:last] = [_letter(one, author, tag) for one in text]

    def type(self, letter: str) -> None:
        self.put(self.first, self.last, letter, self._author(letter))
        self.first = self.last = self.first + 1

    def erase(self) -> None:
        del self.letters[self.first : self.last]
        self.last = self.first

    def _author(self, letter: str) -> str:
        """A letter that goes on with a machine's word is an edit of it; everything else is the person's."""
        if not letter.isalnum():
            return "person"
        word: list[Letter] = []
        at = self.first - 1
        while at >= 0 and self.letters[at][0].isalnum():
            word.append(self.letters[at])
            at -= 1
        return "edited" if any(author in ("picked", "generated") for _, author, _ in word) else "person"


def _letter(letter: str, author: str, tag: int) -> Letter:
    return (letter, "person", 0) if letter == "\n" else (letter, author, tag)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(EDITS, max_size=25))
def test_authors_follow_every_edit_and_every_undo(qtbot: QtBot, edits: list[tuple[Any, ...]]) -> None:
    stack = QUndoStack()
    editor, model = WriteEditor(stack), Model()
    qtbot.addWidget(editor)
    states: dict[int, list[Letter]] = {}

    def note() -> None:
        states[stack.index()] = list(model.letters)

    note()
    for what, *with_ in edits:
        _do(editor, model, what, with_, states, note)
        assert authored(editor) == model.letters
        assert editor.notes.words == sum(count_words(block) for block in editor.text().split("\n"))
        assert stack.canUndo() == editor.document().isUndoAvailable()
        assert stack.canRedo() == editor.document().isRedoAvailable()
        note()
    while stack.canUndo():
        stack.undo()
        assert authored(editor) == states[stack.index()]
    assert editor.is_blank()


def _do(
    editor: WriteEditor,
    model: Model,
    what: str,
    with_: list[Any],
    states: dict[int, list[Letter]],
    note: Callable[[], None],
) -> None:
    size, text = len(model.letters), editor.text()
    ends = sorted(round(share * size) for share in with_ if isinstance(share, float))
    if what == "type":
        for letter in with_[0]:
            press(editor, letter)
            model.type(letter)
            note()
    elif what == "compose":
        compose(editor, with_[0])
        model.erase()
        note()
        compose(editor, "", with_[0])
        _commit(model, with_[0])
    elif what in ("go", "select"):
        model.first, model.last = ends[0], ends[-1]
        _select(editor, to_qt(text, ends[0]), to_qt(text, ends[-1]))
    elif what == "backspace":
        if model.first == model.last and model.first:
            model.first -= 1
        model.erase()
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    elif what == "insert":
        words, author, tag = with_
        editor.insert_words(words, author, name="Words", tag=tag)
        model.put(model.first, model.last, words, author, tag)
        model.first = model.last = model.first + len(words)
    elif what == "replace":
        *_, words, author = with_
        editor.replace_span(to_qt(text, ends[0]), to_qt(text, ends[1]), words, author, "Replace")
        model.put(ends[0], ends[1], words, author)
        _agree_on_place(editor, model)
    elif what == "move":
        _cut_and_paste(editor, model, ends, round(with_[1] * (size - (ends[-1] - ends[0]))), note)
    elif what == "undo" and editor.stack.canUndo():
        editor.stack.undo()
        model.letters = list(states[editor.stack.index()])
        _agree_on_place(editor, model)
    elif what == "redo" and editor.stack.canRedo():
        editor.stack.redo()
        model.letters = list(states[editor.stack.index()])
        _agree_on_place(editor, model)


def _commit(model: Model, text: str) -> None:
    """All letters of a commit come at once: the author of the first holds for all."""
    author = model._author(text[0])
    model.put(model.first, model.last, text, author)
    model.first = model.last = model.first + len(text)


def _cut_and_paste(editor: WriteEditor, model: Model, ends: list[int], to: int, note: Callable[[], None]) -> None:
    first, last = ends[0], ends[-1]
    text = editor.text()
    _select(editor, to_qt(text, first), to_qt(text, last))
    mime = editor.createMimeDataFromSelection()
    taken = model.letters[first:last]
    editor.put(to_qt(text, first), to_qt(text, last), [], "Cut")
    del model.letters[first:last]
    note()
    place = to_qt(editor.text(), to)
    _select(editor, place, place)
    editor.insertFromMimeData(mime)
    model.letters[to:to] = taken
    model.first = model.last = to + len(taken)
    _agree_on_place(editor, model)


def _select(editor: WriteEditor, first: int, last: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(first)
    cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def _agree_on_place(editor: WriteEditor, model: Model) -> None:
    model.first = model.last = len(model.letters)
    _select(editor, length(editor), length(editor))


SPANS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(0, 5)), max_size=8)


@given(SPANS)
def test_marks_survive_the_file_and_the_clipboard(parts: list[tuple[int, int, int]]) -> None:
    spans, at = [], 0
    for size, code, tag in parts:
        at += code
        spans.append(Span(at, size, ("person", "picked", "generated", "edited")[code], tag))
        at += size
    assert from_rows(as_rows(spans), at) == spans
    assert unpacked(packed(spans), at) == spans


@pytest.mark.parametrize(
    "rows", [None, 3, "x", [[1, 2]], [[0, -1, 1, 0]], [[0, 9, 1, 0]], [[0, 1, 7, 0]], [["0", 1, 1, 0]]]
)
def test_marks_that_make_no_sense_are_left_out(rows: Any) -> None:
    assert from_rows(rows, 5) == []
    assert unpacked(b"\xff not json", 5) == []


def test_neighbours_that_say_the_same_are_one() -> None:
    spans = [Span(0, 2, "picked", 1), Span(2, 3, "picked", 1), Span(5, 1, "picked", 2)]
    assert joined(spans) == [Span(0, 5, "picked", 1), Span(5, 1, "picked", 2)]
    assert cut_out(spans, 1, 3) == [Span(0, 1, "picked", 1), Span(1, 1, "picked", 1)]
