"""The list of takes: what each is, how likely, and a small picture of its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engines.compose.notes import Note
from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE
from studio.panes.compose.roll.painting.colours import colours

_ROW = Qt.ItemDataRole.UserRole + 1
_PICTURE = 30
#: So many rows are always seen at once; what is around the list scrolls rather.
_FEWEST = 3
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TakeRow:
    """One row; ``heading`` begins a group, ``kept`` is in the piece."""

    number: int
    title: str
    about: str
    notes: tuple[Note, ...]
    span: tuple[int, int]
    colour: int
    heading: str = ""
    kept: bool = False
    tip: str = ""


class TakeList(QListWidget):
    """Says which take is looked at, and which was taken by double click or Enter."""

    looked = Signal(int)
    taken = Signal(int)
    heard = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Takes"))
        self.currentItemChanged.connect(lambda item, _before: self.looked.emit(_number(item)))
        self.itemDoubleClicked.connect(lambda item: self.taken.emit(_number(item)))
        notifier().changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[TakeRow], number: int) -> None:
        """List these, with the one of ``number`` current (0: none), and tell nobody."""
        blocked = self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        place = -1
        for at, row in enumerate(rows):
            item = self.item(at)
            if item.data(_ROW) != row:
                item.setData(_ROW, row)
                item.setToolTip(row.tip)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.about}")
            place = at if row.number == number else place
        self.setCurrentRow(place)
        self.blockSignals(blocked)
        self.setMinimumHeight(sum(self.sizeHintForRow(at) for at in range(min(_FEWEST, len(rows)))) + 2)
        self.scheduleDelayedItemsLayout()

    def rows(self) -> list[TakeRow]:
        """What is listed."""
        return [self.item(at).data(_ROW) for at in range(self.count())]

    def current_number(self) -> int:
        """The take one stands on; 0 while there is none."""
        return _number(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Space lets hear, Delete forgets, a digit goes to its row."""
        number = self.current_number()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and number:
            self.taken.emit(number)
        elif event.key() == Qt.Key.Key_Space and number:
            self.heard.emit(number)
        elif event.key() == Qt.Key.Key_Delete and number:
            self.removed.emit(number)
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """Paints one take."""

    def __init__(self, view: TakeList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Title, picture, and the heading of a group."""
        row: TakeRow | None = index.data(_ROW)
        line = option.fontMetrics.height()
        heading = line + SPACE.m if row is not None and row.heading else 0
        return QSize(0, heading + line + _PICTURE + 2 * SPACE.s)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Heading, ground, title, picture."""
        row: TakeRow | None = index.data(_ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(0, 1, 0, -1)
        line = option.fontMetrics.height()
        if row.heading:
            painter.setPen(QColor(current().muted))
            painter.setFont(_small(option.font))
            heading = QRectF(box.left() + SPACE.s, box.top() + SPACE.s, box.width() - 2 * SPACE.s, line)
            painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, row.heading)
            box.setTop(box.top() + line + SPACE.m)
        self._paint_ground(painter, box, option.state)
        inner = box.adjusted(SPACE.s, SPACE.xs, -SPACE.s, -SPACE.xs)
        self._paint_title(painter, inner, row, option.font)
        picture = QRectF(inner.left(), inner.top() + line + 2, inner.width(), inner.height() - line - 2)
        paint_notes(painter, picture, row.notes, row.span, row.colour)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        tokens = current()
        selected, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        painter.setPen(QPen(QColor(tokens.focus), 1.5) if selected and self._view.hasFocus() else Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(QColor(tokens.pressed if selected else tokens.hover))
            painter.drawRoundedRect(box.adjusted(1, 0, -1, 0), RADIUS.m, RADIUS.m)

    def _paint_title(self, painter: QPainter, box: QRectF, row: TakeRow, font: QFont) -> None:
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        line = QRectF(box.left(), box.top(), box.width(), metrics.height())
        left = line.left()
        if row.kept:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current().accent))
            painter.drawEllipse(QRectF(left, line.center().y() - 3, 6, 6))
            left += 6 + SPACE.xs
        painter.setFont(strong)
        painter.setPen(QColor(current().text))
        painter.drawText(QRectF(left, line.top(), line.right() - left, line.height()), 0, row.title)
        painter.setFont(_small(font))
        painter.setPen(QColor(current().muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.about)


def paint_notes(painter: QPainter, box: QRectF, notes: Sequence[Note], span: tuple[int, int], colour: int) -> None:
    """A small roll: time across, pitches from the lowest to the highest that is there."""
    if not notes:
        return
    start, end = span
    low = min(note.pitch for note in notes)
    high = max(note.pitch for note in notes)
    row = min(5.0, box.height() / (high - low + 1))
    scale = box.width() / max(1, end - start)
    top = box.center().y() - row * (high - low + 1) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours().track(colour))
    for note in notes:
        wide = max(2.0, note.length * scale - 1)
        x, y = box.left() + (note.start - start) * scale, top + (high - note.pitch) * row
        painter.drawRoundedRect(QRectF(x, y, wide, max(1.5, row - 0.5)), 1, 1)


def _number(item: QListWidgetItem | None) -> int:
    row: TakeRow | None = item.data(_ROW) if item is not None else None
    return row.number if row is not None else 0


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(9, round(QFontMetrics(font).height() * 0.72)))
    return small
