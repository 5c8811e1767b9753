"""Write's commands, for the menu and the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command
from studio.panes.write.typeface import FACES, LEADINGS, MEASURES, Typeface

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

_MENU = "Write"


def write_commands(pane: WritePane) -> list[Command]:
    """Everything the page can do, first what comes first."""
    return [
        *_text_commands(pane),
        *_finding_commands(pane),
        *_view_commands(pane),
        *_showing_commands(pane),
        *_type_commands(pane),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("WriteCommands", text)


def _text_commands(pane: WritePane) -> list[Command]:
    opening = _tr("Open .txt, .md, .docx or .html; undo brings back what was here")
    return [
        Command("write.open", _tr("Open a text…"), pane.opener.ask_for_file, _MENU, "Ctrl+I", "open", opening, "write"),
        Command("write.sample", _tr("Try the sample"), pane.open_sample, _MENU, pane="write"),
        Command(
            "write.goal",
            _tr("Set a word goal…"),
            pane.ask_for_goal,
            _MENU,
            tip=_tr("A thin line above the page shows how near it is"),
            pane="write",
            starts_group=True,
        ),
        Command(
            "write.quotes",
            _tr("Round quotes while typing"),
            lambda: pane.change_view(round_quotes=not pane.view.round_quotes),
            _MENU,
            tip=_tr("Turn \" and ' into “ ” and ‘ ’"),
            pane="write",
            checked=lambda: pane.view.round_quotes,
        ),
    ]


def _finding_commands(pane: WritePane) -> list[Command]:
    page = pane.page
    replacing = partial(page.open_find, replacing=True)

    def finds() -> bool:
        return bool(page.search.wanted.text)

    return [
        Command(
            "write.find",
            _tr("Find…"),
            partial(page.open_find, replacing=False),
            _MENU,
            "Ctrl+F",
            "search",
            pane="write",
            starts_group=True,
        ),
        Command("write.replace", _tr("Replace…"), replacing, _MENU, "Ctrl+H", pane="write"),
        Command("write.next", _tr("Next hit"), page.search.step, _MENU, "F3", pane="write", enabled=finds),
        Command(
            "write.previous",
            _tr("Previous hit"),
            lambda: page.search.step(False),
            _MENU,
            "Shift+F3",
            pane="write",
            enabled=finds,
        ),
    ]


def _view_commands(pane: WritePane) -> list[Command]:
    return [
        Command(
            "write.focus",
            _tr("Focus mode"),
            lambda: pane.change_view(focus=not pane.view.focus),
            _MENU,
            "Ctrl+D",
            tip=_tr("Only the paragraph with the cursor at full strength"),
            pane="write",
            checked=lambda: pane.view.focus,
            starts_group=True,
        ),
        Command(
            "write.full",
            _tr("Write in full screen"),
            pane.full.toggle,
            _MENU,
            "Shift+F11",
            "fit",
            _tr("Nothing but the page and what is open beside it; Esc leaves"),
            "write",
            checked=lambda: pane.full.is_on,
        ),
    ]


def _showing_commands(pane: WritePane) -> list[Command]:
    return [
        Command(
            "write.authors",
            _tr("Show who wrote what"),
            lambda: pane.change_view(authors=not pane.view.authors, surprise=False),
            _MENU,
            "Ctrl+Shift+A",
            tip=_tr("Mark words that were picked or generated"),
            pane="write",
            checked=lambda: pane.view.authors,
        ),
        Command(
            "write.side",
            _tr("Show beside the page"),
            lambda: pane.change_view(side=not pane.page.is_side_open()),
            _MENU,
            "Ctrl+\\",
            "drawer",
            _tr("Show or hide what is to the right of the page"),
            "write",
            lambda: bool(pane.page.side.names()),
            pane.page.is_side_open,
        ),
    ]


def _type_commands(pane: WritePane) -> list[Command]:
    larger, smaller = _tr("Larger letters"), _tr("Smaller letters")
    faces = dict(zip(FACES, (_tr("Serif"), _tr("Sans serif"), _tr("Typewriter")), strict=True))
    lengths = dict(zip(MEASURES, (_tr("Short lines"), _tr("Comfortable lines"), _tr("Long lines")), strict=True))
    airs = dict(zip(LEADINGS, (_tr("Close lines"), _tr("Airy lines"), _tr("Wide lines")), strict=True))
    return [
        _type(pane, "larger", larger, lambda face: face.resized(1), "Ctrl+=", starts_group=True),
        _type(pane, "smaller", smaller, lambda face: face.resized(-1), "Ctrl+-"),
        _type(pane, "usual", _tr("Usual size"), lambda face: replace(face, size=Typeface().size), "Ctrl+0"),
        *(_choice(pane, "face", face, title) for face, title in faces.items()),
        *(_choice(pane, "measure", measure, title) for measure, title in lengths.items()),
        *(_choice(pane, "leading", leading, title) for leading, title in airs.items()),
    ]


def _type(
    pane: WritePane,
    name: str,
    title: str,
    change: Callable[[Typeface], Typeface],
    shortcut: str = "",
    *,
    menu: str = _MENU,
    checked: Callable[[], bool] | None = None,
    starts_group: bool = False,
) -> Command:
    def run() -> None:
        pane.change_view(typeface=change(pane.view.typeface))

    return Command(
        f"write.{name}", title, run, menu, shortcut, pane="write", checked=checked, starts_group=starts_group
    )


def _choice(pane: WritePane, what: str, value: str | int, title: str) -> Command:
    return _type(
        pane,
        f"{what}.{value}",
        title,
        lambda face: replace(face, **{what: value}),  # type: ignore[arg-type]
        menu=f"{_MENU}/{_tr('Type')}",
        checked=lambda: getattr(pane.view.typeface, what) == value,
    )
