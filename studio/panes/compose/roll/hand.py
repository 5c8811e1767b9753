"""Which gesture a press begins: by the button, the keys held, the tool, and what lies under the hand."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.panes.compose.roll.finding import Spot, note_at
from studio.panes.compose.roll.gestures.draw import Draw
from studio.panes.compose.roll.gestures.erase import Erase
from studio.panes.compose.roll.gestures.gesture import Gesture, Tools, Touch
from studio.panes.compose.roll.gestures.knife import Knife
from studio.panes.compose.roll.gestures.move import Move
from studio.panes.compose.roll.gestures.pan import Pan
from studio.panes.compose.roll.gestures.resize import Resize
from studio.panes.compose.roll.gestures.rubberband import RubberBand

_TOOL_CURSORS = {
    "pencil": Qt.CursorShape.CrossCursor,
    "select": Qt.CursorShape.ArrowCursor,
    "knife": Qt.CursorShape.SplitHCursor,
    "eraser": Qt.CursorShape.ForbiddenCursor,
}


class Hand:
    """At most one gesture at a time."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton
        self.space_held = False
        self._space_used = False

    def press(self, touch: Touch) -> None:
        """Begin what this press means; a second button during a gesture means nothing."""
        if self.gesture is None:
            self.gesture = self._begun(touch)
            self._button = touch.button

    def move(self, touch: Touch) -> None:
        """Go on."""
        if self.gesture is not None:
            self.gesture.move(touch)

    def release(self, touch: Touch) -> None:
        """End it, if this was the button that began it."""
        if self.gesture is not None and touch.button == self._button:
            gesture, self.gesture = self.gesture, None
            gesture.release(touch)

    def cancel(self) -> bool:
        """Take it back; False when there was nothing to take back."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    @property
    def scrolls(self) -> bool:
        """Whether the gesture under way goes on beyond the edge of the canvas."""
        return self.gesture is not None and not isinstance(self.gesture, Pan)

    def hold_space(self) -> None:
        """From now on the hand drags the roll."""
        self.space_held, self._space_used = True, False

    def let_space_go(self) -> bool:
        """The hand draws again; True when nothing was dragged meanwhile."""
        self.space_held = False
        return not self._space_used

    def cursor(self, touch: Touch) -> Qt.CursorShape:
        """What a press here would do."""
        if self.gesture is not None:
            return self.gesture.cursor
        if self.space_held:
            return Qt.CursorShape.OpenHandCursor
        tool = self._tools.outlook.tool
        spot = self._spot(touch) if tool in ("pencil", "select") else None
        if spot is None:
            return _TOOL_CURSORS[tool]
        grasp = touch.ctrl or touch.shift or spot.part == "body"
        return Qt.CursorShape.OpenHandCursor if grasp else Qt.CursorShape.SizeHorCursor

    def _begun(self, touch: Touch) -> Gesture | None:
        tools, tool = self._tools, self._tools.outlook.tool
        if touch.button == Qt.MouseButton.MiddleButton or self.space_held:
            self._space_used = True
            return Pan(tools, touch)
        if touch.button == Qt.MouseButton.RightButton or tool == "eraser":
            return Erase(tools, touch)
        if touch.button != Qt.MouseButton.LeftButton:
            return None
        if tool == "knife":
            return Knife(tools, touch)
        spot = self._spot(touch)
        if spot is not None:
            return self._on_note(touch, spot)
        if touch.alt and tools.outlook.ghosts and self._choose_track(touch):
            return None
        if tool == "select" or touch.ctrl or touch.shift:
            return RubberBand(tools, touch)
        return Draw(tools, touch)

    def _on_note(self, touch: Touch, spot: Spot) -> Gesture:
        if spot.part != "body" and not touch.ctrl and not touch.shift:
            return Resize(self._tools, touch, spot.note, spot.part)
        return Move(self._tools, touch, spot.note)

    def _choose_track(self, touch: Touch) -> bool:
        model, view = self._tools.model, self._tools.outlook.view
        ghost = note_at(model, view, touch.x, touch.y, ghosts=True)
        if ghost is None:
            return False
        model.set_track(ghost.note.track)
        model.select((ghost.note,))
        return True

    def _spot(self, touch: Touch) -> Spot | None:
        return note_at(self._tools.model, self._tools.outlook.view, touch.x, touch.y)
