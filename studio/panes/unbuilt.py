"""A room that is promised but not there yet, and says so."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from studio.panes.pane import Desk, Pane
from studio.widgets.emptystate import EmptyState


class UnbuiltPane(Pane):
    """Says what the room will do and that it does not do it yet; it opens nothing and saves nothing."""

    def __init__(self, desk: Desk, icon_name: str, title: str, sentence: str) -> None:
        super().__init__(desk)
        self.page = EmptyState(icon_name, title, sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setAccessibleName(title)
