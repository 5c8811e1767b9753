"""What every gesture is: a hand that came down, moves, and goes up or changes its mind."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from studio.panes.compose.roll.ear import Ear
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook

#: A hand trembles; only beyond so many pixels it means to drag.
TREMBLE = 4


@dataclass(frozen=True, slots=True)
class Touch:
    """Where the hand is, in pixels of the canvas and in music, and which keys it holds."""

    x: float
    y: float
    tick: float
    pitch: int
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    button: Qt.MouseButton = Qt.MouseButton.LeftButton

    @property
    def point(self) -> QPointF:
        """The place in pixels."""
        return QPointF(self.x, self.y)

    def far_from(self, other: Touch) -> bool:
        """Whether the way between both is more than a tremble."""
        return abs(self.x - other.x) > TREMBLE or abs(self.y - other.y) > TREMBLE


def touch_of(event: QMouseEvent, outlook: Outlook) -> Touch:
    """The touch that a mouse event means."""
    keys, at = event.modifiers(), event.position()
    return Touch(
        at.x(),
        at.y(),
        outlook.view.tick(at.x()),
        outlook.view.pitch(at.y()),
        bool(keys & Qt.KeyboardModifier.ShiftModifier),
        bool(keys & Qt.KeyboardModifier.ControlModifier),
        bool(keys & Qt.KeyboardModifier.AltModifier),
        event.button(),
    )


@dataclass(frozen=True, slots=True)
class Tools:
    """What gestures work with."""

    model: RollModel
    outlook: Outlook
    ear: Ear


class Gesture:
    """Begins where the hand came down. A gesture overrides what it needs; only ``release`` changes the score."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, tools: Tools, touch: Touch) -> None:
        self.tools, self.began = tools, touch
        self.model, self.outlook, self.ear = tools.model, tools.outlook, tools.ear

    def move(self, touch: Touch) -> None:
        """The hand moves while down."""

    def release(self, touch: Touch) -> None:
        """The hand goes up."""

    def cancel(self) -> None:
        """It was not meant."""

    def band(self) -> QRectF | None:
        """A rubber band to be drawn meanwhile."""
        return None
