"""New, open, save: the commands of the File menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.errors import ReverieError
from studio.commands import Command
from studio.documents.document import Document
from studio.documents.project import SUFFIX
from studio.panes.pane import Desk


class FileCommands(QObject):
    """Opens and saves projects; what a pane opens goes to the window."""

    def __init__(self, window: QWidget, document: Document, desk: Desk, folder: Callable[[], Path]) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._desk = desk
        self._folder = folder
        #: Told what the person chose in File › Open.
        self.chosen: Callable[[Sequence[Path]], object] = lambda _paths: None
        #: Suffixes besides a project's own that File › Open offers.
        self.suffixes: Callable[[], frozenset[str]] = frozenset
        self._waits_for_save = False
        document.saved.connect(self._remember)

    def commands(self) -> list[Command]:
        """The File menu from top to bottom."""
        new = self.tr("Begin an empty project")
        opening = self.tr("Open a photograph or a project")
        saving = self.tr("Save the project; until it has a name it is kept for you anyway")
        elsewhere = self.tr("Save the project under another name and go on there")
        leaving = self.tr("Save and close Reverie")
        last, quitting = self._window.close, self.tr("Quit")
        return [
            Command("file.new", self.tr("New"), self.new, "File", "Ctrl+N", "plus", new),
            Command("file.open", self.tr("Open…"), self.open, "File", "Ctrl+O", "open", opening),
            Command("file.save", self.tr("Save"), self.save, "File", "Ctrl+S", "save", saving, starts_group=True),
            Command("file.save_as", self.tr("Save as…"), self.save_as, "File", "Ctrl+Shift+S", tip=elsewhere),
            Command("file.quit", quitting, last, "File", "Ctrl+Q", tip=leaving, starts_group=True),
        ]

    def new(self) -> None:
        """An empty project; what was open is saved, and untitled work is offered again."""
        self._document.new()

    def open(self) -> None:
        """Ask for files to open."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted({SUFFIX, *self.suffixes()}))
        dialog = self._dialog(
            self.tr("Open"), self.tr("Everything Reverie opens ({patterns})").format(patterns=patterns)
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.chosen([Path(name) for name in names]))
        dialog.open()

    @Slot(Path)
    def open_project(self, path: Path) -> None:
        """Open a project; one that cannot be read is said in a sentence, and what was open stays."""
        try:
            self._document.open(path)
        except ReverieError as error:
            self._desk.toasts.warn(str(error))
            return
        self._desk.settings.add_recent(path)

    def save(self) -> None:
        """Save, or ask for a name first."""
        self._waits_for_save = True
        if not self._document.save():
            self.save_as()

    def save_as(self) -> None:
        """Ask for a name and save everything there."""
        dialog = self._dialog(self.tr("Save as"), self.tr("Reverie projects (*.reverie)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.selectFile(f"{self._document.title}{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.save_under(Path(name)))
        dialog.open()

    def save_under(self, path: Path) -> None:
        """Save everything under this name and go on there."""
        self._waits_for_save = True
        self._document.save_as(path)

    def _dialog(self, title: str, pattern: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._folder()), pattern)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    @Slot()
    def _remember(self) -> None:
        """A save that was asked for is worth a word; an autosave is not."""
        path = self._document.path
        if not self._waits_for_save or path is None:
            return
        self._waits_for_save = False
        self._desk.settings.add_recent(path)
        self._desk.toasts.say(self.tr("Saved as “{file}”.").format(file=path.name))
