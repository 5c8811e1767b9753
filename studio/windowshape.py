"""The window's layout from one day to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from studio.window import Window

FIRST_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(720, 480)
# So much of the window must be on some screen that one can take hold of it.
WITHIN_REACH = 80


def recall_shape(window: Window) -> None:
    """Put the window where it was, in the room it was in; one that would lie beside the screens comes back."""
    memory = window.memory
    window.setMinimumSize(LEAST_SIZE)
    geometry = memory.recall("geometry")
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        _place_first(window)
    bring_back(window)
    last = bytes(memory.recall("pane").data()).decode("utf-8", "replace")
    window.show_pane(last if last in window.rooms else next(iter(window.rooms)))
    window.house.show_drawer(memory.recall("drawer").data() == b"open")
    window.bar.set_recent(bytes(memory.recall("commands").data()).decode("utf-8", "replace").split())


def keep_shape(window: Window) -> None:
    """Remember where the window is, which room is on view, and which project."""
    project = window.document.path
    window.memory.keep("geometry", window.saveGeometry())
    for name, words in {
        "pane": window.current_pane,
        "drawer": "open" if window.drawer.isVisibleTo(window) else "closed",
        "commands": " ".join(window.bar.recent()),
        "project": "" if project is None else str(project),
    }.items():
        window.memory.keep(name, QByteArray(words.encode("utf-8", "surrogateescape")))
    window.memory.save()


def last_project(window: Window) -> Path | None:
    """The project that was open when the studio was closed, if it is still there."""
    name = bytes(window.memory.recall("project").data()).decode("utf-8", "surrogateescape")
    path = Path(name) if name else None
    return path if path is not None and path.exists() else None


def bring_back(window: Window) -> None:
    """Move a window that lies beside every screen, as after unplugging one."""
    frame = window.frameGeometry()
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(frame)
        if seen.width() >= WITHIN_REACH and seen.height() >= WITHIN_REACH:
            return
    _place_first(window)


def _place_first(window: Window) -> None:
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    window.resize(FIRST_SIZE.boundedTo(room.size() * 0.94).expandedTo(LEAST_SIZE))
    frame = window.frameGeometry()
    frame.moveCenter(room.center())
    window.move(frame.topLeft())
