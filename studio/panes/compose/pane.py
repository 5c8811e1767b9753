"""Compose: a piece, the roll it is drawn in, and the parts that work on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.compose.notes import QUARTER
from engines.compose.score import Score
from studio.commands import Command
from studio.look.icons import icon
from studio.panes.compose.blankroll import BlankRoll
from studio.panes.compose.commands import file_commands, view_commands
from studio.panes.compose.joining import parts_of
from studio.panes.compose.keeping import note_rows, notes_from, score_from, score_values
from studio.panes.compose.opening import SUFFIXES, Opened, ScoreOpener
from studio.panes.compose.page import LEFT, SIDE, ComposePage
from studio.panes.compose.parts import Part
from studio.panes.compose.piece import Piece
from studio.panes.compose.roll.view import RollView
from studio.panes.compose.sample import sample_score, sample_title
from studio.panes.compose.statusline import StatusLine
from studio.panes.pane import Desk, Pane

#: So many bars of a new piece are shown at once.
_BARS_SHOWN = 16


class ComposePane(Pane):
    """Wires roll, files and parts; holds what the piece is called."""

    name = "compose"
    suffixes = SUFFIXES

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        #: What the piece is called, for exports; empty until a file was opened.
        self.title = ""
        self.roll = RollView(self.undo_stack)
        self.model, self.outlook = self.roll.model, self.roll.outlook
        self.piece = Piece(self.undo_stack, self.model)
        self.page = ComposePage(self.roll)
        self.blank = BlankRoll(self.model, self.roll.canvas)
        self.opener = ScoreOpener(desk, self)
        self.line = StatusLine(self.roll)
        self._play: QAction | None = None
        self._seen = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.setAccessibleName(self.tr("Compose"))
        self._connect()
        self.parts: list[Part] = parts_of(self)
        for part in self.parts:
            part.changed.connect(self.changed)

    def _connect(self) -> None:
        self.model.score_changed.connect(self.changed)
        self.model.track_changed.connect(self.changed)
        self.opener.opened.connect(self._opened)
        self.line.said.connect(self.status)
        self.page.side_changed.connect(self.changed)
        self.page.side_changed.connect(self.commands_changed)

    def part(self, name: str) -> Part:
        """A part by its name; raises LookupError where it is not built."""
        found = next((part for part in self.parts if part.name == name), None)
        if found is None:
            raise LookupError(f"Compose has no part called {name!r}")
        return found

    # -- what the window asks -----------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        of_parts = [command for part in self.parts for command in part.commands()]
        return [*file_commands(self), *of_parts, *view_commands(self)]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.blank.offer(action_of("compose.sample"), action_of("compose.open"))
        self._play = action_of("compose.play")
        for part in self.parts:
            part.adopt(action_of)
        self.line.say()

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths[:1]:
            self.opener.open_file(path)
        if len(paths) > 1:
            said = self.tr("One piece is open at a time: “{name}” was the first. Learn reads whole folders.")
            self.desk.toasts.say(said.format(name=paths[0].name))

    def collect(self) -> dict[str, Any]:
        left, side = self.page.widths()
        return {
            "score": score_values(self.piece.score),
            "title": self.title,
            "generated": note_rows(sorted(self.model.generated)),
            "view": {
                "left": left,
                "side": side,
                "left_open": self.page.is_left_open(),
                "side_open": self.page.is_side_open(),
                "dock": self.page.side.current(),
            },
            "parts": {part.name: part.collect() for part in self.parts},
        }

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:  # noqa: ARG002
        self.opener.stop()
        title = state.get("title")
        self.title = title if isinstance(title, str) else ""
        self.piece.load(score_from(state.get("score")))
        self.model.set_marks(generated=notes_from(state.get("generated")))
        states = state.get("parts")
        for part in self.parts:
            found = states.get(part.name) if isinstance(states, Mapping) else None
            part.restore(found if isinstance(found, Mapping) else {})
        self._show_view(state.get("view"))
        self.line.say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Home and Escape, where nobody else has taken them."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = {Qt.Key.Key_Space: "play", Qt.Key.Key_Home: "start"}.get(Qt.Key(event.key())) if plain else None
        if name is not None and self._play is not None:
            self.transport(name)
        elif not (plain and event.key() == Qt.Key.Key_Escape and self._give_up()):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how much can be seen: an empty roll opens around middle C."""
        super().showEvent(event)
        if not self._seen and not self.model.score.notes:
            self.outlook.open_on_notes()
        self._seen = True

    def hideEvent(self, event: QHideEvent) -> None:
        """In another room nobody plays on keys."""
        if not event.spontaneous():
            for part in self.parts:
                part.leave()
        super().hideEvent(event)

    # -- what the person does -----------------------------------------------------------------------------

    def open_sample(self) -> None:
        """The tune that comes along, in place of what is here."""
        self._put_in(sample_score(), sample_title())

    def transport(self, name: str) -> None:
        """Play or return, as the keys say."""
        from studio.panes.compose.playing.part import PlayingPart

        playing = self.part("playing")
        assert isinstance(playing, PlayingPart)
        if name == "play":
            playing.play_or_stop()
        else:
            playing.return_to_start()

    def _give_up(self) -> bool:
        from studio.panes.compose.composing.part import ComposingPart

        composing = self.part("composing")
        assert isinstance(composing, ComposingPart)
        return composing.give_up()

    def show_playing(self, playing: bool) -> None:
        """The button of the bar stops what plays."""
        if self._play is not None:
            self._play.setIcon(icon("stop" if playing else "play-triangle"))
        self.commands_changed.emit()

    # -- how it happens -----------------------------------------------------------------------------------

    def _show_view(self, values: Any) -> None:
        values = values if isinstance(values, Mapping) else {}
        widths = [values.get("left"), values.get("side")]
        fits = all(type(one) is int and 0 < one < 4000 for one in widths)
        if values.get("dock") in self.page.side.names():
            self.page.side.show_dock(values["dock"])
        self.page.set_left_open(values.get("left_open") is not False)
        self.page.set_side_open(values.get("side_open") is not False)
        # Last: a dock that comes to the front takes the width it had before.
        self.page.set_widths(*(widths if fits else (LEFT, SIDE)))

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        if not opened.reading.score.notes:
            self.desk.toasts.warn(self.tr("“{name}” holds no notes. Choose another file.").format(name=opened.name))
            return
        self._put_in(opened.reading.score, opened.name)
        for warning in opened.reading.warnings:
            self.desk.toasts.say(warning)
        if opened.more:
            one = self.tr("“{name}” holds another piece; the first is open.")
            many = self.tr("“{name}” holds {count} more pieces; the first is open.")
            more = one if opened.more == 1 else many
            self.desk.toasts.say(more.format(name=opened.name, count=opened.more))

    def _put_in(self, score: Score, name: str) -> None:
        self.piece.change(self.tr("Open “{}”").format(name), score)
        self.title = name
        self.model.set_track(0)
        self._show_beginning()
        self.roll.setFocus()

    def _show_beginning(self) -> None:
        """The first bars, as many as can be told apart, and all their pitches."""
        outlook, bars = self.outlook, self.model.bars
        outlook.open_on_notes()
        wanted = min(bars.start(_BARS_SHOWN), bars.ceiling(self.piece.score.end) or bars.start(4))
        quarter = min(96.0, outlook.width * 0.96 / (wanted / QUARTER))
        outlook.look(outlook.view.zoomed(quarter / outlook.view.quarter, 0), by_hand=False)
