"""How the roll is looked at: zoom, scrolling, folding, snap, tool, playhead and loop. None of it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from engines.compose.grid import SIXTEENTH, Grid, Value
from engines.compose.notes import HIGHEST, LOWEST, Note
from studio.panes.compose.roll.lines import Lines, lines_of
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.transform import ALL_PITCHES, Transform

Tool = Literal["pencil", "select", "knife", "eraser"]
Fold = Literal["all", "scale", "used"]

#: Row heights a score is opened with.
_LOW, _HIGH = 12, 20
#: Where the playhead stands in the window when following turns the page.
_TURN_AT, _TURN_TO = 0.92, 0.12


class Outlook(QObject):
    """The state of the view. Scrolling by hand suspends the following of the playhead until it is asked for again."""

    view_changed = Signal()
    options_changed = Signal()
    tool_changed = Signal(str)
    playhead_moved = Signal(float)
    loop_changed = Signal()
    sounding_changed = Signal()
    following_changed = Signal(bool)

    def __init__(self, model: RollModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = Transform()
        self.width, self.height = 640, 400
        self.tool: Tool = "pencil"
        self.value: Value | None = SIXTEENTH
        self.length = SIXTEENTH.ticks * 2
        self.fold: Fold = "all"
        self.scale_shown = True
        self.ghosts = True
        self.own_scale: frozenset[int] | None = None
        self.playhead = 0.0
        self.playing = False
        self.sounding: frozenset[int] = frozenset()
        self.keys_down: frozenset[int] = frozenset()
        self.loop: tuple[int, int] | None = None
        self._follow = True
        self._suspended = False
        self._untouched = False
        self._lined: tuple[object, ...] = ()
        self._lines = Lines()
        model.score_changed.connect(self._score_changed)
        model.turned.connect(self.show_some)

    # Zoom and scrolling ----------------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The tick up to which one can scroll: a few bars after the last note."""
        end = self._model.table.last
        return self._model.bars.start(self._model.bars.bar(end) + 5)

    def look(self, view: Transform, by_hand: bool = True) -> None:
        """Look through another transform, kept where there is something to see."""
        view = view.within(self.width, self.height, self.end)
        if view == self.view:
            return
        self._untouched = self._untouched and not by_hand
        if by_hand and view.left != self.view.left and self.playing:
            self._suspend(True)
        self.view = view
        self.view_changed.emit()

    def resize(self, width: int, height: int) -> None:
        """The window has another size."""
        self.width, self.height = max(1, width), max(1, height)
        self.look(self.view, by_hand=False)
        if self._untouched:
            self.open_on_notes()

    def fit(self) -> None:
        """Show the whole score."""
        self._show(self._model.score.notes)

    def fit_time(self) -> None:
        """Show the whole score from its start to its end, at the height of row as it is."""
        score = self._model.score
        if score.notes:
            fitted = self.view.showing((0, self._model.table.last), (HIGHEST, LOWEST), self.width, self.height)
            kept = fitted.with_row_height(self.view.row_height, 0)
            self.look(kept.scrolled(0, self.view.top - kept.top))

    def zoom_to_selection(self) -> None:
        """Show what is selected as large as it can be seen; the whole score when nothing is."""
        self._show(self._model.selection or self._model.score.notes)

    def show_note(self, note: Note) -> None:
        """Scroll no further than needed to see a note."""
        view = self.view
        left, right = view.x(note.start), view.x(note.end)
        dx = left - 24 if left < 0 or right - left > self.width else max(0, right - self.width + 24)
        y = view.y(note.pitch)
        dy = min(0, y - view.row_height) + max(0, y + 2 * view.row_height - self.height)
        if dx or dy:
            self.look(view.scrolled(dx, dy))

    def show_pitches(self, low: int, high: int) -> None:
        """Scroll up or down until these are in the middle."""
        view = self.view
        middle = (view.y(high) + view.y(low) + view.row_height) / 2
        self.look(view.scrolled(0, middle - self.height / 2), by_hand=False)

    def show_some(self, notes: tuple[Note, ...]) -> None:
        """Scroll to the first of these, unless one of them is in view."""
        view = self.view
        for note in notes:
            across = view.x(note.end) > 0 and view.x(note.start) < self.width
            if across and -view.row_height < view.y(note.pitch) < self.height:
                return
        if notes:
            self.show_note(min(notes))

    def open_on_notes(self) -> None:
        """Show the beginning with rows as high as the notes leave room for; so it stays until the first scroll."""
        pitches = [note.pitch for note in self._model.score.notes] or [60]
        view = self.view
        rows = (view.row(min(pitches)) or 0) - (view.row(max(pitches)) or 0) + 1
        height = min(_HIGH, max(_LOW, self.height // (rows + 6)))
        view = view.with_row_height(height, 0)
        middle = (view.y(max(pitches)) + view.y(min(pitches)) + height) / 2
        self.look(view.scrolled(-view.left, middle - self.height / 2), by_hand=False)
        self._untouched = True

    def _show(self, notes: Iterable[Note]) -> None:
        some = tuple(notes)
        if some:
            ticks = min(note.start for note in some), max(note.end for note in some)
            pitches = min(note.pitch for note in some), max(note.pitch for note in some)
            self.look(self.view.showing(ticks, pitches, self.width, self.height))

    def lines(self) -> Lines:
        """The lines of the grid that are seen now; ruler and ground look them up once for both."""
        wanted = (self.view, self.width, self.step, self._model.score.metres)
        if wanted != self._lined:
            self._lined = wanted
            self._lines = lines_of(self._model.score, self._model.bars, self.view, self.width, self.step)
        return self._lines

    # Snap ------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Ticks of the grid; a thin one where snapping is off, so that keys still have a step."""
        return self.value.ticks if self.value else SIXTEENTH.ticks

    def grid(self, snapping: bool = True) -> Grid:
        """The grid of the moment: of single ticks where snapping is off or not wanted."""
        step = self.value.ticks if self.value is not None and snapping else 1
        return Grid(self._model.bars, step)

    def set_value(self, value: Value | None) -> None:
        """Snap to another note value; None: not at all."""
        self.value = value
        self.options_changed.emit()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool."""
        if tool != self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)

    # Rows ------------------------------------------------------------------------------------------------------

    def set_fold(self, fold: Fold) -> None:
        """Show all rows, those of the scale, or those in use; rows with notes are always shown."""
        self.fold = fold
        self._fold_rows()
        self.options_changed.emit()

    def set_scale(self, scale: frozenset[int] | None) -> None:
        """Light up the rows of these pitch classes; None: of the scale of the score's key."""
        self.own_scale = scale
        self._fold_rows()
        self.options_changed.emit()

    def set_options(self, scale_shown: bool | None = None, ghosts: bool | None = None) -> None:
        """Light up the scale or not, show the other tracks or not; None: as before."""
        self.scale_shown = self.scale_shown if scale_shown is None else scale_shown
        self.ghosts = self.ghosts if ghosts is None else ghosts
        self.options_changed.emit()

    def scale_at(self, tick: int) -> frozenset[int] | None:
        """The pitch classes that are lit at a tick; None: no scale is known."""
        if self.own_scale is not None:
            return self.own_scale
        key = self._model.score.key_at(tick)
        return key.scale if key is not None else None

    def _fold_rows(self) -> None:
        rows = ALL_PITCHES
        if self.fold != "all":
            used = {note.pitch for note in self._model.score.notes}
            scales = self.own_scale or frozenset().union(*(key.scale for key in self._model.score.keys))
            if self.fold == "scale" and scales:
                used |= {pitch for pitch in ALL_PITCHES if pitch % 12 in scales}
            rows = tuple(sorted(used, reverse=True)) or ALL_PITCHES
        if rows != self.view.rows:
            self.look(self.view.folded(rows, self.height / 2), by_hand=False)

    # Sound -----------------------------------------------------------------------------------------------------

    def set_playhead(self, tick: float, playing: bool = False) -> None:
        """The sound is at ``tick``. Following turns the page; stopping never scrolls."""
        if playing and not self.playing:
            self._suspend(False)
        self.playing = playing
        self.playhead = tick
        table = self._model.table
        sounding = frozenset(table.between(tick, tick + 1).tolist()) if playing else frozenset()
        changed = sounding != self.sounding
        self.sounding = sounding
        if playing and self._follow and not self._suspended:
            x = self.view.x(tick)
            if not 0 <= x <= self.width * _TURN_AT:
                self.look(self.view.scrolled(x - self.width * _TURN_TO, 0), by_hand=False)
        self.playhead_moved.emit(tick)
        if changed:
            self.sounding_changed.emit()

    def set_keys_down(self, pitches: Iterable[int]) -> None:
        """These keys are held on a keyboard: their rows light up at once."""
        self.keys_down = frozenset(pitches)
        self.sounding_changed.emit()

    @property
    def following(self) -> bool:
        """Whether the view follows the playhead now."""
        return self._follow and not self._suspended

    def set_follow(self, follow: bool) -> None:
        """Follow the playhead or not; switching it on ends a suspension."""
        self._follow, self._suspended = follow, False
        self.following_changed.emit(self.following)

    def _suspend(self, suspended: bool) -> None:
        if suspended != self._suspended:
            self._suspended = suspended
            self.following_changed.emit(self.following)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Mark a span of ticks to be played over and over; None: none."""
        if loop is not None and loop[0] >= loop[1]:
            loop = None
        if loop != self.loop:
            self.loop = loop
            self.loop_changed.emit()

    def loop_selection(self) -> None:
        """Mark the span of the selected notes."""
        some = self._model.selection
        self.set_loop((min(note.start for note in some), max(note.end for note in some)) if some else None)

    def _score_changed(self) -> None:
        self.sounding = frozenset()
        self._fold_rows()
        self.look(self.view, by_hand=False)
