"""A list of passages: a title, what it was made with, and the text, more of it in the current row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SIZE, SPACE

_PASSAGE = Qt.ItemDataRole.UserRole + 1
_FEW, _MANY = 2, 9
_INDENT, _DEEPEST = 12, 4
_LONGEST_TIP = 1_500
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Passage:
    """One row; ``standing`` is in the text now, ``depth`` says how many branches led to it."""

    number: int
    title: str
    about: str
    text: str
    depth: int = 0
    standing: bool = False


class PassageList(QListWidget):
    """Says which passage was taken: by double click, Enter, or a digit where there are few."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_Row(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.currentItemChanged.connect(self._fold)
        self.itemDoubleClicked.connect(self._take)
        notifier().changed.connect(self.viewport().update)

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """List these; the current one stays current if it is among them."""
        number = self.current_number()
        while self.count() > len(passages):
            self.takeItem(self.count() - 1)
        while self.count() < len(passages):
            self.addItem(QListWidgetItem())
        for row, passage in enumerate(passages):
            item = self.item(row)
            if item.data(_PASSAGE) != passage:
                item.setData(_PASSAGE, passage)
                item.setToolTip(_tip(passage.text))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{passage.title}, {passage.about}: {passage.text}")
        if number and number != self.current_number():
            rows = [row for row, passage in enumerate(passages) if passage.number == number]
            self.setCurrentRow(rows[0] if rows else -1)

    def passages(self) -> list[Passage]:
        """What is listed."""
        return [self.item(row).data(_PASSAGE) for row in range(self.count())]

    def current_number(self) -> int:
        """The passage one stands on; 0 while there is none."""
        item = self.currentItem()
        passage: Passage | None = item.data(_PASSAGE) if item is not None else None
        return passage.number if passage is not None else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, a digit takes its row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentItem())
        elif event.text() in ("1", "2", "3", "4") and self.count() <= 4:
            self._take(self.item(int(event.text()) - 1))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their text is in this width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    @Slot()
    def _fold(self) -> None:
        self.scheduleDelayedItemsLayout()

    def _take(self, item: QListWidgetItem | None) -> None:
        passage: Passage | None = item.data(_PASSAGE) if item is not None else None
        if passage is not None:
            self.taken.emit(passage.number)


class _Row(QStyledItemDelegate):
    """Paints one passage."""

    def __init__(self, view: PassageList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Title, about, and as many lines as the row may have."""
        passage: Passage | None = index.data(_PASSAGE)
        if passage is None:
            return QSize(0, 0)
        metrics = option.fontMetrics
        box = self._text_box(passage)
        needed = metrics.boundingRect(QRect(0, 0, box, 10_000), _WRAPPED, passage.text.strip()).height()
        lines = _MANY if self._view.row(self._view.itemFromIndex(index)) == self._view.currentRow() else _FEW
        text = min(needed, lines * _line(metrics))
        above = _small(option.font).height() if passage.about else 0
        return QSize(0, metrics.height() + above + text + 2 * SPACE.xs + SPACE.s)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Title and text, with a dot where it stands in the text."""
        passage: Passage | None = index.data(_PASSAGE)
        if passage is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect).adjusted(0, 1, 0, -1)
        self._paint_ground(painter, row, option.state)
        indent = _INDENT * min(passage.depth, _DEEPEST)
        box = row.adjusted(SPACE.s + indent, SPACE.xs, -SPACE.s, -SPACE.xs - 1)
        tokens, metrics = current(), option.fontMetrics
        if indent:
            painter.setPen(QPen(QColor(tokens.line_strong), 1.5))
            left = row.left() + indent
            painter.drawLine(int(left), int(row.top() + SPACE.s), int(left), int(row.bottom() - SPACE.s))
        self._paint_title(painter, box, passage, option.font)
        small = _small(option.font)
        about = QRectF(box.left(), box.top() + metrics.height(), box.width(), small.height() if passage.about else 0)
        painter.setFont(_small_font(option.font))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(about, 0, small.elidedText(passage.about, Qt.TextElideMode.ElideRight, int(box.width())))
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        # Whole lines only: half a line looks like a mistake.
        lines = int((box.bottom() - about.bottom() + 1) / _line(metrics))
        text = QRectF(box.left(), about.bottom() + 2, box.width(), lines * _line(metrics))
        painter.setClipRect(text)
        painter.drawText(text, _WRAPPED, passage.text.strip())
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRectF, state: QStyle.StateFlag) -> None:
        tokens = current()
        selected, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        painter.setPen(QPen(QColor(tokens.focus), 1.5) if selected and self._view.hasFocus() else Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(QColor(tokens.pressed if selected else tokens.hover))
            painter.drawRoundedRect(row.adjusted(1, 0, -1, 0), RADIUS.m, RADIUS.m)

    def _paint_title(self, painter: QPainter, box: QRectF, passage: Passage, font: QFont) -> None:
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        left = box.left()
        if passage.standing:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current().accent))
            painter.drawEllipse(QRectF(left, box.top() + metrics.height() / 2 - 3, 6, 6))
            left += 6 + SPACE.xs
        painter.setFont(strong)
        painter.setPen(QColor(current().text))
        room = QRectF(left, box.top(), box.right() - left, metrics.height())
        painter.drawText(room, 0, metrics.elidedText(passage.title, Qt.TextElideMode.ElideRight, int(room.width())))

    def _text_box(self, passage: Passage) -> int:
        indent = _INDENT * min(passage.depth, _DEEPEST)
        return max(40, self._view.viewport().width() - 2 * SPACE.s - indent)


_WRAPPED = Qt.TextFlag.TextWordWrap.value


def _small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(round(QFontInfo(font).pixelSize() * SIZE.text_small / SIZE.text))
    return small


def _small(font: QFont) -> QFontMetrics:
    return QFontMetrics(_small_font(font))


def _line(metrics: QFontMetrics) -> int:
    """How much higher a text is with a line more; Qt rounds this otherwise than it says."""
    box = QRect(0, 0, 1_000, 1_000)
    return metrics.boundingRect(box, _WRAPPED, "x\nx").height() - metrics.boundingRect(box, _WRAPPED, "x").height()


def _tip(text: str) -> str:
    whole = text.strip()
    return whole if len(whole) <= _LONGEST_TIP else whole[:_LONGEST_TIP] + "…"
