"""One small dialog that says where a text goes and as what."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE
from studio.panes.write.files.sheets import COLOURED, FORMAT_OF, FORMATS


@dataclass(frozen=True)
class Choice:
    """Where a text goes, as what, and whether it shows who wrote it."""

    folder: str = ""
    format: str = "docx"
    authors: bool = False
    path: Path = Path()


class ExportTextDialog(Sheet):
    """Asks for everything at once; ``chosen`` comes when the person says so."""

    chosen = Signal(object)  # Choice

    def __init__(self, name: str, before: Choice, *, has_authors: bool, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ExportTextDialog", "Export the text"), parent)
        self._has_authors = has_authors
        self.name = QLineEdit(name)
        self.name.setAccessibleName(self.tr("Name"))
        self.suffix = words("", "muted", wrap=False)
        self.folder = QLineEdit(str(first_folder(before.folder)))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        titles = {
            "docx": self.tr("Word (.docx)"),
            "txt": self.tr("Plain text (.txt)"),
            "md": self.tr("Markdown (.md)"),
            "html": self.tr("Web page (.html)"),
        }
        for format_name in FORMATS:
            self.format.addItem(titles[format_name], format_name)
        self.format.setCurrentIndex(self.format.findData(before.format))
        self.authors = QCheckBox(self.tr("Mark who wrote what, with a legend"))
        self.authors.setChecked(before.authors)
        self.verdict = words("", "warning")
        self._lay_out()
        self.add_button(self.tr("Cancel"), self.reject)
        self.export = self.add_button(self.tr("Export"), self.accept, primary=True)
        for changed in (self.name.textChanged, self.folder.textChanged, self.format.currentIndexChanged):
            changed.connect(self._review)
        self.name.editingFinished.connect(self._take_suffix)
        self._review()
        self.resize(520, self.sizeHint().height())
        self.name.selectAll()

    def choice(self) -> Choice:
        """Everything that is said."""
        shows = self.authors.isChecked()
        return Choice(self.folder.text().strip(), str(self.format.currentData()), shows, self.path())

    def path(self) -> Path:
        """Where the text would go now."""
        return self._folder() / f"{self.name.text().strip()}{FORMATS[str(self.format.currentData())]}"

    def accept(self) -> None:
        """Say what was chosen, unless it cannot be."""
        self._take_suffix()
        if self._trouble():
            return
        choice = self.choice()
        super().accept()
        self.chosen.emit(choice)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the name."""
        super().showEvent(event)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"))
        browse.setAutoDefault(False)
        browse.setAccessibleName(self.tr("Choose a folder"))
        browse.clicked.connect(self._ask_for_folder)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE.l)
        form.setVerticalSpacing(SPACE.m)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("Name"), _row(self.name, self.suffix))
        form.addRow(self.tr("Folder"), _row(self.folder, browse))
        form.addRow(self.tr("Format"), self.format)
        form.addRow("", self.authors)
        self.content.addLayout(form)
        self.content.addStretch()
        self.content.addWidget(self.verdict)

    @Slot()
    def _review(self) -> None:
        name = str(self.format.currentData())
        self.suffix.setText(FORMATS[name])
        self.authors.setEnabled(name in COLOURED and self._has_authors)
        tip = "" if self._has_authors else self.tr("Every word of this text is yours: there is nothing to mark.")
        self.authors.setToolTip(tip)
        trouble = self._trouble()
        replaces = not trouble and self.path().exists()
        self.export.setEnabled(not trouble)
        self.export.setText(self.tr("Replace") if replaces else self.tr("Export"))
        there = self.tr("“{}” is there already and will be replaced.").format(self.path().name)
        self.verdict.setText(trouble or (there if replaces else ""))

    def _trouble(self) -> str:
        """Why it cannot be written as it stands; empty when it can."""
        name = self.name.text().strip()
        if not name or name in (".", ".."):
            return self.tr("Give it a name.")
        if any(sign in name for sign in ("/", "\\", "\0")):
            return self.tr("A name cannot hold a slash: choose the folder below.")
        if len(self.path().name.encode("utf-8", "replace")) > 255:
            return self.tr("This name is too long. Shorten it.")
        if not self.folder.text().strip() or not _is_folder(self._folder()):
            return self.tr("This folder does not exist. Choose another.")
        if self.path().is_dir():
            return self.tr("“{}” is a folder. Choose another name.").format(self.path().name)
        if not os.access(self._folder(), os.W_OK):
            return self.tr("Nothing can be written in this folder. Choose another.")
        return ""

    def _folder(self) -> Path:
        text = self.folder.text().strip()
        try:
            return Path(text).expanduser()
        except RuntimeError:  # ~somebody who does not exist
            return Path(text)

    @Slot()
    def _take_suffix(self) -> None:
        """A suffix typed into the name chooses the format."""
        typed = Path(self.name.text().strip())
        named = FORMAT_OF.get(typed.suffix.lower())
        if named is not None and typed.stem:
            self.name.setText(typed.stem)
            self.format.setCurrentIndex(self.format.findData(named))

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if _is_folder(self._folder()):
            dialog.setDirectory(str(self._folder()))
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def first_folder(before: str) -> Path:
    """Where the last text went, else where documents are."""
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
