"""The part of Compose that edits notes by command, and keeps how the roll is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from engines.compose.grid import value_named
from studio.commands import Command
from studio.panes.compose.editing.commands import OWN_KEYS, editing_commands
from studio.panes.compose.editing.strip import FittingBar
from studio.panes.compose.parts import Part
from studio.panes.compose.roll.bar import RollBar

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

_OFF = "off"


class EditingPart(Part):
    """Joins the strip with the roll."""

    name = "editing"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        self.model, self.outlook, self.actions = pane.model, pane.outlook, pane.page.roll.doing
        self.bar = RollBar(self.model, self.outlook, self.actions)
        pane.page.put_above_roll(FittingBar(self.bar))
        self.outlook.tool_changed.connect(pane.commands_changed)
        self.outlook.options_changed.connect(pane.commands_changed)
        self.outlook.options_changed.connect(self.changed)
        self.model.selection_changed.connect(pane.commands_changed)
        self.model.marks_changed.connect(pane.commands_changed)

    def commands(self) -> list[Command]:
        return editing_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Letters and arrows are the roll's keys: the menu shows them and leaves them alone."""
        for name in OWN_KEYS:
            action_of(f"compose.{name}").setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def collect(self) -> dict[str, Any]:
        view, outlook = self.outlook.view, self.outlook
        return {
            "quarter": view.quarter,
            "row_height": view.row_height,
            "left": view.left,
            "top": view.top,
            "tool": outlook.tool,
            "snap": outlook.value.name if outlook.value else _OFF,
            "fold": outlook.fold,
            "ghosts": outlook.ghosts,
            "scale": outlook.scale_shown,
            "follow": outlook.following,
            "every_track": self.model.every_track,
            "track": self.model.track,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        outlook = self.outlook
        track = state.get("track")
        here = type(track) is int and 0 <= track < len(self.model.score.tracks)
        self.model.set_track(track if here else 0)  # type: ignore[arg-type]
        self.model.set_every_track(state.get("every_track") is True)
        snap = state.get("snap")
        outlook.set_value(None if snap == _OFF else value_named(str(snap)) or value_named("1/16"))
        outlook.set_tool(state["tool"] if state.get("tool") in ("pencil", "select", "knife", "eraser") else "pencil")
        outlook.set_options(state.get("scale") is not False, state.get("ghosts") is not False)
        outlook.set_fold(state["fold"] if state.get("fold") in ("all", "scale", "used") else "all")
        outlook.set_follow(state.get("follow") is not False)
        self._look_again(state)

    def has_selection(self) -> bool:
        """Whether some note is selected."""
        return bool(self.model.selection)

    def has_notes(self) -> bool:
        """Whether there is any note."""
        return bool(self.model.score.notes)

    def zoom(self, factor: float) -> None:
        """Zoom time around the middle."""
        self.outlook.look(self.outlook.view.zoomed(factor, self.outlook.width / 2))

    def ask_to_quantise(self) -> None:
        """Open the panel of the bar."""
        self.bar.quantise.showMenu()

    def _look_again(self, state: Mapping[str, Any]) -> None:
        """As it was looked at before; the middle of the notes when nobody knows."""
        numbers = [state.get(name) for name in ("quarter", "row_height", "left", "top")]
        if not all(isinstance(one, int | float) and abs(one) < 1e9 for one in numbers):
            self.outlook.open_on_notes()
            return
        quarter, row_height, left, top = map(float, numbers)  # type: ignore[arg-type]
        view = self.outlook.view
        view = view.zoomed(max(1e-3, quarter) / view.quarter, 0).with_row_height(round(row_height), 0)
        # Somebody has chosen this: another size of the window must not choose again.
        self.outlook.look(view.scrolled(left - view.left, top - view.top))
