"""Asking the model at each new place of the cursor, and hearing only the newest answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from engines.errors import ReverieError
from engines.steps import Step, Task
from engines.write.predicting import Suggestions, SuggestRequest
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.write.editor import WriteEditor
from studio.panes.write.suggesting.choices import Choices, Other
from studio.panes.write.suggesting.models import Answering, Models
from studio.panes.write.suggesting.spot import Spot, spot_of

ROWS = 10


@dataclass(frozen=True)
class Answer:
    """What the model thinks of one place."""

    spot: Spot
    suggestions: Suggestions

    def others(self) -> tuple[Other, ...]:
        """The words with their shares."""
        return tuple(Other(row.word, row.probability) for row in self.suggestions.words)


class Asker(QObject):
    """Asks once for all that happens in one turn of the event loop, and only while somebody looks."""

    answered = Signal(object)  # Answer
    #: A question is under way, or none is any more.
    asking = Signal(bool)

    def __init__(self, lanes: Lanes, editor: WriteEditor, models: Models, choices: Choices) -> None:
        super().__init__(editor)
        self._lanes, self._editor, self._models, self._choices = lanes, editor, models, choices
        self.temperature = 1.0
        #: Something else is asked of the model meanwhile.
        self.resting = False
        #: Whether anybody would see the answer.
        self.wanted: Callable[[], bool] = lambda: True
        self._job: Job | None = None
        self._spot: Spot | None = None
        self._read: Answering | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.ask)
        for told in (editor.typed, editor.place_changed, editor.word_ended):
            told.connect(self.later)
        editor.loaded.connect(self._forget)
        models.changed.connect(self.anew)

    def spot(self) -> Spot:
        """Where the cursor is now."""
        return spot_of(self._editor, self._choices)

    def can_answer(self) -> bool:
        """Whether there is a model, and nothing wrong with it."""
        return self._models.card() is not None and not self._models.trouble

    @Slot()
    def later(self) -> None:
        """Ask as soon as the window has done what it is doing."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def anew(self) -> None:
        """Ask even about the same place: the model or the temperature is another one."""
        self._spot = None
        self.later()

    @Slot()
    def ask(self) -> None:
        """Ask about the place of the cursor, unless that is asked or answered already."""
        if self.resting or not self.can_answer() or not self.wanted() or self._editor.is_composing():
            return
        spot = self.spot()
        if spot == self._spot:
            return
        self._spot = spot
        blocks = self._editor.blocks()[: spot.block]
        request = SuggestRequest(blocks, spot.before, spot.prefix, ROWS, self.temperature)
        self.submit(request, lambda suggestions: self._take(Answer(spot, suggestions)), self._fail)
        self.asking.emit(True)

    def submit(
        self,
        request: SuggestRequest,
        done: Callable[[Suggestions], object],
        failed: Callable[[Exception], object],
        key: str = "suggest",
    ) -> None:
        """Have a question answered on the lane; a newer one with the same ``key`` takes its place."""
        card = self._models.card()
        if card is None:
            return

        def task() -> Task[Suggestions]:
            predictor = self._models.held(card)
            if self._read is not predictor:
                yield from predictor.prepare("\n".join((*request.blocks, request.before)))
                self._read = predictor
            yield Step(0, 1)
            return predictor.suggest(request)

        job = Job(self.tr("Suggesting words"), task, pane="write", key=key, parent=self)
        job.done.connect(done)
        job.failed.connect(failed)
        job.state_changed.connect(lambda state, job=job: job.deleteLater() if state.ended else None)
        self._lanes.submit("now", job, replace=True)

    def _take(self, answer: Answer) -> None:
        self.asking.emit(False)
        # The cursor may have gone on while this was thought about.
        if answer.spot == self.spot():
            self.answered.emit(answer)

    def _fail(self, error: Exception) -> None:
        self._spot = None
        self._models.fail(sentence_of(error))
        self.asking.emit(False)

    @Slot()
    def _forget(self) -> None:
        self._read = None
        self.anew()


def sentence_of(error: Any) -> str:
    """What a person is told of an error."""
    if isinstance(error, ReverieError):
        return str(error)
    return QCoreApplication.translate("Asking", "The model does not answer. Choose another one, or install it again.")
