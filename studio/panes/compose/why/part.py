"""The part of Compose that says why: insights of takes, and of notes that a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QTimer, Slot

from engines.cards import Card
from engines.compose.grid import VALUES, length_name
from engines.compose.melody.explaining import ExplainRequest
from engines.compose.melody.takes import Insight
from engines.compose.naming import pitch_name
from engines.compose.notes import Note
from engines.steps import Step, Task
from studio.commands import Command
from studio.jobs.job import Job
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.composing.takes import PaneTake, put_in
from studio.panes.compose.nats import meaning_of_surprise
from studio.panes.compose.parts import Part
from studio.panes.compose.transport.choices import value_words
from studio.panes.compose.why.chances import Chance
from studio.panes.compose.why.dock import MAPS, WhyDock
from studio.panes.compose.why.heat import grid_of, likeliest, looked, weights_of
from studio.widgets.jobwords import error_words

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

DOCK = "why"
_SOON_MS = 350
_PITCHES, _LENGTHS = 6, 4


class WhyPart(Part):
    """Joins insights with the dock and the roll: whichever note is looked at says where it came from."""

    name = "why"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        composing = next(part for part in pane.children() if isinstance(part, ComposingPart))
        self.model, self.roll, self.models = pane.model, pane.roll, composing.models
        self.dock = WhyDock()
        self.insight: Insight | None = None
        self._map, self._row = "attention", -1
        self._head: int | None = None
        self._job: Job | None = None
        self._pending: PaneTake | None = None
        pane.page.add_dock(self.tr("Why"), self.dock, DOCK)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._explain_selection)
        dock = self.dock
        dock.map_chosen.connect(self._choose_map)
        dock.head_chosen.connect(self._choose_head)
        dock.explain_wanted.connect(self.explain_track)
        dock.matrix.row_chosen.connect(self._choose_row)
        dock.shown.connect(self._shown)
        pane.page.side_changed.connect(self._show)
        composing.looked_at.connect(self._look_at)
        self.roll.hovered.connect(self._hover)
        self.model.selection_changed.connect(self._selected)
        self.model.score_changed.connect(self._selected)
        self._show()

    def commands(self) -> list[Command]:
        return [
            Command(
                "compose.why",
                self.tr("Why these notes?"),
                lambda: self.pane.page.show_dock(DOCK),
                "Compose",
                "Ctrl+Shift+Y",
                tip=self.tr("Where the model looked for each note, and what else it would have played"),
                pane="compose",
                starts_group=True,
            ),
            Command(
                "compose.explain",
                self.tr("Explain the track"),
                self.explain_track,
                "Compose",
                tip=self.tr("Let the model read the notes of the track, also your own"),
                pane="compose",
                enabled=lambda: self.models.card() is not None,
            ),
        ]

    def collect(self) -> dict[str, Any]:
        return {"map": self._map}

    def restore(self, state: Mapping[str, Any]) -> None:
        self._stop()
        self._map = state["map"] if state.get("map") in MAPS else "attention"
        self.dock.map.set_value(self._map)
        self.insight = None
        self._show()

    def leave(self) -> None:
        """Nobody looks."""
        self._soon.stop()

    # -- what is explained --------------------------------------------------------------------------------

    @Slot()
    def explain_track(self) -> None:
        """Explain what is selected of the track, or all of it."""
        mine = [note for note in self.model.selected if note.track == self.model.track]
        start = min((note.start for note in mine), default=0)
        end = max((note.start for note in mine), default=None)
        self.pane.page.show_dock(DOCK)
        self._explain(ExplainRequest(self.model.score, self.model.track, start, None if end is None else end + 1))

    def show_insight(self, insight: Insight | None, row: int = 0) -> None:
        """Say what a model thought of these notes."""
        self.insight = insight
        self._row = row if insight is not None and insight.notes else -1
        self._show()

    def _explain(self, request: ExplainRequest, card: Card | None = None) -> None:
        card = card or self.models.card()
        if card is None or not request.score.of_track(request.track):
            return

        def task() -> Task[Insight]:
            yield Step(0)
            return (yield from self.models.explain(request, self.models.held(card)))

        self._job = job = Job(self.tr("Explaining"), task, pane="compose", key="explain", parent=self)
        job.done.connect(lambda insight: self._explained(job, insight))
        job.failed.connect(lambda error: self._not_explained(job, error))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self.dock.say(self.tr("Reading…"))
        self.pane.desk.lanes.submit("now", job, replace=True)

    def _explained(self, job: Job, insight: Insight) -> None:
        if job is self._job:
            self._job = None
            self.dock.say("")
            selected = set(self.model.selected)
            row = next((at for at, note in enumerate(insight.notes) if note in selected), 0)
            self.show_insight(insight, row)

    def _not_explained(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.dock.say(error_words(error))

    def _stop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot(object)
    def _look_at(self, take: PaneTake | None) -> None:
        if take is None:
            return
        self._stop()
        if take.insight is not None:
            self.show_insight(take.insight)
        else:
            self._pending = take
            self._explain_take()

    def _explain_take(self) -> None:
        """A take of an earlier sitting: its model reads it again, which says the same as when it wrote it."""
        take = self._pending
        if take is None or not self.dock.isVisible() or take.track >= len(self.model.score.tracks):
            return
        self._pending = None
        edit = put_in(self.model.score, take)
        score = edit.on(self.model.score)
        card = next((card for card in self.models.cards() if card.name == take.model), None)
        self._explain(ExplainRequest(score, take.track, take.start, take.end), card)

    @Slot()
    def _selected(self) -> None:
        """A note of the insight that is selected is explained; others are read when somebody looks."""
        selected = self.model.selected
        if self.insight is not None and selected and self._row_of(selected[0]) >= 0:
            self._choose_row(self._row_of(selected[0]))
        elif selected and self.dock.isVisible():
            self._soon.start()

    @Slot()
    def _explain_selection(self) -> None:
        selected = self.model.selected
        mine = [note for note in selected if note.track == self.model.track]
        if mine and self.dock.isVisible() and self._row_of(mine[0]) < 0:
            end = max(note.start for note in mine) + 1
            self._explain(ExplainRequest(self.model.score, self.model.track, min(note.start for note in mine), end))

    @Slot()
    def _shown(self) -> None:
        self._selected()
        self._show()
        self._explain_take()

    # -- which note ---------------------------------------------------------------------------------------

    @Slot(object)
    def _hover(self, note: Note | None) -> None:
        row = self._row_of(note) if note is not None else -1
        if row >= 0 and self.dock.isVisible():
            self._choose_row(row)

    @Slot(int)
    def _choose_row(self, row: int) -> None:
        if row != self._row:
            self._row = row
            self._show()

    def _row_of(self, note: Note) -> int:
        if self.insight is None:
            return -1
        return next((at for at, known in enumerate(self.insight.notes) if known == note), -1)

    @Slot(str)
    def _choose_map(self, name: str) -> None:
        self._map = name
        self._show()
        self.changed.emit()

    @Slot(object)
    def _choose_head(self, head: int | None) -> None:
        self._head = head
        self._show()

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        insight, row = self.insight, self._row
        if insight is None or not 0 <= row < len(insight.notes):
            self.dock.matrix.show_matrix(_NOTHING, -1)
            self.dock.show_subject("", "", (), ())
            self.roll.set_overlay()
            return
        heads = insight.attention.shape[1]
        self._head = self._head if self._head is not None and self._head < heads else None
        self.dock.show_heads(heads)
        names = tuple(self._name(note) for note in insight.notes)
        self.dock.matrix.show_matrix(looked(insight, self._head), row, names)
        self._show_note(insight, row)
        self._lay_over(insight, row)

    def _lay_over(self, insight: Insight, row: int) -> None:
        """Over the roll only while somebody looks at this dock."""
        if not self.dock.isVisibleTo(self.pane.page) or self.pane.page.side.current() != DOCK or self._map == "off":
            self.roll.set_overlay()
        elif self._map == "attention":
            self.roll.set_overlay(intensity=weights_of(insight, row, self._head))
        else:
            self.roll.set_overlay(heat=grid_of(insight))

    def _show_note(self, insight: Insight, row: int) -> None:
        note = insight.notes[row]
        key = self.model.score.key_at(note.start)
        pitch, length = insight.surprise[row].tolist()
        said = self.tr("A surprise of {total} nats: {pitch} for the pitch, {length} for the length.")
        ticks = [int(one) for one in insight.durations]
        self.dock.show_subject(
            self._name(note),
            f"{said.format(total=f'{pitch + length:.2f}', pitch=f'{pitch:.2f}', length=f'{length:.2f}')} "
            f"{meaning_of_surprise(pitch + length)}",
            [
                Chance(pitch_name(at, key), share, at == note.pitch)
                for at, share in likeliest(insight.pitch_probabilities[row], _PITCHES)
            ],
            [
                Chance(_length(ticks[at]), share, ticks[at] == note.length)
                for at, share in likeliest(insight.duration_probabilities[row], _LENGTHS)
            ],
        )

    def _name(self, note: Note) -> str:
        place = self.model.bars.place(note.start)
        name = pitch_name(note.pitch, self.model.score.key_at(note.start))
        return self.tr("{name} at bar {bar}, beat {beat}").format(name=name, bar=place.bar + 1, beat=place.beat + 1)


def _length(ticks: int) -> str:
    value = next((value for value in VALUES if value.ticks == ticks), None)
    return length_name(ticks) if value is None else value_words(value)


_NOTHING = np.zeros((0, 0), np.float32)
