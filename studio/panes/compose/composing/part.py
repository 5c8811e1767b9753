"""The composer: the dock, the commands, and what the project keeps of its takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction

from engines.compose.melody.takes import Takes
from engines.compose.notes import Note
from engines.errors import ReverieError
from studio.commands import Command
from studio.panes.compose.composing.audition import Audition
from studio.panes.compose.composing.commands import composing_commands
from studio.panes.compose.composing.dock import ComposerDock
from studio.panes.compose.composing.models import MelodyModels
from studio.panes.compose.composing.places import Place, Situation
from studio.panes.compose.composing.rows import rows_of
from studio.panes.compose.composing.showing import show_take
from studio.panes.compose.composing.takes import PaneTake, TakeBook, put_in, takes_of
from studio.panes.compose.composing.wishes import Wishes, wishes_from
from studio.panes.compose.composing.writing import Writing
from studio.panes.compose.parts import Part
from studio.panes.compose.playing.part import PlayingPart

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

DOCK = "compose"
_SOON_MS = 80


class ComposingPart(Part):
    """Joins what is asked in the dock with the roll, the models and the player."""

    name = "composing"

    #: Another take is looked at, or none.
    looked_at = Signal(object)  # PaneTake | None
    kept = Signal(object)  # PaneTake

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        # Parts are made one after the other, and the sound comes first.
        playing = next(part for part in pane.children() if isinstance(part, PlayingPart))
        self.model, self.roll = pane.model, pane.roll
        self.dock, self.book = ComposerDock(), TakeBook()
        self.models = MelodyModels(self)
        self.writing = Writing(pane.desk.lanes, self.models, self)
        self.audition = Audition(playing)
        self._asked: tuple[Place, Wishes, str] | None = None
        self._shown = 0
        pane.page.add_dock(self.tr("Compose"), self.dock, DOCK)
        #: The selection changes often, and what it means need not hurry.
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._show_place)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        dock, writing = self.dock, self.writing
        dock.controls.changed.connect(self._wishes_changed)
        dock.go.clicked.connect(self.go)
        dock.kept.connect(self.keep)
        dock.heard.connect(self.hear)
        dock.looked.connect(self.look)
        dock.removed.connect(self.forget)
        dock.model_chosen.connect(self._choose_model)
        writing.grown.connect(self._grow)
        writing.done.connect(self._take_in)
        writing.failed.connect(lambda sentence: dock.say(sentence, "danger"))
        writing.changed.connect(self._show_state)
        self.models.changed.connect(self._show_models)
        self.audition.changed.connect(dock.show_listening)
        self.model.selection_changed.connect(self._soon.start)
        self.model.score_changed.connect(self._soon.start)
        self.model.track_changed.connect(self._soon.start)
        self.pane.outlook.loop_changed.connect(self._soon.start)

    def commands(self) -> list[Command]:
        return composing_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Put the second button under its action, and see which models there are."""
        self.dock.offer(action_of("compose.again"))
        self.models.refresh()
        self._show_place()

    def collect(self) -> dict[str, Any]:
        return {
            "wishes": self.dock.controls.wishes().as_values(),
            "model": self.models.chosen,
            "takes": self.book.as_values(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.writing.stop()
        self.audition.stop()
        self.dock.controls.show_wishes(wishes_from(state.get("wishes")))
        model = state.get("model")
        self.models.choose(model if isinstance(model, str) else "")
        self.book.restore(state.get("takes"))
        self.look(0)
        self._show_place()

    def show_dock(self) -> None:
        """Bring the composer to the front."""
        self.pane.page.show_dock(DOCK)

    # -- what the person wants ----------------------------------------------------------------------------

    @property
    def looked(self) -> PaneTake | None:
        """The take that is looked at."""
        return self.book.find(self._shown)

    @Slot()
    def go(self) -> None:
        """Write; stop what runs."""
        if self.writing.is_busy:
            self.stop()
            return
        wishes = self.dock.controls.wishes().rolled()
        self.dock.controls.show_wishes(wishes)
        situation = self._situation()
        place = situation.place(wishes)
        if isinstance(place, str):
            self.dock.say(place, "warning")
            return
        try:
            request = situation.request(place, wishes)
        except ReverieError as error:
            self.dock.say(str(error), "danger")
            return
        self.audition.stop()
        self.look(0)
        self._asked = (place, wishes, getattr(self.models.card(), "name", ""))
        if self.writing.begin(request):
            self.show_dock()

    @Slot()
    def stop(self) -> None:
        """Enough; the outline goes."""
        self.writing.stop()
        self.model.set_marks(take=())
        self._show_place()

    def give_up(self) -> bool:
        """End the nearest thing that is under way: what is written, heard or looked at; False when nothing is."""
        if self.writing.is_busy:
            self.stop()
        elif self.audition.on:
            self.audition.stop()
        elif self.looked is not None:
            self.look(0)
        else:
            return False
        return True

    def again(self) -> None:
        """Other takes at the same place."""
        if self.book.all() and not self.writing.is_busy:
            self.dock.controls.show_wishes(self.dock.controls.wishes().rolled())
            self.go()

    @Slot(int)
    def look(self, number: int) -> None:
        """Show a take as an outline in the roll; 0: none."""
        if self.audition.on:
            self.audition.stop()
        self._shown = number
        take = self.looked
        self.model.set_marks(take=take.notes if take is not None and not take.kept else ())
        if take is not None:
            show_take(self.pane.outlook, take)
        self._show_takes()
        self.looked_at.emit(take)

    @Slot(int)
    def hear(self, number: int) -> None:
        """Let a take be heard in its place; once more stops it."""
        if self.audition.on:
            self.audition.stop()
        elif (take := self.book.find(number)) is not None:
            self.audition.begin(self.model.score, take)

    @Slot(int)
    def keep(self, number: int) -> None:
        """A take becomes part of the piece: one step, and it arrives selected."""
        take = self.book.find(number)
        if take is None or self.writing.is_busy:
            return
        self.audition.stop()
        edit = put_in(self.model.score, take)
        if not edit.come or edit.gone == edit.come:
            self.pane.desk.toasts.say(self.tr("These notes are in the piece already."))
            return
        self.model.set_marks(take=())
        self.model.set_track(edit.come[0].track)
        self.model.edit(self.tr("Keep take {number}").format(number=take.number), edit)
        self.model.set_marks(generated=(*self.model.generated, *edit.come))
        self.book.mark_kept(number)
        self._show_takes()
        self.kept.emit(take)
        self.changed.emit()
        self.roll.setFocus()

    @Slot(int)
    def forget(self, number: int) -> None:
        """Take a take off the list; the toast puts it back."""
        take = self.book.find(number)
        if take is None:
            return
        self.book.remove(number)
        self.look(0)
        self.changed.emit()
        said = self.tr("Take {number} is off the list.").format(number=number)
        self.pane.desk.toasts.say(said, self.tr("Put it back"), lambda: self._put_back(take))

    def _put_back(self, take: PaneTake) -> None:
        self.book.put_back(take)
        self.look(take.number)
        self.changed.emit()

    @Slot(str)
    def _choose_model(self, name: str) -> None:
        self.models.choose(name)
        self.changed.emit()

    @Slot()
    def _wishes_changed(self) -> None:
        self._show_place()
        self.changed.emit()

    # -- what comes ---------------------------------------------------------------------------------------

    @Slot(tuple)
    def _grow(self, notes: tuple[Note, ...]) -> None:
        self.model.set_marks(take=notes)

    @Slot(object)
    def _take_in(self, takes: Takes) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        added = self.book.add(takes_of(takes, *asked, time.time()))
        if not added:
            self.dock.say(self.tr("The model wrote nothing but rests. Try another seed."), "warning")
            self.model.set_marks(take=())
            return
        self.look(added[0].number)
        self._show_place()
        self.dock.go_to_takes()
        self.changed.emit()

    # -- what is shown ------------------------------------------------------------------------------------

    def _situation(self) -> Situation:
        model = self.model
        return Situation(model.score, model.bars, model.track, model.selected, self.pane.outlook.loop)

    @Slot()
    def _show_place(self) -> None:
        if self.writing.is_busy:
            return
        place = self._situation().place(self.dock.controls.wishes())
        self.dock.say(place if isinstance(place, str) else place.words)

    @Slot()
    def _show_state(self) -> None:
        busy = self.writing.is_busy
        self.dock.show_busy(busy)
        if busy:
            self.dock.say(self.tr("Listening, then writing…"))
        self.pane.commands_changed.emit()

    @Slot()
    def _show_models(self) -> None:
        self.dock.show_models(self.models.cards(), self.models.card(), self.models.trouble)
        self.pane.commands_changed.emit()

    def _show_takes(self) -> None:
        self.dock.show_takes(rows_of(self.book.all(), self.model.score.tracks), self._shown)
