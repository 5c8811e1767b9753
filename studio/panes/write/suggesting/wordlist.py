"""Ten rows: the key, the word, a bar, the percentage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE
from studio.panes.write.keys import typed_text
from studio.panes.write.suggesting.choices import Other

ROWS = 10
KEYS = "1234567890"
_OTHER = Qt.ItemDataRole.UserRole + 1
#: The longest bar stands for this share, or for the largest one where that is more.
_FULL = 0.25
_BAR_TINT = 52
_Index = QModelIndex | QPersistentModelIndex


class WordRows(QAbstractListModel):
    """The words and their shares; changes in place, so that a key stays on its row."""

    def __init__(self) -> None:
        super().__init__()
        self.words: tuple[Other, ...] = ()

    def show(self, words: Sequence[Other]) -> None:
        """Other words from now on."""
        before, others = len(self.words), tuple(words[:ROWS])
        if len(others) > before:
            self.beginInsertRows(QModelIndex(), before, len(others) - 1)
            self.words = others
            self.endInsertRows()
        elif len(others) < before:
            self.beginRemoveRows(QModelIndex(), len(others), before - 1)
            self.words = others
            self.endRemoveRows()
        self.words = others
        if self.words:
            self.dataChanged.emit(self.index(0), self.index(len(self.words) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        """As many as there are words."""
        return 0 if parent is not None and parent.isValid() else len(self.words)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word, and for a screen reader all that is painted."""
        if not index.isValid() or index.row() >= len(self.words):
            return None
        word = self.words[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return word.word
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{KEYS[index.row()]}: {word.word}, {percent(word.probability)}"
        return word if role == _OTHER else None


class WordList(QListView):
    """Says which row was taken, by click, Enter or digit; letters go on to whoever writes."""

    taken = Signal(int)
    left = Signal()
    letter = Signal(QKeyEvent)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: The word that stands in the text, where the list is of what could be in its place.
        self.standing = ""
        #: What is listed belongs to a place one has left, and cannot be taken.
        self.stale = False
        self.rows = WordRows()
        self.setModel(self.rows)
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A click must not take the keyboard away from the text.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setMouseTracking(True)
        self.clicked.connect(lambda index: self.taken.emit(index.row()))
        notifier().changed.connect(self.updateGeometry)

    def show_words(self, words: Sequence[Other]) -> None:
        """List ``words``; the row one stood on stays the current one."""
        self.stale = False
        self.rows.show(words)
        if words and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(0))
        self.viewport().update()

    def set_stale(self, stale: bool) -> None:
        """Let the rows step back while others are on their way."""
        if stale != self.stale:
            self.stale = stale
            self.viewport().update()

    def row_height(self) -> int:
        """One row."""
        return self.fontMetrics().height() + SPACE.m + 2

    def sizeHint(self) -> QSize:
        """Ten rows, whether there are words or not: nothing moves when they come."""
        return QSize(200, ROWS * self.row_height())

    def minimumSizeHint(self) -> QSize:
        """All ten."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter and digits take, Esc leaves, letters are typed into the text."""
        text = typed_text(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.taken.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif text and text in KEYS:
            if KEYS.index(text) < self.rows.rowCount():
                self.taken.emit(KEYS.index(text))
        elif text or event.key() == Qt.Key.Key_Backspace:
            self.letter.emit(event)
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """Paints one word with its share."""

    def __init__(self, view: WordList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are alike."""
        return QSize(100, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Key at the left, percentage at the right, the word on its bar between them."""
        other: Other | None = index.data(_OTHER)
        if other is None:
            return
        view, tokens = self._view, current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if view.stale else 1.0)
        row = QRectF(option.rect).adjusted(0, 1, 0, -1)
        state = option.state
        self._paint_ground(painter, row, state, index)
        metrics = option.fontMetrics
        key_width, share_width = metrics.horizontalAdvance("00"), metrics.horizontalAdvance("99.9\u202f%")
        middle = row.adjusted(SPACE.s + key_width, 0, -share_width - 2 * SPACE.s, 0)
        self._paint_bar(painter, middle, other.probability)
        line = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.faint))
        painter.drawText(row.adjusted(SPACE.s, 0, 0, 0), line, KEYS[index.row()])
        painter.setPen(QColor(tokens.muted))
        painter.drawText(
            row.adjusted(0, 0, -SPACE.s, 0), line | Qt.AlignmentFlag.AlignRight, percent(other.probability)
        )
        font = QFont(option.font)
        font.setBold(other.word == view.standing)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        inside = middle.adjusted(SPACE.s, 0, 0, 0)
        word = metrics.elidedText(shown(other.word), Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, line, word)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRectF, state: QStyle.StateFlag, index: _Index) -> None:
        tokens, view = current(), self._view
        if state & QStyle.StateFlag.State_MouseOver and not view.stale:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(row, RADIUS.s, RADIUS.s)
        if view.hasFocus() and index.row() == view.currentIndex().row():
            painter.setPen(QPen(QColor(tokens.focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 0.5, -1, -0.5), RADIUS.s, RADIUS.s)

    def _paint_bar(self, painter: QPainter, place: QRectF, share: float) -> None:
        words = self._view.rows.words
        full = max(_FULL, words[0].probability if words else 0.0)
        tint = QColor(current().accent)
        tint.setAlpha(_BAR_TINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        width = max(2.0, place.width() * min(1.0, share / full))
        bar = QRectF(place.left(), place.top() + 2, width, place.height() - 4)
        painter.drawRoundedRect(bar, RADIUS.s if width > 2 * RADIUS.s else 1, RADIUS.s if width > 2 * RADIUS.s else 1)
        painter.setBrush(QColor(current().accent))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), 2, bar.height()), 1, 1)


def percent(share: float) -> str:
    """A share as a person reads it: one figure behind the point while that says something."""
    value = share * 100
    if 0 < value < 0.1:
        return "<\u202f0.1\u202f%"
    return f"{value:.1f}\u202f%" if value < 99.95 else "100\u202f%"


def shown(word: str) -> str:
    """A word as it can be seen: a paragraph break has no letters."""
    return "¶" if word == "\n" else word
