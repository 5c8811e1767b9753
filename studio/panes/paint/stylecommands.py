"""The commands that say how the photograph is painted: styles, blends, colours, brush."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engines.paint.looks import BROADEST_BRUSH, FINEST_BRUSH
from engines.paint.stylecatalogue import Style
from studio.commands import Command
from studio.panes.paint import blending
from studio.panes.paint.brushslider import brush_at, position_of

if TYPE_CHECKING:
    from studio.panes.paint.pane import PaintPane

#: One step finer or broader, in positions of the slider: a quarter of a doubling.
_BRUSH_STEP = 5


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaintCommands", text)


def look_commands(pane: PaintPane) -> list[Command]:
    """How the chosen styles paint."""
    even = Command(
        "paint.blend.even",
        _tr("Even out the blend"),
        pane.panel.styles.even_out,
        pane=pane.name,
        enabled=lambda: pane.photograph is not None and len(pane.look.styles) > 1,
    )
    return [*_colour_commands(pane), *_brush_commands(pane), even]


def style_commands(pane: PaintPane) -> list[Command]:
    """Two commands a style, in the palette only: paint as it, and blend it in or take it out."""
    original = Command(
        "paint.original",
        _tr("Show the photograph as it is"),
        partial(pane.panel.styles.choose, ""),
        pane=pane.name,
        enabled=lambda: _is_painted(pane),
    )
    return [original, *(command for style in pane.styles for command in _commands_of(style, pane))]


def _is_painted(pane: PaintPane) -> bool:
    return pane.photograph is not None and bool(pane.look.styles)


def _colour_commands(pane: PaintPane) -> list[Command]:
    choices = (
        ("off", _tr("Use the painting’s colours")),
        ("luminance", _tr("Keep the photograph’s colours")),
        ("histogram", _tr("Match the colours to the photograph")),
    )

    def is_chosen(name: str) -> bool:
        return _is_painted(pane) and pane.look.colours == name

    return [
        Command(
            f"paint.colours.{name}",
            title,
            partial(pane.panel.styles.set_colours, name),
            f"Paint/{_tr('Colours')}",
            pane=pane.name,
            enabled=lambda: _is_painted(pane),
            checked=partial(is_chosen, name),
            starts_group=name == "off",
        )
        for name, title in choices
    ]


def _brush_commands(pane: PaintPane) -> list[Command]:
    def brush(steps: int) -> None:
        pane.panel.styles.set_brush(brush_at(position_of(pane.look.brush) + steps * _BRUSH_STEP))

    menu = f"Paint/{_tr('Brush')}"
    return [
        Command(
            "paint.brush.finer",
            _tr("Finer brush"),
            partial(brush, -1),
            menu,
            "Ctrl+Alt+[",
            pane=pane.name,
            enabled=lambda: _is_painted(pane) and pane.look.brush > FINEST_BRUSH,
        ),
        Command(
            "paint.brush.broader",
            _tr("Broader brush"),
            partial(brush, 1),
            menu,
            "Ctrl+Alt+]",
            pane=pane.name,
            enabled=lambda: _is_painted(pane) and pane.look.brush < BROADEST_BRUSH,
        ),
    ]


def _commands_of(style: Style, pane: PaintPane) -> list[Command]:
    # A single ampersand would underline the letter behind it.
    name, title = style.name, style.title.replace("&", "&&")

    def can_blend() -> bool:
        names = pane.look.names
        if pane.photograph is None or not names or names == (name,):
            return False
        return name in names or blending.has_room(pane.look)

    return [
        Command(
            f"paint.style.{name}",
            _tr("Paint as {}").format(title),
            partial(pane.panel.styles.choose, name),
            pane=pane.name,
            tip=style.painter,
            enabled=lambda: pane.photograph is not None,
        ),
        Command(
            f"paint.blend.{name}",
            _tr("Blend with {}").format(title),
            partial(pane.panel.styles.toggle, name),
            pane=pane.name,
            tip=_tr("Add it to the blend, or take it out"),
            enabled=can_blend,
            checked=lambda: len(pane.look.styles) > 1 and name in pane.look.names,
        ),
    ]
