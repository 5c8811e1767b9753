"""Paint: open a photograph, choose a painting, set the strength, compare, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from engines.errors import ReverieError
from engines.paint.samples import sample_photograph
from engines.paint.stylecatalogue import Style, styles
from engines.steps import Task
from studio.commands import Command
from studio.documents.blobs import Blob
from studio.jobs.job import Job
from studio.panes.paint import opening
from studio.panes.paint.canvas import PaintCanvas
from studio.panes.paint.commands import paint_commands
from studio.panes.paint.edits import ChangeLook, OpenPhotograph
from studio.panes.paint.errand import send
from studio.panes.paint.exporting import Exporter
from studio.panes.paint.images import from_image, to_image
from studio.panes.paint.look import Look, Photograph, look_in
from studio.panes.paint.panel import PaintPanel
from studio.panes.paint.renderer import Rendered, Renderer
from studio.panes.pane import Desk, Pane
from studio.widgets.jobwords import error_words

GALLERY_AFTER_MS = 400


class PaintPane(Pane):
    """Wires canvas, panel, engine and history; holds the photograph and its look."""

    name = "paint"
    suffixes = opening.SUFFIXES

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.photograph: Photograph | None = None
        self.look = Look()
        self.styles: list[Style] = []
        self._opening: Job | None = None
        self._unread: dict[str, Any] = {}
        self._shown_full = False
        self._gesture = 0
        self._hang_soon = QTimer(self, singleShot=True, interval=GALLERY_AFTER_MS)
        self._hang_soon.timeout.connect(self._hang_sample)
        self.canvas = PaintCanvas()
        self.panel = PaintPanel()
        self.renderer = Renderer(desk.lanes, self)
        self.exporter = Exporter(desk, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.panel)
        self._connect()
        self._load_styles()

    def _connect(self) -> None:
        self.panel.gallery.chosen.connect(self.choose_style)
        self.panel.strength.changed.connect(self.set_strength)
        self.panel.strength.settled.connect(self._let_go)
        self.canvas.view.zoom_changed.connect(self._tell_status)
        self.canvas.view.comparing_changed.connect(self.commands_changed)
        self.renderer.ready.connect(self._show_rendered)
        self.renderer.failed.connect(self.desk.toasts.warn)
        self.renderer.thumbnail.connect(self._show_thumbnail)

    def showEvent(self, event: QShowEvent) -> None:
        """The empty gallery shows the sample in every style, once the window has been seen."""
        super().showEvent(event)
        if self.photograph is None and self._opening is None:
            self._hang_soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is there to see the sample."""
        self._hang_soon.stop()
        super().hideEvent(event)

    @Slot()
    def _hang_sample(self) -> None:
        if self.photograph is None and self._opening is None and self.isVisible():
            self.renderer.want_sample_thumbnails([style.name for style in self.styles])

    def _load_styles(self) -> None:
        try:
            self.styles = styles()
        except ReverieError as error:
            self.desk.toasts.warn(str(error))
        self.panel.gallery.set_styles(self.styles)
        self.panel.setEnabled(False)

    # What the window asks ------------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        return paint_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.canvas.adopt(action_of)
        self.panel.set_export(action_of("paint.export"))
        self._order_tabs()
        self._show_photograph(self.photograph)

    def _order_tabs(self) -> None:
        """From left to right, as it is read."""
        strength, export = self.panel.strength, self.panel.export
        stops = [*self.canvas.stops(), self.panel.gallery, strength.number, strength.slider]
        for before, after in pairwise([*stops, export] if export is not None else stops):
            QWidget.setTabOrder(before, after)

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths[:1]:
            self._open(partial(opening.read_file, path), path.name)

    def collect(self) -> dict[str, Any]:
        if self.photograph is None:
            # A photograph that is still being read, or cannot be, stays in the project as it is.
            return dict(self._unread)
        return {
            "photograph": self.photograph.blob,
            "name": self.photograph.name,
            "style": self.look.style,
            "strength": self.look.strength,
        }

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:
        self._stop_opening()
        self.undo_stack.clear()
        self._unread = {}
        self._show_photograph(None)
        self._show_look(look_in(state))
        if "photograph" not in state:
            return
        data, name = read_blob(state["photograph"]), str(state.get("name", ""))
        self._unread = {**state, "photograph": Blob(data, "image/*")}
        job = self._read(lambda: opening.read_blob(data, name), name)
        job.done.connect(lambda photograph: self._restored(job, photograph))

    # What the person does ------------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """The system's dialog; it does not hold up the window."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(self.suffixes))
        dialog = QFileDialog(self, self.tr("Open a photograph"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Photographs ({})").format(patterns), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: self.open_files([Path(chosen)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_sample(self) -> None:
        """The photograph that comes along to play with."""
        try:
            self.open_files([sample_photograph()])
        except ReverieError as error:
            self.desk.toasts.warn(str(error))

    def paste(self) -> None:
        """A picture or a picture file from the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and mime.hasImage():
            image = QImage(mime.imageData())
            if image.isNull():
                self.desk.toasts.say(self.tr("The picture on the clipboard cannot be read. Copy it once more."))
                return
            name = self.tr("Pasted picture")
            self._open(lambda: opening.read_pasted(from_image(image), name), name)
            return
        urls = mime.urls() if mime is not None else []
        if not urls or not urls[0].isLocalFile():
            self.desk.toasts.say(self.tr("There is no picture on the clipboard."))
            return
        self.open_files([Path(urls[0].toLocalFile())])

    def choose_style(self, name: str) -> None:
        """Paint as ``name``, or show the photograph as it is for an empty name."""
        self._change(replace(self.look, style=name), self.tr("Style"))

    def set_strength(self, percent: int) -> None:
        """How much painting and how much photograph."""
        self._change(replace(self.look, strength=percent), self.tr("Strength"))

    def export(self) -> None:
        """Ask where to and write the painting in full size."""
        if self.photograph is not None and self.look.style:
            self.exporter.ask(self.photograph, self.look)

    # How it happens ------------------------------------------------------------------------------------------

    def _open(self, make_task: Callable[[], Task[Photograph]], name: str) -> None:
        job = self._read(make_task, name)
        job.done.connect(lambda photograph: self._opened(job, photograph))

    def _read(self, make_task: Callable[[], Task[Photograph]], name: str) -> Job:
        job = Job(self.tr("Opening “{}”").format(name), make_task, pane=self.name, key="open", parent=self)
        job.failed.connect(lambda error: self._not_opened(job, error_words(error)))
        self._opening = job
        send(self.desk.lanes, "disk", job, replace=True)
        return job

    def _opened(self, job: Job, photograph: Photograph) -> None:
        if job is not self._opening:
            return
        self._opening = None
        text = self.tr("Open “{}”").format(photograph.name)
        self.undo_stack.push(OpenPhotograph(text, self.photograph, photograph, self._show_photograph))
        self.changed.emit()

    def _restored(self, job: Job, photograph: Photograph) -> None:
        if job is self._opening:
            self._opening = None
            self._show_photograph(photograph)

    def _not_opened(self, job: Job, sentence: str) -> None:
        if job is self._opening:
            self._opening = None
            self.desk.toasts.warn(sentence)

    def _stop_opening(self) -> None:
        """A photograph that is still being read belongs to what was here before."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    @Slot()
    def _let_go(self) -> None:
        self._gesture += 1

    def _change(self, look: Look, text: str) -> None:
        if look != self.look:
            self.undo_stack.push(ChangeLook(text, self.look, look, self._show_look, self._gesture))

    def _show_photograph(self, photograph: Photograph | None) -> None:
        self.photograph = photograph
        self.panel.setEnabled(photograph is not None)
        view = self.canvas.view
        view.set_after(None)
        if photograph is None:
            view.set_before(None)
            self.canvas.show_picture("")
        else:
            picture = photograph.picture
            view.set_before(to_image(picture.pixels, picture.alpha), QSize(picture.width, picture.height))
            self.canvas.show_picture(photograph.name)
            view.fit()
            self.panel.gallery.set_picture("", to_image(photograph.tiny.pixels))
        self._shown_full = False
        self._show_look(self.look)
        # The painting first, the gallery after: they share a lane.
        if photograph is None:
            self._hang_sample()
        else:
            self.renderer.want_thumbnails(photograph, [style.name for style in self.styles])

    def _show_look(self, look: Look) -> None:
        self._shown_full = self._shown_full and look.style == self.look.style
        self.look = look
        self.panel.gallery.choose(look.style)
        if self.panel.strength.value() != look.strength:  # else a drag would be told that it is over
            self.panel.strength.set_value(look.strength)
        self.panel.strength.setEnabled(bool(look.style))
        self.canvas.view.set_opacity(look.strength / 100)
        if not look.style:
            self.canvas.view.set_after(None)
        self.renderer.want(self.photograph, look.style)
        self.changed.emit()
        self.commands_changed.emit()
        self._tell_status()

    @Slot(object)
    def _show_rendered(self, rendered: Rendered) -> None:
        if rendered.photograph is self.photograph and rendered.style == self.look.style:
            self._shown_full = rendered.full
            self.canvas.view.set_after(rendered.image)
            self._tell_status()

    @Slot(object, str, object)
    def _show_thumbnail(self, photograph: Photograph | None, style: str, image: QImage) -> None:
        if photograph is self.photograph:
            self.panel.gallery.set_picture(style, image)

    @Slot()
    def _tell_status(self) -> None:
        if self.photograph is None:
            self.status.emit("")
            return
        picture = self.photograph.picture
        parts = [f"{picture.width} × {picture.height}", f"{self.canvas.view.zoom() * 100:.0f} %"]
        if self.look.style:
            parts.append(self.tr("Full size") if self._shown_full else self.tr("Preview"))
        self.status.emit("   ".join(parts))
