"""One small dialog that says where a text goes and as what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from studio.dialogs.placesheet import FileFormat, PlaceSheet
from studio.panes.write.files.sheets import COLOURED, FORMAT_OF, FORMATS


@dataclass(frozen=True)
class Choice:
    """Where a text goes, as what, and whether it shows who wrote it."""

    folder: str = ""
    format: str = "docx"
    authors: bool = False
    path: Path = Path()


class ExportTextDialog(PlaceSheet):
    """Asks for everything at once; ``chosen`` comes when the person says so."""

    chosen = Signal(object)  # Choice

    def __init__(self, name: str, before: Choice, *, has_authors: bool, parent: QWidget | None = None) -> None:
        said = QCoreApplication.translate
        titles = {
            "docx": said("ExportTextDialog", "Word (.docx)"),
            "txt": said("ExportTextDialog", "Plain text (.txt)"),
            "md": said("ExportTextDialog", "Markdown (.md)"),
            "html": said("ExportTextDialog", "Web page (.html)"),
        }
        super().__init__(
            said("ExportTextDialog", "Export the text"),
            name,
            before.folder,
            [FileFormat(format_name, titles[format_name], suffix) for format_name, suffix in FORMATS.items()],
            before.format,
            FORMAT_OF,
            parent,
        )
        self._has_authors = has_authors
        self.authors = QCheckBox(self.tr("Mark who wrote what, with a legend"))
        self.authors.setChecked(before.authors)
        self.form.addRow("", self.authors)
        self.begin()

    def choice(self) -> Choice:
        """Everything that is said."""
        return Choice(self.folder.text().strip(), self.format_name(), self.authors.isChecked(), self.path())

    def say(self) -> None:
        """Tell."""
        self.chosen.emit(self.choice())

    @Slot()
    def review(self) -> None:
        """Only some formats can show who wrote what."""
        self.authors.setEnabled(self.format_name() in COLOURED and self._has_authors)
        tip = "" if self._has_authors else self.tr("Every word of this text is yours: there is nothing to mark.")
        self.authors.setToolTip(tip)
        super().review()
