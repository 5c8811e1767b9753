"""The table of texts that were found: a line for each file, and why one was skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from studio.look.icons import icon
from studio.look.palette import text_scale
from studio.look.quantities import number
from studio.look.rows import make_roomy

if TYPE_CHECKING:
    from engines.write.reading import FileReport

_FILE, _WORDS, _STORIES, _NOTE = range(4)


class TextsTable(QTreeWidget):
    """Shows reports and says when somebody wants lines gone."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels([self.tr("Text"), self.tr("Words"), self.tr("Stories"), self.tr("Read as")])
        self.setRootIsDecorated(False)
        self.setAccessibleName(self.tr("Texts that were found"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        make_roomy(self)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Interactive)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for section, width in ((_FILE, 190), (_WORDS, 72), (_STORIES, 64)):
            self.setColumnWidth(section, round(width * max(1.0, text_scale())))
        for section in (_WORDS, _STORIES):
            self.headerItem().setTextAlignment(section, right)
        gone = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.removed)

    def add(self, report: FileReport) -> None:
        """A line more."""
        self.addTopLevelItem(_row(report))

    def chosen_paths(self) -> set[str]:
        """The files of the chosen lines."""
        return {item.data(_FILE, Qt.ItemDataRole.UserRole) for item in self.selectedItems()}

    def chosen_note(self) -> str:
        """What is said of the chosen line, while it is one."""
        chosen = self.selectedItems()
        return str(chosen[0].text(_NOTE)) if len(chosen) == 1 else ""

    def notes(self) -> dict[str, str]:
        """What is said of each file, by its name."""
        items = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        return {item.text(_FILE): item.text(_NOTE) for item in items if item is not None}


def _row(report: FileReport) -> QTreeWidgetItem:
    note = report.problem or " ".join((report.encoding, *report.warnings)).strip()
    figures = ("", "") if report.problem else (number(report.words), number(report.documents))
    item = QTreeWidgetItem([report.path.name, *figures, note])
    item.setData(_FILE, Qt.ItemDataRole.UserRole, str(report.path))
    item.setToolTip(_FILE, str(report.path))
    item.setToolTip(_NOTE, note)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for column in (_WORDS, _STORIES):
        item.setTextAlignment(column, right)
    if report.problem:
        item.setIcon(_FILE, icon("warning", "warning"))
    return item
