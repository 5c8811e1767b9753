"""The canvas of notes with hands: mouse, wheel and keys change what is drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from engines.compose.editing import Edit
from engines.compose.notes import Note
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.edgescroll import EdgeScroll
from studio.panes.compose.roll.finding import note_at
from studio.panes.compose.roll.gestures.draw import VELOCITY
from studio.panes.compose.roll.gestures.gesture import Tools, Touch, touch_of
from studio.panes.compose.roll.picture import NotePicture
from studio.panes.compose.roll.speaking import announce, cell_words, note_words
from studio.panes.compose.roll.wheel import turn
from studio.widgets.imageview.zooming import native_pinch_factor

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class NoteCanvas(NotePicture):
    """Lets hands and keys change the notes.

    ``hovered`` tells the note under the cursor or None; ``opened`` a note that was double-clicked.
    """

    hovered = Signal(object)
    opened = Signal(object)
    status_changed = Signal(str)
    play_wanted = Signal()

    def __init__(self, tools: Tools, actions: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(tools, actions, parent)
        self._tools = tools
        self._edge = EdgeScroll(self._outlook, self._go_on, self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Piano roll"))
        self._outlook.tool_changed.connect(self._show_cursor)
        self._model.score_changed.connect(self._hover_anew)
        self._model.refused.connect(self._tell)
        self.keys.spoken.connect(self._say)

    @property
    def hover(self) -> Note | None:
        """The note under the cursor."""
        return self._hover

    # Hands -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.hand.press(self._touched(event))
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it, or look at what is under the hand."""
        touch = self._touched(event)
        self.hand.move(touch)
        if self.hand.scrolls:
            self._edge.drag_to(event.position(), self.rect())
        self._look_under(touch)
        self._show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        touch = self._touched(event)
        self._edge.stop()
        self.hand.release(touch)
        self._look_under(touch)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a note; beside all notes the selecting hand draws one."""
        touch = self._touched(event)
        spot = note_at(self._model, self._outlook.view, touch.x, touch.y)
        holds = self._outlook.tool in ("pencil", "select")
        if event.button() == Qt.MouseButton.LeftButton and spot is not None and holds:
            self._model.select((spot.note,))
            self.opened.emit(spot.note)
        elif event.button() == Qt.MouseButton.LeftButton and self._outlook.tool == "select" and not touch.alt:
            self._draw_at(touch)
        else:
            # Two quick strokes are two strokes.
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll or zoom."""
        turn(event, self._outlook)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the hand any more."""
        self._at = None
        self._set_hover(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button erases."""
        event.accept()

    def _go_on(self) -> None:
        """The roll was scrolled under a hand that stays where it is."""
        if self._at is not None:
            view = self._outlook.view
            self._at = replace(self._at, tick=view.tick(self._at.x), pitch=view.pitch(self._at.y))
            self.hand.move(self._at)

    def _draw_at(self, touch: Touch) -> None:
        start = self._outlook.grid().before(touch.tick)
        note = Note(start, self._model.track, touch.pitch, self._outlook.length, VELOCITY)
        text = self.tr("Draw %1").replace("%1", self._model.pitch_name(note.pitch))
        self._model.edit(text, Edit(come=(note,)))

    def _touched(self, event: QMouseEvent) -> Touch:
        self._at = touch_of(event, self._outlook)
        return self._at

    def _look_under(self, touch: Touch) -> None:
        coming = self._model.draft.first
        if self.hand.gesture is not None and coming is not None:
            self.status_changed.emit(note_words(self._model, coming))
            return
        view = self._outlook.view
        spot = note_at(self._model, view, touch.x, touch.y)
        if spot is None and self._outlook.ghosts:
            spot = note_at(self._model, view, touch.x, touch.y, ghosts=True)
        self._set_hover(spot.note if spot is not None else None)
        if spot is None:
            self.status_changed.emit(cell_words(self._model, touch.pitch, self._outlook.grid().before(touch.tick)))
        if self._outlook.tool == "knife":
            self.update()

    def _set_hover(self, note: Note | None) -> None:
        if note is not None:
            self.status_changed.emit(note_words(self._model, note))
        if note != self._hover:
            self._hover = note
            self.hovered.emit(note)

    def _hover_anew(self) -> None:
        if self._hover is not None and not self._model.holds(self._hover):
            self._set_hover(None)

    def _show_cursor(self) -> None:
        if self._at is not None:
            self.setCursor(self.hand.cursor(self._at))

    # Keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back a gesture; Space drags; the rest is for the keyboard path."""
        if event.key() == Qt.Key.Key_Escape and self.hand.cancel():
            self._edge.stop()
            self._show_cursor()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self.hand.hold_space()
            self._show_cursor()
        elif self.hand.gesture is not None or not self.keys.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of what was held."""
        if not event.isAutoRepeat():
            if self.hand.gesture is None:
                self._tools.ear.let_go()
            if event.key() == Qt.Key.Key_Space and self.hand.space_held:
                if self.hand.let_space_go():
                    self.play_wanted.emit()
                self._show_cursor()
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Space for the hand, since one that dragged nothing asks to play; a pinch zooms time."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent):
            factor = native_pinch_factor(event)
            if factor is not None:
                self._outlook.look(self._outlook.view.zoomed(factor, event.position().x()))
                return True
        return super().event(event)

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Tab goes from note to note, and past the last one out of the roll."""
        return self.keys.step(forth) or super().focusNextPrevChild(forth)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor when the keyboard brought the focus here."""
        self._ringed = event.reason() in _KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """A key released elsewhere is never heard of."""
        self._ringed = False
        self.hand.let_space_go()
        self._edge.stop()
        self.hand.cancel()
        self._tools.ear.let_go()
        self.update()

    def _say(self, words: str) -> None:
        """Something was done by keys: whoever does that wants to see where they are."""
        self._ringed = True
        self.update()
        self._tell(words)

    def _tell(self, words: str) -> None:
        announce(self, words)
        self.status_changed.emit(words)
