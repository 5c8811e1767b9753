"""A strip of small pictures from left to right: click to show one, hold it against another, let it go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.tokens import SIZE, SPACE
from studio.widgets.filmframe import BADGE, SHOWN
from studio.widgets.filmrow import Frame, Strip

__all__ = ["Filmstrip", "Frame"]


class Filmstrip(QWidget):
    """Shows frames and tells what the person does with them; it decides nothing."""

    chosen = Signal(str)
    compare = Signal(str)
    removed = Signal(str)
    renamed = Signal(str, str)
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Takes"))
        self.keep = QToolButton()
        self.keep.setIcon(icon("plus"))
        self.keep.setText(self.tr("Keep this take"))
        self.keep.setToolTip(self.tr("Keep this take"))
        self.keep.setIconSize(QSize(SIZE.icon, SIZE.icon))
        self.keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.keep.clicked.connect(self._ask_to_keep)
        self._action: QAction | None = None
        self._hint = QLabel(self.tr("Kept paintings stand here, to come back to or to compare."))
        self._hint.setProperty("role", "muted")
        self.strip = Strip()
        self.strip.chosen.connect(self.chosen)
        self.strip.compare.connect(self.compare)
        self.strip.removed.connect(self.removed)
        self.strip.renamed.connect(self.renamed)
        self._lay_out()
        self._show_or_hint()

    def adopt(self, action: QAction) -> None:
        """Let the button at the left be the face of ``action``; without one it only says ``add_asked``."""
        self._action = action
        action.changed.connect(self._follow)
        self._follow()

    def set_frames(self, frames: Sequence[Frame]) -> None:
        """Show these frames; what stands there already stays, and a new last one comes into sight."""
        self.strip.set_frames(frames)
        self._show_or_hint()

    def set_shown(self, frame: str) -> None:
        """Ring the frame that is on view; an empty name: none of them."""
        self.strip.mark(SHOWN, frame)

    def set_compared(self, frame: str) -> None:
        """Mark the frame on the left side of the compare slider; an empty name: none."""
        self.strip.mark(BADGE, frame)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [self.keep, self.strip]

    def _lay_out(self) -> None:
        line = QFrame()
        line.setProperty("separator", True)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE.s, 0, SPACE.s, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.keep)
        row.addWidget(self._hint, 1)
        row.addWidget(self.strip, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(row)

    def _show_or_hint(self) -> None:
        filled = self.strip.count() > 0
        style = Qt.ToolButtonStyle
        # A word beside the sign while there is room for it, under it when the pictures want the width.
        self.keep.setToolButtonStyle(style.ToolButtonTextUnderIcon if filled else style.ToolButtonTextBesideIcon)
        self.keep.setText(self._words(short=filled))
        self.strip.setVisible(filled)
        self._hint.setVisible(not filled)
        self.setMinimumHeight(0 if filled else SIZE.control + SPACE.m)

    def _words(self, *, short: bool) -> str:
        return self.tr("Keep") if short else self.tr("Keep this take")

    def _follow(self) -> None:
        if self._action is not None:
            self.keep.setEnabled(self._action.isEnabled())
            self.keep.setToolTip(self._action.toolTip())
            self.keep.setAccessibleName(self._action.text())

    def _ask_to_keep(self) -> None:
        if self._action is not None:
            self._action.trigger()
        else:
            self.add_asked.emit()
