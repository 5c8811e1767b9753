"""The list of tracks: one is current, which is drawn into; rows are dragged into another order."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from engines.compose.score import Score
from studio.look.icons import icon
from studio.look.palette import current
from studio.look.tokens import SPACE
from studio.panes.compose.tracks.row import TrackRow

WIDTH = 248


class TrackList(QWidget):
    """Shows the tracks of a score; what becomes of a wish is the part's."""

    chosen = Signal(int)
    changed = Signal(int, str, object)
    moved = Signal(int, int)
    program_wanted = Signal(int, QPoint)
    menu_wanted = Signal(int, QPoint)
    removal_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self.setMinimumWidth(200)
        self.rows: list[TrackRow] = []
        self._current = 0
        self.add = QToolButton()
        self.add.setIcon(icon("plus"))
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        heading = QLabel(self.tr("Tracks"))
        heading.setProperty("role", "heading")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.m, SPACE.xs, SPACE.s, SPACE.xs)
        head.addWidget(heading, 1)
        head.addWidget(self.add)
        self._stack = _Stack(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._stack)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        self.setFocusProxy(self._stack)

    def show_score(self, score: Score, place: int) -> None:
        """Show the tracks; the one at ``place`` is current."""
        self._current = place
        while len(self.rows) > len(score.tracks):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(score.tracks):
            self._add_row()
        audible = score.audible()
        for number, (row, track) in enumerate(zip(self.rows, score.tracks, strict=True)):
            row.show_track(track, number, current_one=number == place, heard=number in audible)
        self._stack.setAccessibleDescription(self.rows[place].accessibleName() if self.rows else "")

    def current(self) -> int:
        """The place of the current track."""
        return self._current

    def edit_name(self) -> None:
        """Rename the current track in its row."""
        self.rows[self._current].edit_name()

    def _add_row(self) -> None:
        row = TrackRow()
        self.rows.append(row)
        self._stack.column.insertWidget(len(self.rows) - 1, row)
        row.pressed.connect(lambda: self.chosen.emit(self._place(row)))
        row.changed.connect(lambda what, value: self.changed.emit(self._place(row), what, value))
        row.program_wanted.connect(lambda where: self.program_wanted.emit(self._place(row), where))
        row.menu_wanted.connect(lambda where: self.menu_wanted.emit(self._place(row), where))
        row.dragged.connect(self._stack.show_gap)
        row.dropped.connect(lambda y: self._drop(row, y))

    def _place(self, row: TrackRow) -> int:
        return self.rows.index(row)

    def gap(self, y: int) -> int:
        """Between which rows a height lies: before the row of that number."""
        return sum(1 for row in self.rows if row.geometry().center().y() < y)

    def _drop(self, row: TrackRow, y: int) -> None:
        self._stack.show_gap(None)
        place, gap = self._place(row), self.gap(y)
        to = gap - (gap > place)
        if to != place:
            self.moved.emit(place, to)

    @Slot(QKeyEvent)
    def take_key(self, event: QKeyEvent) -> bool:
        """The keys of the list: arrows, Alt and arrows, M, S, F2, Delete, Enter; False for any other."""
        place, last = self._current, len(self.rows) - 1
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        to = min(last, max(0, place + step))
        row = self.rows[place]
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if to != place:
                self.moved.emit(place, to)
        elif step:
            self.chosen.emit(to)
            self._scroll.ensureWidgetVisible(self.rows[to])
        elif event.key() == Qt.Key.Key_M:
            row.mute.click()
        elif event.key() == Qt.Key.Key_S:
            row.solo.click()
        elif event.key() == Qt.Key.Key_F2:
            row.edit_name()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row.program.click()
        else:
            return False
        return True


class _Stack(QWidget):
    """The rows one below the other, and the line where a dragged one would go; the keyboard's place."""

    def __init__(self, owner: TrackList) -> None:
        super().__init__()
        self._owner = owner
        self._gap: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Tracks"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addStretch(1)

    @Slot(object)
    def show_gap(self, y: int | None) -> None:
        """Show where a row would go; None: nowhere."""
        self._gap = None if y is None else self._owner.gap(y)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, move, mute, rename, remove."""
        if not self._owner.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        rows = self._owner.rows
        if self._gap is not None and rows:
            y = rows[self._gap].y() if self._gap < len(rows) else rows[-1].geometry().bottom() + 1
            # Rows paint over their own ground only, so the line shows between them.
            painter.fillRect(0, max(0, y - 1), self.width(), 3, QColor(current().accent))
        painter.end()
