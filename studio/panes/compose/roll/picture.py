"""The picture of the notes: every layer from the ground to the playhead, without the hands that change them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.compose.notes import Note
from studio.look.palette import notifier
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.gestures.gesture import Tools, Touch
from studio.panes.compose.roll.hand import Hand
from studio.panes.compose.roll.keys import RollKeys
from studio.panes.compose.roll.painting.colours import colours
from studio.panes.compose.roll.painting.grid import Ground
from studio.panes.compose.roll.painting.notes import box_of, paint_draft, paint_notes
from studio.panes.compose.roll.painting.overlays import (
    HeatGrid,
    paint_band,
    paint_blade,
    paint_cell,
    paint_heat,
    paint_loop,
    paint_ring,
)
from studio.panes.compose.roll.playhead import Playhead


class NotePicture(QWidget):
    """Draws the roll, and only those parts anew that have changed."""

    def __init__(self, tools: Tools, actions: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._outlook = tools.model, tools.outlook
        self.hand = Hand(tools)
        self.keys = RollKeys(tools, actions, self)
        self._ground = Ground(self._model, self._outlook)
        self._heat: HeatGrid | None = None
        self._hover: Note | None = None
        self._at: Touch | None = None
        self._ringed = False
        self._lit: frozenset[int] = frozenset()
        self.playhead = Playhead(self, self._outlook)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._listen()

    def _listen(self) -> None:
        model, outlook = self._model, self._outlook
        for changed in (
            model.score_changed,
            model.selection_changed,
            model.marks_changed,
            model.draft_changed,
            model.track_changed,
            outlook.view_changed,
            outlook.options_changed,
            outlook.loop_changed,
            self.keys.moved,
            notifier().changed,
        ):
            changed.connect(self.update)
        outlook.sounding_changed.connect(self._update_sounding)

    def set_heat(self, heat: HeatGrid | None) -> None:
        """Lay a grid of probabilities under the notes; None: none."""
        self._heat = heat
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a canvas."""
        return QSize(900, 420)

    def minimumSizeHint(self) -> QSize:
        """Stay usable when the window is small."""
        return QSize(160, 96)

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the event asks for, from the ground upwards."""
        painter, rect, view = QPainter(self), event.rect(), self._outlook.view
        self._ground.paint(painter, self, rect)
        paint_loop(painter, self._outlook, rect)
        if self._heat is not None:
            paint_heat(painter, self._heat, view)
        self._paint_held_keys(painter, rect)
        paint_notes(painter, self._model, self._outlook, rect)
        paint_draft(painter, self._model, view, rect)
        self._paint_hand(painter)
        if self._ringed:
            if not self._model.selection:
                paint_cell(painter, self._cell_rect())
            paint_ring(painter, self.rect())
        painter.end()

    def _paint_held_keys(self, painter: QPainter, rect: QRect) -> None:
        for pitch in self._outlook.keys_down:
            if self._outlook.view.row(pitch) is not None:
                glow = colours().accent
                painter.setOpacity(0.18)
                painter.fillRect(
                    rect.left(), self._outlook.view.y(pitch), rect.width(), self._outlook.view.row_height, glow
                )
                painter.setOpacity(1)

    def _paint_hand(self, painter: QPainter) -> None:
        band = self.hand.gesture.band() if self.hand.gesture is not None else None
        if band is not None and not band.isEmpty():
            paint_band(painter, band)
        if self._outlook.tool == "knife" and self._at is not None and self._hover is not None:
            x = self._outlook.view.x(self._outlook.grid(not self._at.alt).nearest(self._at.tick))
            _left, y, _width, height = box_of(self._hover, self._outlook.view)
            paint_blade(painter, (x, y, height), colours().outline)

    def _cell_rect(self) -> QRect:
        pitch, tick = self.keys.cell
        view = self._outlook.view
        x = view.x(tick)
        return QRect(x, view.y(pitch), max(4, view.x(tick + self._outlook.step) - x), view.row_height)

    def _update_sounding(self) -> None:
        """Repaint the notes that begin or end to sound, and nothing else, while the sound runs."""
        sounding = self._outlook.sounding
        table, view = self._model.table, self._outlook.view
        for place in sounding ^ self._lit:
            if place < len(table):
                self.update(QRect(*box_of(table.note(place), view)).adjusted(-1, -1, 1, 1))
        if self._outlook.keys_down or not sounding:
            self.update()
        self._lit = sounding

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the view how much can be seen."""
        super().resizeEvent(event)
        self._outlook.resize(self.width(), self.height())
        self.playhead.place()
