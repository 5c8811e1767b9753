"""What an empty page offers: begin, open, or look at a sample."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.write.editor import WriteEditor
from studio.widgets.emptystate import ActionButton


class BlankPage(QWidget):
    """Lies on the empty page below the first line and goes with the first letter."""

    def __init__(self, editor: WriteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.buttons: list[ActionButton] = []
        words = QLabel(
            self.tr(
                "Every word is kept from the first letter on, also without a file name. A text can be dropped here."
            )
        )
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE.s)
        self._row.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.l)
        column.addWidget(words)
        column.addLayout(self._row)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        editor.setPlaceholderText(self.tr("Begin here."))
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        editor.document().contentsChanged.connect(self.refresh)
        self.refresh()

    def offer(self, *actions: QAction) -> None:
        """Put actions on buttons, the first that one to take."""
        for action in actions:
            button = ActionButton(action, primary=not self.buttons)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._row.insertWidget(len(self.buttons), button)
            self.buttons.append(button)
        self._place()

    def refresh(self) -> None:
        """Show while nothing is written, and nothing is composed either."""
        blank = self._editor.is_blank() and not self._editor.is_composing()
        if blank != self.isVisibleTo(self._editor):
            self.setVisible(blank)
            self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the column."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def _place(self) -> None:
        margin = self._editor.document().documentMargin()
        sheet = self._editor.viewport().geometry()
        width = round(min(sheet.width() - 2 * margin, 440))
        line = self._editor.fontMetrics().height()
        height = self._column.totalHeightForWidth(width)
        self.setGeometry(round(sheet.left() + margin), round(sheet.top() + margin + line + SPACE.xl), width, height)
