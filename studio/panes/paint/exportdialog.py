"""One calm dialog that says where a painting goes and how it is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE
from studio.panes.paint.exportchoice import FORMAT_OF, ExportChoice, FileChoice, Offer
from studio.panes.paint.exportoptions import FileOptions
from studio.panes.paint.folderfield import FolderField
from studio.settings import Paint


@dataclass(frozen=True)
class ExportSubject:
    """What is exported: the suggested name without suffix, what there is to choose, and the file to leave alone."""

    stem: str
    offer: Offer
    source: Path | None = None


class ExportDialog(Sheet):
    """Asks for everything at once; ``chosen`` comes when the person says so, and nothing when they do not."""

    chosen = Signal(object)  # ExportChoice
    options_changed = Signal()

    def __init__(self, subject: ExportSubject, defaults: Paint, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ExportDialog", "Export the painting"), parent)
        self._subject = subject
        self.name = QLineEdit(subject.stem)
        self.name.setAccessibleName(self.tr("Name"))
        self._suffix = words("", "muted", wrap=False)
        self.folder = FolderField(self.tr("Folder"), str(first_folder(defaults, subject.source)))
        self.options = FileOptions(subject.offer, defaults)
        self.verdict = words("", "warning")
        self._lay_out()
        self.add_button(self.tr("Cancel"), self.reject)
        self.export = self.add_button(self.tr("Export"), self.accept, primary=True)
        self._keep_button_width()
        self.name.textChanged.connect(self._review)
        self.name.editingFinished.connect(self._take_suffix)
        self.folder.changed.connect(self._review)
        self.options.changed.connect(self._options_changed)
        self._review()
        self.resize(560, self.sizeHint().height())
        self.name.selectAll()

    def path(self) -> Path:
        """Where the painting would go now."""
        return self.folder.path() / f"{self.name.text().strip()}{self.file_choice().suffix or ''}"

    def file_choice(self) -> FileChoice:
        """How it would be written."""
        return self.options.choice()

    def choice(self) -> ExportChoice:
        """Everything that is said."""
        file = self.file_choice()
        return ExportChoice(
            self.path(),
            file.quality,
            file.max_size,
            file.keep_exif,
            file.keep_profile,
            file.sixteen_bit,
            file.enlarged,
        )

    def accept(self) -> None:
        """Say what was chosen, unless it cannot be."""
        self._take_suffix()
        if self._trouble():
            return
        choice = self.choice()
        super().accept()
        self.chosen.emit(choice)

    def _lay_out(self) -> None:
        name_row = QWidget()
        row = QHBoxLayout(name_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.name, 1)
        row.addWidget(self._suffix)
        form = self.options.form
        for place, (text, control, field) in enumerate(
            ((self.tr("Name"), self.name, name_row), (self.tr("Folder"), self.folder.line, self.folder))
        ):
            label = QLabel(text)
            label.setBuddy(control)
            form.insertRow(place, label, field)
        self.content.addWidget(self.options)
        self.content.addWidget(
            words(self.tr("The settings travel inside the file: “Reuse settings” puts them back."), "small")
        )
        self.content.addStretch()
        self.content.addWidget(self.verdict)
        stops = [self.name, *self.folder.stops(), *self.options.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _keep_button_width(self) -> None:
        # Wide enough for both words, or the button beside it would jump.
        said = self.export.text()
        self.export.setText(self.tr("Replace"))
        self.export.setMinimumWidth(self.export.sizeHint().width())
        self.export.setText(said)

    def _options_changed(self) -> None:
        self._review()
        self.options_changed.emit()

    def _take_suffix(self) -> None:
        """A suffix typed into the name chooses the format."""
        typed = Path(self.name.text().strip())
        named = FORMAT_OF.get(typed.suffix.lower())
        if named is not None and typed.stem:
            self.name.setText(typed.stem)
            self.options.set_format(named)

    @Slot()
    def _review(self) -> None:
        self._suffix.setText(self.file_choice().suffix or "")
        trouble = self._trouble()
        replaces = not trouble and self.path().exists()
        self.export.setEnabled(not trouble)
        self.export.setText(self.tr("Replace") if replaces else self.tr("Export"))
        there = self.tr("“{}” is there already and will be replaced.").format(self.path().name)
        self._say(trouble or (there if replaces else ""), "danger" if trouble else "warning")

    def _say(self, sentence: str, role: str) -> None:
        self.verdict.setText(sentence)
        if self.verdict.property("role") != role:
            self.verdict.setProperty("role", role)
            self.verdict.style().polish(self.verdict)

    def _trouble(self) -> str:
        """Why it cannot be written there, with the way out; empty where it can."""
        name, folder = self.name.text().strip(), self.folder.path()
        if not name:
            return self.tr("Type a name for the painting.")
        if any(sign in name for sign in ("/", "\\", "\0")):
            return self.tr("A name cannot hold a slash: choose the folder below.")
        if not self.folder.text() or not is_folder(folder):
            return self.tr("This folder does not exist. Choose another.")
        path = self.path()
        if len(path.name.encode()) > 255:
            return self.tr("This name is too long. Shorten it.")
        if path.is_dir():
            return self.tr("“{}” is a folder. Choose another name.").format(path.name)
        if self._subject.source is not None and _same_file(path, self._subject.source):
            return self.tr("This is the photograph itself, which is never written over. Choose another name.")
        if not os.access(folder, os.W_OK):
            return self.tr("Nothing can be written in this folder. Choose another.")
        return ""

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the name."""
        super().showEvent(event)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Grow for a row or a sentence that came, or the rows above would be squeezed."""
        laid_out = event.type() == QEvent.Type.LayoutRequest  # others may delete the dialog
        heard = super().event(event)
        column = self.layout() if laid_out else None
        if column is not None and column.hasHeightForWidth():
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))
        return heard


def first_folder(defaults: Paint, source: Path | None) -> Path:
    """Where the last export went, else beside the photograph, else where pictures are."""
    places = [Path(defaults.export_folder)] if defaults.export_folder else []
    places += [source.parent] if source is not None else []
    places += [Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))]
    return next((place for place in places if is_folder(place)), Path.home())


def is_folder(path: Path) -> bool:
    """Whether there is a folder, whatever somebody has typed."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them does not exist
        return False
