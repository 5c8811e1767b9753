"""What an empty roll offers: draw, open, or try the sample."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.compose.roll.model import RollModel
from studio.widgets.emptystate import ActionButton

_WIDTH = 400


class BlankRoll(QFrame):
    """A card in the middle of the empty roll; it goes with the first note."""

    def __init__(self, model: RollModel, over: QWidget) -> None:
        super().__init__(over)
        self._model, self._over = model, over
        self.buttons: list[ActionButton] = []
        self.setProperty("card", True)
        title = QLabel(self.tr("Draw the first note"))
        title.setProperty("role", "title")
        words = QLabel(
            self.tr(
                "Drag in the rows to draw, right-click to erase, Space to listen. MIDI, MusicXML and ABC files can "
                "be dropped here."
            )
        )
        words.setProperty("role", "muted")
        for label in (title, words):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE.s)
        self._row.addStretch(1)
        self._row.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addWidget(title)
        column.addWidget(words)
        column.addLayout(self._row)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        over.installEventFilter(self)
        model.score_changed.connect(self.refresh)
        model.draft_changed.connect(self.refresh)
        self.refresh()

    def offer(self, *actions: QAction) -> None:
        """Put actions on buttons, the first that one to take."""
        for action in actions:
            button = ActionButton(action, primary=not self.buttons)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._row.insertWidget(1 + len(self.buttons), button)
            self.buttons.append(button)
        self._place()

    def refresh(self) -> None:
        """Show while there is no note, not even one that is about to be drawn."""
        blank = not self._model.score.notes and self._model.draft.first is None
        if blank != self.isVisibleTo(self._over):
            self.setVisible(blank)
            self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        width = min(_WIDTH, self._over.width() - 2 * SPACE.l)
        height = self._column.totalHeightForWidth(width)
        x, y = (self._over.width() - width) // 2, (self._over.height() - height) * 2 // 5
        self.setGeometry(max(0, x), max(0, y), width, height)
