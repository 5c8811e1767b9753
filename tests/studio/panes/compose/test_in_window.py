"""Compose in the real window: files that come in, steps that the menu names, work that is kept."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from engines.compose.midiwriting import midi_bytes
from engines.compose.notes import Note
from studio import paths
from studio.app import build
from studio.documents.project import Project
from studio.panes.compose.pane import ComposePane
from studio.window import Window
from tests.studio.atelier import opened
from tests.studio.panes.compose.band import tune


def compose_pane(window: Window) -> ComposePane:
    window.show_pane("compose")
    pane = window.pane("compose")
    assert isinstance(pane, ComposePane)
    return pane


def test_a_midi_file_opens_in_compose_whatever_room_one_is_in(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "scale.mid"
    path.write_bytes(midi_bytes(tune()))
    with opened(lambda: build()[1]) as window:
        window.show_pane("paint")
        window.open_files([path])
        pane = compose_pane(window)
        qtbot.waitUntil(lambda: len(pane.piece.score.notes) == 10, timeout=10_000)
        assert window.registry.action("edit.undo").text() == "Undo: Open “scale”"


def test_the_menu_names_the_step_and_undoes_it(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        pane = compose_pane(window)
        pane.roll.insert_notes("Draw C4", [Note(0, 0, 60, 480)])
        undo = window.registry.action("edit.undo")
        assert undo.text() == "Undo: Draw C4"
        undo.trigger()
        assert not pane.piece.score.notes


def test_what_was_composed_is_in_the_project(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "tune.reverie"
    with opened(lambda: build()[1]) as window:
        pane = compose_pane(window)
        pane.piece.change("Tune", tune())
        pane.piece.change_track("Mute", 1, mute=True)
        with qtbot.waitSignal(window.document.saved, timeout=10_000):
            window.document.save_as(path)
        score = pane.piece.score
    with opened(lambda: build()[1]) as window:
        window.open_files([path])
        pane = compose_pane(window)
        assert pane.piece.score == score


def test_notes_without_a_name_are_kept_in_the_recovery_folder(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        pane = compose_pane(window)
        with qtbot.waitSignal(window.document.saved, timeout=10_000):
            pane.roll.insert_notes("Draw", [Note(0, 0, 60, 480)])
        kept = [Project.open(found).read_pane("compose") for found in paths.recovery_folder().glob("*.reverie")]
        assert [state["score"]["notes"] for state in kept] == [[[0, 0, 60, 480, 80]]]


def test_music_stops_when_the_window_goes(qtbot: QtBot) -> None:
    with opened(lambda: build()[1]) as window:
        pane = compose_pane(window)
        pane.open_sample()
        window.registry.action("compose.play").trigger()
        assert pane.part("playing").sound.playing  # type: ignore[attr-defined]
        window.show_pane("write")
        assert pane.part("playing").sound.playing  # type: ignore[attr-defined]
        window.close()
        assert not pane.part("playing").sound.playing  # type: ignore[attr-defined]
