"""The page: goal, search, text, legend, and beside it what other parts of the pane put there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.write.blankpage import BlankPage
from studio.panes.write.editor import WriteEditor
from studio.panes.write.findbar import FindBar
from studio.panes.write.focus import FocusVeil
from studio.panes.write.goals import GoalBar
from studio.panes.write.provenance import Legend, Provenance
from studio.panes.write.searching import Search
from studio.widgets.sidearea import SideArea


class Foot(QWidget):
    """A row below the text, there only while something stands in it."""

    def __init__(self, legend: Legend) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self._legend = legend
        self._shown: set[QWidget] = set()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE.l, SPACE.xs, SPACE.l, SPACE.s)
        self._row.addWidget(legend)
        self._row.addStretch(1)
        legend.hide()
        self.hide()

    def add(self, widget: QWidget) -> None:
        """Put a widget into the row, to be shown when it is wanted."""
        self._row.insertWidget(self._row.count() - 1, widget, 1)
        widget.hide()

    def show_part(self, widget: QWidget, shown: bool) -> None:
        """Show or hide one of those that were put in."""
        (self._shown.add if shown else self._shown.discard)(widget)
        widget.setVisible(shown)
        self.setVisible(bool(self._shown))

    def show_legend(self, shown: bool) -> None:
        """Say what the colours of the authors mean."""
        self.show_part(self._legend, shown)


class WritePage(QWidget):
    """Puts the parts of the page in their places; what they do is the pane's."""

    #: Another part is shown beside the page, or none.
    side_changed = Signal()

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = WriteEditor(stack)
        self.search = Search(self.editor)
        self.find_bar = FindBar(self.search)
        self.goal_bar = GoalBar()
        self.provenance = Provenance()
        self.veil = FocusVeil()
        self.blank = BlankPage(self.editor)
        self.foot = Foot(Legend())
        self.side = SideArea()
        self._side_wanted = True
        self.editor.under.insert(0, self.provenance)
        self.editor.over.append(self.veil)
        self.side.dock_changed.connect(self.side_changed)
        self.find_bar.closed.connect(self.editor.setFocus)
        self.setFocusProxy(self.editor)
        column, row = QVBoxLayout(), QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for layout in (column, row):
            layout.setSpacing(0)
        for part in (self.goal_bar, self.find_bar):
            column.addWidget(part)
        column.addWidget(self.editor, 1)
        column.addWidget(self.foot)
        row.addLayout(column, 1)
        row.addWidget(self.side)

    # -- beside the page ----------------------------------------------------------------------------------

    def add_dock(self, title: str, widget: QWidget, *, name: str = "") -> str:
        """Put ``widget`` beside the page behind a tab of its own; returns the name to show it by."""
        name = self.side.add(title, widget, name)
        self.set_side_open(self._side_wanted)
        return name

    def show_dock(self, name: str) -> None:
        """Open the side and bring a part to the front."""
        self.side.show_dock(name)
        self.set_side_open(True)

    def is_side_open(self) -> bool:
        """Whether something is shown beside the page."""
        return self._side_wanted and bool(self.side.names())

    def set_side_open(self, wanted: bool) -> None:
        """Show or hide what is beside the page."""
        self._side_wanted = wanted
        if self.side.isVisibleTo(self) != self.is_side_open():
            self.side.setVisible(self.is_side_open())
            self.side_changed.emit()

    # -- on the page --------------------------------------------------------------------------------------

    def show_authors(self, shown: bool) -> None:
        """Mark who wrote what, and say what the marks mean."""
        self.provenance.shown = shown
        self.foot.show_legend(shown)
        self.editor.viewport().update()

    def set_focus_mode(self, on: bool) -> None:
        """Let all paragraphs but the one with the cursor step back, and keep that one in the middle."""
        self.veil.shown = on
        self.editor.setCenterOnScroll(on)
        self.editor.viewport().update()

    def open_find(self, *, replacing: bool) -> None:
        """Show the bar, with what is selected if that is in one line."""
        chosen = self.editor.textCursor().selectedText()
        one_line = bool(chosen) and len(chosen) <= 200 and "\u2029" not in chosen
        self.find_bar.open(chosen if one_line else "", replacing=replacing)
