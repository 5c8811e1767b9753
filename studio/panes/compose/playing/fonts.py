"""The sound font that plays: the one that came along, or one that the person chose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.settings import SettingsStore

_KEY = "compose.sound_font"


class Fonts(QObject):
    """Remembers the choice among the person's settings."""

    chosen = Signal(object)  # Path | None

    def __init__(self, settings: SettingsStore, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window

    def font(self) -> Path | None:
        """The chosen font; None for the one that came along, also where the chosen one is gone."""
        name = self._settings.settings.compose.sound_font
        return Path(name) if name and Path(name).is_file() else None

    @Slot()
    def ask(self) -> None:
        """The system's dialog."""
        dialog = QFileDialog(self._window, self.tr("Choose a sound font"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Sound fonts (*.sf2 *.sf3 *.sfo)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose(self, font: Path | None) -> None:
        """Play with this from now on."""
        self._settings.put(_KEY, str(font) if font is not None else "")
        self.chosen.emit(self.font())
