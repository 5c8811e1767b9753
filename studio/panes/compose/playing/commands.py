"""The commands of the transport, for menu, bar and palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command
from studio.panes.compose.playing.midimenu import open_midi_menu

if TYPE_CHECKING:
    from studio.panes.compose.playing.part import PlayingPart

_MENU = "Compose"


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlayingCommands", text)


def playing_commands(part: PlayingPart) -> list[Command]:
    """Playing, recording, and what is switched on meanwhile."""
    return [*_transport(part), *_switches(part), *_input(part), *_fonts(part)]


def _transport(part: PlayingPart) -> list[Command]:
    return [
        _command("play", _tr("Play or stop"), part.play_or_stop, "Space", "play-triangle", starts_group=True),
        _command("start", _tr("Return to the start"), part.return_to_start, "Home", "to-start"),
        _command(
            "record",
            _tr("Record"),
            part.record,
            "Ctrl+Shift+R",
            "record",
            _tr("Play on the keyboard while the music plays; stopping makes notes of it"),
            checked=lambda: part.recorder.on,
        ),
    ]


def _switches(part: PlayingPart) -> list[Command]:
    follow = part.outlook
    return [
        _command(
            "loop",
            _tr("Loop"),
            part.toggle_loop,
            "Ctrl+L",
            "loop",
            _tr("Repeat what is selected, or else the whole"),
            checked=lambda: part.loop_on,
        ),
        _command(
            "metronome",
            _tr("Metronome"),
            part.toggle_metronome,
            "Ctrl+M",
            "metronome",
            checked=lambda: part.metronome_on,
        ),
        _command(
            "countin",
            _tr("Count in"),
            part.toggle_count_in,
            "Ctrl+Shift+M",
            "count-in",
            _tr("A bar of clicks before it begins"),
            checked=lambda: part.count_in,
        ),
        _command(
            "follow",
            _tr("Follow the playhead"),
            lambda: follow.set_follow(not follow.following),
            "Ctrl+Shift+F",
            "follow",
            _tr("Turn the page with the music; scrolling by hand suspends it"),
            checked=lambda: follow.following,
        ),
    ]


def _input(part: PlayingPart) -> list[Command]:
    return [
        _command(
            "keys",
            _tr("Computer keyboard as piano"),
            lambda: part.set_keys(not part.input.piano),
            "Ctrl+Shift+K",
            "keyboard",
            _tr("A to K are the white keys, W E T Y U O P the black ones, Z and X change the octave"),
            checked=lambda: part.input.piano,
            starts_group=True,
        ),
        _command(
            "steps",
            _tr("Step input"),
            lambda: part.set_steps(not part.input.stepping),
            "Ctrl+Shift+I",
            "step-input",
            _tr("Keys write at the playhead and go on; a full stop rests, Backspace goes back"),
            checked=lambda: part.input.stepping,
        ),
        _command(
            "midi",
            _tr("Play with a MIDI keyboard"),
            part.midi.toggle,
            tip=_tr("The one that is plugged in, now or later, with its velocity and its pedal"),
            checked=lambda: part.midi.on,
        ),
        _command(
            "midi.choose",
            _tr("Choose a MIDI keyboard…"),
            lambda: open_midi_menu(
                part.midi, part.bar, part.bar.mapToGlobal(part.bar.buttons["keys"].geometry().bottomLeft())
            ),
        ),
    ]


def _fonts(part: PlayingPart) -> list[Command]:
    return [
        _command(
            "font",
            _tr("Choose a sound font…"),
            part.fonts.ask,
            tip=_tr("Let a .sf2 or .sf3 file of yours play the instruments"),
        ),
        _command(
            "font.usual",
            _tr("Use the usual sound font"),
            lambda: part.fonts.choose(None),
            enabled=lambda: part.fonts.font() is not None,
        ),
    ]


def _command(
    name: str,
    title: str,
    run: Callable[[], object],
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
        _MENU,
        shortcut,
        icon,
        tip,
        "compose",
        enabled,
        checked,
        starts_group=starts_group,
    )
