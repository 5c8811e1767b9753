"""A folder to type, to drop, or to choose in the system's dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from studio.look.tokens import SPACE


class FolderField(QWidget):
    """A line with the folder's path, and a button that opens the system's dialog."""

    changed = Signal()

    def __init__(self, title: str, folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.line = QLineEdit(folder)
        self.line.setAccessibleName(title)
        self.line.setClearButtonEnabled(False)
        self.line.textChanged.connect(self.changed)
        self.browse = QPushButton(self.tr("Choose…"))
        self.browse.setAutoDefault(False)
        self.browse.setAccessibleName(self.tr("Choose a folder: {}").format(title))
        self.browse.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text().strip()

    def path(self) -> Path:
        """The folder; ``~`` is the person's own."""
        text = self.text()
        try:
            return Path(text).expanduser()
        except RuntimeError:  # ~somebody who does not exist
            return Path(text)

    def set_text(self, folder: str) -> None:
        """Show another folder."""
        self.line.setText(folder)
        self.line.setCursorPosition(len(folder))

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [self.line, self.browse]

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if self.text():
            dialog.setDirectory(str(self.path()))
        dialog.fileSelected.connect(self.set_text)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
