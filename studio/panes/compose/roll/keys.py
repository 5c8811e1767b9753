"""The keyboard path: a cursor cell when nothing is selected, nudges when something is, and a key for each tool."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from engines.compose.editing import OCTAVE, Edit
from engines.compose.notes import Note
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.gestures.draw import VELOCITY
from studio.panes.compose.roll.gestures.gesture import Tools
from studio.panes.compose.roll.outlook import Tool
from studio.panes.compose.roll.speaking import cell_words, note_words

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_TOOLS: dict[int, Tool] = {
    Qt.Key.Key_1: "pencil",
    Qt.Key.Key_2: "select",
    Qt.Key.Key_3: "knife",
    Qt.Key.Key_4: "eraser",
}
_LOUDER = 5
_ZOOM = 1.25
_SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class RollKeys(QObject):
    """Answers the keys of the canvas. ``cell`` is the cursor: a pitch and a tick of the grid."""

    moved = Signal()
    spoken = Signal(str)

    def __init__(self, tools: Tools, actions: RollActions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools, self._actions = tools, actions
        self._model, self._outlook = tools.model, tools.outlook
        self.cell: tuple[int, int] = (60, 0)
        standard = QKeySequence.StandardKey
        self._commands: tuple[tuple[QKeySequence.StandardKey, Callable[[], None]], ...] = (
            (standard.SelectAll, actions.select_all),
            (standard.Copy, actions.copy),
            (standard.Cut, actions.cut),
            (standard.Paste, actions.paste),
            (standard.Delete, actions.delete),
        )
        self._letters: dict[tuple[int, bool, bool], Callable[[], object]] = {
            (Qt.Key.Key_Backspace, False, False): actions.delete,
            (Qt.Key.Key_D, True, False): actions.duplicate,
            (Qt.Key.Key_I, True, False): actions.invert,
            (Qt.Key.Key_Q, False, False): actions.quantise,
            (Qt.Key.Key_G, False, False): actions.glue,
            (Qt.Key.Key_L, False, False): actions.legato,
            (Qt.Key.Key_H, False, False): actions.humanise,
            (Qt.Key.Key_S, False, False): actions.split_at_playhead,
            (Qt.Key.Key_Z, False, False): self._outlook.zoom_to_selection,
            (Qt.Key.Key_Z, False, True): self._outlook.fit,
            (Qt.Key.Key_F, False, False): lambda: self._outlook.set_follow(not self._outlook.following),
        }

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; False leaves it to others."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        for command, act in self._commands:
            if event.matches(command):
                act()
                return True
        if key in _ARROWS:
            return self._arrow(*_ARROWS[key], keys)
        act_on = self._letters.get((key, bool(keys & _CTRL), bool(keys & _SHIFT)))
        if act_on is not None and not keys & _ALT:
            act_on()
            return True
        if keys & (_CTRL | _ALT):
            return False
        if key in _TOOLS:
            self._outlook.set_tool(_TOOLS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = 1 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM
            self._outlook.look(self._outlook.view.zoomed(factor, self._outlook.width / 2))
        elif key == Qt.Key.Key_Escape and self._model.selection:
            self._model.select(())
        else:
            return False
        return True

    def step(self, forth: bool) -> bool:
        """Go to the next note, or the one before; False past the last, where the focus may go on."""
        notes, places = self._model.score.notes, self._model.places_within_reach()
        if self._model.selection:
            at = (
                bisect_right(notes, max(self._model.selection))
                if forth
                else bisect_left(notes, min(self._model.selection))
            )
        else:
            at = bisect_left(notes, self.cell[1], key=lambda note: note.start)
        number = int(np.searchsorted(places, at)) - (not forth)
        if not 0 <= number < len(places):
            return False
        self._visit(notes[int(places[number])])
        return True

    def _visit(self, note: Note) -> None:
        self._model.select((note,))
        self.cell = (note.pitch, note.start)
        self._outlook.show_note(note)
        self.spoken.emit(note_words(self._model, note))

    def _arrow(self, across: int, up: int, keys: Qt.KeyboardModifier) -> bool:
        if not self._model.selection:
            self._move_cell(across, up * (OCTAVE if keys & _SHIFT else 1), bool(keys & _CTRL))
            return True
        step = 1 if keys & _ALT else self._outlook.step
        if up and keys & _CTRL:
            self._actions.louder(up * _LOUDER)
        elif up:
            self._actions.transpose(up * (OCTAVE if keys & _SHIFT else 1))
        elif keys & _SHIFT:
            self._actions.lengthen(across * step)
        else:
            self._actions.nudge(across * step)
        self._follow_selection(heard=bool(up))
        return True

    def _follow_selection(self, heard: bool) -> None:
        some = self._model.selected
        if not some:
            return
        self.cell = (some[0].pitch, some[0].start)
        self._outlook.show_note(some[0])
        if heard:
            self._tools.ear.strike(some[0].pitch, some[0].velocity)
        words = note_words(self._model, some[0])
        if len(some) > 1:
            words = counted(QCoreApplication.translate("Roll", "%1, first "), len(some)) + words
        self.spoken.emit(words)

    def _move_cell(self, across: int, up: int, by_bars: bool) -> None:
        pitch, tick = self.cell
        grid, bars = self._outlook.grid(), self._model.bars
        if by_bars and across:
            tick = bars.start(max(0, bars.bar(tick) + across))
        elif across > 0:
            tick = grid.after(tick)
        elif across < 0 and tick > 0:
            tick = grid.before(tick - 1)
        self.cell = (self._outlook.view.stepped(pitch, up), tick)
        self._show_cell()

    def _show_cell(self) -> None:
        pitch, tick = self.cell
        self._outlook.show_note(Note(tick, 0, pitch, self._outlook.step))
        self.moved.emit()
        under = [note for note in self._model.score.between(tick, tick + 1) if note.pitch == pitch]
        here = [note for note in under if self._model.reachable(note)]
        self.spoken.emit(note_words(self._model, here[0]) if here else cell_words(self._model, pitch, tick))

    def _enter(self) -> None:
        """Draw in the cell; where a note is, select it."""
        if self._model.selection:
            self._model.select(())
            self._show_cell()
            return
        pitch, tick = self.cell
        under = [note for note in self._model.score.between(tick, tick + 1) if note.pitch == pitch]
        here = [note for note in under if self._model.reachable(note)]
        if here:
            self._visit(here[0])
            return
        note = Note(tick, self._model.track, pitch, self._outlook.length, VELOCITY)
        text = QCoreApplication.translate("Draw", "Draw %1").replace("%1", self._model.pitch_name(pitch))
        self._model.edit(text, Edit(come=(note,)), ())
        self._tools.ear.strike(pitch, VELOCITY)
        self.cell = (pitch, self._outlook.grid().nearest(note.end))
        self.spoken.emit(QCoreApplication.translate("Roll", "Drawn: ") + note_words(self._model, note))
        self.moved.emit()
