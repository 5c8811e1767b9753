"""Write in the real window: files that come in, steps that the menu names, work that is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio import paths
from studio.app import build
from studio.documents.project import Project
from studio.panes.write.pane import WritePane
from studio.window import Window
from tests.studio.atelier import opened


def write_pane(window: Window) -> WritePane:
    window.show_pane("write")
    pane = window.pane("write")
    assert isinstance(pane, WritePane)
    return pane


def test_the_menu_names_the_step_and_the_key_undoes_it(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        pane = write_pane(window)
        QTest.keyClicks(pane.editor, "The ")
        pane.editor.insert_words("fox", "picked", name="Picked “fox”")
        undo = window.registry.action("edit.undo")
        assert undo.text() == "Undo: Picked “fox”"
        QTest.keyClick(pane.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert pane.editor.text() == "The "
        assert undo.text() == "Undo: Typing"
        window.registry.action("edit.redo").trigger()
        assert pane.editor.text() == "The fox"


def test_a_text_file_opens_in_write_whatever_room_one_is_in(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "fable.txt"
    path.write_text("A fox ran.", encoding="utf-8")
    with opened(lambda: build()[1]) as window:
        window.show_pane("paint")
        window.open_files([path])
        pane = write_pane(window)
        qtbot.waitUntil(lambda: pane.editor.text() == "A fox ran.", timeout=10_000)


def test_what_was_written_is_in_the_project(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "fable.reverie"
    with opened(lambda: build()[1]) as window:
        pane = write_pane(window)
        QTest.keyClicks(pane.editor, "The ")
        pane.editor.insert_words("fox 😀", "generated", name="Generated 2 words")
        with qtbot.waitSignal(window.document.saved, timeout=10_000):
            window.document.save_as(path)
    with opened(lambda: build()[1]) as window:
        window.open_files([path])
        pane = write_pane(window)
        assert pane.editor.text() == "The fox 😀"
        assert [tuple(span) for span in pane.editor.spans()] == [(4, 6, "generated", 0)]


def test_words_without_a_name_are_kept_in_the_recovery_folder(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        pane = write_pane(window)
        with qtbot.waitSignal(window.document.saved, timeout=10_000):
            QTest.keyClicks(pane.editor, "once")
        kept = [Project.open(found).read_pane("write") for found in paths.recovery_folder().glob("*.reverie")]
        assert [state["text"] for state in kept] == ["once"]
