"""The part of Compose that keeps the tracks in order; each change is one named step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from engines.compose.arranging import (
    as_drums,
    free_channel,
    free_colour,
    free_program,
    with_new_track,
    with_track_moved,
    without_track,
)
from engines.compose.instruments import DRUMS, INSTRUMENTS, shown_name
from engines.compose.score import Track
from studio.commands import Command
from studio.panes.compose.parts import Part
from studio.panes.compose.roll.painting.colours import TRACKS
from studio.panes.compose.tracks.programs import DRUM_KIT, ProgramChoice
from studio.panes.compose.tracks.tracklist import TrackList

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane


#: From the bass drum to the ride cymbal, which most beats are made of.
_KIT = 35, 52


class TracksPart(Part):
    """Joins the list with the piece."""

    name = "tracks"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        self.piece, self.model = pane.piece, pane.model
        self.list = TrackList()
        pane.page.put_left(self.list)
        self.list.chosen.connect(self._choose)
        self.list.changed.connect(self._change)
        self.list.moved.connect(self.move)
        self.list.program_wanted.connect(self.choose_program)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.removal_wanted.connect(self.remove)
        self.model.score_changed.connect(self._show)
        self.model.track_changed.connect(self._show)
        self._actions: list[QAction] = []
        self._show()

    def commands(self) -> Sequence[Command]:
        menu = f"Compose/{self.tr('Track')}"
        return [
            self._command("track.add", self.tr("Add a track"), self.add, menu, "Ctrl+T", "plus"),
            self._command("track.drums", self.tr("Add a drum track"), lambda: self.add(drums=True), menu),
            self._command("track.rename", self.tr("Rename the track"), self.list.edit_name, menu),
            self._command("track.program", self.tr("Choose its instrument…"), self.choose_program, menu),
            self._command(
                "track.mute", self.tr("Mute the track"), lambda: self._toggle("mute"), menu, checked=self._is("mute")
            ),
            self._command(
                "track.solo", self.tr("Solo the track"), lambda: self._toggle("solo"), menu, checked=self._is("solo")
            ),
            self._command("track.up", self.tr("Move the track up"), lambda: self._step(-1), menu),
            self._command("track.down", self.tr("Move the track down"), lambda: self._step(1), menu),
            self._command(
                "track.delete",
                self.tr("Delete the track"),
                self.remove,
                menu,
                enabled=lambda: len(self.piece.score.tracks) > 1,
            ),
            self._command("track.previous", self.tr("Previous track"), lambda: self._walk(-1), menu, "Ctrl+Up"),
            self._command("track.next", self.tr("Next track"), lambda: self._walk(1), menu, "Ctrl+Down"),
        ]

    def _command(
        self,
        name: str,
        title: str,
        run: Callable[[], object],
        menu: str,
        shortcut: str = "",
        icon: str = "",
        *,
        enabled: Callable[[], bool] | None = None,
        checked: Callable[[], bool] | None = None,
    ) -> Command:
        return Command(
            f"compose.{name}", title, run, menu, shortcut, icon, pane="compose", enabled=enabled, checked=checked
        )

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """The button and the menu of a row are faces of the commands."""
        self.list.add.setDefaultAction(action_of("compose.track.add"))
        names = ("rename", "program", "mute", "solo", "up", "down", "delete")
        self._actions = [action_of(f"compose.track.{name}") for name in names]

    # -- what is asked of it ------------------------------------------------------------------------------

    def add(self, *, drums: bool = False) -> None:
        """One more track at the end, which becomes current."""
        score = self.piece.score
        place = len(score.tracks)
        channel = free_channel(score)
        track = Track("", free_program(score), channel, colour=free_colour(score, TRACKS))
        if drums:
            track = as_drums(replace(track, name=DRUMS, program=0), True, channel)
        self.piece.change(self.tr("Add a track"), with_new_track(score, track))
        self.model.set_track(place)
        if drums:
            self.pane.outlook.show_pitches(*_KIT)

    @Slot(int)
    def remove(self, place: int | None = None) -> None:
        """Take a track away with its notes; undo brings both back."""
        at = self.model.track if place is None else place
        score = self.piece.score
        if len(score.tracks) < 2:
            self.pane.desk.toasts.say(self.tr("This is the only track: add another before you delete it."))
            return
        name = shown_name(score.tracks[at])
        self.piece.change(self.tr("Delete track “{name}”").format(name=name), without_track(score, at))
        self.pane.desk.toasts.say(
            self.tr("“{name}” is deleted.").format(name=name), self.tr("Undo"), self.pane.undo_stack.undo
        )

    @Slot(int, int)
    def move(self, place: int, to: int) -> None:
        """Give a track another place."""
        self.piece.change(self.tr("Move a track"), with_track_moved(self.piece.score, place, to))
        self.model.set_track(to)

    @Slot(int, QPoint)
    def choose_program(self, place: int | None = None, where: QPoint | None = None) -> ProgramChoice:
        """Open the instruments over the row."""
        at = self.model.track if place is None else place
        track = self.piece.score.tracks[at]
        choice = ProgramChoice(DRUM_KIT if track.drums else track.program, self.list)
        choice.chosen.connect(lambda program: self.set_program(at, program))
        row = self.list.rows[at]
        choice.open_at(where if where is not None else row.mapToGlobal(QPoint(0, row.height())))
        return choice

    def set_program(self, place: int, program: int) -> None:
        """Let another instrument play a track; DRUM_KIT makes it a drum track."""
        score = self.piece.score
        track = score.tracks[place]
        channel = free_channel(score) if track.drums else track.channel
        after = as_drums(track, program == DRUM_KIT, channel)
        after = after if program == DRUM_KIT else replace(after, program=program)
        name = DRUMS if program == DRUM_KIT else INSTRUMENTS[program]
        named = self.tr("Instrument: {name}").format(name=name)
        self.piece.change(named, score.with_track(place, lambda _track: after))

    # -- how it happens -----------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        self.list.show_score(self.model.score, self.model.track)
        self.pane.commands_changed.emit()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.model.set_track(place)

    @Slot(int, str, object)
    def _change(self, place: int, what: str, value: Any) -> None:
        names = {
            "name": self.tr("Rename the track"),
            "colour": self.tr("Colour of the track"),
            "mute": self.tr("Mute") if value else self.tr("Unmute"),
            "solo": self.tr("Solo") if value else self.tr("No solo"),
            "volume": self.tr("Volume"),
            "pan": self.tr("Pan"),
        }
        melts = what if what in ("volume", "pan") else ""
        self.piece.change_track(names[what], place, melts, **{what: value})

    def _toggle(self, what: str) -> None:
        place = self.model.track
        self._change(place, what, not getattr(self.piece.score.tracks[place], what))

    def _is(self, what: str) -> Callable[[], bool]:
        def holds() -> bool:
            place, tracks = self.model.track, self.piece.score.tracks
            return place < len(tracks) and bool(getattr(tracks[place], what))

        return holds

    def _step(self, by: int) -> None:
        place = self.model.track
        if 0 <= place + by < len(self.piece.score.tracks):
            self.move(place, place + by)

    def _walk(self, by: int) -> None:
        place = self.model.track + by
        if 0 <= place < len(self.piece.score.tracks):
            self.model.set_track(place)

    @Slot(int, QPoint)
    def _open_menu(self, place: int, where: QPoint) -> None:
        self._choose(place)
        menu = QMenu(self.list)
        menu.addActions(self._actions)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
