"""One generation as it runs: its words stream into the text as one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engines.steps import Step, Task
from engines.write.generating import Generated, GeneratedWord, GenerateRequest
from engines.write.tokens import is_word
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.write.editor import WriteEditor
from studio.panes.write.generating.regions import Region
from studio.panes.write.manuscript import Piece
from studio.panes.write.places import units
from studio.panes.write.suggesting.asking import sentence_of
from studio.panes.write.suggesting.choices import Choices, Other
from studio.panes.write.suggesting.models import Models


class Writing(QObject):
    """Runs one at a time; whoever writes or undoes something meanwhile ends it, and keeps what is there."""

    #: The words so far.
    grown = Signal(object)  # Generated
    #: It is over: all words are there, it was stopped, or somebody wrote.
    ended = Signal()
    failed = Signal(str)

    def __init__(self, lanes: Lanes, editor: WriteEditor, models: Models, choices: Choices) -> None:
        super().__init__(editor)
        self._lanes, self._editor, self._models, self._choices = lanes, editor, models, choices
        self._job: Job | None = None
        self._name: Callable[[int], str] | None = None
        self._putting = False
        self._count = self._spoken = self._step = self._revision = 0
        self.newest: Generated | None = None
        #: What has been put into the text, wherever it is by now.
        self.pieces: list[Piece] = []
        #: What the words take the place of; and then where they stand.
        self.region = Region(0, 0)
        # The text may be in the middle of a change when one hears of it; what follows reads it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.ended)
        editor.typed.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether words are still to come."""
        return self._job is not None

    @property
    def step(self) -> int:
        """The step of undo they belong to."""
        return self._step

    def begin(self, request: GenerateRequest, region: Region, name: Callable[[int], str] | None) -> bool:
        """Have words written in place of ``region``; without a ``name`` for the step they stay out of the text."""
        card = self._models.card()
        if card is None or self.is_busy:
            return False

        def task() -> Task[Generated]:
            predictor = self._models.held(card)
            yield Step(0, request.words)
            return (yield from self._models.write_on(request, predictor))

        self._name, self.region, self.newest = name, region, None
        self._count = self._spoken = self._step = 0
        self.pieces = []
        self._revision = self._editor.document().revision()
        self._job = job = Job(self.tr("Writing on"), task, pane="write", key="generate", parent=self)
        job.stepped.connect(self._grow)
        job.done.connect(self._complete)
        job.failed.connect(self._fail)
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._lanes.submit("now", job)
        return True

    def settle(self) -> None:
        """Say now what would be said in a moment."""
        if self._soon.isActive():
            self._soon.stop()
            self.ended.emit()

    @Slot()
    def stop(self) -> None:
        """End it at once; what is there stays."""
        job = self._job
        if job is not None:
            job.cancel()
            self._end()

    @Slot(object)
    def _grow(self, step: Step) -> None:
        if isinstance(step.preview, Generated):
            self._take(step.preview)

    @Slot(object)
    def _complete(self, generated: Generated) -> None:
        if self.is_busy:
            self._take(generated)
            self._end()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.failed.emit(sentence_of(error))
        self._end()

    def _take(self, generated: Generated) -> None:
        if not self.is_busy:
            return
        self.newest = generated
        new = generated.candidates[0].words[self._count :]
        if self._name is not None and new:
            self._put(new)
        self.grown.emit(generated)

    def _put(self, words: tuple[GeneratedWord, ...]) -> None:
        editor = self._editor
        pieces = pieces_of(words, self._choices)
        self._count += len(words)
        self.pieces += pieces
        self._spoken += sum(is_word(word.text) for word in words)
        first = not self._step
        start = self.region.start if first else self.region.end
        follows = editor.textCursor().position() == self.region.end
        self._putting = True
        name = self._name(self._spoken) if self._name is not None else ""
        self._step = editor.put(start, self.region.end if first else start, pieces, name, self._step)
        self._putting = False
        self.region = Region(self.region.start, start + sum(units(text) for text, _, _ in pieces))
        self._revision = editor.document().revision()
        if follows:
            editor.go_to(self.region.end)

    @Slot()
    def _look(self) -> None:
        if self._job is not None and not self._putting and self._editor.document().revision() != self._revision:
            self._job.cancel()
            self._job = None
            self._soon.start()

    def _end(self) -> None:
        self._job = None
        self.ended.emit()


def pieces_of(words: Iterable[GeneratedWord], choices: Choices) -> list[Piece]:
    """Generated words for the text, each under a tag that knows what else could stand there."""
    pieces: list[Piece] = []
    for word in words:
        others = tuple(Other(other.word, other.probability) for other in word.alternatives)
        pieces.append((word.glue + word.text, "generated", choices.keep(word.text, others)))
    return pieces
