"""What the tests of Compose work with: the pane in a window, a player that makes no sound, and a person's hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from engines.compose.notes import QUARTER, Key, Note
from engines.compose.score import Score, Track
from studio.commands import Registry
from studio.jobs.lanes import Lanes
from studio.panes.compose.pane import ComposePane
from studio.panes.compose.playing.part import PlayingPart
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.widgets.toast import Toasts

WAIT_MS = 10_000


@dataclass
class Dummy:
    """A player: remembers what was asked, and is where the test says."""

    metronome: bool = False
    endless: bool = False
    count_in: int = 0
    playing: bool = False
    counting_in: bool = False
    tick: float = 0.0
    said: str = ""
    scores: list[Score] = field(default_factory=list)
    struck: list[tuple[int, int, int]] = field(default_factory=list)
    lifted: list[tuple[int, int]] = field(default_factory=list)
    span: tuple[int, int | None] | None = None
    closed: bool = False
    font: Path | None = None

    def set_score(self, score: Score) -> None:
        self.scores.append(score)

    def play(self, tick: float | None = None) -> None:
        self.playing, self.tick = True, tick or 0.0

    def stop(self) -> None:
        self.playing = False

    def seek(self, tick: float) -> None:
        self.tick = tick

    def loop(self, start: int, end: int | None) -> None:
        self.span = None if end is None else (start, end)

    def position(self) -> float:
        return self.tick

    def note_on(self, track: int, pitch: int, velocity: int = 80) -> None:
        self.struck.append((track, pitch, velocity))

    def note_off(self, track: int, pitch: int) -> None:
        self.lifted.append((track, pitch))

    def preview_note(self, track: int, pitch: int, velocity: int = 80, seconds: float = 0.4) -> None:
        self.struck.append((track, pitch, velocity))

    def all_notes_off(self) -> None:
        self.lifted += [(track, pitch) for track, pitch, _ in self.struck]

    def choose_font(self, font: Path | None) -> None:
        self.font = font

    def levels(self) -> tuple[float, float]:
        return (0.0, 0.0)

    def trouble(self) -> str:
        said, self.said = self.said, ""
        return said

    def close(self) -> None:
        self.closed = True


class Band:
    """The pane and its desk, and a person at it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        self.window.resize(1100, 700)
        qtbot.addWidget(self.window)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        self.pane = ComposePane(Desk(self.lanes, self.settings, self.toasts))
        self.player = Dummy()
        self.playing.sound._build = lambda: self.player
        self.registry = Registry(self.window)
        self.registry.add(self.pane.commands())
        self.registry.set_pane("compose")
        self.pane.commands_changed.connect(self.registry.refresh)
        self.pane.adopt(self.registry.action)
        self.window.setCentralWidget(self.pane)
        self.window.show()
        qtbot.waitExposed(self.window)

    @property
    def playing(self) -> PlayingPart:
        part = self.pane.part("playing")
        assert isinstance(part, PlayingPart)
        return part

    @property
    def score(self) -> Score:
        return self.pane.piece.score

    def close(self) -> None:
        self.playing.sound.close()
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    def put(self, score: Score) -> None:
        """Begin with a score, without a step of undo."""
        self.pane.piece.load(score)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.pane.roll.canvas, key, modifier)

    def steps(self) -> list[str]:
        """The names of all steps that can be undone, oldest first."""
        stack = self.pane.undo_stack
        return [stack.text(at) for at in range(stack.index())]

    def action(self, name: str) -> QAction:
        return self.registry.action(f"compose.{name}")

    def said(self) -> list[str]:
        return [card.message.text for card in self.toasts.cards()]

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)


def tune() -> Score:
    """Two bars of C major in two tracks."""
    notes = [Note(at * QUARTER, 0, pitch, QUARTER) for at, pitch in enumerate((60, 62, 64, 65, 67, 69, 71, 72))]
    bass = [Note(at * 4 * QUARTER, 1, 48 - at, 4 * QUARTER, 70) for at in range(2)]
    return Score((Track("Lead"), Track("Bass", 32, 1, colour=1)), (*notes, *bass), keys=(Key(0),))
