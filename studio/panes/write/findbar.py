"""The bar above the page that finds and replaces."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.write.finding import Wanted
from studio.panes.write.searching import Search


class FindBar(QWidget):
    """Two fields and what belongs to them; Enter goes on, Shift+Enter back, Esc closes."""

    closed = Signal()
    said = Signal(str)

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self.field = _field(self.tr("Find"))
        self.replacement = _field(self.tr("Replace with"))
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.count.setMinimumWidth(96)
        self.case = _switch("Aa", self.tr("Match case"))
        self.words = _switch("“w”", self.tr("Whole words only"))
        self.regex = _switch(".*", self.tr("Use a pattern (regular expression)"))
        self.before = _arrow("chevron-up", self.tr("Previous hit (Shift+F3)"))
        self.after = _arrow("chevron-down", self.tr("Next hit (F3)"))
        self.one = QPushButton(self.tr("Replace"))
        self.all = QPushButton(self.tr("Replace all"))
        self.shut = _arrow("close", self.tr("Close (Esc)"))
        self._second = (self.replacement, self.one, self.all)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setVerticalSpacing(SPACE.xs)
        grid.addWidget(self.field, 0, 0)
        grid.addLayout(_row(self.case, self.words, self.regex), 0, 1)
        grid.addLayout(_row(self.before, self.after, self.count), 0, 2)
        grid.addWidget(self.shut, 0, 4)
        grid.addWidget(self.replacement, 1, 0)
        grid.addLayout(_row(self.one, self.all), 1, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(3, 2)

    def _connect(self) -> None:
        for field in (self.field, self.replacement):
            field.installEventFilter(self)
        self.field.textEdited.connect(self._look)
        for switch in (self.case, self.words, self.regex):
            switch.toggled.connect(self._look)
        self.before.clicked.connect(lambda: self._search.step(False))
        self.after.clicked.connect(lambda: self._search.step())
        self.one.clicked.connect(lambda: self._search.replace_one(self.replacement.text()))
        self.all.clicked.connect(self._replace_all)
        self.shut.clicked.connect(self.close_bar)
        self._search.changed.connect(self._count)

    def open(self, text: str, *, replacing: bool) -> None:
        """Show the bar, with what is selected to look for, and let the person type."""
        for widget in self._second:
            widget.setVisible(replacing)
        self.show()
        if text:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.want(self.wanted())

    def close_bar(self) -> None:
        """Nothing is looked for any more."""
        self.hide()
        self._search.want(Wanted(""))
        self.closed.emit()

    def wanted(self) -> Wanted:
        """What the fields and switches ask for."""
        return Wanted(self.field.text(), self.case.isChecked(), self.words.isChecked(), self.regex.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc in either field."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if watched is self.replacement:
                self._search.replace_one(self.replacement.text())
            else:
                self._search.step(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            return False
        return True

    @Slot()
    def _look(self) -> None:
        self._search.want(self.wanted())
        self._search.show_nearest()

    @Slot()
    def _replace_all(self) -> None:
        number = self._search.replace_all(self.replacement.text())
        if number:
            self.said.emit(self.tr("Replaced in %n places; undo brings them back.", "", number))

    @Slot()
    def _count(self) -> None:
        wanted, hits = self._search.wanted, self._search.hits
        if not self.isVisible():
            return
        trouble = wanted.trouble() if wanted.regex else ""
        total = f"{len(hits.hits):,}" + ("+" if hits.more else "")
        if not wanted.text:
            words = ""
        elif trouble:
            words = self.tr("Not a pattern yet")
        elif hits.gave_up:
            words = self.tr("Too much work")
        elif not hits.hits:
            words = self.tr("Not found")
        else:
            words = self.tr("{number} of {total}").format(number=self._search.number() or "–", total=total)
        self.count.setText(words)
        self.count.setToolTip(trouble)
        self.count.setProperty("role", "danger" if wanted.text and not hits.hits else "small")
        self.count.style().polish(self.count)
        for button in (self.before, self.after, self.one, self.all):
            button.setEnabled(bool(hits.hits))


def _field(hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(hint)
    field.setClearButtonEnabled(False)
    field.setMaximumWidth(420)
    return field


def _switch(face: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(face)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setMinimumWidth(30)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _arrow(picture: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(picture, "muted"))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE.xs)
    for widget in widgets:
        row.addWidget(widget)
    return row
