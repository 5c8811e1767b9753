"""The window holds panes and document together, and loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from engines.steps import Step, Task
from studio import paths
from studio.app import build
from studio.beginning import begin
from studio.documents.project import Project
from studio.jobs.job import Job
from studio.panes.pane import Desk, Pane
from studio.panes.unbuilt import UnbuiltPane
from studio.recovery import Recovery
from studio.window import Window
from tests.studio.atelier import finish, make_window, opened, slate


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    with opened() as window:
        yield window


def words_of(window: Window) -> list[str]:
    return [card.message.text for card in window.desk.toasts.cards()]


def test_only_the_first_room_is_built_at_the_start(window: Window) -> None:
    assert window.current_pane == "slate"
    assert not window.is_built("annex")


def test_the_rail_leads_to_another_room(window: Window) -> None:
    window.rail.button("annex").click()
    assert window.current_pane == "annex"
    assert window.pane("annex").isVisible()
    assert window.rail.button("annex").isChecked()
    assert not window.rail.button("slate").isChecked()


def test_a_room_that_does_not_exist_is_a_mistake(window: Window) -> None:
    with pytest.raises(KeyError):
        window.show_pane("cellar")


def test_the_status_bar_speaks_of_the_room_on_view(window: Window) -> None:
    slate(window).write("hello")
    assert window._status.text() == "hello"
    window.show_pane("annex")
    assert window._status.text() == ""
    slate(window).status.emit("still here")
    assert window._status.text() == ""
    window.show_pane("slate")
    assert window._status.text() == "still here"


def test_a_room_that_fails_says_so_and_closes_no_other(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(desk: Desk) -> Pane:
        raise RuntimeError("broken")

    monkeypatch.setitem(window.rooms, "annex", replace(window.rooms["annex"], make=fail))
    window.show_pane("annex")
    page = window.pane("annex")
    assert isinstance(page, UnbuiltPane)
    assert page.accessibleName() == "Annex could not be opened"
    assert window.desk.toasts.cards()[0].message.action_text == "Show report"
    window.show_pane("slate")
    assert slate(window).isVisible()


def test_a_theme_is_put_on_at_once(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        lightness = {}
        for theme in ("light", "dark"):
            window.registry.action(f"view.theme.{theme}").trigger()
            lightness[theme] = QApplication.palette().color(QPalette.ColorRole.Window).lightness()
            assert window.registry.action(f"view.theme.{theme}").isChecked()
        assert lightness["light"] > 200 > 60 > lightness["dark"]


def test_the_title_marks_what_is_unsaved(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.document.saved):
        slate(window).write("hello")
        assert window.isWindowModified()
    assert not window.isWindowModified()
    assert window.windowTitle() == "Untitled[*] — Reverie"


def test_untitled_work_of_a_killed_studio_is_offered_and_restored(window: Window, qtbot: QtBot) -> None:
    dead = Recovery(paths.recovery_folder())
    left = dead.claim()
    Project.create(left, {"slate": {"word": "rescued"}})
    dead.release(left)
    begin(window, [])
    qtbot.waitUntil(lambda: bool(window.offers.rows()))
    restore, _discard = window.offers.rows()[0].buttons
    restore.click()
    assert slate(window).word == "rescued"
    assert window.offers.rows() == []


def test_declined_work_can_be_put_back_until_the_window_closes(window: Window, qtbot: QtBot) -> None:
    dead = Recovery(paths.recovery_folder())
    left = dead.claim()
    Project.create(left, {"slate": {"word": "rescued"}})
    dead.release(left)
    begin(window, [Path("some.word")])
    qtbot.waitUntil(lambda: bool(window.offers.rows()))
    window.offers.rows()[0].buttons[1].click()
    assert left.exists()
    message = window.desk.toasts.cards()[-1].message
    assert message.action is not None
    message.action()
    assert len(window.offers.rows()) == 1
    window.offers.rows()[0].buttons[1].click()
    window.close()
    assert not left.exists()


def test_unsaved_untitled_work_is_kept_when_the_window_closes(qtbot: QtBot) -> None:
    with opened() as window:
        slate(window).write("do not lose me")
        window.close()
    kept = list(paths.recovery_folder().glob("*.reverie"))
    assert [Project.open(path).read_pane("slate") for path in kept] == [{"word": "do not lose me"}]


def test_a_damaged_project_is_one_sentence_and_what_was_open_stays(window: Window, tmp_path: Path) -> None:
    slate(window).write("mine")
    damaged = tmp_path / "damaged.reverie"
    damaged.write_bytes(b"this was never a project")
    window.open_files([damaged])
    assert len(words_of(window)) == 1
    assert "damaged" in words_of(window)[0]
    assert slate(window).word == "mine"
    assert window.document.is_untitled


def test_a_project_is_opened_and_remembered(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "mine.reverie"
    Project.create(path, {"slate": {"word": "stored"}})
    window.open_files([path])
    assert slate(window).word == "stored"
    assert window.windowTitle() == "mine[*] — Reverie"
    assert window.desk.settings.settings.recent_files == (str(path),)


def test_a_room_visited_later_shows_what_the_project_holds_of_it(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "mine.reverie"
    Project.create(path, {"annex": {"word": "later"}})
    window.open_files([path])
    assert not window.is_built("annex")
    window.show_pane("annex")
    assert window.pane("annex").collect() == {"word": "later"}


def test_files_go_to_the_room_that_knows_them(window: Window) -> None:
    window.show_pane("annex")
    window.open_files([Path("a.WORD"), Path("b.txt")])
    assert window.current_pane == "slate"
    assert slate(window).opened == [Path("a.WORD")]


def test_a_file_that_nobody_knows_is_refused_in_a_sentence(window: Window) -> None:
    window.open_files([Path("song.xyz")])
    assert "song.xyz" in words_of(window)[0]


def test_saving_under_a_name_is_said_and_remembered(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    slate(window).write("named")
    with qtbot.waitSignal(window.document.saved):
        window.files.save_under(tmp_path / "named.reverie")
    assert Project.open(tmp_path / "named.reverie").read_pane("slate") == {"word": "named"}
    assert "named.reverie" in words_of(window)[0]
    assert window.desk.settings.settings.recent_files == (str(tmp_path / "named.reverie"),)


def file_dialog() -> QFileDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible())


def test_what_is_chosen_in_the_open_dialog_is_opened(window: Window) -> None:
    window.registry.action("file.open").trigger()
    dialog = file_dialog()
    assert "*.word" in dialog.nameFilters()[0]
    dialog.filesSelected.emit(["/somewhere/a.word"])
    dialog.reject()
    assert slate(window).opened == [Path("/somewhere/a.word")]


def test_saving_untitled_work_asks_for_a_name(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    slate(window).write("named")
    window.registry.action("file.save").trigger()
    dialog = file_dialog()
    with qtbot.waitSignal(window.document.title_changed):
        dialog.fileSelected.emit(str(tmp_path / "chosen.reverie"))
    dialog.reject()
    assert window.windowTitle() == "chosen[*] — Reverie"


def test_quitting_lets_a_running_job_clean_up(window: Window, qtbot: QtBot) -> None:
    began, cleaned = threading.Event(), threading.Event()

    def endless() -> Task[None]:
        try:
            while True:
                began.set()
                yield Step(0, 0)
        finally:
            cleaned.set()

    window.desk.lanes.submit("train", Job("Learning", endless))
    assert began.wait(5)
    window.close()
    assert cleaned.is_set()
    assert not window.isVisible()


def test_a_window_whose_work_cannot_be_saved_stays_until_told_again(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate(window).write("precious")
    monkeypatch.setattr(window.document, "flush", lambda: False)
    window.close()
    assert window.isVisible()
    message = window.desk.toasts.cards()[-1].message
    assert message.action is not None
    message.action()
    assert not window.isVisible()


def test_the_layout_is_remembered(qtbot: QtBot) -> None:
    with opened() as window:
        window.show_pane("annex")
        window.house.show_drawer(True)
        window.setGeometry(QRect(40, 50, 730, 520))
    with opened() as window:
        assert window.current_pane == "annex"
        assert window.drawer.isVisible()
        assert window.geometry().size().toTuple() == (730, 520)


def test_a_window_beside_every_screen_comes_back(qtbot: QtBot) -> None:
    from studio.windowshape import bring_back

    with opened() as window:
        window.move(50_000, 50_000)
        bring_back(window)
        assert window.screen().availableGeometry().intersects(window.frameGeometry())


def test_the_last_project_is_opened_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "mine.reverie"
    Project.create(path, {"slate": {"word": "again"}})
    with opened() as window:
        window.open_files([path])
    with opened() as window:
        begin(window, [])
        assert slate(window).word == "again"


def test_a_fault_offers_its_report(window: Window) -> None:
    window.report("Traceback: the details")
    message = window.desk.toasts.cards()[0].message
    assert message.stays
    assert message.action is not None
    message.action()
    reports = [each for each in QApplication.topLevelWidgets() if each.windowTitle() == "Report of a fault"]
    assert len(reports) == 1
    finish(window)


def test_recent_projects_that_are_gone_are_dimmed(window: Window, tmp_path: Path) -> None:
    here, gone = tmp_path / "here.reverie", tmp_path / "gone.reverie"
    Project.create(here)
    for path in (gone, here):
        window.desk.settings.add_recent(path)
    recent = window.menus._recent
    recent.aboutToShow.emit()
    assert [(action.text(), action.isEnabled()) for action in recent.actions()] == [("here", True), ("gone", False)]


def test_a_second_start_brings_its_files(window: Window) -> None:
    window.come_up([Path("from-afar.word")])
    assert slate(window).opened == [Path("from-afar.word")]


def test_the_window_can_be_made_twice_in_one_process(qtbot: QtBot) -> None:
    for _ in range(2):
        finish(make_window())
