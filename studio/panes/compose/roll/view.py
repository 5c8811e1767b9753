"""The whole roll: ruler, keys, notes, velocities and scroll bars, behind one door for the pane that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QUndoStack
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from engines.compose.editing import Edit
from engines.compose.notes import Note
from engines.compose.score import Score
from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.canvas import NoteCanvas
from studio.panes.compose.roll.ear import Ear
from studio.panes.compose.roll.gestures.gesture import Tools
from studio.panes.compose.roll.keyboard import PianoKeys
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.overlays import HeatGrid
from studio.panes.compose.roll.ruler import Ruler
from studio.panes.compose.roll.velocitylane import VelocityLane


class RollView(QWidget):
    """The piano roll. ``model`` holds score and selection, ``outlook`` how it is looked at, ``doing`` what can be done.

    Signals: ``score_changed`` after every edit, undo and redo; ``note_on``/``note_off`` for what should sound;
    ``playhead_wanted`` where the person put the playhead; ``play_wanted`` for Space; ``hovered`` the Note under the
    cursor or None; ``opened`` a double-clicked Note; ``status_changed`` a sentence for the status line; ``refused`` why
    something was not done.
    """

    score_changed = Signal(object)
    note_on = Signal(int, int)
    note_off = Signal(int)
    playhead_wanted = Signal(int)
    play_wanted = Signal()
    hovered = Signal(object)
    opened = Signal(object)
    status_changed = Signal(str)
    refused = Signal(str)

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        """Every change of notes is pushed to ``stack``, which some object has to own: its steps point back here."""
        super().__init__(parent)
        self.model = RollModel(stack, self)
        self.outlook = Outlook(self.model, self)
        self.ear = Ear(self)
        self.doing = RollActions(self.model, self.outlook, self)
        tools = Tools(self.model, self.outlook, self.ear)
        self.canvas = NoteCanvas(tools, self.doing)
        self.keyboard = PianoKeys(tools, self.doing)
        self.ruler = Ruler(self.model, self.outlook)
        self.lane = VelocityLane(tools, self.doing)
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._show_scroll()

    # The score -------------------------------------------------------------------------------------------------

    @property
    def score(self) -> Score:
        """The score as it stands."""
        return self.model.score

    def set_score(self, score: Score) -> None:
        """Show a score; the undo stack is the caller's business."""
        fresh = not self.model.score.notes
        self.model.set_score(score)
        if fresh and score.notes:
            self.outlook.open_on_notes()

    @property
    def selection(self) -> tuple[Note, ...]:
        """The selected notes in order."""
        return self.model.selected

    def insert_notes(self, text: str, notes: Iterable[Note], generated: bool = False) -> None:
        """Bring notes, as a take that is kept: one undo step named ``text``, arriving selected, in their own tracks."""
        some = tuple(notes)
        self.model.edit(text, Edit(come=some))
        if generated:
            self.set_generated((*self.model.generated, *some))

    def replace_notes(self, text: str, gone: Iterable[Note], come: Iterable[Note]) -> None:
        """Put notes in place of others as one undo step; they arrive selected."""
        self.model.edit(text, Edit(tuple(gone), tuple(come)))

    # What is laid over it --------------------------------------------------------------------------------------

    def set_overlay(self, heat: HeatGrid | None = None, intensity: Mapping[Note, float] | None = None) -> None:
        """Lay heat over the roll: a grid of pitch by time under the notes, and a weight 0 to 1 for each note.

        What is None is taken away.
        """
        self.canvas.set_heat(heat)
        self.model.set_marks(intensity=intensity or {})

    def set_generated(self, notes: Iterable[Note]) -> None:
        """Draw these as notes that a network wrote; they stay so when they are moved."""
        self.model.set_marks(generated=notes)

    def set_take(self, notes: Iterable[Note]) -> None:
        """Show notes that are not in the score, as a take to be looked at; none: take it away."""
        self.model.set_marks(take=notes)

    # Sound -----------------------------------------------------------------------------------------------------

    def set_playhead(self, tick: float, playing: bool = False) -> None:
        """The sound is there; to be called for every frame while it plays."""
        self.outlook.set_playhead(tick, playing)

    def set_keys_down(self, pitches: Iterable[int]) -> None:
        """Light up keys and rows that are held on a MIDI keyboard."""
        self.outlook.set_keys_down(pitches)

    # Inside ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(_Corner(), 0, 0)
        grid.addWidget(self.ruler, 0, 1)
        grid.addWidget(self.keyboard, 1, 0)
        grid.addWidget(self.canvas, 1, 1)
        grid.addWidget(self._down, 1, 2)
        grid.addWidget(_Corner(self.tr("Velocity")), 2, 0)
        grid.addWidget(self.lane, 2, 1)
        grid.addWidget(self._across, 3, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        self._across.setAccessibleName(self.tr("Scroll through time"))
        self._down.setAccessibleName(self.tr("Scroll through pitches"))
        self.setFocusProxy(self.canvas)
        QWidget.setTabOrder(self.ruler, self.keyboard)
        QWidget.setTabOrder(self.keyboard, self.canvas)
        QWidget.setTabOrder(self.canvas, self.lane)

    def _connect(self) -> None:
        self.model.score_changed.connect(lambda: self.score_changed.emit(self.model.score))
        self.model.refused.connect(self.refused)
        self.ear.note_on.connect(self.note_on)
        self.ear.note_off.connect(self.note_off)
        self.ruler.playhead_wanted.connect(self.playhead_wanted)
        self.canvas.play_wanted.connect(self.play_wanted)
        self.canvas.hovered.connect(self.hovered)
        self.canvas.opened.connect(self.opened)
        self.canvas.status_changed.connect(self.status_changed)
        self.outlook.view_changed.connect(self._show_scroll)
        self.model.score_changed.connect(self._show_scroll)
        self._across.valueChanged.connect(self._scroll_across)
        self._down.valueChanged.connect(self._scroll_down)

    def _show_scroll(self) -> None:
        view, outlook = self.outlook.view, self.outlook
        right = view.within(outlook.width, outlook.height, outlook.end).scrolled(10**9, 0)
        furthest = right.within(outlook.width, outlook.height, outlook.end).left
        for bar, value, most, page in (
            (self._across, view.left, furthest, outlook.width),
            (self._down, view.top, max(0, view.height - outlook.height), outlook.height),
        ):
            blocked = bar.blockSignals(True)
            bar.setRange(0, max(most, value))
            bar.setPageStep(page)
            bar.setSingleStep(max(8, page // 20))
            bar.setValue(value)
            bar.blockSignals(blocked)

    def _scroll_across(self, left: int) -> None:
        self.outlook.look(self.outlook.view.scrolled(left - self.outlook.view.left, 0))

    def _scroll_down(self, top: int) -> None:
        self.outlook.look(self.outlook.view.scrolled(0, top - self.outlook.view.top))


class _Corner(QWidget):
    """The place beside the velocities that says what they are, or an empty one."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill it and write the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(current().line_strong))
        if self._words:
            painter.fillRect(0, 0, self.width(), 1, QColor(current().line_strong))
            font = self.font()
            font.setPixelSize(SIZE.text_small - 1)
            painter.setFont(font)
            painter.setPen(QColor(current().muted))
            box = self.rect().adjusted(SPACE.s, SPACE.s, -SPACE.xs, -SPACE.xs)
            painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._words)
        painter.end()
