"""The lane below the notes: how loud each is, as a bar that can be dragged, or laid on a line drawn across."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.compose.editing import Edit, louder, ramp
from engines.compose.notes import Note
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.draft import Draft
from studio.panes.compose.roll.gestures.gesture import Tools
from studio.panes.compose.roll.keptpicture import KeptPicture
from studio.panes.compose.roll.painting.colours import colours
from studio.panes.compose.roll.painting.stalks import REACH, Stalks, manner, paint_drafts, paint_stalks
from studio.panes.compose.roll.speaking import announce
from studio.panes.compose.roll.wheel import turn

HEIGHT = 96
_MARGIN = 7
_GRASP = 5
_STEPS = {Qt.Key.Key_Up: 5, Qt.Key.Key_Down: -5, Qt.Key.Key_PageUp: 20, Qt.Key.Key_PageDown: -20}


class VelocityLane(KeptPicture):
    """Drag a bar to change it and all that are selected with it; drag beside the bars to lay a ramp."""

    def __init__(self, tools: Tools, actions: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._actions = actions
        self._grasped: Note | None = None
        self._from = QPointF()
        self._line: tuple[QPointF, QPointF] | None = None
        self._edit = Edit()
        self._stalks = Stalks(self._model, self._outlook, self.level)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Velocities"))
        self.setAccessibleDescription(self.tr("Up and Down change the velocity of the selected notes."))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(900, HEIGHT)

    # Places ----------------------------------------------------------------------------------------------------

    def level(self, velocity: float) -> int:
        """The pixel of a velocity."""
        return round(HEIGHT - _MARGIN - velocity / 127 * (HEIGHT - 2 * _MARGIN))

    def velocity(self, y: float) -> float:
        """The velocity at a pixel."""
        return min(127.0, max(1.0, (HEIGHT - _MARGIN - y) / (HEIGHT - 2 * _MARGIN) * 127))

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars from the ground up, then what the hand does."""
        self.backing.spoil_if_other(manner(self._model, self._outlook))
        painter, look, rect = QPainter(self), colours(), event.rect()
        self.backing.show(painter, rect)
        paint_drafts(painter, self._stalks, rect)
        if self._line is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.accent, 2))
            painter.drawLine(*self._line)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(rect.left(), 0, rect.width(), 1, QColor(look.tokens.line_strong))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.tokens.focus), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def paint_music(self, painter: QPainter, rect: QRect) -> None:
        """Draw the levels and the bars."""
        look = colours()
        painter.fillRect(rect, QColor(look.tokens.roll_black))
        for velocity in (32, 64, 96, 127):
            painter.fillRect(rect.left(), self.level(velocity), rect.width(), 1, QColor(look.tokens.roll_step))
        paint_stalks(painter, self._stalks, rect)

    def rect_of(self, note: Note) -> QRect:
        """Its bar with the head."""
        return QRect(self._outlook.view.x(note.start) - REACH, 0, 2 * REACH, HEIGHT)

    def scrolled(self, across: int, _down: int) -> None:
        """Bars go sideways only."""
        if across:
            super().scrolled(across, 0)

    # Hands -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp a bar, or begin a line."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._from = event.position()
        self._grasped = self._bar_at(event.position())
        if self._grasped is not None and self._grasped not in self._model.selection:
            self._model.select((self._grasped,))
        if self._grasped is None:
            self._line = (self._from, self._from)
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the bars along, or stretch the line; Shift keeps it level."""
        at = event.position()
        if self._grasped is not None:
            amount = round(self.velocity(at.y()) - self.velocity(self._from.y()))
            self._edit = louder(self._model.selected, amount)
        elif self._line is not None:
            level = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._line = (self._from, QPointF(at.x(), self._from.y() if level else at.y()))
            self._edit = self._ramp(*self._line)
        else:
            near = self._bar_at(at) is not None
            self.setCursor(Qt.CursorShape.SizeVerCursor if near else Qt.CursorShape.CrossCursor)
            return
        if self._edit.empty:
            self._model.set_draft(Draft())
        else:
            self._model.set_draft(Draft(frozenset(self._edit.gone), self._edit.come))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep it."""
        if self._grasped is None and self._line is None:
            event.ignore()
            return
        edit, self._edit = self._edit, Edit()
        ramped, self._line, self._grasped = self._line is not None, None, None
        chosen = self._model.selection
        kept = (chosen - frozenset(edit.gone)) | frozenset(
            new for old, new in zip(edit.gone, edit.come, strict=True) if old in chosen
        )
        text = (
            counted(self.tr("Ramp velocities of %1"), len(edit.gone))
            if ramped
            else counted(self.tr("Change velocity of %1"), len(edit.gone))
        )
        # One drag after the other on the same notes is one change of mind, so it is one step; a ramp is its own.
        self._model.edit(text, edit, kept, "" if ramped else "velocity")
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick presses are two presses."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll and zoom as over the notes."""
        turn(event, self._outlook)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Louder and softer; Escape takes back what is dragged."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and (self._line is not None or self._grasped is not None):
            self._line = self._grasped = None
            self._edit = Edit()
            self._model.set_draft(Draft())
        elif key in _STEPS:
            self._actions.louder(_STEPS[key])
            loud = sorted({note.velocity for note in self._model.selection})
            if loud:
                announce(
                    self, self.tr("Velocity %1").replace("%1", "–".join(map(str, dict.fromkeys((loud[0], loud[-1])))))
                )
        else:
            super().keyPressEvent(event)

    # Inside ----------------------------------------------------------------------------------------------------

    def _bar_at(self, at: QPointF) -> Note | None:
        """The bar whose head is nearest to the hand; a selected one before others."""
        view, table = self._outlook.view, self._model.table
        first, last = view.tick(at.x() - _GRASP), view.tick(at.x() + _GRASP)
        notes = (table.note(place) for place in table.between(first, last + 1).tolist())
        near = [
            note
            for note in notes
            if self._model.reachable(note)
            and abs(view.x(note.start) + 1 - at.x()) <= _GRASP
            and at.y() >= self.level(note.velocity) - _GRASP
        ]
        chosen = self._model.selection
        return min(near, key=lambda note: (note not in chosen, abs(self.level(note.velocity) - at.y())), default=None)

    def _ramp(self, start: QPointF, end: QPointF) -> Edit:
        view = self._outlook.view
        points = [(view.tick(point.x()), self.velocity(point.y())) for point in (start, end)]
        chosen = self._model.selected or self._model.within_reach()
        return ramp(chosen, points[0], points[1])
