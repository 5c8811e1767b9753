"""What can be asked of Play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.commands import Command
from studio.panes.play.bar import DRIVERS

if TYPE_CHECKING:
    from studio.panes.play.pane import PlayPane

#: Commands whose keys the pane itself listens to, after whatever has the focus.
QUIET = ("run", "step", "back", "start", "dream", "anchor", "another")


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlayCommands", text)


def _command(
    name: str, title: str, run: object, shortcut: str = "", icon: str = "", tip: str = "", **more: object
) -> Command:
    return Command(f"play.{name}", title, run, "Play", shortcut, icon, tip, "play", **more)  # type: ignore[arg-type]


def driving_commands(pane: PlayPane) -> list[Command]:
    """The clock, the track, who drives."""
    drive = pane.drive
    ready = lambda: drive.session is not None  # noqa: E731
    tip = _tr("Drive on from the frame that is shown, or rest")
    found = [
        _command("run", _tr("Drive or pause"), drive.run_or_pause, "Space", "play-triangle", tip, enabled=ready),
        _command("step", _tr("One frame on"), drive.single, ".", "chevron-right", enabled=ready),
        _command("back", _tr("One frame back"), drive.back, ",", "chevron-left", enabled=ready),
        _command("ahead", _tr("Two seconds on"), drive.ahead, "Ctrl+.", enabled=ready),
        _command("start", _tr("Start over"), drive.start_over, "Home", "to-start", enabled=ready),
        _command("another", _tr("Another track"), drive.another, "N", "dice", enabled=ready),
    ]
    for place, (name, title) in enumerate(zip(DRIVERS, pane.page.bar.driver_titles(), strict=True)):
        found.append(
            Command(
                f"play.driver.{name}",
                title,
                lambda name=name: drive.give_wheel_to(name),  # type: ignore[misc]
                "Play/Driver",
                pane="play",
                enabled=(lambda: drive.controlled) if name == "controller" else None,
                checked=lambda name=name: drive.driver == name,  # type: ignore[misc]
                starts_group=not place,
            )
        )
    found.append(_command("gamepad", _tr("Use a gamepad"), pane.pad.toggle, checked=lambda: pane.pad.wanted))
    return found


def dreaming_commands(pane: PlayPane) -> list[Command]:
    """Dreams and their numbers."""
    drive, latents = pane.drive, pane.latents
    return [
        _command(
            "dream",
            _tr("Dream from here"),
            drive.dream,
            "F",
            "sparkle",
            _tr("Let M dream on from the frame that is shown"),
            enabled=lambda: drive.minded,
            starts_group=True,
        ),
        _command(
            "anchor",
            _tr("Re-anchor the dream"),
            drive.anchor,
            "R",
            "refresh",
            _tr("Bring the dream back to what is real"),
            enabled=lambda: drive.dreamed,
        ),
        _command("wake", _tr("Wake up"), drive.wake, tip=_tr("End every dream"), enabled=lambda: drive.dreamed),
        _command("randomise", _tr("Randomise z"), latents.randomise, enabled=lambda: drive.minded),
        _command("reset", _tr("Reset z"), latents.reset, enabled=lambda: drive.minded),
    ]


def view_commands(pane: PlayPane) -> list[Command]:
    """Clips, and what is shown at the side."""
    page, clip = pane.page, pane.clip
    return [
        _command(
            "record",
            _tr("Record a clip"),
            clip.toggle,
            "Ctrl+R",
            "record",
            _tr("Record the pictures from now on; again: write them to a file"),
            enabled=lambda: pane.drive.session is not None,
            checked=lambda: clip.recording,
            starts_group=True,
        ),
        _command(
            "learn",
            _tr("Learn to drive…"),
            lambda: page.show_dock("learn"),
            "Ctrl+Shift+L",
            "sparkle",
            _tr("Collect episodes and train V, M and C on this computer"),
            starts_group=True,
        ),
        _command(
            "side",
            _tr("Show beside the pictures"),
            lambda: page.set_side_open(not page.is_side_open()),
            "Ctrl+\\",
            "drawer",
            checked=page.is_side_open,
            starts_group=True,
        ),
    ]
