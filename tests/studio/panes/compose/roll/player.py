"""A person at the piano roll, for the tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engines.compose.notes import Key, Note, Tempo
from engines.compose.score import Score, Track
from studio.panes.compose.roll.view import RollView

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier

C4, E4, G4 = Note(0, 0, 60, 480), Note(480, 0, 64, 480), Note(960, 0, 67, 480)
BASS = Note(0, 1, 52, 960)
SCORE = Score((Track("Upper"), Track("Lower", colour=1)), (C4, E4, G4, BASS), tempos=(Tempo.at(90),), keys=(Key(0, 0),))


class Player:
    """A person at the roll: points at music instead of pixels."""

    def __init__(self, roll: RollView, stack: QUndoStack) -> None:
        self.roll, self.stack, self.canvas = roll, stack, roll.canvas
        self.model, self.outlook = roll.model, roll.outlook

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.model.score.notes

    def upper(self) -> list[tuple[int, int, int]]:
        return [(note.start, note.pitch, note.length) for note in self.notes if note.track == 0]

    def at(self, tick: float, pitch: int) -> QPoint:
        view = self.outlook.view
        return QPoint(view.x(tick), view.y(pitch) + view.row_height // 2)

    def drag(
        self,
        start: tuple[float, int],
        end: tuple[float, int],
        keys: Qt.KeyboardModifier = PLAIN,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        self.press(start, keys, button)
        self.go(end, keys, button)
        QTest.mouseRelease(self.canvas, button, keys, self.at(*end))

    def press(self, at: tuple[float, int], keys: Qt.KeyboardModifier = PLAIN, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.canvas, button, keys, self.at(*at))
        self.here = self.at(*at)

    def go(self, end: tuple[float, int], keys: Qt.KeyboardModifier = PLAIN, button: Qt.MouseButton = LEFT) -> None:
        goal = self.at(*end)
        # QTest.mouseMove knows no modifier keys.
        for step in (1, 2, 3, 4):
            point = QPointF(self.here + (goal - self.here) * step / 4)
            event = QMouseEvent(
                QEvent.Type.MouseMove, point, self.canvas.mapToGlobal(point), Qt.MouseButton.NoButton, button, keys
            )
            QApplication.sendEvent(self.canvas, event)

    def click(self, tick: float, pitch: int, keys: Qt.KeyboardModifier = PLAIN, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseClick(self.canvas, button, keys, self.at(tick, pitch))

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.canvas, key, keys)
