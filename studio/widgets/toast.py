"""Short messages in the corner that do not stop anybody; what went wrong stays until it is dismissed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.palette import notifier
from studio.look.tokens import SIZE, SPACE

SHOWN_MS = 4000
AT_MOST = 3
_WIDTH = 360


@dataclass(frozen=True, slots=True)
class Message:
    """What one toast says and offers."""

    text: str
    stays: bool = False
    action_text: str = ""
    action: Callable[[], object] | None = None


class Toasts(QWidget):
    """The corner of ``parent`` in which toasts pile up; it covers no more of it than the toasts themselves."""

    def __init__(self, parent: QWidget) -> None:
        """Watch the size of ``parent``."""
        super().__init__(parent)
        self._parent = parent
        self._waiting: deque[Message] = deque()
        self._cards: list[ToastCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self.setAccessibleName(self.tr("Messages"))
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, action_text: str = "", action: Callable[[], object] | None = None) -> None:
        """Show ``text`` for four seconds, longer while the mouse rests on it; the action button closes it too."""
        self._show(Message(text, False, action_text, action))

    def warn(self, text: str, action_text: str = "", action: Callable[[], object] | None = None) -> None:
        """Show ``text`` until somebody dismisses it."""
        self._show(Message(text, True, action_text, action))

    def cards(self) -> list[ToastCard]:
        """The toasts on view, oldest first."""
        return list(self._cards)

    def clear(self) -> None:
        """Take everything away, shown and waiting, as for another project."""
        self._waiting.clear()
        for card in self.cards():
            self._remove(card)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the parent changes size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def _show(self, message: Message) -> None:
        for card in self.cards():
            if (card.message.text, card.message.stays) == (message.text, message.stays):
                card.say_again(message)
                return
        if any((old.text, old.stays) == (message.text, message.stays) for old in self._waiting):
            return
        if len(self.cards()) >= AT_MOST and not self._make_room():
            # Three warnings are on view: none of them may vanish unread, so this one queues.
            self._waiting.append(message)
            return
        self._add(message)

    def _make_room(self) -> bool:
        passing = next((card for card in self.cards() if not card.message.stays), None)
        if passing is not None:
            self._take(passing)
        return passing is not None

    def _add(self, message: Message) -> None:
        card = ToastCard(message, self)
        card.closed.connect(self._remove)
        self._cards.append(card)
        self._column.addWidget(card)
        card.show()
        card.start()
        self._place()
        self._announce(message)

    def _remove(self, card: ToastCard) -> None:
        self._take(card)
        if self._waiting and len(self.cards()) < AT_MOST:
            self._add(self._waiting.popleft())
        self._place()

    def _take(self, card: ToastCard) -> None:
        card.stop()
        card.hide()
        self._cards.remove(card)
        self._column.removeWidget(card)
        card.deleteLater()

    def _place(self) -> None:
        if not self.cards():
            self.hide()
            return
        room = self._parent.rect().adjusted(SPACE.l, SPACE.l, -SPACE.l, -SPACE.l)
        width = min(_WIDTH, max(1, room.width()))
        self._column.activate()
        height = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else self.sizeHint().height()
        # In the middle: panels with their buttons stand at the sides.
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.bottom() + 1 - height, width, height)
        # Shown only now: at its old place it could lie under the mouse and believe itself hovered.
        self.show()
        self.raise_()

    def _announce(self, message: Message) -> None:
        spoken = QAccessibleAnnouncementEvent(self, message.text)
        if message.stays:
            spoken.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(spoken)


class ToastCard(QFrame):
    """One toast: icon, words, perhaps an action, and a cross on those that stay."""

    closed = Signal(QFrame)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        """Lay it out; time starts with ``start``."""
        super().__init__(parent)
        self.message = message
        self.setProperty("card", True)
        self.setAccessibleName(message.text)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.close_it)
        self._sign = icon("warning", "warning") if message.stays else icon("info", "accent")
        self._picture = QLabel()
        self._text = QLabel(message.text)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(message.action_text)
        self.button.setProperty("quiet", True)
        self.button.setVisible(bool(message.action_text))
        self.cross = QToolButton()
        self.cross.setIcon(icon("close", "muted"))
        self.cross.setToolTip(self.tr("Dismiss"))
        self.cross.setAccessibleName(self.tr("Dismiss this message"))
        self.cross.setVisible(message.stays)
        self.button.clicked.connect(self._act)
        self.cross.clicked.connect(self.close_it)
        self._lay_out()
        notifier().changed.connect(self._draw_icon)
        self._draw_icon()

    def start(self) -> None:
        """Let the time run, unless the message stays."""
        if not self.message.stays:
            self._timer.start()

    def stop(self) -> None:
        """Let no time run any more."""
        self._timer.stop()

    def close_it(self) -> None:
        """Ask to be taken away."""
        self.closed.emit(self)

    def is_counting(self) -> bool:
        """Whether the toast is on its way out."""
        return self._timer.isActive()

    def say_again(self, message: Message) -> None:
        """Take the newer of two equal messages and its action, and start the time anew."""
        self.message = message
        if not self.underMouse():
            self.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while somebody reads."""
        self.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        self.start()
        super().leaveEvent(event)

    def _act(self) -> None:
        action = self.message.action
        self.close_it()
        if action is not None:
            action()

    def _lay_out(self) -> None:
        # Reachable with Tab, but a click on a toast must not take the caret out of somebody's text.
        for button in (self.button, self.cross):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        top = Qt.AlignmentFlag.AlignTop
        self._text.setMinimumHeight(SIZE.control)
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._picture.setFixedHeight(SIZE.control)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(self._picture, 0, top)
        row.addSpacing(SPACE.xs)
        row.addWidget(self._text, 1)
        row.addWidget(self.button, 0, top)
        row.addWidget(self.cross, 0, top)

    def _draw_icon(self) -> None:
        self._picture.setPixmap(self._sign.pixmap(QSize(SIZE.icon, SIZE.icon), self.devicePixelRatioF()))
