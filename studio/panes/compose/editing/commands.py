"""The commands of the roll, for menu and palette; plain letters are the roll's own keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engines.compose.editing import OCTAVE
from studio.commands import Command

if TYPE_CHECKING:
    from studio.panes.compose.editing.part import EditingPart

#: Their keys are answered by the roll while it has the focus; elsewhere they are letters.
OWN_KEYS = (
    *("tool.pencil", "tool.select", "tool.knife", "tool.eraser"),
    *("quantise", "glue", "split", "legato", "humanise", "zoom.selection", "fit", "delete", "duplicate"),
    *("copy", "cut", "paste", "selectall", "higher", "lower", "octave.up", "octave.down"),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("EditingCommands", text)


def editing_commands(part: EditingPart) -> list[Command]:
    """Tools, notes, and how the roll is looked at."""
    return [*_tools(part), *_clipboard(part), *_notes(part), *_pitch(part), *_looks(part)]


def _tools(part: EditingPart) -> list[Command]:
    outlook = part.outlook

    def tool(name: str, title: str, key: str, icon: str, tip: str) -> Command:
        return _command(
            f"tool.{name}",
            title,
            lambda: outlook.set_tool(name),  # type: ignore[arg-type]
            _tr("Tool"),
            key,
            icon,
            tip,
            checked=lambda: outlook.tool == name,
        )

    return [
        tool("pencil", _tr("Draw"), "1", "pencil", _tr("Draw notes; drag their edges to change their length")),
        tool("select", _tr("Select"), "2", "pointer", _tr("Draw a frame around notes")),
        tool("knife", _tr("Split"), "3", "knife", _tr("Cut a note in two")),
        tool("eraser", _tr("Erase"), "4", "eraser", _tr("Take notes away; the right button does so with every tool")),
    ]


def _clipboard(part: EditingPart) -> list[Command]:
    actions, menu, some = part.actions, _tr("Notes"), part.has_selection
    return [
        _command("cut", _tr("Cut"), actions.cut, menu, "Ctrl+X", enabled=some),
        _command("copy", _tr("Copy"), actions.copy, menu, "Ctrl+C", "copy", enabled=some),
        _command("paste", _tr("Paste at the playhead"), actions.paste, menu, "Ctrl+V"),
        _command("duplicate", _tr("Duplicate"), actions.duplicate, menu, "Ctrl+D", enabled=some),
        _command("delete", _tr("Delete"), actions.delete, menu, "Del", "trash", enabled=some),
        _command("selectall", _tr("Select all"), actions.select_all, menu, "Ctrl+A", starts_group=True),
        _command("invert", _tr("Invert the selection"), actions.invert, menu),
        _command("strangers", _tr("Select notes outside the scale"), actions.select_outside_scale, menu),
    ]


def _notes(part: EditingPart) -> list[Command]:
    actions, menu, some, any_ = part.actions, _tr("Notes"), part.has_selection, part.has_notes
    quantising = _tr("Draw starts to the grid; all notes when none is selected")
    return [
        _command(
            "quantise",
            _tr("Quantise"),
            actions.quantise,
            menu,
            "Q",
            "quantise",
            quantising,
            enabled=any_,
            starts_group=True,
        ),
        _command("quantise.more", _tr("Quantise with strength and swing…"), part.ask_to_quantise, menu, enabled=any_),
        _command("humanise", _tr("Humanise"), actions.humanise, menu, "H", enabled=any_),
        _command("legato", _tr("Legato"), actions.legato, menu, "L", enabled=some),
        _command("glue", _tr("Glue"), actions.glue, menu, "G", enabled=some),
        _command("split", _tr("Split at the playhead"), actions.split_at_playhead, menu, "S", enabled=any_),
    ]


def _pitch(part: EditingPart) -> list[Command]:
    actions, menu, some = part.actions, _tr("Notes"), part.has_selection

    def step(name: str, title: str, semitones: int, key: str, first: bool = False) -> Command:
        run = partial(actions.transpose, semitones)
        return _command(name, title, run, menu, key, enabled=some, starts_group=first)

    return [
        step("higher", _tr("Transpose up"), 1, "Up", first=True),
        step("lower", _tr("Transpose down"), -1, "Down"),
        step("octave.up", _tr("Transpose up an octave"), OCTAVE, "Shift+Up"),
        step("octave.down", _tr("Transpose down an octave"), -OCTAVE, "Shift+Down"),
    ]


def _looks(part: EditingPart) -> list[Command]:
    return [*_rows(part), *_shown(part)]


def _rows(part: EditingPart) -> list[Command]:
    outlook, menu = part.outlook, _tr("Look")

    def fold(name: str, title: str) -> Command:
        return _command(
            f"fold.{name}",
            title,
            lambda: outlook.set_fold(name),  # type: ignore[arg-type]
            menu,
            checked=lambda: outlook.fold == name,
            starts_group=name == "all",
        )

    return [
        _command("fit", _tr("Show the whole piece"), outlook.fit, menu, "Shift+Z", "fit"),
        _command("zoom.selection", _tr("Zoom to the selection"), outlook.zoom_to_selection, menu, "Z"),
        _command("zoom.in", _tr("Zoom in"), lambda: part.zoom(1.25), menu, "Ctrl+="),
        _command("zoom.out", _tr("Zoom out"), lambda: part.zoom(0.8), menu, "Ctrl+-"),
        fold("all", _tr("All rows")),
        fold("scale", _tr("Only rows of the scale")),
        fold("used", _tr("Only rows with notes")),
    ]


def _shown(part: EditingPart) -> list[Command]:
    outlook, model, menu = part.outlook, part.model, _tr("Look")
    return [
        _command(
            "ghosts",
            _tr("Notes of other tracks"),
            lambda: outlook.set_options(ghosts=not outlook.ghosts),
            menu,
            "",
            "layers",
            _tr("Show the notes of the other tracks faintly"),
            checked=lambda: outlook.ghosts,
            starts_group=True,
        ),
        _command(
            "scale",
            _tr("Light up the scale"),
            lambda: outlook.set_options(scale_shown=not outlook.scale_shown),
            menu,
            "",
            "scale",
            _tr("Light up the rows that belong to the key"),
            checked=lambda: outlook.scale_shown,
        ),
        _command(
            "everytrack",
            _tr("Edit all tracks at once"),
            lambda: model.set_every_track(not model.every_track),
            menu,
            checked=lambda: model.every_track,
        ),
    ]


def _command(
    name: str,
    title: str,
    run: Callable[[], object],
    menu: str,
    shortcut: str = "",
    icon: str = "",
    tip: str = "",
    *,
    enabled: Callable[[], bool] | None = None,
    checked: Callable[[], bool] | None = None,
    starts_group: bool = False,
) -> Command:
    return Command(
        f"compose.{name}",
        title,
        run,
        f"Compose/{menu}",
        shortcut,
        icon,
        tip,
        "compose",
        enabled,
        checked,
        starts_group,
    )
