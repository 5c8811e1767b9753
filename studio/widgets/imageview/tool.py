"""What may be laid over the picture, and what may take the hand before panning does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from studio.widgets.imageview.camera import Camera


class Overlay(Protocol):
    """Something drawn over the pictures and under the labels, such as a veil over a mask."""

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw in device pixels; the painter is clipped to what has to be drawn anew."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Where the hand touches the picture, in pixels of the photograph, and how."""

    x: float
    y: float
    pressure: float = 1.0
    erases: bool = False


class Tool:
    """Takes the left and right button, the pen and the keys while it lies in the view; wheel and space stay.

    A tool overrides what it needs. After ``press`` come any number of ``move`` and then one ``release`` or ``cancel``.
    """

    def press(self, touch: Touch) -> None:
        """The hand goes down."""

    def move(self, touch: Touch) -> None:
        """The hand moves while down."""

    def release(self) -> None:
        """The hand goes up."""

    def cancel(self) -> None:
        """The stroke was not meant: two fingers pinch, or Escape was pressed."""

    def hover(self, at: QPointF | None, erases: bool) -> None:
        """The hand is over ``at``, in pixels of the photograph, pressing or not; None when it has left."""

    def key(self, _event: QKeyEvent) -> bool:
        """Answer a key, pressed or let go, before the view does; False leaves it to the view."""
        return False

    def cursor(self) -> Qt.CursorShape:
        """The mouse cursor over the picture."""
        return Qt.CursorShape.CrossCursor

    def paint(self, painter: QPainter) -> None:
        """Draw over everything, in the view's own coordinates."""
