"""“Learn from your texts”: what to learn from at the left, how at the right, and one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from engines.cards import Card
from studio.dialogs.sheet import Sheet, words
from studio.jobs.lanes import Lanes
from studio.look.palette import text_scale
from studio.look.tokens import SPACE
from studio.panes.errands import send
from studio.panes.write.learning.engine import LearnEngine
from studio.panes.write.learning.texts import TextsChoice
from studio.panes.write.learning.wishes import HowToLearn

if TYPE_CHECKING:
    from engines.write.preview import Preview

_HOW_WIDE = 300


class LearnSheet(Sheet):
    """Makes a run of what is chosen; ``begun`` carries it, and the sheet is gone."""

    begun = Signal(object)  # Run

    def __init__(
        self,
        lanes: Lanes,
        engine: LearnEngine,
        cards: Sequence[Card],
        page_text: Callable[[], tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Learn from your texts"), parent)
        self._lanes, self._engine = lanes, engine
        self._busy = False
        #: Why nothing can begin now; empty while it can.
        self.hindrance = ""
        self.texts = TextsChoice(lanes, engine, page_text)
        self.how = HowToLearn()
        self.how.show_models(cards, 0)
        self.note = words("", "small")
        row = QHBoxLayout()
        row.setSpacing(SPACE.xl)
        row.addWidget(self.texts, 1)
        row.addWidget(_scrolling(self.how))
        self.content.addLayout(row, 1)
        self.buttons.insertWidget(0, self.note, 1)
        self.add_button(self.tr("Cancel"), self.close)
        self.start = self.add_button(self.tr("Start learning"), self.begin, primary=True)
        self.resize(round(940 * max(1.0, text_scale())), 600)
        self.texts.found.connect(self._found)
        self.how.changed.connect(self._show)
        self._show()

    def hinder(self, sentence: str) -> None:
        """Say why nothing can begin now; an empty sentence lets it begin."""
        self.hindrance = sentence
        self._show()

    @Slot()
    def begin(self) -> None:
        """Make the run."""
        preview = self.texts.preview
        if preview is None or self._missing():
            return
        names = [f"{file.path.name}, {file.words:,} words" for file in preview.report.files if not file.problem]
        plan = self.how.plan(names, preview.report.words)
        files, folder = preview.readable, self.how.start_folder()
        self._busy = True
        send(
            self._lanes,
            self.tr("Keeping the texts"),
            lambda: self._engine.begin(plan, files, folder),
            self._done,
            self._failed,
            owner=self,
            key="begin",
        )
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for the preview any more."""
        self.texts.stop()
        super().closeEvent(event)

    @Slot(object)
    def _found(self, preview: Preview | None) -> None:
        if preview is not None and preview.readable:
            self.how.suit(preview.report.words)
            first = self.texts.sources[0].path
            self.how.suggest_title(first.name if first.is_dir() else first.stem)
        self._show()

    def _done(self, run: object) -> None:
        self._busy = False
        self.begun.emit(run)
        self.close()

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self._show()
        self._say(sentence, "danger")

    @Slot()
    def _show(self) -> None:
        missing = self._missing()
        self.start.setEnabled(not missing)
        self._say(missing)

    def _missing(self) -> str:
        preview = self.texts.preview
        if self._busy:
            return self.tr("Keeping a copy of the texts, so that the learning can go on whatever becomes of them.")
        if not self.texts.sources:
            return self.tr("Add texts to begin.")
        if preview is None:
            return self.tr("The texts are being read.")
        if preview.trouble:
            return self.tr("There is too little to learn from.")
        if not self.how.title.text().strip():
            return self.tr("Give the model a name.")
        return self.hindrance

    def _say(self, sentence: str, role: str = "small") -> None:
        self.note.setText(sentence)
        self.note.setProperty("role", role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)


def _scrolling(how: HowToLearn) -> QScrollArea:
    """With large letters it may be higher than the sheet."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(round(_HOW_WIDE * max(1.0, text_scale())))
    area.setWidget(how)
    area.setAccessibleName(area.tr("How to learn"))
    for surface in (how, area.viewport()):
        surface.setAutoFillBackground(False)
    return area
