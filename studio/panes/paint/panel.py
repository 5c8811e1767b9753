"""The side panel: a page of controls a tab, and under them the button that exports."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.stylespage import StylesPage
from studio.widgets.emptystate import ActionButton

WIDTH = 288


class PaintPanel(QWidget):
    """Holds the pages; with a single one, a heading stands where the tabs would."""

    page_changed = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.styles = StylesPage()
        self.export: QPushButton | None = None
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setAccessibleName(self.tr("Ways to paint"))
        self._heading = QLabel(self.tr("Styles"))
        self._heading.setProperty("role", "heading")
        self._heading.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, 0)
        self._pages = QStackedWidget()
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(SPACE.l, 0, SPACE.l, SPACE.l)
        self._foot.setSpacing(SPACE.s)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        column.addWidget(self.tabs)
        column.addWidget(self._heading)
        column.addWidget(self._pages, 1)
        column.addLayout(self._foot)
        self.tabs.currentChanged.connect(self._turn_to)
        self.add_tab(self.tr("Styles"), self.styles)

    def add_tab(self, title: str, page: QWidget) -> None:
        """Put ``page`` behind a tab of its own."""
        self._pages.addWidget(page)
        self.tabs.addTab(title)
        several = self.tabs.count() > 1
        self.tabs.setVisible(several)
        self._heading.setVisible(not several)

    def page(self) -> QWidget:
        """The page that is shown."""
        return self._pages.currentWidget() or self.styles

    def show_page(self, page: QWidget) -> None:
        """Turn to ``page``."""
        self.tabs.setCurrentIndex(self._pages.indexOf(page))

    def set_export(self, action: QAction) -> None:
        """Put the one button under everything."""
        self.export = ActionButton(action, primary=True)
        self._foot.addWidget(self.export)

    def stops(self, sections: Sequence[QWidget] = ()) -> list[QWidget]:
        """Where the Tab key stops, in order; ``sections`` stand at the end of the page of styles."""
        return [self.tabs, *self.styles.stops(), *sections, *([self.export] if self.export is not None else [])]

    def _turn_to(self, index: int) -> None:
        if 0 <= index < self._pages.count():
            self._pages.setCurrentIndex(index)
            self.page_changed.emit(self.page())
