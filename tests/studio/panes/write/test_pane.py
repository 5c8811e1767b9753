"""The pane: what it keeps, opens, shows and counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engines.errors import BadInput
from engines.steps import Step, Task
from studio.look.palette import current
from studio.panes.write.authors import Span
from studio.panes.write.focus import FullScreen
from studio.panes.write.goals import GoalCard
from studio.panes.write.keeping import kept_in
from studio.panes.write.opening import Opened, without_blank_lines
from studio.panes.write.typeface import LARGEST, Typeface
from tests.studio.panes.write.study import Study


def no_blob(name: str) -> bytes:
    raise AssertionError(name)


def test_an_empty_page_says_what_to_do_and_goes_with_the_first_letter(study: Study) -> None:
    blank = study.pane.page.blank
    assert blank.isVisible()
    assert [button.text() for button in blank.buttons] == ["Try the sample", "Open a text…"]
    study.type("A")
    assert not blank.isVisible()
    study.pane.undo_stack.undo()
    assert blank.isVisible()


def test_the_sample_can_be_undone(study: Study) -> None:
    study.type("mine")
    study.action("sample").trigger()
    assert study.editor.text().startswith("The Fox and the Lantern\n")
    assert study.steps()[-1] == "Open “The Fox and the Lantern”"
    study.pane.undo_stack.undo()
    assert study.editor.text() == "mine"


def test_the_page_comes_back_as_it_was_left(study: Study) -> None:
    study.type("The ")
    study.editor.insert_words("fox 😀", "generated", name="Generated 2 words", tag=3)
    study.pane.set_goal(500)
    study.pane.change_view(typeface=Typeface("sans", 24), focus=True, authors=True, round_quotes=True)
    state = json.loads(json.dumps(study.pane.collect()))
    study.pane.restore({}, no_blob)
    assert study.editor.is_blank()
    assert not study.pane.undo_stack.canUndo()
    study.pane.restore(state, no_blob)
    assert study.pane.collect() == state
    assert study.editor.text() == "The fox 😀"
    assert study.editor.spans() == [Span(4, 6, "generated", 3)]
    assert study.editor.textCursor().position() == 10
    assert study.pane.page.veil.shown


STRANGE: list[Any] = [
    {"text": 3, "authors": 4, "position": "x", "goal": -1, "view": []},
    {"text": "a\x00\ud83d", "authors": [[0, 99, 1, 0]], "position": 10**12, "goal": 10**12},
    {"view": {"typeface": {"face": "wingdings", "size": 10**9, "measure": True}, "focus": 3, "dock": None}},
    {"parts": 7, "title": 5},
]


@pytest.mark.parametrize("state", STRANGE)
def test_a_damaged_state_costs_what_is_damaged_and_no_more(study: Study, state: dict[str, Any]) -> None:
    study.pane.restore(state, no_blob)
    kept = kept_in(study.pane.collect())
    assert kept.view.typeface == Typeface()
    assert 0 <= kept.position <= len(study.editor.text())
    assert kept.spans == ()


def test_a_change_of_the_text_is_to_be_saved(study: Study) -> None:
    with study.qtbot.waitSignal(study.pane.changed):
        study.type("a")
    with study.qtbot.waitSignal(study.pane.changed):
        study.pane.set_goal(10)


def test_a_file_replaces_the_text_in_one_step(study: Study) -> None:
    pytest.importorskip("engines.write.reading")
    path = study.folder / "fable.txt"
    path.write_text("A fox ran.\n\nAn owl flew.\n", encoding="utf-8")
    study.type("mine")
    study.pane.open_files([path])
    study.until(lambda: study.editor.text().startswith("A fox ran."))
    assert study.steps()[-1] == "Open “fable”"
    assert study.pane.title == "fable"
    study.pane.undo_stack.undo()
    assert study.editor.text() == "mine"


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("One.\n\nTwo.\n\nThree.\n", "One.\nTwo.\nThree."),
        ("One.\n\n\n\nTwo.", "One.\n\nTwo."),
        ("Roses\nViolets\n\nSugar", "Roses\nViolets\n\nSugar"),
        ("", ""),
    ],
)
def test_blank_lines_go_where_they_only_part_paragraphs(text: str, opened: str) -> None:
    assert without_blank_lines(text) == opened


def read_badly(path: Path) -> Task[Opened]:
    yield Step(0, 1)
    raise BadInput(f"“{path.name}” is no text.")


def test_a_file_that_cannot_be_read_is_said_and_the_text_stays(study: Study) -> None:
    study.pane.opener._read = read_badly
    study.type("mine")
    study.pane.open_files([study.folder / "x.txt"])
    study.until(lambda: study.said() == ["“x.txt” is no text."])
    assert study.editor.text() == "mine"


def test_a_file_that_is_still_being_read_does_not_come_into_another_project(study: Study) -> None:
    path = study.folder / "fable.txt"
    path.write_text("A fox ran.", encoding="utf-8")
    study.pane.open_files([path])
    study.pane.restore({"text": "another"}, no_blob)
    study.until(lambda: not study.lanes.jobs())
    assert study.editor.text() == "another"


def test_the_status_says_words_selection_and_place(study: Study) -> None:
    study.editor.load("one two\nthree four five")
    said: list[str] = []
    study.pane.status.connect(said.append)
    cursor = study.editor.textCursor()
    cursor.setPosition(8)
    cursor.setPosition(18, cursor.MoveMode.KeepAnchor)
    study.editor.setTextCursor(cursor)
    study.until(lambda: bool(said))
    assert said[-1].split("   ·   ") == ["5 words", "2 selected", "Paragraph 2 of 2"]


def test_the_goal_fills_with_words(study: Study) -> None:
    bar = study.pane.page.goal_bar
    assert not bar.isVisible()
    study.pane.ask_for_goal()
    card = study.pane.findChild(GoalCard)
    assert card is not None
    card.field.setValue(4)
    card.field.lineEdit().returnPressed.emit()
    assert bar.isVisible()
    study.type("one two")
    study.until(lambda: bar.share == 0.5)
    assert bar.accessibleName() == "2 of 4 words"
    study.pane.set_goal(0)
    assert not bar.isVisible()


def painted(study: Study, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    image = study.editor.viewport().grab().toImage()
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(0, image.width(), 2))


def test_authors_are_marked_only_on_demand(study: Study) -> None:
    study.editor.insert_words("a generated sentence", "generated", name="Generated 3 words")
    study.editor.setCursorWidth(0)
    assert not painted(study, current().warning)
    study.action("authors").trigger()
    assert study.action("authors").isChecked()
    assert painted(study, current().warning)
    assert study.pane.page.foot.isVisible()
    study.action("authors").trigger()
    assert not painted(study, current().warning)
    assert not study.pane.page.foot.isVisible()


def test_focus_mode_dims_the_other_paragraphs(study: Study) -> None:
    study.editor.load("MMMMM\nWWWWW")
    study.editor.setCursorWidth(0)
    assert painted(study, current().text)
    study.action("focus").trigger()
    study.editor.go_to(0)
    first = study.editor.viewport().grab().toImage()
    study.editor.go_to(8)
    second = study.editor.viewport().grab().toImage()
    assert first != second
    study.action("focus").trigger()
    assert not study.pane.page.veil.shown


def test_letters_grow_and_shrink_within_reason(study: Study) -> None:
    study.action("larger").trigger()
    assert study.editor.font().pixelSize() == 21
    for _ in range(60):
        study.action("larger").trigger()
    assert study.pane.view.typeface.size == LARGEST
    study.action("usual").trigger()
    assert study.editor.font().pixelSize() == 20
    study.action("face.sans").trigger()
    assert study.action("face.sans").isChecked()
    assert not study.action("face.serif").isChecked()


def test_full_screen_hides_the_chrome_until_escape(study: Study) -> None:
    study.window.statusBar().show()
    study.action("full").trigger()
    assert study.window.isFullScreen()
    assert not study.window.statusBar().isVisible()
    study.key(Qt.Key.Key_Escape)
    assert not study.window.isFullScreen()
    assert study.window.statusBar().isVisible()
    assert not study.action("full").isChecked()


def test_leaving_the_full_screen_another_way_brings_the_chrome_back(study: Study) -> None:
    study.window.statusBar().show()
    study.action("full").trigger()
    study.window.setWindowState(Qt.WindowState.WindowNoState)
    study.until(lambda: study.window.statusBar().isVisible())
    assert not study.pane.full.is_on


def test_what_stands_beside_the_page_hides_in_full_screen_with_its_neighbours(study: Study) -> None:
    outer, inner, beside = QWidget(), QWidget(), QLabel("rail")
    study.qtbot.addWidget(outer)
    column = QVBoxLayout(outer)
    column.addWidget(beside)
    column.addWidget(inner)
    outer.show()
    full = FullScreen(inner)
    full.enter()
    assert not beside.isVisible()
    assert inner.isVisible()
    full.leave()
    assert beside.isVisible()


def test_docks_stand_behind_tabs_and_the_side_can_be_closed(study: Study) -> None:
    page = study.pane.page
    before = page.side.names()
    page.add_dock("One", QLabel("1"), name="one")
    page.add_dock("Two", QLabel("2"))
    assert page.side.names() == (*before, "one", "two")
    page.show_dock("two")
    assert page.side.current() == study.pane.view.dock == "two"
    assert page.side.isVisible()
    study.action("side").trigger()
    assert not page.side.isVisible()
    page.show_dock("one")
    assert page.side.isVisible()


def test_every_part_has_a_name_of_its_own(study: Study) -> None:
    names = [part.name for part in study.pane.parts]
    assert len(set(names)) == len(names)
    assert all(names)
    for name in names:
        assert isinstance(study.pane.part(name), QObject)
    with pytest.raises(LookupError):
        study.pane.part("nobody")
