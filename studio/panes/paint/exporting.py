"""Asking where a painting should go, and writing it there in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.paint.painting import Painted, PaintingRequest, paint_to_file
from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.look import Look, Photograph
from studio.panes.pane import Desk
from studio.version import reverie_version
from studio.widgets.jobwords import error_words

SUFFIX = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "tiff": ".tif"}


class Exporter(QObject):
    """Exports one painting at a time; the window stays free."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent

    def ask(self, photograph: Photograph, look: Look) -> None:
        """Open the system's file dialog with a name that says what was done."""
        paint = self._desk.settings.settings.paint
        dialog = QFileDialog(self._window, self.tr("Export the painting"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff)"), self.tr("All files (*)")])
        # The dialog asks before it overwrites, so it must know the whole name.
        dialog.setDefaultSuffix(SUFFIX[paint.export_format].lstrip("."))
        if paint.export_folder:
            dialog.setDirectory(paint.export_folder)
        dialog.selectFile(photograph.export_name(look, SUFFIX[paint.export_format]))
        dialog.fileSelected.connect(lambda chosen: self.write(photograph, look, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, photograph: Photograph, look: Look, path: Path) -> Job:
        """Paint at full size and write ``path``; a toast tells how it went."""
        settings = self._desk.settings.settings.paint
        if not path.suffix:
            path = path.with_suffix(SUFFIX[settings.export_format])
        self._desk.settings.put("paint.export_folder", str(path.parent))
        request = PaintingRequest(
            photograph.picture,
            look.style,
            path,
            reverie_version(),
            strength=look.strength / 100,
            quality=settings.jpeg_quality,
            keep_exif=settings.keep_exif,
        )
        job = Job(self.tr("Exporting “{}”").format(path.name), lambda: paint_to_file(request), pane="paint")
        job.setParent(self)
        job.done.connect(self._said_where)
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error), *self._again(photograph, look)))
        send(self._desk.lanes, "disk", job)
        return job

    def _said_where(self, painted: Painted) -> None:
        folder = QUrl.fromLocalFile(str(painted.path.parent))
        text = self.tr("“{}” is exported, {} × {} pixels.").format(painted.path.name, painted.width, painted.height)
        self._desk.toasts.say(text, self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))

    def _again(self, photograph: Photograph, look: Look) -> tuple[str, Callable[[], None]]:
        return self.tr("Choose another place…"), lambda: self.ask(photograph, look)
