"""Choosing what to learn from: a folder, what was read in it and what was not, and how to learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines.compose.melody.runs import RunPlan
from studio.look.icons import icon
from studio.look.rows import make_roomy
from studio.look.tokens import SPACE
from studio.panes.compose.learning.words import found_words
from studio.widgets.lineslider import LineSlider

if TYPE_CHECKING:
    from engines.compose.melody.gathering import Gathered

_UNTIL_BEST = 0


class Choosing(QWidget):
    """Shows what was read and asks how it shall be learnt; what becomes of it is the part's."""

    folder_chosen = Signal(Path)
    way_changed = Signal(str)
    start_wanted = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path()
        self.gathered: Gathered | None = None
        self.heading, self.found = QLabel(), QLabel()
        self.heading.setProperty("role", "heading")
        self.found.setProperty("role", "small")
        for label in (self.heading, self.found):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.files = QTreeWidget()
        self.files.setHeaderHidden(True)
        self.files.setRootIsDecorated(False)
        self.files.setColumnCount(2)
        self.files.setAccessibleName(self.tr("What was read, and what was not"))
        self.files.header().setStretchLastSection(True)
        make_roomy(self.files)
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("What shall the model be called?"))
        self.title.setAccessibleName(self.tr("Name of the model"))
        self.title.setMaxLength(60)
        self.preset, self.way = QComboBox(), QComboBox()
        self.minutes = LineSlider(self.tr("Minutes"), _UNTIL_BEST, 240, 20)
        self.minutes.setToolTip(self.tr("How long it learns; 0 goes on until it gets no better"))
        self.start, self.cancel = QPushButton(self.tr("Start learning")), QPushButton(self.tr("Cancel"))
        self.start.setProperty("primary", True)
        self._fill_choices()
        self._lay_out()
        self.title.textChanged.connect(self._review)
        self.start.clicked.connect(self.start_wanted)
        self.cancel.clicked.connect(self.cancelled)
        self.way.activated.connect(lambda at: self.way_changed.emit(self.way.itemData(at)))

    def plan(self) -> RunPlan:
        """What is wished."""
        gathered = self.gathered
        read = gathered.read if gathered is not None else []
        minutes = self.minutes.value()
        return RunPlan(
            " ".join(self.title.text().split()),
            self.folder.name,
            len(read),
            sum(row[2] for row in read),
            str(self.way.currentData()),
            str(self.preset.currentData()),
            None if minutes == _UNTIL_BEST else minutes,
        )

    def ask_for_folder(self) -> None:
        """The system's dialog."""
        dialog = QFileDialog(self.window(), self.tr("Choose a folder with music"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.folder_chosen.emit(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- what is shown ------------------------------------------------------------------------------------

    def show_reading(self, folder: Path, done: int, total: int | None, name: str) -> None:
        """A folder is being read."""
        if folder != self.folder:
            self.folder = folder
            self.title.setText(folder.name)
        self.gathered = None
        self.files.clear()
        self.heading.setText(self.tr("Reading “{}”").format(folder.name))
        count = self.tr("{done} of {total}: {name}").format(done=done, total=total, name=name)
        self.found.setText(count if total else name)
        self._review()

    def show_found(self, gathered: Gathered) -> None:
        """It was read: what there is, and below it what was passed over and why."""
        self.gathered = gathered
        self.heading.setText(f"“{self.folder.name}”")
        said = [found_words(len(gathered.read), sum(row[2] for row in gathered.read))]
        skipped = len(gathered.skipped)
        if skipped:
            one, many = self.tr("1 file was passed over"), self.tr("{} files were passed over")
            said.append(one if skipped == 1 else many.format(skipped))
        self.found.setText(" · ".join(said))
        self.files.clear()
        for path, reason in gathered.skipped:
            item = QTreeWidgetItem([Path(path).name, reason])
            item.setIcon(0, icon("warning", "warning"))
            item.setToolTip(0, path)
            item.setToolTip(1, reason)
            self.files.addTopLevelItem(item)
        for name, lines, sounds in gathered.read:
            one, many = self.tr("{sounds} notes in 1 line"), self.tr("{sounds} notes in {lines} lines")
            about = (one if lines == 1 else many).format(sounds=f"{sounds:,}", lines=lines)
            self.files.addTopLevelItem(QTreeWidgetItem([name.rpartition("/")[2], about]))
        self.files.resizeColumnToContents(0)
        self.files.setColumnWidth(0, min(160, self.files.columnWidth(0)))
        self._review()

    def show_trouble(self, sentence: str) -> None:
        """It could not be read."""
        self.gathered = None
        self.heading.setText(f"“{self.folder.name}”")
        self.found.setText(sentence)
        self._review()

    @Slot()
    def _review(self) -> None:
        self.start.setEnabled(self.gathered is not None and bool(self.title.text().strip()))

    def _fill_choices(self) -> None:
        self.preset.addItem(self.tr("Ours, with attention"), "melody")
        self.preset.addItem(self.tr("The book’s, to compare"), "book")
        self.way.addItem(self.tr("Every voice by itself"), "voices")
        self.way.addItem(self.tr("The highest line only"), "skyline")
        self.way.addItem(self.tr("Chords as they sound together"), "chords")
        for box, name in ((self.preset, self.tr("Network")), (self.way, self.tr("Read as"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE.m)
        form.setVerticalSpacing(SPACE.s)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("Name"), self.title)
        form.addRow(self.tr("Read as"), self.way)
        form.addRow(self.tr("Network"), self.preset)
        for widget in (self.heading, self.found):
            column.addWidget(widget)
        column.addWidget(self.files, 1)
        column.addLayout(form)
        column.addWidget(self.minutes)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.cancel, 1)
        row.addWidget(self.start, 1)
        column.addLayout(row)
