"""Pages on paper: the system's dialog, and then one page after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from engines.compose.engraving import Pages
from engines.errors import ReverieError
from studio.panes.compose.engraved.engraver import Engraver
from studio.panes.compose.files.pagefiles import paint_pages

if TYPE_CHECKING:
    from studio.panes.compose.engraved.part import EngravedPart


class Printing(QObject):
    """Asks for a printer, engraves, prints, and is gone."""

    def __init__(self, part: EngravedPart) -> None:
        super().__init__(part)
        self._part = part
        self._engraver = Engraver(part.pane.desk.lanes, self)
        self._engraver.done.connect(self._print)
        self._engraver.failed.connect(self._fail)

    def ask(self) -> None:
        """Open the system's dialog, where the system can print at all."""
        toasts = self._part.pane.desk.toasts
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        except ImportError:
            toasts.warn(self.tr("This system cannot print from here. Export the page as PDF and print that."))
            self.deleteLater()
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self._part.pane)
        dialog.accepted.connect(self._begin)
        dialog.rejected.connect(self.deleteLater)
        dialog.finished.connect(dialog.deleteLater)
        # A print dialog's own open wants a slot by its name in text.
        QDialog.open(dialog)

    @Slot()
    def _begin(self) -> None:
        try:
            self._engraver.begin(self._part.request(paged=True))
        except ReverieError as error:
            self._fail(str(error))

    @Slot(object)
    def _print(self, pages: Pages) -> None:
        if not paint_pages(pages, self._printer):
            self._fail(self.tr("The printer does not answer. Export the page as PDF and print that."))
            return
        self.deleteLater()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._part.pane.desk.toasts.warn(sentence)
        self.deleteLater()
