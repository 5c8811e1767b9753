"""The picture of the notes: every layer from the ground to the playhead, without the hands that change them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.compose.notes import Note
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.gestures.gesture import Tools, Touch
from studio.panes.compose.roll.hand import Hand
from studio.panes.compose.roll.keptpicture import KeptPicture
from studio.panes.compose.roll.keys import RollKeys
from studio.panes.compose.roll.painting.boxes import box_of
from studio.panes.compose.roll.painting.colours import colours
from studio.panes.compose.roll.painting.drafts import paint_draft
from studio.panes.compose.roll.painting.grid import paint_ground
from studio.panes.compose.roll.painting.notes import NAME_REACH, crowded, named_in, paint_notes
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


class NotePicture(KeptPicture):
    """Draws the roll, and only those parts anew that have changed."""

    def __init__(self, tools: Tools, actions: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.hand = Hand(tools)
        self.keys = RollKeys(tools, actions, self)
        self._heat: HeatGrid | None = None
        self._hover: Note | None = None
        self._at: Touch | None = None
        self._ringed = False
        self._glowing = False
        self._crowded = False
        self.playhead = Playhead(self, self._outlook)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._outlook.sounding_changed.connect(self._update_sounding)
        self.keys.moved.connect(self.update)

    def rect_of(self, note: Note) -> QRect:
        """Its box and what its outline touches."""
        return QRect(*box_of(note, self._outlook.view)).adjusted(-2, -2, 2, 2)

    def scrolled(self, across: int, down: int) -> None:
        """Move the picture; a picture of heat is stretched, and none of its parts is moved exactly."""
        if self._heat is not None:
            self.spoil()
            return
        super().scrolled(across, down)
        # What begins left of the window is named at its edge, wherever that is.
        edge = QRect(0, 0, abs(across) + NAME_REACH, self.height())
        if across and named_in(self._model, self._outlook.view, edge):
            self.backing.spoil(edge)

    def _notes_changed(self) -> None:
        super()._notes_changed()
        if self._ringed:
            # The cell of the cursor comes and goes with what is selected.
            self.update()

    def set_heat(self, heat: HeatGrid | None) -> None:
        """Lay a grid of probabilities under the notes; None: none."""
        self._heat = heat
        self.spoil()

    def sizeHint(self) -> QSize:
        """Ask for a canvas."""
        return QSize(900, 420)

    def minimumSizeHint(self) -> QSize:
        """Stay usable when the window is small."""
        return QSize(160, 96)

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the event asks for, from the ground upwards."""
        model, outlook = self._model, self._outlook
        self._crowded = crowded(model, outlook)
        self.backing.spoil_if_other((self._crowded, model.score.key_at(int(outlook.view.tick(0)))))
        painter, rect = QPainter(self), event.rect()
        self.backing.show(painter, rect)
        paint_draft(painter, model, outlook.view, rect)
        self._paint_hand(painter)
        if self._ringed:
            if not model.selection:
                paint_cell(painter, self._cell_rect())
            paint_ring(painter, self.rect())
        painter.end()

    def paint_music(self, painter: QPainter, rect: QRect) -> None:
        """Draw what is kept and scrolled."""
        model, outlook = self._model, self._outlook
        paint_ground(painter, model, outlook, rect, self.devicePixelRatioF())
        paint_loop(painter, outlook, rect)
        if self._heat is not None:
            paint_heat(painter, self._heat, outlook.view)
        self._paint_held_keys(painter, rect)
        paint_notes(painter, model, outlook, rect, self._crowded)

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
        sounding, table = self._outlook.sounding, self._model.table
        self.spoil_notes(table.note(place) for place in sounding ^ self._lit if place < len(table))
        if self._outlook.keys_down or self._glowing:
            self.spoil()
        self._lit, self._glowing = sounding, bool(self._outlook.keys_down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the view how much can be seen."""
        super().resizeEvent(event)
        self._outlook.resize(self.width(), self.height())
        self.playhead.place()
