"""The texts to learn from: chosen, dropped, looked through, and told file by file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engines.steps import Step
from engines.write.reading import SUFFIXES
from studio.dialogs.sheet import words
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.look.icons import icon
from studio.look.quantities import number
from studio.look.tokens import SPACE
from studio.panes.errands import send
from studio.panes.write.learning.engine import LearnEngine, Source, document_folder
from studio.panes.write.learning.textstable import TextsTable
from studio.panes.write.learning.words import word_count
from studio.widgets.dropzone import DropZone
from studio.widgets.emptystate import EmptyState
from studio.widgets.thinbar import ThinBar

if TYPE_CHECKING:
    from engines.write.preview import Preview


class TextsChoice(QWidget):
    """Holds the sources; whenever they change they are looked through on the disk lane."""

    #: Preview or None: what was found, or that nobody knows yet.
    found = Signal(object)

    def __init__(self, lanes: Lanes, engine: LearnEngine, page_text: Callable[[], tuple[str, str]]) -> None:
        """``page_text`` gives the title and the words of the text on the page."""
        super().__init__()
        self._lanes, self._engine, self._page_text = lanes, engine, page_text
        self.sources: list[Source] = []
        self.preview: Preview | None = None
        self._job: Job | None = None
        self.add_files = self._button(self.tr("Files…"), "open", self.tr("Choose .txt, .md, .docx or .html files"))
        self.add_folder = self._button(self.tr("Folder…"), "folder", self.tr("All texts of a folder and those in it"))
        self.add_page = self._button(self.tr("This text"), "write", self.tr("The text on the page, as it is now"))
        self.remove = self._button(self.tr("Remove"), "minus", self.tr("Leave the chosen lines out (Del)"))
        self.table = TextsTable()
        self.bar = ThinBar()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("quiet", True)
        self.detail = words("", "small")
        self.detail.hide()
        self.total = words("", "heading")
        self.advice = words("", "small")
        self.empty = EmptyState(
            "write", self.tr("What shall it learn from?"), self.tr("Drop texts or folders here, or add them above.")
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show()

    # -- choosing -----------------------------------------------------------------------------------------

    def add(self, paths: list[Path]) -> None:
        """Take these in as well, each once."""
        known = {source.path.resolve() for source in self.sources}
        fresh = [Source(path) for path in paths if path.resolve() not in known]
        if fresh:
            self.sources += fresh
            self.look()

    @Slot()
    def take_page(self) -> None:
        """The text on the page, in place of what was taken of it before."""
        title, text = self._page_text()
        folder = document_folder()
        self.sources = [source for source in self.sources if source.text is None]
        self.sources.append(Source(folder / f"{_plain(title) or self.tr('This text')}.txt", text))
        self.look()

    @Slot()
    def take_out(self) -> None:
        """Leave out what the chosen lines came from."""
        gone = self.table.chosen_paths()
        if gone:
            self._leave_out(gone)
            self.look()

    def _leave_out(self, gone: set[str]) -> None:
        kept: list[Source] = []
        for source in self.sources:
            inside = [path for path in self._files_of(source) if str(path) not in gone]
            if str(source.path) in gone:
                continue
            # A folder of which one file is not wanted becomes its other files.
            kept += [source] if len(inside) == len(self._files_of(source)) else [Source(path) for path in inside]
        self.sources = kept

    def _files_of(self, source: Source) -> list[Path]:
        if self.preview is None:
            return [source.path]
        files = [report.path for report in self.preview.report.files]
        return [path for path in files if path == source.path or source.path in path.parents] or [source.path]

    # -- looking ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look through everything anew."""
        self.stop()
        self.preview = None
        self.found.emit(None)
        if not self.sources:
            self._show()
            return
        sources = tuple(self.sources)
        job = send(
            self._lanes,
            self.tr("Reading the texts"),
            lambda: self._engine.preview(sources),
            lambda preview: self._take(job, preview),
            lambda sentence: self._fail(job, sentence),
            owner=self,
            key="preview",
        )
        self._job = job
        job.stepped.connect(self._stepped)
        self.table.clear()
        self._show()

    @Slot()
    def stop(self) -> None:
        """Read no further."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._show()

    def _stepped(self, step: Step) -> None:
        if self._job is not None:
            self.bar.show_job(self._job)
            self.total.setText(step.note or self.tr("Reading the texts"))

    def _take(self, job: Job, preview: Preview) -> None:
        if job is self._job:
            self._job, self.preview = None, preview
            for report in preview.report.files:
                self.table.add(report)
            self._show()
            self.found.emit(preview)

    def _fail(self, job: Job, sentence: str) -> None:
        if job is self._job:
            self._job = None
            self._show()
            self._say(sentence, "danger")

    # -- what is shown ------------------------------------------------------------------------------------

    def _show(self) -> None:
        busy, preview = self._job is not None, self.preview
        self._stack.setCurrentIndex(1 if self.sources else 0)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.remove.setEnabled(bool(self.table.selectedItems()))
        if preview is None:
            self.total.setText(self.tr("Reading the texts") if busy else "")
            stopped = bool(self.sources) and not busy
            self._say(self.tr("Not looked through. Add a text to read them again.") if stopped else "")
            return
        self.total.setText(self._sum(preview))
        advice = " ".join(preview.report.advice)
        self._say(preview.trouble or advice, "danger" if preview.trouble else "warning" if advice else "small")

    @Slot()
    def _selected(self) -> None:
        """One line has too little room for what is to be said of a file."""
        self.remove.setEnabled(bool(self.table.selectedItems()))
        note = self.table.chosen_note()
        self.detail.setText(note)
        self.detail.setVisible(bool(note))

    def _sum(self, preview: Preview) -> str:
        files = len(preview.readable)
        skipped = len(preview.report.files) - files
        said = [
            self.tr("1 file") if files == 1 else self.tr("{} files").format(number(files)),
            self.tr("1 story") if preview.documents == 1 else self.tr("{} stories").format(number(preview.documents)),
            word_count(preview.report.words),
        ]
        if skipped:
            said.append(self.tr("{} skipped").format(number(skipped)))
        return " · ".join(said)

    def _say(self, sentence: str, role: str = "small") -> None:
        self.advice.setText(sentence)
        self.advice.setVisible(bool(sentence))
        self.advice.setProperty("role", role)
        self.advice.style().unpolish(self.advice)
        self.advice.style().polish(self.advice)

    # -- putting together ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._stack.setMinimumSize(440, 200)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(SPACE.s)
        for button in (self.add_files, self.add_folder, self.add_page):
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self.remove)
        below.addWidget(self.total, 1)
        below.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self.detail)
        column.addWidget(self.bar)
        column.addLayout(below)
        column.addWidget(self.advice)

    def _connect(self) -> None:
        self.add_files.clicked.connect(self._ask_for_files)
        self.add_folder.clicked.connect(self._ask_for_folder)
        self.add_page.clicked.connect(self.take_page)
        self.remove.clicked.connect(self.take_out)
        self.cancel.clicked.connect(self.stop)
        self.table.itemSelectionChanged.connect(self._selected)
        self.table.removed.connect(self.take_out)
        refusal = self.tr("Only texts can be learnt from: .txt, .md, .docx and .html.")
        zone = DropZone(self, SUFFIXES, self.tr("Learn from these"), refusal, folders=True)
        zone.dropped.connect(self.add)

    def _button(self, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(picture))
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    @Slot()
    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose texts to learn from"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        dialog.setNameFilters([self.tr("Texts ({})").format(patterns), self.tr("All files (*)")])
        self._open(dialog)

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder of texts"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(lambda chosen: self.add([Path(each) for each in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _plain(title: str) -> str:
    return "".join(letter for letter in title if letter.isalnum() or letter in " -_").strip()[:60]
