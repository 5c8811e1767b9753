"""The canvas: a thin bar, and under it the picture or the words that ask for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.widgets.elided import ElidedLabel
from studio.widgets.emptystate import EmptyState
from studio.widgets.imageview.view import ImageView

LEFT = ("paint.open", "paint.paste")
RIGHT = ("paint.compare", "paint.fit", "paint.actual")


class PaintCanvas(QWidget):
    """Shows; the pane decides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ImageView()
        self._name = ElidedLabel(Qt.TextElideMode.ElideMiddle, "muted")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: list[QWidget] = []
        self._empty_buttons: list[QWidget] = []
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(SPACE.m, SPACE.xs, SPACE.m, SPACE.xs)
        self._bar.setSpacing(SPACE.xs)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addLayout(self._pages, 1)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Put the commands on the bar and on the empty page."""
        self._add_buttons([action_of(name) for name in LEFT])
        self._bar.addWidget(self._name, 1)
        self._add_buttons([action_of(name) for name in RIGHT])
        empty = EmptyState(
            "image",
            self.tr("Open a photograph"),
            self.tr("Drop one here, paste one, or choose a file.\nIt stays on this machine."),
            [action_of("paint.open"), action_of("paint.sample")],
        )
        self._empty_buttons += empty.buttons
        self._pages.addWidget(empty)
        self._pages.addWidget(self.view)

    def _add_buttons(self, actions: Sequence[QAction]) -> None:
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._bar.addWidget(button)
            self._buttons.append(button)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [*self._buttons, *self._empty_buttons, self.view]

    def show_picture(self, name: str) -> None:
        """The picture's page when it has a name, else the empty one."""
        self._name.show_words(name)
        self._pages.setCurrentIndex(1 if name else 0)
