"""The report of a fault: to read, to copy, never sent by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from studio.dialogs.sheet import Sheet, words


class ReportDialog(Sheet):
    """Shows the text of a fault."""

    def __init__(self, fault: str, open_logs: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Report of a fault"), parent)
        self.content.addWidget(
            words(
                self.tr(
                    "Nothing is sent by itself. If you report this, copy the text below and say what you did just "
                    "before; it may name files of yours."
                ),
                "muted",
            )
        )
        self.text = QPlainTextEdit(fault)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("Report"))
        self.content.addWidget(self.text, 1)
        self.add_button(self.tr("Open log folder"), open_logs)
        self.add_copy(self.text.toPlainText)
        self.add_close()
        self.resize(680, 420)
