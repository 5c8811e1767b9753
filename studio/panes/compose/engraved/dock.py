"""The dock of the page: sheets one below the other, zoom, and whether they are pages or flow with the room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from engines.compose.engraving import Pages
from studio.look.icons import icon
from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.engraved.sheet import Sheet
from studio.widgets.segments import Segments

ZOOMS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_SOON_MS = 200


class PageDock(QWidget):
    """Shows pages and says what is asked of them."""

    clicked = Signal(str)
    #: Pages must be laid out anew: another zoom, another room, or another way.
    layout_wanted = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.zoom = 1.0
        self.way = Segments(
            self.tr("Layout"),
            (
                ("flow", self.tr("Flow"), self.tr("Systems as long as there is room")),
                ("pages", self.tr("Pages"), self.tr("A4 pages, as they are printed")),
            ),
        )
        self.smaller, self.larger = self._button("minus", self.tr("Smaller")), self._button("plus", self.tr("Larger"))
        self.percent = QLabel()
        self.percent.setProperty("role", "small")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print, self.export = QToolButton(), QToolButton()
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = QVBoxLayout()
        self._scroll = _Desk()
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.layout_wanted)
        self.smaller.clicked.connect(lambda: self.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.step_zoom(1))
        self.way.changed.connect(lambda _way: self.layout_wanted.emit())
        self._scroll.zoomed.connect(self.step_zoom)
        self._scroll.resized.connect(self._fit)
        self.show_zoom(1.0)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        head.setSpacing(SPACE.xs)
        head.addWidget(self.way, 1)
        head.addSpacing(SPACE.s)
        for widget in (self.smaller, self.percent, self.larger, self.print, self.export):
            head.addWidget(widget)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        self._column.setSpacing(SPACE.s)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.note)
        outer.addLayout(self._column)
        outer.addStretch(1)
        self._scroll.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_zoom(self, zoom: float) -> None:
        """Show a zoom, and tell nobody."""
        self.zoom = zoom
        self.percent.setText(f"{round(zoom * 100)} %")
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("300 %"))

    def step_zoom(self, by: int) -> None:
        """Larger or smaller."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.zoom))
        self.show_zoom(ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + by))])
        self._fit()

    def room(self) -> int:
        """Pixels from left to right that a sheet can have."""
        # Without the bar, which comes and goes with the height of the pages.
        return max(160, self._scroll.width() - SPACE.m - 2 * SPACE.s)

    def show_pages(self, pages: Pages) -> None:
        """Lay these on the desk."""
        for sheet in self.sheets:
            sheet.hide()
            sheet.deleteLater()
        by_page: dict[int, list[str]] = {}
        for name, place in pages.page_of.items():
            if name in pages.notes:
                by_page.setdefault(place, []).append(name)
        self.sheets = []
        for number, svg in enumerate(pages.svgs):
            sheet = Sheet(svg, by_page.get(number, ()), number + 1)
            sheet.clicked.connect(self.clicked)
            self.sheets.append(sheet)
            self._column.addWidget(sheet)
        self.note.hide()
        self._set_widths()

    def say(self, sentence: str) -> None:
        """What stands there instead of pages, or above them."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def clear(self) -> None:
        """No page."""
        for sheet in self.sheets:
            sheet.hide()
            sheet.deleteLater()
        self.sheets = []

    def show_marks(self, sounding: frozenset[str], selected: frozenset[str]) -> None:
        """Light up what sounds, frame what is selected."""
        for sheet in self.sheets:
            sheet.show_marks(sounding, selected)

    def reveal(self, page: int, name: str) -> None:
        """Scroll no further than needed to see a note."""
        if 0 <= page < len(self.sheets):
            sheet = self.sheets[page]
            place = sheet.box(name).center().toPoint() + sheet.pos()
            self._scroll.ensureVisible(place.x(), place.y(), 60, 90)

    def showEvent(self, event: QShowEvent) -> None:
        """Engraved only while somebody looks."""
        super().showEvent(event)
        self.shown.emit()

    def sizeHint(self) -> QSize:
        """As wide as two bars want to be."""
        return QSize(480, 520)

    def _fit(self) -> None:
        """Pages only grow; what flows is laid out anew."""
        if self.way.value() == "pages":
            self._set_widths()
        else:
            self._soon.start()

    def _set_widths(self) -> None:
        zoom = self.zoom if self.way.value() == "pages" else 1.0
        for sheet in self.sheets:
            sheet.set_width(round(self.room() * zoom))


class _Desk(QScrollArea):
    """What pages lie on; Ctrl and the wheel zoom."""

    zoomed = Signal(int)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wide = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(SIZE.row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sheets follow the room."""
        super().resizeEvent(event)
        if self.width() != self._wide:
            self._wide = self.width()
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk behind the paper."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(current().canvas))
        painter.end()
        super().paintEvent(event)
