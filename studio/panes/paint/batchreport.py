"""The list of what a batch could not paint, to read and to copy."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from engines.paint.batch import BatchReport
from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE


class BatchReportDialog(Sheet):
    """Each photograph that could not be painted, with the reason."""

    def __init__(self, report: BatchReport, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Photographs that could not be painted"), parent)
        self._report = report
        self.content.addWidget(words(sentence, "muted"))
        self.list = QTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.document().setDocumentMargin(SPACE.m)
        self.list.setAccessibleName(self.tr("Photographs that could not be painted"))
        self._write()
        self.content.addWidget(self.list, 1)
        self.add_copy(self.text)
        self.add_close()
        self.resize(640, 400)

    def text(self) -> str:
        """The list as text: one line a photograph, path and reason with a tab between."""
        return "\n".join(f"{path}\t{reason}" for path, reason in self._report.errors)

    def _write(self) -> None:
        bold, plain = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        apart = QTextBlockFormat()
        apart.setBottomMargin(SPACE.s)
        cursor = QTextCursor(self.list.document())
        for number, (path, reason) in enumerate(self._report.errors):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(QTextBlockFormat())
            cursor.insertText(str(path), bold)
            cursor.insertBlock(apart)
            cursor.insertText(reason, plain)
        self.list.moveCursor(QTextCursor.MoveOperation.Start)
