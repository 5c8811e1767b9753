"""A dialog that says where a file goes and as what: name, folder, format, and what stands in the way."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE

_WIDTH = 520


@dataclass(frozen=True)
class FileFormat:
    """One way to write: its name in the program, what a person calls it, and its suffix with the dot."""

    name: str
    title: str
    suffix: str


class PlaceSheet(Sheet):
    """Asks for everything at once. What derives from it adds rows to ``form`` and says what was chosen."""

    def __init__(
        self,
        title: str,
        name: str,
        folder: str,
        formats: Sequence[FileFormat],
        format_name: str,
        other_suffixes: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``other_suffixes`` name formats too when they are typed behind the name."""
        super().__init__(title, parent)
        self._formats = {each.name: each for each in formats}
        self._by_suffix = {**{each.suffix: each.name for each in formats}, **(other_suffixes or {})}
        self.name = QLineEdit(name)
        self.name.setAccessibleName(_said("Name"))
        self.suffix = words("", "muted", wrap=False)
        self.folder = QLineEdit(str(first_folder(folder)))
        self.folder.setAccessibleName(_said("Folder"))
        self.format = QComboBox()
        self.format.setAccessibleName(_said("Format"))
        for each in formats:
            self.format.addItem(each.title, each.name)
        self.format.setCurrentIndex(max(0, self.format.findData(format_name)))
        self.verdict = words("", "warning")
        self.form = QFormLayout()
        self._lay_out()
        self.add_button(_said("Cancel"), self.reject)
        self.export = self.add_button(_said("Export"), self.accept, primary=True)
        for changed in (self.name.textChanged, self.folder.textChanged, self.format.currentIndexChanged):
            changed.connect(self.review)
        self.name.editingFinished.connect(self._take_suffix)

    def begin(self) -> None:
        """To be called when every row is there."""
        self.review()
        self.resize(_WIDTH, self.sizeHint().height())
        self.name.selectAll()

    def format_name(self) -> str:
        """The name of the format that is chosen."""
        return str(self.format.currentData())

    def path(self) -> Path:
        """Where the file would go now."""
        return self.folder_path() / f"{self.name.text().strip()}{self._formats[self.format_name()].suffix}"

    def folder_path(self) -> Path:
        """The folder that is named."""
        text = self.folder.text().strip()
        try:
            return Path(text).expanduser()
        except RuntimeError:  # ~somebody who does not exist
            return Path(text)

    def say(self) -> None:
        """Tell what was chosen; to be overridden."""

    def accept(self) -> None:
        """Say what was chosen, unless it cannot be."""
        self._take_suffix()
        if not self._trouble():
            super().accept()
            self.say()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the name."""
        super().showEvent(event)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def review(self) -> None:
        """Look again at what stands in the way; rows of one's own are looked at in an override."""
        self.suffix.setText(self._formats[self.format_name()].suffix)
        trouble = self._trouble()
        replaces = not trouble and self.path().exists()
        self.export.setEnabled(not trouble)
        self.export.setText(_said("Replace") if replaces else _said("Export"))
        there = _said("“{}” is there already and will be replaced.").format(self.path().name)
        self.verdict.setText(trouble or (there if replaces else ""))

    def _lay_out(self) -> None:
        browse = QPushButton(_said("Choose…"))
        browse.setAutoDefault(False)
        browse.setAccessibleName(_said("Choose a folder"))
        browse.clicked.connect(self._ask_for_folder)
        self.form.setHorizontalSpacing(SPACE.l)
        self.form.setVerticalSpacing(SPACE.m)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.addRow(_said("Name"), _row(self.name, self.suffix))
        self.form.addRow(_said("Folder"), _row(self.folder, browse))
        self.form.addRow(_said("Format"), self.format)
        self.content.addLayout(self.form)
        self.content.addStretch()
        self.content.addWidget(self.verdict)

    def _trouble(self) -> str:
        """Why it cannot be written as it stands; empty when it can."""
        name = self.name.text().strip()
        if not name or name in (".", ".."):
            return _said("Give it a name.")
        if any(sign in name for sign in ("/", "\\", "\0")):
            return _said("A name cannot hold a slash: choose the folder below.")
        if len(self.path().name.encode("utf-8", "replace")) > 255:
            return _said("This name is too long. Shorten it.")
        if not self.folder.text().strip() or not _is_folder(self.folder_path()):
            return _said("This folder does not exist. Choose another.")
        if self.path().is_dir():
            return _said("“{}” is a folder. Choose another name.").format(self.path().name)
        if not os.access(self.folder_path(), os.W_OK):
            return _said("Nothing can be written in this folder. Choose another.")
        return ""

    @Slot()
    def _take_suffix(self) -> None:
        """A suffix typed into the name chooses the format."""
        typed = Path(self.name.text().strip())
        named = self._by_suffix.get(typed.suffix.lower())
        if named is not None and typed.stem:
            self.name.setText(typed.stem)
            self.format.setCurrentIndex(self.format.findData(named))

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, _said("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if _is_folder(self.folder_path()):
            dialog.setDirectory(str(self.folder_path()))
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def first_folder(before: str) -> Path:
    """Where the last file went, else where documents are."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = [Path(before)] if before else []
    return next((place for place in [*places, Path(documents)] if _is_folder(place)), Path.home())


def _row(field: QWidget, beside: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE.s)
    layout.addWidget(field, 1)
    layout.addWidget(beside)
    return row


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _said(sentence: str) -> str:
    return QCoreApplication.translate("PlaceSheet", sentence)
