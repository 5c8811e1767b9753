"""Every command by name: type a few letters, press Enter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.look.palette import current
from studio.look.tokens import RADIUS, SIZE, SPACE

_WIDTH = 560
_ROWS = 9
_REMEMBERED = 20
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as the bar lists it."""

    action: QAction
    title: str
    group: str
    shortcut: str

    @property
    def key(self) -> str:
        """The name under which it is remembered as recently used."""
        return self.action.objectName() or self.title


class CommandBar(QWidget):
    """Lies over ``parent`` while open; a click beside it or Esc closes it and gives the focus back."""

    ran = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Closed, with nothing recently used."""
        super().__init__(parent)
        self._parent = parent
        self._entries: list[Entry] = []
        self._recent: list[str] = []
        self._focus_before: QWidget | None = None
        self._panel = QFrame(self)
        self._panel.setProperty("card", True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search commands"))
        self.field.setAccessibleName(self.tr("Search commands"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._nothing = QLabel(self.tr("No command is called that. Try another word."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        self._column = column = QVBoxLayout(self._panel)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.setSpacing(SPACE.s)
        for widget in (self.field, self._nothing, self.list):
            column.addWidget(widget)
        self.setAccessibleName(self.tr("Command bar"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        parent.installEventFilter(self)
        self.hide()

    def open(self, actions: Sequence[QAction]) -> None:
        """List ``actions`` (their menu in the property "group") and wait for typing."""
        self._entries = [_entry(action) for action in actions if _is_command(action)]
        self._focus_before = self.window().focusWidget()
        self.setGeometry(self._parent.rect())
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close without running anything; the focus goes back where it was."""
        if self.isHidden():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def recent(self) -> list[str]:
        """The names of commands used, newest first, for the settings to keep."""
        return list(self._recent)

    def set_recent(self, names: Sequence[str]) -> None:
        """Put back what ``recent`` gave at the end of an earlier session."""
        self._recent = list(names)[:_REMEMBERED]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list while the caret stays in the field, and follow the parent's size."""
        if watched is self.field:
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._steered(event)
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._parent.rect())
            self._place()
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click beside the panel closes; the panel keeps its own clicks."""
        if not self._panel.geometry().contains(_event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().scrim))
        painter.end()

    def _steered(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentItem())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._step(-1)
        else:
            return False
        return True

    def _step(self, way: int) -> None:
        count = self.list.count()
        for distance in range(1, count + 1):
            row = (self.list.currentRow() + way * distance) % count
            if _can_run(self.list.item(row)):
                self.list.setCurrentRow(row)
                return

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None or not _can_run(item):
            return
        entry: Entry = item.data(_ENTRY)
        self._recent = [entry.key, *(name for name in self._recent if name != entry.key)][:_REMEMBERED]
        # Closed first: the command may open something that wants the focus.
        self.dismiss()
        self.ran.emit(entry.key)
        entry.action.trigger()

    def _search(self, query: str) -> None:
        self.list.clear()
        for entry in ranked(query, self._entries, self._recent):
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY, entry)
            spoken = ", ".join(part for part in (entry.title, entry.group, entry.shortcut) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if not entry.action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self._nothing.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)
        self._step(1)
        self._place()

    def _place(self) -> None:
        rows = min(_ROWS, self.list.count())
        row = self.list.sizeHintForRow(0) if rows else 0
        self.list.setFixedHeight(rows * row)
        self._column.activate()
        width = min(_WIDTH, self.width() - 2 * SPACE.l)
        top = max(SPACE.l, round(self.height() * 0.12))
        self._panel.setGeometry(QRect((self.width() - width) // 2, top, width, self._panel.sizeHint().height()))


class EntryDelegate(QStyledItemDelegate):
    """Draws a row: title, then its menu in grey, the shortcut at the right edge."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows as high as the text size asks for."""
        return QSize(0, max(SIZE.row, option.fontMetrics.height() + SPACE.l))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw in the colours of the theme; what cannot run is faint."""
        tokens = current()
        entry: Entry = index.data(_ENTRY)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        chosen = enabled and bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(option.rect, RADIUS.s, RADIUS.s)
        title, aside = (tokens.text, tokens.muted) if enabled else (tokens.faint, tokens.faint)
        if chosen:
            title = aside = tokens.selection_text
        area = option.rect.adjusted(SPACE.s, 0, -SPACE.s, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(aside))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, entry.shortcut)
        area.setRight(area.right() - option.fontMetrics.horizontalAdvance(entry.shortcut) - SPACE.m)
        painter.setPen(QColor(title))
        words = option.fontMetrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle, words)
        painter.setPen(QColor(aside))
        area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(words) + SPACE.m)
        painter.drawText(area, middle, entry.group)
        painter.restore()


def ranked(query: str, entries: Sequence[Entry], recent: Sequence[str]) -> list[Entry]:
    """Return the entries that ``query`` may mean, best first; without a query all, the recently used first."""
    places = {name: place for place, name in enumerate(recent)}
    last = len(places)
    if not query.strip():
        return sorted(entries, key=lambda entry: places.get(entry.key, last))
    scored = [(_score(query, entry), entry) for entry in entries]
    fitting = [(score, entry) for score, entry in scored if score >= 60]
    fitting.sort(key=lambda pair: (-pair[0], places.get(pair[1].key, last)))
    return [entry for _, entry in fitting]


def _score(query: str, entry: Entry) -> float:
    # Imported at the first search: the window must not wait for it.
    from rapidfuzz import fuzz, utils

    typed, title = utils.default_process(query), utils.default_process(entry.title)
    if not typed:
        return 0.0
    score = fuzz.WRatio(typed, title)
    if len(typed) > 2:
        score = max(score, 0.85 * fuzz.partial_token_set_ratio(typed, f"{utils.default_process(entry.group)} {title}"))
    words = title.split()
    initials = "".join(word[0] for word in words)
    if title.startswith(typed):
        score += 30
    elif initials.startswith(typed) or any(word.startswith(typed) for word in words):
        score += 20
    # What cannot run now stands below what can.
    return score if entry.action.isEnabled() else score - 5


def _entry(action: QAction) -> Entry:
    # "&Open" underlines the O in a menu; "&&" is a written &.
    title = re.sub(r"&(.)", r"\1", action.text().split("\t")[0])
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Entry(action, title, str(action.property("group") or ""), shortcut)


def _is_command(action: QAction) -> bool:
    return bool(action.text()) and action.isVisible() and not action.isSeparator() and action.menu() is None


def _can_run(item: QListWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
