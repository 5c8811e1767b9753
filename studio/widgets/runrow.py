"""A training that rests: what it is, how far it came, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout

from studio.look.icons import icon
from studio.look.tokens import SPACE

_LONGEST = 60


class RestingRun(QFrame):
    """A card with two buttons and a bin."""

    go_on_wanted = Signal()
    model_asked = Signal()
    discard_asked = Signal()
    #: str: what it shall be called from now on.
    rename_asked = Signal(str)

    def __init__(
        self, title: str, about: str, *, can_go_on: bool, can_make: bool, going_on: str, can_rename: bool = False
    ) -> None:
        """``going_on`` says what going on would do, or why it is no use."""
        super().__init__()
        self.title, self.field, self.rename = _words(title, "heading"), QLineEdit(title), QToolButton()
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName(self.tr("Name"))
        self.field.hide()
        self.rename.setIcon(icon("pencil"))
        self.rename.setToolTip(self.tr("Give it another name; a model of it will be called so"))
        self.rename.setAccessibleName(self.tr("Rename “{}”").format(title))
        self.rename.setVisible(can_rename)
        self.rename.clicked.connect(self._edit)
        self.field.editingFinished.connect(self._take)
        self.field.installEventFilter(self)
        self.setProperty("card", True)
        self.setAccessibleName(title)
        self.go_on, self.model, self.discard = QPushButton(self.tr("Go on")), QPushButton(), QToolButton()
        self.go_on.setEnabled(can_go_on)
        self.go_on.setToolTip(going_on)
        self.go_on.setAccessibleName(self.tr("Go on with “{}”").format(title))
        self.model.setText(self.tr("Make a model"))
        self.model.setEnabled(can_make)
        self.model.setToolTip(self.tr("Use what it has learnt so far"))
        self.model.setAccessibleName(self.tr("Make a model of “{}”").format(title))
        self.discard.setIcon(icon("trash"))
        self.discard.setToolTip(self.tr("Discard; can be put back until the studio closes"))
        self.discard.setAccessibleName(self.tr("Discard “{}”").format(title))
        self.go_on.clicked.connect(self.go_on_wanted)
        self.model.clicked.connect(self.model_asked)
        self.discard.clicked.connect(self.discard_asked)
        self._lay_out(about)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves the name as it is."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.field.setText(self.title.text())
                self._take()
            return True
        return super().eventFilter(watched, event)

    def _edit(self) -> None:
        self.title.hide()
        self.field.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self.field.isHidden():
            return
        # Hidden first: losing the focus would end the editing once more.
        self.field.hide()
        self.title.show()
        name = " ".join(self.field.text().split())
        if name and name != self.title.text():
            self.title.setText(name)
            self.rename_asked.emit(name)
        else:
            self.field.setText(self.title.text())

    def _lay_out(self, about: str) -> None:
        column, top, row = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.xs)
        small = _words(about, "small")
        top.addWidget(self.title, 1)
        top.addWidget(self.field, 1)
        top.addWidget(self.rename)
        top.addWidget(self.discard)
        row.setSpacing(SPACE.s)
        row.setContentsMargins(0, SPACE.xs, SPACE.xs, 0)
        row.addWidget(self.go_on, 1)
        row.addWidget(self.model, 1)
        column.addLayout(top)
        column.addWidget(small)
        column.addLayout(row)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
