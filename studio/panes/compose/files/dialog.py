"""One small dialog that says where music goes and as what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from studio.dialogs.placesheet import FileFormat, PlaceSheet
from studio.dialogs.sheet import words

FORMATS = {
    "mid": ".mid",
    "musicxml": ".musicxml",
    "wav": ".wav",
    "pdf": ".pdf",
    "png": ".png",
    "svg": ".svg",
}
PAGES = frozenset({"pdf", "png", "svg"})


@dataclass(frozen=True)
class Choice:
    """Where music goes and as what."""

    folder: str = ""
    format: str = "mid"
    path: Path = Path()


class ExportMusicDialog(PlaceSheet):
    """Asks for everything at once; ``chosen`` comes when the person says so."""

    chosen = Signal(object)  # Choice

    def __init__(self, name: str, before: Choice, parent: QWidget | None = None) -> None:
        said = QCoreApplication.translate
        titles = {
            "mid": said("ExportMusicDialog", "MIDI (.mid)"),
            "musicxml": said("ExportMusicDialog", "Written music (.musicxml)"),
            "wav": said("ExportMusicDialog", "Sound (.wav)"),
            "pdf": said("ExportMusicDialog", "Pages (.pdf)"),
            "png": said("ExportMusicDialog", "Pages as pictures (.png)"),
            "svg": said("ExportMusicDialog", "Pages as drawings (.svg)"),
        }
        formats = [FileFormat(format_name, titles[format_name], suffix) for format_name, suffix in FORMATS.items()]
        others = {".midi": "mid", ".xml": "musicxml"}
        title = said("ExportMusicDialog", "Export the music")
        super().__init__(title, name, before.folder, formats, before.format, others, parent)
        self.about = words("", "muted")
        self.form.addRow("", self.about)
        self.begin()

    def choice(self) -> Choice:
        """Everything that is said."""
        return Choice(self.folder.text().strip(), self.format_name(), self.path())

    def say(self) -> None:
        """Tell."""
        self.chosen.emit(self.choice())

    @Slot()
    def review(self) -> None:
        """Each format says what it carries."""
        self.about.setText(
            {
                "mid": self.tr("Opens in every music program; the settings of the last take travel inside."),
                "musicxml": self.tr("For notation programs. Lengths are rounded to what can be written."),
                "wav": self.tr("Just as it is heard, with the last notes ringing out."),
                "pdf": self.tr("A4 pages to print."),
                "png": self.tr("300 dots an inch; several pages become several files."),
                "svg": self.tr("Drawings that stay sharp; several pages become several files."),
            }[self.format_name()]
        )
        super().review()
