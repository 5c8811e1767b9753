"""One track in the list: its colour, name, instrument, mute, solo, volume and pan."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engines.compose.instruments import sound_name
from engines.compose.score import Track
from studio.look.palette import current
from studio.look.tokens import SPACE
from studio.panes.compose.roll.painting.colours import colours
from studio.panes.compose.tracks.swatches import Swatch
from studio.widgets.elided import ElidedLabel
from studio.widgets.knob import Knob
from studio.widgets.valueslider import JumpSlider

_LETTER = 24


class TrackRow(QWidget):
    """Shows a track and says what a hand wants of it; ``changed`` names the field of the track and its new value."""

    pressed = Signal()
    changed = Signal(str, object)
    program_wanted = Signal(QPoint)
    menu_wanted = Signal(QPoint)
    dragged = Signal(int)
    dropped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = Track()
        self._current = False
        self._grasped: int | None = None
        self.swatch = Swatch()
        self.name, self.field = ElidedLabel(role="heading"), QLineEdit()
        self.field.setAccessibleName(self.tr("Name of the track"))
        self._names = QStackedWidget()
        for widget in (self.name, self.field):
            self._names.addWidget(widget)
        self._names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.mute = self._letter(self.tr("M"), self.tr("Mute"))
        self.solo = self._letter(self.tr("S"), self.tr("Solo: only this and other solo tracks are heard"))
        self.program = _CutButton()
        self.program.setToolTip(self.tr("Choose another instrument"))
        self.volume = JumpSlider(0, 100)
        self.volume.setFixedWidth(64)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.pan = Knob(self.tr("Pan"))
        self._lay_out()
        self._connect()

    def _letter(self, letter: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setFixedSize(_LETTER, _LETTER)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(tip.partition(":")[0])
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        upper, lower, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.setSpacing(2)
        for row in (upper, lower):
            row.setSpacing(SPACE.xs)
            column.addLayout(row)
        for widget in (self.swatch, self._names, self.mute, self.solo):
            upper.addWidget(widget)
        # Its words stand under the name, so its own air reaches out to the left.
        lower.addSpacing(self.swatch.sizeHint().width() - 1)
        lower.addWidget(self.program, 1)
        lower.addWidget(self.volume)
        lower.addSpacing(SPACE.xs)
        lower.addWidget(self.pan)
        upper.setStretch(1, 1)

    def _connect(self) -> None:
        self.swatch.picked.connect(lambda colour: self.changed.emit("colour", colour))
        self.mute.clicked.connect(lambda on: self.changed.emit("mute", on))
        self.solo.clicked.connect(lambda on: self.changed.emit("solo", on))
        self.volume.valueChanged.connect(lambda value: self.changed.emit("volume", value / 100))
        self.volume.reset_wanted.connect(lambda: self.volume.setValue(80))
        self.pan.turned.connect(lambda value: self.changed.emit("pan", value / 100))
        self.program.clicked.connect(self._ask_for_program)
        self.field.editingFinished.connect(self._take_name)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_track(self, track: Track, place: int, *, current_one: bool, heard: bool) -> None:
        """Show a track, and tell nobody."""
        self._track, self._current = track, current_one
        # The second line says what plays it already.
        name = track.name or self.tr("Track {number}").format(number=place + 1)
        said = self.tr("Track {number}: {name}").format(number=place + 1, name=name)
        if self.accessibleName() != said:
            self.setAccessibleName(said)
        self.name.setEnabled(heard)
        self.swatch.show_colour(track.colour)
        self.mute.setChecked(track.mute)
        self.solo.setChecked(track.solo)
        blocked = self.volume.blockSignals(True)
        self.volume.setValue(round(track.volume * 100))
        self.volume.blockSignals(blocked)
        self.pan.set_value(round(track.pan * 100))
        self.volume.setToolTip(self.tr("Volume {percent} %").format(percent=round(track.volume * 100)))
        self.pan.setToolTip(_pan_words(track.pan))
        self.name.show_words(name)
        sound = sound_name(track)
        self.program.show_text(sound)
        self.program.setAccessibleName(self.tr("Instrument: {name}").format(name=sound))
        self.update()

    def edit_name(self) -> None:
        """Let the person type another name."""
        self.field.setText(self._track.name)
        self._names.setCurrentWidget(self.field)
        self.field.setFocus()
        self.field.selectAll()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The current track lies on a ground of its own, with its colour at the edge."""
        painter, tokens = QPainter(self), current()
        if self._current:
            painter.fillRect(self.rect(), QColor(tokens.raised))
            painter.fillRect(0, 0, 3, self.height(), colours().track(self._track.colour))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens.line))
        painter.end()

    # -- by hand ------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become the current track, and perhaps be dragged."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grasped = event.position().toPoint().y()
            self.pressed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where it is dragged to."""
        y = event.position().toPoint().y()
        if self._grasped is not None and abs(y - self._grasped) > SPACE.s:
            self.dragged.emit(self.mapToParent(QPoint(0, y)).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say where it was dropped."""
        y = event.position().toPoint().y()
        if self._grasped is not None and abs(y - self._grasped) > SPACE.s:
            self.dropped.emit(self.mapToParent(QPoint(0, y)).y())
        self._grasped = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the name: rename."""
        if self._names.geometry().contains(event.position().toPoint()):
            self.edit_name()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a track."""
        self.pressed.emit()
        self.menu_wanted.emit(event.globalPos())

    @Slot()
    def _ask_for_program(self) -> None:
        self.pressed.emit()
        self.program_wanted.emit(self.program.mapToGlobal(QPoint(0, self.program.height())))

    @Slot()
    def _take_name(self) -> None:
        if self._names.currentWidget() is self.field:
            self._names.setCurrentWidget(self.name)
            name = self.field.text().strip()
            if name != self._track.name:
                self.changed.emit("name", name)


class _CutButton(QPushButton):
    """A button that looks like a line of text, cut where the room ends."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("line", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show as much of it as there is room for."""
        self._whole = text
        room = max(20, self.width() - 2 * SPACE.xs - 2)
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self.show_text(self._whole)


def _pan_words(pan: float) -> str:
    said = QCoreApplication.translate
    if not round(pan * 100):
        return said("TrackRow", "Pan: in the middle")
    words = (
        said("TrackRow", "Pan: {percent} % to the left")
        if pan < 0
        else said("TrackRow", "Pan: {percent} % to the right")
    )
    return words.format(percent=abs(round(pan * 100)))
