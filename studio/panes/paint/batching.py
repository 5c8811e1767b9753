"""Painting a whole folder in the background, and telling how it went."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from engines.errors import ReverieError
from engines.paint.batch import BatchReport, paint_folder
from engines.paint.folders import pictures_in
from engines.steps import Task
from studio.jobs.job import Job, State
from studio.panes.paint.batchchoice import BatchChoice, looks_of, remember, request_of
from studio.panes.paint.batchdialog import BatchDialog, BatchSubject
from studio.panes.paint.batchreport import BatchReportDialog
from studio.panes.paint.errand import send
from studio.panes.paint.look import Photograph, Setting
from studio.panes.paint.lookwords import look_words, setting_words
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words

_COUNT_AFTER_MS = 250


class Batcher(QObject):
    """Asks which folder, paints it on the learning lane, and lists at the end what could not be painted."""

    finished = Signal(object)  # BatchReport, also of a run that was stopped

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent

    def ask(self, setting: Setting, titles: Mapping[str, str], photograph: Photograph | None = None) -> BatchDialog:
        """Open the dialog for painting a folder with ``setting``; ``titles`` are the styles' by their names."""
        words = setting_words(setting, titles)
        without_mask = look_words(looks_of(setting, with_mask=False)[0], titles)
        source = None if photograph is None else photograph.picture.source
        subject = BatchSubject(setting, words, without_mask, None if source is None else source.parent)
        dialog = BatchDialog(subject, self._desk.settings.settings.paint, self._window)
        _Counter(self._desk, dialog)
        dialog.chosen.connect(lambda choice: remember(self._desk.settings, choice))
        dialog.chosen.connect(lambda choice: self.start(setting, choice))
        dialog.open()
        return dialog

    def start(self, setting: Setting, choice: BatchChoice) -> Job | None:
        """Paint the folder; None, with a word, where the choice makes no sense."""
        try:
            request = request_of(setting, choice)
        except ReverieError as error:
            self._desk.toasts.warn(str(error))
            return None
        job = Job(
            self.tr("Painting “{}”").format(choice.folder.name or choice.folder),
            lambda: paint_folder(request),
            pane="paint",
            key="batch",
            can_pause=True,
            parent=self,
        )
        job.done.connect(lambda report: self._told(report, choice.out))
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        job.state_changed.connect(lambda state: self._stopped(job, choice.out) if state is State.CANCELLED else None)
        # Hours of work: the lane that gives way to what the person waits for, and leaves the disk's to saving.
        send(self._desk.lanes, "train", job)
        return job

    def _stopped(self, job: Job, out: Path) -> None:
        # The newest word from the engine, not the newest that the window has looked at.
        step = job.drive.newest
        if step is not None and isinstance(step.preview, BatchReport):
            self._told(step.preview, out, stopped=True)

    def _told(self, report: BatchReport, out: Path, *, stopped: bool = False) -> None:
        self.finished.emit(report)
        sentence = self._sentence(report, stopped=stopped)
        if report.errors:
            self._desk.toasts.warn(sentence, self.tr("Show list"), lambda: self.show_list(report, sentence))
        elif report.written:
            folder = QUrl.fromLocalFile(str(out))
            self._desk.toasts.say(sentence, self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))
        else:
            self._desk.toasts.say(sentence)

    def show_list(self, report: BatchReport, sentence: str) -> BatchReportDialog:
        """Open the list of what could not be painted."""
        dialog = BatchReportDialog(report, sentence, self._window)
        dialog.open()
        return dialog

    def _sentence(self, report: BatchReport, *, stopped: bool) -> str:
        written, left, failed = len(report.written), len(report.skipped), len(report.errors)
        if not written and not left and not failed and not stopped:
            return self.tr("There is no picture in this folder.")
        parts = [self.tr("%n painted", "", written)]
        parts += [self.tr("%n there already", "", left)] if left else []
        parts += [self.tr("%n could not be", "", failed)] if failed else []
        words = ", ".join(parts)
        return self.tr("Stopped: {}.").format(words) if stopped else f"{words}."


class _Counter(QObject):
    """Counts the pictures of the dialog's folder off the GUI thread, a moment after it was changed."""

    def __init__(self, desk: Desk, dialog: BatchDialog) -> None:
        super().__init__(dialog)
        self._desk, self._dialog = desk, dialog
        self._job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        dialog.folder_changed.connect(self._begin)
        dialog.finished.connect(self._stop)
        self._begin()

    def _begin(self) -> None:
        self._stop()
        if self._dialog.folder_is_there():
            self._dialog.say_counting()
            self._soon.start()

    def _count(self) -> None:
        choice = self._dialog.choice()
        make = lambda: count(choice.folder, choice.out, recursive=choice.recursive)  # noqa: E731
        job = Job(self.tr("Counting pictures"), make, pane="paint", key="count", parent=self)
        job.done.connect(lambda number: self._dialog.say_count(number) if job is self._job else None)
        job.failed.connect(lambda error: self._dialog.say_uncounted(error_words(error)) if job is self._job else None)
        self._job = job
        send(self._desk.lanes, "disk", job, replace=True)

    def _stop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            counting, self._job = self._job, None
            counting.cancel()


def count(folder: Path, out: Path, *, recursive: bool) -> Task[int]:
    """How many pictures would be painted."""
    found = yield from pictures_in(folder, out, recursive=recursive)
    return len(found.pictures)
