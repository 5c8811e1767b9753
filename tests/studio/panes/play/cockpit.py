"""What the tests of Play work with: the pane in a window, a small world, and a person's hands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from engines.play.mind import Mind
from engines.play.session import Session
from engines.steps import Step, Task
from studio.commands import Registry
from studio.jobs.lanes import Lanes
from studio.panes.pane import Desk
from studio.panes.play.pane import PlayPane
from studio.panes.play.preparing import Ready
from studio.settings import SettingsStore
from studio.widgets.toast import Toasts
from tests.engines.play.dreamers import PaperWorld, small_mind

WAIT_MS = 10_000


class Cockpit:
    """The pane with a small mind, or with none."""

    def __init__(self, qtbot: QtBot, folder: Path, mind: Mind | None, length: int = 1000) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.window.resize(1100, 700)
        qtbot.addWidget(self.window)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        world: Any = PaperWorld(length)

        self.asked: list[Path | None] = []

        def prepare(model: Path | None) -> Task[Ready]:
            self.asked.append(model)
            yield Step(0, 1)
            return Ready(world, mind, "" if mind else "No model is installed.")

        self.pane = PlayPane(Desk(self.lanes, self.settings, self.toasts), prepare=prepare)
        self.pane.pad._find = lambda: None
        self.registry = Registry(self.window)
        self.registry.add(self.pane.commands())
        self.registry.set_pane("play")
        self.pane.commands_changed.connect(self.registry.refresh)
        self.pane.adopt(self.registry.action)
        self.window.setCentralWidget(self.pane)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.until(lambda: self.pane.drive.session is not None)

    def close(self) -> None:
        self.pane.drive.pause()
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    @property
    def session(self) -> Session:
        assert self.pane.drive.session is not None
        return self.pane.drive.session

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.pane.page.stage, key)

    def do(self, name: str) -> None:
        action = self.registry.action(f"play.{name}")
        assert action.isEnabled(), name
        action.trigger()

    def said(self) -> list[str]:
        return [card.message.text for card in self.toasts.cards()]

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)


def with_mind(qtbot: QtBot, folder: Path, length: int = 1000) -> Cockpit:
    return Cockpit(qtbot, folder, small_mind(), length)
