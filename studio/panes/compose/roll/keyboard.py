"""The keys at the left of the roll: they sound, light up, and select their notes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.compose.instruments import drum_name
from engines.compose.naming import BLACK
from engines.compose.notes import Key
from studio.look.palette import notifier
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.gestures.gesture import Tools
from studio.panes.compose.roll.painting.colours import RollColours, colours, mixed
from studio.panes.compose.roll.painting.notes import name_font
from studio.panes.compose.roll.speaking import announce
from studio.panes.compose.roll.wheel import turn

WIDTH = 76
#: How far a black key reaches, of the whole width.
_BLACK_REACH = 0.6


class PianoKeys(QWidget):
    """Press a key to hear it, drag over keys to hear them one after the other; Ctrl selects the notes of a key."""

    struck = Signal(int)

    def __init__(self, tools: Tools, actions: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._actions = tools, actions
        self._model, self._outlook, self._ear = tools.model, tools.outlook, tools.ear
        self._pitch = 60
        self._picture = QPixmap()
        self._kept_as: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Piano keys"))
        self.setAccessibleDescription(self.tr("Up and Down choose a key, Space plays it, Enter selects its notes."))
        for changed in (
            self._model.score_changed,
            self._model.track_changed,
            self._outlook.options_changed,
            self._outlook.sounding_changed,
            self._ear.note_on,
            self._ear.note_off,
            notifier().changed,
        ):
            changed.connect(self.update)
        self._drawn = self._outlook.view
        self._outlook.view_changed.connect(self._view_changed)

    def _view_changed(self) -> None:
        """Time may go by without the keys being drawn anew."""
        before, view = self._drawn, self._outlook.view
        self._drawn = view
        if (before.top, before.row_height, before.rows) != (view.top, view.row_height, view.rows):
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as fingers, as high as there is room."""
        return QSize(WIDTH, 400)

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the keys; folded away ones leave no gap, so then every row is a key of its own."""
        painter, look, view = QPainter(self), colours(), self._outlook.view
        painter.fillRect(self.rect(), QColor(look.tokens.canvas))
        painter.translate(0, -view.top)
        painter.drawPixmap(0, 0, self._kept(look))
        down = self._down()
        rows = {place for pitch in down if (place := view.row(pitch)) is not None}
        for place in rows:
            # A key reaches over half of its neighbours, and theirs over it.
            painter.setClipRect(0, (place - 1) * view.row_height, self.width(), 3 * view.row_height)
            near = [row for row in range(place - 4, place + 5) if 0 <= row < len(view.rows)]
            self._paint_keys(painter, look, near, down)
        painter.setClipping(False)
        painter.translate(0, view.top)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(look.tokens.line_strong))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.tokens.focus), 2))
            painter.drawRect(1, view.y(self._pitch) + 1, self.width() - 3, view.row_height - 2)
        painter.end()

    def _kept(self, look: RollColours) -> QPixmap:
        """All keys with none down, drawn once for each look of them: scrolling shows another part."""
        view, ratio = self._outlook.view, self.devicePixelRatioF()
        drums = self._model.drums
        wanted = (look, view.row_height, view.rows, self._key(), drums, self.font(), self.width(), ratio)
        if wanted != self._kept_as:
            self._kept_as = wanted
            self._picture = QPixmap((QSize(self.width(), view.height).toSizeF() * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            painter = QPainter(self._picture)
            painter.fillRect(0, 0, self.width(), view.height, QColor(look.tokens.canvas))
            self._paint_keys(painter, look, list(range(len(view.rows))), set())
            painter.end()
        return self._picture

    def _key(self) -> Key | None:
        return self._model.score.key_at(int(self._outlook.view.tick(0)))

    def _paint_keys(self, painter: QPainter, look: RollColours, places: list[int], down: set[int]) -> None:
        """Draw rows of keys in their places from the top of all rows on."""
        rows = self._outlook.view.rows
        whole = len(rows) == 128 and not self._model.drums
        for place in places:
            if not whole or rows[place] % 12 not in BLACK:
                self._paint_white(painter, look, place, whole, rows[place] in down)
        for place in places:
            if whole and rows[place] % 12 in BLACK:
                self._paint_black(painter, look, place, rows[place] in down)
        self._paint_names(painter, look, places, down)

    def _paint_white(self, painter: QPainter, look: RollColours, place: int, whole: bool, down: bool) -> None:
        height = self._outlook.view.row_height
        pitch = self._outlook.view.rows[place]
        start, end = self._span(place, pitch) if whole else (place * height, (place + 1) * height)
        # No drum is a black key.
        black = not whole and pitch % 12 in BLACK and not self._model.drums
        ground = QColor(look.tokens.key_black if black else look.tokens.key_white)
        painter.fillRect(0, start, self.width(), end - start, self._glow(look, ground, down))
        edge = mixed(QColor(look.tokens.key_white), QColor(look.tokens.key_black), 0.3)
        painter.fillRect(0, end - 1, self.width(), 1, edge)

    def _span(self, place: int, pitch: int) -> tuple[int, int]:
        """A white key reaches half over the rows of the black keys beside it, as on a real one."""
        height = self._outlook.view.row_height
        above = (pitch + 1) % 12 in BLACK and pitch < 127
        below = (pitch - 1) % 12 in BLACK and pitch > 0
        return round(height * (place - above / 2)), round(height * (place + 1 + below / 2))

    def _paint_black(self, painter: QPainter, look: RollColours, place: int, down: bool) -> None:
        height = self._outlook.view.row_height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._glow(look, QColor(look.tokens.key_black), down))
        box = QRectF(-4, place * height + 0.5, self.width() * _BLACK_REACH + 4, max(2, height - 1))
        painter.drawRoundedRect(box, 2.5, 2.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _glow(self, look: RollColours, ground: QColor, down: bool) -> QColor:
        if not down:
            return ground
        tracks = self._model.score.tracks
        return mixed(ground, look.track(tracks[self._model.track].colour if tracks else 0), 0.85)

    def _paint_names(self, painter: QPainter, look: RollColours, places: list[int], down: set[int]) -> None:
        view, tick, drums = self._outlook.view, int(self._outlook.view.tick(0)), self._model.drums
        painter.setFont(name_font(self.font(), min(15, view.row_height) if drums else max(13, view.row_height)))
        metrics = QFontMetrics(painter.font())
        folded = drums or len(view.rows) < 128
        room = self.width() - 10
        for place in places:
            pitch = view.rows[place]
            black = pitch % 12 in BLACK and not drums
            every = view.row_height >= 12 and (folded or not black)
            far = not drums and not pitch % 12 and 12 * view.row_height >= metrics.height()
            if not (every or far) or (drums and not drum_name(pitch)):
                continue
            name = metrics.elidedText(self._model.pitch_name(pitch, tick), Qt.TextElideMode.ElideRight, room)
            white_text = QColor(look.tokens.key_black)
            colour = QColor(look.tokens.key_white) if folded and black else white_text
            plain = pitch % 12 == 0 or folded
            colour = colour if plain else mixed(QColor(look.tokens.key_white), colour, 0.62)
            painter.setPen(look.note_text if pitch in down else colour)
            y = place * view.row_height + (view.row_height + metrics.ascent() - metrics.descent()) // 2
            painter.drawText(self.width() - 7 - metrics.horizontalAdvance(name), y, name)

    def _down(self) -> set[int]:
        table = self._model.table
        sounding = {int(table.pitch[place]) for place in self._outlook.sounding if place < len(table)}
        return sounding | self._outlook.keys_down | ({self._ear.pitch} if self._ear.pitch is not None else set())

    # Hands -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Strike a key, the softer the further inside; with Ctrl select its notes."""
        pitch = self._outlook.view.pitch(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._actions.select_pitch(pitch, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self._strike(pitch, event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Slide over the keys."""
        if self._ear.pitch is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._strike(self._outlook.view.pitch(event.position().y()), event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the key."""
        self._ear.let_go()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll and zoom as over the notes."""
        turn(event, self._outlook)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a key, play it, select its notes."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 12, Qt.Key.Key_PageDown: -12}
        key = Qt.Key(event.key())
        if key in steps:
            self._pitch = self._outlook.view.stepped(self._pitch, steps[key])
            announce(self, self._model.pitch_name(self._pitch))
            self.update()
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._strike(self._pitch, WIDTH / 2)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._actions.select_pitch(self._pitch)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the key."""
        if not event.isAutoRepeat():
            self._ear.let_go()
        super().keyReleaseEvent(event)

    def _strike(self, pitch: int, x: float) -> None:
        velocity = round(40 + 80 * min(1.0, max(0.0, x / self.width())))
        self._ear.strike(pitch, velocity)
        self.struck.emit(pitch)
