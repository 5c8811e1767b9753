"""What a place says while there is nothing in it: an icon, a title, a sentence, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.palette import notifier
from studio.look.tokens import SIZE, SPACE

_LINE_WIDTH = 380


class EmptyState(QWidget):
    """Calm words in the middle of an empty place; the first of at most two actions is the one to take."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        actions: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        """The buttons follow their actions: text, tooltip and whether they can be pressed.

        Raises:
            ValueError: more than two actions; an empty place that offers everything offers nothing.
        """
        super().__init__(parent)
        if len(actions) > 2:
            raise ValueError("an empty state offers at most two actions")
        self._icon = icon(icon_name, "muted")
        self._picture = QLabel()
        self._title = _label("title")
        self._sentence = _label("muted")
        self._sentence.setWordWrap(True)
        self._sentence.setMaximumWidth(_LINE_WIDTH)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons = [ActionButton(action, primary=place == 0) for place, action in enumerate(actions)]
        self._lay_out()
        self.say(title, sentence)
        notifier().changed.connect(self._draw_icon)
        self._draw_icon()

    def say(self, title: str, sentence: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        column.setSpacing(0)
        column.addStretch(4)
        column.addWidget(self._picture, 0, middle)
        column.addSpacing(SPACE.l)
        column.addWidget(self._title, 0, middle)
        column.addSpacing(SPACE.s)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._sentence, 1000)
        words.addStretch(1)
        column.addLayout(words)
        if self.buttons:
            column.addSpacing(SPACE.xl)
            row = QHBoxLayout()
            row.setSpacing(SPACE.s)
            row.addStretch(1)
            for button in self.buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        # A little above the middle looks like the middle.
        column.addStretch(5)

    def _draw_icon(self) -> None:
        side = QSize(SIZE.icon_empty, SIZE.icon_empty)
        self._picture.setPixmap(self._icon.pixmap(side, self.devicePixelRatioF()))


class ActionButton(QPushButton):
    """A push button that is nothing but the face of an action."""

    def __init__(self, action: QAction, primary: bool = False, parent: QWidget | None = None) -> None:
        """Follow ``action`` from now on."""
        super().__init__(parent)
        self._action = action
        self.setProperty("primary", primary)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        # An action's text carries menu habits: the dots stay, a tab with a shortcut would not.
        self.setText(self._action.text().split("\t")[0])
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
