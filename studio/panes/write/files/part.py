"""The part of Write that takes texts out of the house."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from engines.steps import Task
from studio.commands import Command
from studio.jobs.job import Job
from studio.look.tokens import LIGHT
from studio.panes.write.files.dialog import Choice, ExportTextDialog
from studio.panes.write.files.sheets import COLOURED, FORMATS, TextExport
from studio.panes.write.files.writing import write_export
from studio.panes.write.parts import Part
from studio.widgets.jobwords import error_words

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

#: Paper is light, whatever the window wears.
COLOURS = {"picked": LIGHT.accent, "generated": LIGHT.warning, "edited": LIGHT.success}
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 60


class FilesPart(Part):
    """Asks where a text goes and writes it there in the background."""

    name = "files"

    def __init__(self, pane: WritePane, write: Callable[[TextExport], Task[Path]] = write_export) -> None:
        super().__init__(pane)
        self.before = Choice()
        self._write = write

    def commands(self) -> Sequence[Command]:
        tip = self.tr("Write the text to a .docx, .txt, .md or .html file")
        return [
            Command(
                "write.export",
                self.tr("Export the text…"),
                self.ask,
                "Write",
                "Ctrl+E",
                "export",
                tip,
                "write",
            )
        ]

    def collect(self) -> dict[str, Any]:
        before = self.before
        return {"folder": before.folder, "format": before.format, "authors": before.authors}

    def restore(self, state: Mapping[str, Any]) -> None:
        folder, name = state.get("folder"), state.get("format")
        self.before = Choice(
            folder if isinstance(folder, str) else "",
            name if isinstance(name, str) and name in FORMATS else "docx",
            state.get("authors") is True,
        )

    def ask(self) -> ExportTextDialog | None:
        """Open the dialog, unless the page is blank."""
        editor = self.pane.editor
        if editor.is_blank():
            self.pane.desk.toasts.say(self.tr("There is nothing to export yet: the page is blank."))
            return None
        dialog = ExportTextDialog(
            self._suggested_name(), self.before, has_authors=bool(editor.spans()), parent=self.pane.window()
        )
        dialog.chosen.connect(self.write)
        dialog.open()
        return dialog

    def write(self, choice: Choice) -> Job:
        """Write the text as it is now; a toast tells how it went."""
        self.before = choice
        self.changed.emit()
        editor, toasts = self.pane.editor, self.pane.desk.toasts
        shows = choice.authors and choice.format in COLOURED
        export = TextExport(
            editor.text(),
            choice.path,
            choice.format,
            self.pane.title or choice.path.stem,
            tuple(editor.spans()) if shows else (),
            COLOURS,
            {
                "picked": self.tr("Picked from suggestions"),
                "generated": self.tr("Generated"),
                "edited": self.tr("Generated, then edited"),
            },
        )
        title = self.tr("Exporting “{}”").format(choice.path.name)
        job = Job(title, lambda: self._write(export), pane="write", parent=self)
        job.done.connect(self._say_where)
        again = self.tr("Choose another place…")
        job.failed.connect(lambda error: toasts.warn(error_words(error), again, self.ask))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self.pane.desk.lanes.submit("disk", job)
        return job

    def _say_where(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        self.pane.desk.toasts.say(
            self.tr("“{}” is written.").format(path.name),
            self.tr("Show folder"),
            lambda: QDesktopServices.openUrl(folder),
        )

    def _suggested_name(self) -> str:
        editor = self.pane.editor
        first = next((line.strip() for line in editor.blocks() if line.strip()), "")
        wanted = self.pane.title or first
        fitting = _UNFIT.sub(" ", wanted)[:_LONGEST_NAME].strip(" .")
        return fitting or self.tr("Text")
