"""A dotted line below generated words that stand word for word in what the model learnt from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from engines.cards import Card
from engines.steps import Step, Task
from engines.write.copying import CopyIndex, Passage, copied_passages
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.look.palette import current
from studio.panes.write.authors import MACHINES
from studio.panes.write.editor import WriteEditor
from studio.panes.write.generating.regions import text_between
from studio.panes.write.paper import Paper
from studio.panes.write.places import to_qt
from studio.panes.write.suggesting.models import Models

COPIES = "copies.npz"
#: After so long without a key the words are looked at.
_PAUSE_MS = 400


@dataclass(frozen=True, slots=True)
class Copied:
    """A copied passage; the cursor keeps it selected however the text around it changes."""

    cursor: QTextCursor
    text: str
    words: int

    @property
    def stands(self) -> bool:
        """Whether nobody has changed it since."""
        return self.cursor.selectedText() == self.text


class CopyMarks(QObject):
    """Checks what was generated against the model's index of its training text, where it comes with one."""

    #: How many copied passages there are now.
    found = Signal(int)

    def __init__(self, lanes: Lanes, editor: WriteEditor, models: Models) -> None:
        super().__init__(editor)
        self._lanes, self._editor, self._models = lanes, editor, models
        self.marks: list[Copied] = []
        #: What was looked at last: undo and typing take generated words away and bring them back.
        self._looked_at: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._check_changed)
        # Only the lane looks at it.
        self._index: tuple[Card, CopyIndex] | None = None
        editor.over.append(self)
        editor.viewport().installEventFilter(self)
        editor.loaded.connect(self.check)
        editor.typed.connect(self._soon.start)

    @Slot()
    def _check_changed(self) -> None:
        """Look again after a pause, if the machine's words are other ones now."""
        if [text for _, text in self._generated()] != self._looked_at:
            self.check()

    @Slot()
    def check(self) -> None:
        """Look at everything that was generated."""
        card = self._models.card()
        regions = self._generated()
        self._looked_at = [text for _, text in regions]
        self.marks = []
        self._editor.viewport().update()
        if card is None or COPIES not in card.files or not regions:
            self.found.emit(0)
            return
        revision = self._editor.document().revision()

        def task() -> Task[list[tuple[int, str, Passage]]]:
            yield Step(0, len(regions))
            index = self._index_of(card)
            found: list[tuple[int, str, Passage]] = []
            for number, (start, text) in enumerate(regions):
                found += [(start, text, passage) for passage in copied_passages(text, index)]
                yield Step(number + 1, len(regions))
            return found

        job = Job(self.tr("Looking for copied words"), task, pane="write", key="copies", parent=self)
        job.done.connect(lambda found: self._mark(found, revision))
        job.failed.connect(lambda _error: self.found.emit(0))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._lanes.submit("now", job, replace=True)

    def _index_of(self, card: Card) -> CopyIndex:
        if self._index is None or self._index[0] != card:
            self._index = card, CopyIndex.load(card.file(COPIES))
        return self._index[1]

    def _generated(self) -> list[tuple[int, str]]:
        """Each stretch of the machine's words, with the position where it begins."""
        stretches: list[list[int]] = []
        for span in self._editor.spans():
            if span.author not in MACHINES:
                continue
            if stretches and 0 <= span.start - stretches[-1][1] <= 1:
                stretches[-1][1] = span.end
            else:
                stretches.append([span.start, span.end])
        return [(start, text_between(self._editor, start, end)) for start, end in stretches]

    def _mark(self, found: list[tuple[int, str, Passage]], revision: int) -> None:
        if revision != self._editor.document().revision():
            self.check()
            return
        for start, text, passage in found:
            cursor = QTextCursor(self._editor.document())
            cursor.setPosition(start + to_qt(text, passage.start))
            cursor.setPosition(start + to_qt(text, passage.end), QTextCursor.MoveMode.KeepAnchor)
            self.marks.append(Copied(cursor, cursor.selectedText(), passage.words))
        self._editor.viewport().update()
        self.found.emit(len(self.marks))

    def mark_at(self, position: int) -> Copied | None:
        """The copied passage at a position."""
        inside = (mark for mark in self.marks if mark.cursor.selectionStart() <= position < mark.cursor.selectionEnd())
        return next((mark for mark in inside if mark.stands), None)

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """A dotted line below each that shows."""
        if not self.marks:
            return
        painter.setPen(QPen(QColor(current().danger), 2, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
        for block, corner in paper.visible_blocks():
            first, last = block.position(), block.position() + block.length() - 1
            for mark in self.marks:
                start, end = max(mark.cursor.selectionStart(), first), min(mark.cursor.selectionEnd(), last)
                if start >= end or not mark.stands:
                    continue
                for rect in paper.span_rects(block, corner, start - first, end - start):
                    line = rect.bottom() + 2
                    painter.drawLine(QPointF(rect.left() + 1, line), QPointF(rect.right() - 1, line))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what the line means where the mouse rests on it."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent) or not self.marks:
            return False
        position = self._editor.position_at(QPoint(event.pos()))
        mark = self.mark_at(position) if position is not None else None
        if mark is None or not isinstance(watched, QWidget):
            return False
        said = self.tr("These {n} words stand in the same order in what the model learnt from.")
        QToolTip.showText(event.globalPos(), said.format(n=mark.words), watched)
        return True
