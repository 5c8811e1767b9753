"""Asking where a painting should go, and writing it there in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from engines.paint.painting import Painted, PaintingRequest, TransferWriting, paint_to_file, transferred_to_file
from engines.paint.patterns import fit_for_files
from engines.paint.transfer.request import StylePicture, Transferred, TransferSettings
from engines.steps import Task
from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.estimating import estimated_bytes
from studio.panes.paint.exportchoice import WITH_QUALITY, ExportChoice, offer_of
from studio.panes.paint.exportdialog import ExportDialog, ExportSubject
from studio.panes.paint.look import PLAIN, Photograph, Setting
from studio.panes.paint.lookwords import export_stem
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.version import reverie_version
from studio.widgets.jobwords import error_words

_ESTIMATE_AFTER_MS = 150


class Exporter(QObject):
    """Exports what was seen when the person asked; the window stays free."""

    exported = Signal(object)  # Painted

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent

    def ask(self, photograph: Photograph, setting: Setting) -> ExportDialog:
        """Open the dialog for the painting of ``photograph`` with ``setting``."""
        subject = ExportSubject(
            export_stem(photograph.name, setting), offer_of(photograph.picture), photograph.picture.source
        )
        return self._open(photograph, subject, lambda choice: self.write(photograph, setting, choice))

    def ask_transfer(
        self,
        photograph: Photograph,
        transferred: Transferred,
        settings: TransferSettings,
        paintings: tuple[StylePicture, ...],
    ) -> ExportDialog:
        """Open the dialog for what a style transfer made of ``photograph``."""
        height, width = transferred.pixels.shape[:2]
        named = "+".join(Path(each.name).stem for each in paintings if each.name) or "transfer"
        subject = ExportSubject(
            fit_for_files(f"{Path(photograph.name).stem}__{named}"),
            offer_of(photograph.picture, (width, height)),
            photograph.picture.source,
        )
        return self._open(
            photograph,
            subject,
            lambda choice: self.write_transfer(photograph, transferred, settings, paintings, choice),
        )

    def write(self, photograph: Photograph, setting: Setting, choice: ExportChoice) -> Job:
        """Paint as ``choice`` says and write the file; a toast tells how it went."""
        mask = setting.mask
        request = PaintingRequest(
            photograph.picture,
            setting.inside,
            choice.path,
            reverie_version(),
            outside=PLAIN if mask is None else setting.outside,
            mask=None if mask is None else mask.mask,
            max_size=choice.max_size,
            quality=choice.quality,
            keep_exif=choice.keep_exif,
            keep_profile=choice.keep_profile,
            sixteen_bit=choice.sixteen_bit,
        )
        return self._write(choice, lambda: paint_to_file(request), lambda: self.ask(photograph, setting))

    def write_transfer(
        self,
        photograph: Photograph,
        transferred: Transferred,
        settings: TransferSettings,
        paintings: tuple[StylePicture, ...],
        choice: ExportChoice,
    ) -> Job:
        """Write what a style transfer made; a toast tells how it went."""
        request = TransferWriting(
            photograph.picture,
            transferred,
            settings,
            paintings,
            choice.path,
            reverie_version(),
            full_size=choice.enlarged,
            quality=choice.quality,
            keep_exif=choice.keep_exif,
            keep_profile=choice.keep_profile,
            sixteen_bit=choice.sixteen_bit,
        )
        again = lambda: self.ask_transfer(photograph, transferred, settings, paintings)  # noqa: E731
        return self._write(choice, lambda: transferred_to_file(request), again)

    def _open(
        self, photograph: Photograph, subject: ExportSubject, write: Callable[[ExportChoice], object]
    ) -> ExportDialog:
        dialog = ExportDialog(subject, self._desk.settings.settings.paint, self._window)
        _Weigher(self._desk, photograph, subject, dialog)
        dialog.chosen.connect(lambda choice: remember(self._desk.settings, subject, choice))
        dialog.chosen.connect(write)
        dialog.open()
        return dialog

    def _write(
        self, choice: ExportChoice, make_task: Callable[[], Task[Painted]], ask_again: Callable[[], object]
    ) -> Job:
        job = Job(self.tr("Exporting “{}”").format(choice.path.name), make_task, pane="paint")
        job.setParent(self)
        job.done.connect(self._said_where)
        again = self.tr("Choose another place…")
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error), again, ask_again))
        send(self._desk.lanes, "disk", job)
        return job

    def _said_where(self, painted: Painted) -> None:
        folder = QUrl.fromLocalFile(str(painted.path.parent))
        text = self.tr("“{}” is exported, {} × {} pixels.").format(painted.path.name, painted.width, painted.height)
        self._desk.toasts.say(text, self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))
        self.exported.emit(painted)


class _Weigher(QObject):
    """Tells the dialog about how large its file will be, a moment after each change."""

    def __init__(self, desk: Desk, photograph: Photograph, subject: ExportSubject, dialog: ExportDialog) -> None:
        super().__init__(dialog)
        self._desk, self._picture, self._offer, self._dialog = desk, photograph.picture, subject.offer, dialog
        self._job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=_ESTIMATE_AFTER_MS)
        self._soon.timeout.connect(self._weigh)
        dialog.options_changed.connect(self._soon.start)
        dialog.finished.connect(self._stop)
        self._soon.start()

    def _weigh(self) -> None:
        choice = self._dialog.file_choice()
        size = self._offer.size_of(choice)
        if size is None:
            return
        picture = self._picture
        title = self.tr("Estimating the size of the file")
        job = Job(title, lambda: estimated_bytes(picture, choice, size), pane="paint", key="estimate", parent=self)
        job.done.connect(lambda weight: self._tell(job, weight))
        self._job = job
        send(self._desk.lanes, "now", job, replace=True)

    def _tell(self, job: Job, weight: int) -> None:
        if job is self._job and not self._soon.isActive():
            self._dialog.options.say_weight(weight)

    def _stop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None


def remember(settings: SettingsStore, subject: ExportSubject, choice: ExportChoice) -> None:
    """Begin the next export with what was chosen for this one."""
    settings.put("paint.export_folder", str(choice.path.parent))
    settings.put("paint.export_format", choice.format)
    if choice.format in WITH_QUALITY:
        settings.put("paint.jpeg_quality", choice.quality)
    if subject.offer.painted is not None:
        settings.put("paint.enlarge_transfers", choice.enlarged)
    else:
        settings.put("paint.export_max_size", choice.max_size or 0)
    # What could not be chosen for this photograph says nothing about the next one.
    if subject.offer.has_exif:
        settings.put("paint.keep_exif", choice.keep_exif)
    if subject.offer.profile:
        settings.put("paint.keep_profile", choice.keep_profile)
