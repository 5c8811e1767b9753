"""Finding the surprise of what can be seen, a few words at a time, and giving way to whatever else is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QTextBlock

from engines.cards import Card
from engines.steps import Task
from engines.write.predicting import Predictor
from engines.write.surprise import Surprised, SurpriseRequest, Surprises
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.write.editor import WriteEditor
from studio.panes.write.places import to_python
from studio.panes.write.suggesting.asking import sentence_of
from studio.panes.write.suggesting.models import Answering, Models
from studio.panes.write.surprise.reading import Reading

#: After so long without a key the words are looked at.
_PAUSE_MS = 200
#: Words of one job: some 30 milliseconds, after which others have their turn on the lane.
_WORDS = 24
#: Of a longer paragraph only what shows is looked at.
_LONG = 4_000
#: Letters looked at before and behind what shows, for the next turn of the wheel.
_AROUND = 3_000
#: Paragraphs remembered; with more all are forgotten.
_KEPT = 20_000


class Reads(Protocol):
    """What finds surprise: the engine's ``Surprised``."""

    def read(self, request: SurpriseRequest) -> Task[Surprises]:
        """The surprise of each word that is asked for."""
        ...


def reads_with(predictor: Answering) -> Reads:
    """What finds surprise with a model; the engine's own predictor is the only one that can."""
    if not isinstance(predictor, Predictor):
        raise TypeError("only an engine's predictor finds surprise")
    return Surprised(predictor)


class Watching(QObject):
    """Keeps a reading of every paragraph that shows, as long as it is on."""

    #: More is known, or less.
    read = Signal()

    def __init__(self, lanes: Lanes, editor: WriteEditor, models: Models) -> None:
        super().__init__(editor)
        self._lanes, self._editor, self._models = lanes, editor, models
        self.reads_with: Callable[[Answering], Reads] = reads_with
        self.is_on = False
        self._readings: dict[int, Reading] = {}
        self._newest = 0
        self._card: Card | None = None
        self._job: Job | None = None
        #: For one revision of the text a number for all that stands before each paragraph.
        self._contexts: tuple[int, list[int]] = (-1, [])
        # Only the lane looks at them.
        self._reader: tuple[Answering, Reads] | None = None
        self._ahead: Answering | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.look)
        for told in (editor.typed, editor.place_changed):
            told.connect(self.give_way)
        bar = editor.verticalScrollBar()
        for told in (bar.valueChanged, bar.rangeChanged):
            told.connect(self.later)
        editor.loaded.connect(self._forget)
        models.changed.connect(self._other_model)

    def turn(self, on: bool) -> None:
        """Begin to look, or stop; what is known stays known."""
        if on == self.is_on:
            return
        self.is_on = on
        if on:
            self.look()
        else:
            self._soon.stop()
            self._stop()

    def reading_of(self, block: QTextBlock) -> Reading | None:
        """What is known of a paragraph as it is now."""
        reading = self._readings.get(block.userState())
        if reading is not None:
            reading.follow_text(self._text_of(block))
        return reading

    @Slot()
    def later(self) -> None:
        """Look soon, if nothing is being looked at."""
        if self.is_on and self._job is None and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def give_way(self) -> None:
        """A key or a step of the cursor: stop at once, and go on when there is a pause."""
        if self.is_on:
            self._stop()
            self._soon.start()

    @Slot()
    def look(self) -> None:
        """Have the next few words looked at."""
        card = self._models.card()
        if not self.is_on or self._job is not None or card is None or self._models.trouble:
            return
        if self._editor.is_composing():
            self._soon.start()
            return
        self._card = card
        for block, first, last in self._wanted():
            reading = self._current(block)
            start = reading.gap(first, last)
            if start is not None:
                self._submit(card, reading, block.blockNumber(), start)
                return

    # -- what to look at ----------------------------------------------------------------------------------

    def _wanted(self) -> Iterator[tuple[QTextBlock, int, int]]:
        """Paragraphs and the places in them, the most urgent first: the cursor's, what shows, what is near."""
        shown = [block for block, _ in self._editor.visible_blocks()]
        here = self._editor.textCursor().block()
        shown.sort(key=lambda block: block != here)  # the sort keeps the others in their order
        for block in shown:
            yield block, *self._showing(block)
        edges = [block.blockNumber() for block in shown]
        for number in _near(min(edges, default=0), max(edges, default=0), self._editor.blocks()):
            yield self._editor.document().findBlockByNumber(number), 0, len(self._editor.notes[number].text)

    def _showing(self, block: QTextBlock) -> tuple[int, int]:
        text = self._text_of(block)
        if len(text) <= _LONG:
            return 0, len(text)
        size = self._editor.viewport().size()
        top = self._editor.cursorForPosition(QPoint(0, 0)).position() - block.position()
        bottom = self._editor.cursorForPosition(QPoint(size.width(), size.height())).position() - block.position()
        return to_python(text, max(0, top)), to_python(text, max(0, min(bottom, block.length() - 1)))

    def _current(self, block: QTextBlock) -> Reading:
        """The reading of a paragraph, told what stands there and before it now."""
        text, context = self._text_of(block), self._context(block.blockNumber())
        reading = self._readings.get(block.userState())
        if reading is None:
            if len(self._readings) >= _KEPT:
                self._readings.clear()
            self._newest += 1
            reading = self._readings[self._newest] = Reading(text, context)
            block.setUserState(self._newest)
        reading.follow(text, context)
        return reading

    def _context(self, number: int) -> int:
        revision = self._editor.document().revision()
        if self._contexts[0] != revision:
            chained = accumulate(self._editor.blocks(), lambda before, text: hash((before, text)), initial=0)
            self._contexts = revision, list(chained)
        return self._contexts[1][number]

    def _text_of(self, block: QTextBlock) -> str:
        return self._editor.notes[block.blockNumber()].text

    # -- on the lane --------------------------------------------------------------------------------------

    def _submit(self, card: Card, reading: Reading, number: int, start: int) -> None:
        everything = self._editor.blocks()
        request = SurpriseRequest(everything[:number], reading.text, start, _WORDS)

        def task() -> Task[Surprises]:
            predictor = self._models.held(card)
            if self._ahead is not predictor:
                yield from predictor.prepare("\n".join(everything))
                self._ahead = predictor
            if self._reader is None or self._reader[0] is not predictor:
                self._reader = predictor, self.reads_with(predictor)
            return (yield from self._reader[1].read(request))

        job = Job(self.tr("Looking for surprising words"), task, pane="write", key="surprise", parent=self)
        job.done.connect(lambda found: self._take(reading, request, found))
        job.failed.connect(self._fail)
        job.state_changed.connect(lambda state, job=job: job.deleteLater() if state.ended else None)
        self._job = job
        self._lanes.submit("now", job, replace=True)

    def _take(self, reading: Reading, request: SurpriseRequest, found: Surprises) -> None:
        self._job = None
        # Every change stops the job, so this is of the text as it stands.
        if reading.text == request.text:
            reading.take(request.start, found.end, found.words)
            self.read.emit()
        self.look()

    def _fail(self, error: Exception) -> None:
        self._job = None
        self._models.fail(sentence_of(error))

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    @Slot()
    def _forget(self) -> None:
        self._ahead = None
        self._clear()

    @Slot()
    def _other_model(self) -> None:
        if self._models.card() != self._card:
            self._card = None
            self._clear()
        self.read.emit()

    def _clear(self) -> None:
        self._stop()
        self._readings.clear()
        self.read.emit()
        self.later()


def _near(first: int, last: int, blocks: tuple[str, ...]) -> Iterator[int]:
    """The paragraphs behind those that show, then those before them, as far as they are near."""
    for numbers in (range(last + 1, len(blocks)), range(first - 1, -1, -1)):
        letters = 0
        for number in numbers:
            letters += len(blocks[number]) + 1
            if letters > _AROUND:
                break
            yield number
