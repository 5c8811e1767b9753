"""Typing, undo by name, input methods, the clipboard, and texts that are hard to hold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QUndoCommand
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from studio.panes.write.authors import Span
from studio.panes.write.editor import WriteEditor
from studio.panes.write.places import LONGEST_LINE
from tests.studio.panes.write.study import Study, compose, press


def write(editor: WriteEditor, text: str) -> None:
    for letter in text:
        press(editor, letter)


def names(editor: WriteEditor) -> list[str]:
    return [editor.stack.text(at) for at in range(editor.stack.index())]


def test_each_typed_word_is_a_step(editor: WriteEditor) -> None:
    write(editor, "the red fox")
    assert names(editor) == ["Typing"] * 3
    editor.stack.undo()
    assert editor.text() == "the red "


def test_steps_are_called_what_they_were(editor: WriteEditor) -> None:
    write(editor, "the ")
    editor.insert_words("fox", "picked", name="Picked “fox”")
    write(editor, "\n")
    editor.insert_words("It ran.", "generated", name="Generated 3 words")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert names(editor) == ["Typing", "Picked “fox”", "New paragraph", "Generated 3 words", "Delete"]
    for _ in range(5):
        editor.stack.undo()
    assert editor.is_blank()
    for _ in range(5):
        editor.stack.redo()
    assert editor.text() == "the fox\nIt ran"
    assert editor.spans() == [Span(4, 3, "picked"), Span(8, 6, "generated")]


def test_words_that_stream_in_are_one_step_until_somebody_else_does_something(editor: WriteEditor) -> None:
    step = editor.insert_words("the", "generated", name="Generated 1 word")
    for number, word in enumerate((" red", " fox"), start=2):
        step = editor.insert_words(word, "generated", name=f"Generated {number} words", onto=step)
    assert names(editor) == ["Generated 3 words"]
    write(editor, "!")
    editor.insert_words(" Ran", "generated", name="Generated 4 words", onto=step)
    assert names(editor) == ["Generated 3 words", "Typing", "Generated 4 words"]
    editor.stack.undo()
    assert editor.text() == "the red fox!"
    editor.stack.undo()
    editor.stack.undo()
    assert editor.is_blank()


def test_letters_do_not_melt_into_a_step_below_somebody_elses(editor: WriteEditor) -> None:
    write(editor, "ab")
    editor.stack.push(QUndoCommand("Another model"))
    write(editor, "c")
    assert names(editor) == ["Typing", "Another model", "Typing"]
    editor.stack.undo()
    assert editor.text() == "ab"


def test_deleting_letter_after_letter_is_one_step(editor: WriteEditor) -> None:
    write(editor, "lantern")
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert names(editor) == ["Typing", "Delete"]
    editor.stack.undo()
    assert editor.text() == "lantern"


def test_undo_keys_use_the_named_steps(editor: WriteEditor) -> None:
    write(editor, "one two")
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (editor.text(), editor.stack.index()) == ("one ", 1)
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (editor.text(), editor.stack.index()) == ("one two", 2)


def test_typing_beside_a_generated_word_is_the_persons_own(editor: WriteEditor) -> None:
    editor.insert_words("fox ran", "generated", name="Generated 2 words")
    write(editor, " far")
    assert editor.spans() == [Span(0, 7, "generated")]
    editor.go_to(0)
    write(editor, "A ")
    assert editor.spans() == [Span(2, 7, "generated")]


def test_typing_into_a_generated_word_is_an_edit_of_it(editor: WriteEditor) -> None:
    editor.insert_words("fox", "generated", name="Generated 1 word")
    write(editor, "es ran")
    assert editor.spans() == [Span(0, 3, "generated"), Span(3, 2, "edited")]
    assert [editor.author_at(at) for at in (0, 4, 7)] == ["generated", "edited", "person"]


def test_a_tag_stays_with_its_word(editor: WriteEditor) -> None:
    editor.insert_words("hen", "generated", name="Generated 1 word", tag=41)
    editor.go_to(0)
    write(editor, "The 😀 ")
    assert editor.tag_at(editor.text().index("hen") + 1) == 41
    editor.stack.undo()
    editor.stack.undo()
    assert editor.tag_at(1) == 41
    assert editor.tag_at(3) == 0


def test_what_is_composed_is_no_text_yet(editor: WriteEditor, qtbot: QtBot) -> None:
    write(editor, "a ")
    with qtbot.assertNotEmitted(editor.typed), qtbot.assertNotEmitted(editor.place_changed):
        compose(editor, "zhong")
    assert editor.is_composing()
    assert (editor.text(), editor.notes.words) == ("a ", 1)
    with qtbot.waitSignal(editor.typed):
        compose(editor, "", "中文")
    assert not editor.is_composing()
    assert (editor.text(), editor.notes.words, names(editor)) == ("a 中文", 3, ["Typing", "Typing"])


def test_a_composed_word_does_not_inherit_its_neighbours_author(editor: WriteEditor) -> None:
    editor.insert_words("狐 ", "generated", name="Generated 1 word")
    compose(editor, "zhong")
    compose(editor, "wen", "中")
    compose(editor, "", "文")
    assert editor.text() == "狐 中文"
    assert editor.spans() == [Span(0, 2, "generated")]


def test_the_candidates_of_an_input_method_stand_below_the_cursor(editor: WriteEditor) -> None:
    editor.resize(1400, 500)
    write(editor, "text")
    found = editor.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    expected = editor.cursorRect().translated(editor.viewport().pos())
    assert editor.viewport().x() > 100
    assert QPointF(expected.topLeft()) == found.topLeft()  # type: ignore[attr-defined]


def test_pasted_text_is_plain(editor: WriteEditor) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("bold\r\nnext\x00")
    editor.insertFromMimeData(mime)
    assert (editor.text(), names(editor)) == ("bold\nnext", ["Paste"])


def test_files_are_left_to_the_window(editor: WriteEditor) -> None:
    mime = QMimeData()
    mime.setUrls(["file:///tmp/a.txt"])
    mime.setText("file:///tmp/a.txt")
    assert not editor.canInsertFromMimeData(mime)


def test_a_moved_word_keeps_its_author(editor: WriteEditor) -> None:
    editor.insert_words("fox", "generated", name="Generated 1 word", tag=7)
    editor.selectAll()
    editor.cut()
    write(editor, "the ")
    editor.paste()
    assert editor.text() == "the fox"
    assert editor.spans() == [Span(4, 3, "generated", 7)]


@pytest.mark.parametrize(
    ("typed", "text"),
    [('"Yes," he said.', "“Yes,” he said."), ("don't", "don’t"), ("('a')", "(‘a’)"), ('a "b"', "a “b”")],
)
def test_round_quotes_are_typed_when_wanted(editor: WriteEditor, typed: str, text: str) -> None:
    write(editor, typed)
    assert editor.text() == typed
    editor.load("")
    editor.round_quotes = True
    write(editor, typed)
    assert editor.text() == text


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier])
def test_keys_that_command_type_nothing(editor: WriteEditor, modifier: Qt.KeyboardModifier) -> None:
    QApplication.sendEvent(editor, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_3, modifier, "3"))
    assert editor.is_blank()


def test_a_key_of_the_third_level_types(editor: WriteEditor) -> None:
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    QApplication.sendEvent(editor, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_At, both, "@"))
    assert editor.text() == "@"


def test_a_filter_takes_a_key_before_it_is_typed(editor: WriteEditor) -> None:
    editor.key_filters.append(lambda event: event.text() == "x")
    write(editor, "axb")
    assert editor.text() == "ab"


def test_the_end_of_a_word_is_told(editor: WriteEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.word_ended):
        write(editor, "fo")
    with qtbot.waitSignal(editor.word_ended):
        write(editor, " ")
    with qtbot.assertNotEmitted(editor.word_ended):
        write(editor, " ")


def test_the_place_and_what_stands_before_it(editor: WriteEditor) -> None:
    editor.load("First 😀\nthe lan")
    editor.go_to(editor.position_of(1, 7))
    assert editor.cursor_place() == (1, 7)
    assert (editor.text_before(), editor.prefix()) == ("the lan", "lan")
    editor.go_to(editor.position_of(0, 8))
    assert (editor.text_before(), editor.prefix()) == ("First 😀", "")
    editor.go_to(editor.position_of(1, 5))
    assert editor.prefix() == ""
    assert editor.position_of(99, 99) == 16
    assert editor.place_of(10**9) == (1, 7)


def test_a_line_of_a_megabyte_is_broken_and_nothing_lost(editor: WriteEditor, qtbot: QtBot) -> None:
    text = "word " * 200_000
    with qtbot.waitSignal(editor.line_broken):
        editor.insert_words(text, "person", name="Paste")
    assert editor.text().replace("\n", "") == text
    assert max(map(len, editor.blocks())) <= LONGEST_LINE
    editor.stack.undo()
    assert editor.is_blank()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\ud83dc", "ab�c"),
        ("שלום עולם", "שלום עולם"),
        ("e\u0301\u0327 x\u0301", "e\u0301\u0327 x\u0301"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\ufdd0\ufdd1\ufffc\u2028", "\n"),
    ],
)
def test_hard_texts_are_held_shown_and_undone(editor: WriteEditor, text: str, kept: str) -> None:
    editor.insert_words(text, "generated", name="Hard")
    editor.selectAll()
    editor.grab()
    assert editor.text() == kept
    editor.stack.undo()
    assert editor.is_blank()
    editor.load(text, [Span(0, 1, "picked"), Span(1, 99, "generated")])
    assert editor.text() == kept


def test_a_click_between_two_lines_goes_to_the_nearest(editor: WriteEditor) -> None:
    editor.load("word " * 60)
    block = editor.document().firstBlock()
    (_, corner), line = next(editor.visible_blocks()), block.layout().lineAt(1)
    x = round(corner.x() + line.x() + 60)
    inside = QPoint(x, round(corner.y() + line.rect().center().y()))
    above = QPoint(x, round(corner.y() + line.rect().top() - 1))
    assert editor.position_at(above) == editor.position_at(inside)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=above)
    assert editor.textCursor().position() == editor.position_at(inside)


def test_a_click_on_the_empty_side_goes_to_its_line(editor: WriteEditor) -> None:
    editor.resize(1400, 400)
    editor.load("one\ntwo\nthree")
    block, corner = list(editor.visible_blocks())[1]
    y = round(corner.y() + block.layout().lineAt(0).rect().center().y())
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    assert editor.cursor_place() == (1, 0)
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(editor.width() - 30, y))
    assert editor.cursor_place() == (1, 3)


def test_lines_keep_the_measure_and_the_air(editor: WriteEditor) -> None:
    editor.resize(1600, 500)
    editor.load("the quick brown fox jumps over the lazy dog and does not look back " * 9)
    layout = editor.document().firstBlock().layout()
    assert 60 <= layout.lineAt(0).textLength() <= 80
    pitch = layout.lineAt(1).y() - layout.lineAt(0).y()
    assert pitch == pytest.approx(editor.typeface.size * 1.5, abs=1)
    press(editor, "x")
    assert layout.lineAt(1).y() - layout.lineAt(0).y() == pitch


def test_the_context_menu_names_the_step_and_takes_more(editor: WriteEditor, qtbot: QtBot) -> None:
    editor.insert_words("fox", "picked", name="Picked “fox”")
    asked: list[int] = []

    def more(menu: QMenu, position: int) -> None:
        asked.append(position)
        menu.addAction("More")

    editor.menu_wanted.connect(more)
    from PySide6.QtGui import QContextMenuEvent

    point = editor.cursorRect().center()
    QApplication.sendEvent(editor.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, QPoint(5, 5)))
    menu = editor.findChild(QMenu)
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    menu.close()
    assert (texts[0], texts[-1], asked) == ("Undo: Picked “fox”", "More", [3])


def test_ten_letters_in_a_long_book_cost_what_they_cost_in_a_short_text(study: Study) -> None:
    """Nothing that a key does may look at the whole text."""
    seen: list[int] = []
    study.editor.load("\n".join(["He saw a good deal that night. " * 6] * 3_000))
    text_of = type(study.editor.notes).texts
    study.editor.typed.connect(lambda: seen.append(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(study.editor.notes), "texts", lambda _notes: pytest.fail("a key read the whole text"))
        patch.setattr(type(study.editor.notes), "rebuild", lambda _notes: pytest.fail("a key counted everything"))
        study.type("ten letter")
    assert len(seen) == 10
    assert len(text_of(study.editor.notes)) == 3_000
