"""The sheet the text stands on: a column of comfortable width, air between lines, and layers below and above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from string import Template

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextDocument,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from studio.look.palette import current, notifier
from studio.panes.write.spacing import AiryLayout
from studio.panes.write.typeface import Typeface

#: Room around the text that scrolls with it.
MARGIN = 44

#: Paints on the page, in coordinates of the viewport.
Layer = Callable[[QPainter, "Paper"], None]

_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)

# The chrome's frame would turn a page into a form; the selection is painted below the text, in one piece.
_SHEET = Template("""
QPlainTextEdit, QPlainTextEdit:focus {
    border: 0; border-radius: 0; background: palette(base);
    selection-background-color: $nothing; selection-color: palette(highlighted-text);
}
""")


class Paper(QPlainTextEdit):
    """Shows text and knows where everything stands; what is written does not concern it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Painted below and above the text.
        self.under: list[Layer] = []
        self.over: list[Layer] = []
        self.typeface = Typeface()
        document = QTextDocument(self)
        self._airy = AiryLayout(document)
        document.setDocumentLayout(self._airy)
        document.setDocumentMargin(MARGIN)
        self.setDocument(document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        nothing = QColor(Qt.GlobalColor.transparent).name(QColor.NameFormat.HexArgb)
        self.setStyleSheet(_SHEET.substitute(nothing=nothing))
        self.setCursorWidth(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_typeface(self.typeface)
        notifier().changed.connect(self._dress)

    # -- type ---------------------------------------------------------------------------------------------

    def set_typeface(self, typeface: Typeface) -> None:
        """Set the whole text so."""
        self.typeface = typeface
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.typeface.font())
        self._airy.set_air(*self.typeface.air())
        self._centre()
        self.ensureCursorVisible()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        free = self.width() - self.typeface.width() - 2 * MARGIN
        left = max(0, round(free / 2))
        bar = self.verticalScrollBar()
        right = max(0, left - (bar.width() if bar.isVisible() else 0))
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)
            # Before the first paint Qt keeps this from itself, and would break lines at the old width.
            super().resizeEvent(QResizeEvent(self.viewport().size(), QSize()))

    # -- where things stand -------------------------------------------------------------------------------

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, QPointF]]:
        """Each paragraph of which something shows, with its top left corner."""
        block = self.firstVisibleBlock()
        corner = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        bottom = self.viewport().height()
        while block.isValid() and corner.y() < bottom:
            yield block, corner
            corner = QPointF(corner.x(), corner.y() + self.blockBoundingRect(block).height())
            block = block.next()

    def line_rect(self, layout: QTextLayout, number: int, corner: QPointF) -> QRectF:
        """A whole line with the air that belongs to it."""
        line, air = layout.lineAt(number), self._airy.between_lines
        return line.rect().adjusted(0, -air / 2, 0, air / 2).translated(corner)

    def span_rects(
        self, block: QTextBlock, corner: QPointF, start: int, length: int, *, airy: bool = False
    ) -> list[QRectF]:
        """Where characters of a paragraph stand, line by line, as far as they show; ``airy`` leaves no gaps."""
        layout = block.layout()
        end = min(start + length, block.length() - 1)
        first = layout.lineForTextPosition(start)
        found: list[QRectF] = []
        for number in range(first.lineNumber() if first.isValid() else 0, layout.lineCount()):
            line = layout.lineAt(number)
            rect = self.line_rect(layout, number, corner) if airy else line.rect().translated(corner)
            if line.textStart() >= end or rect.top() > self.viewport().height():
                break
            if rect.bottom() < 0 or line.textStart() + line.textLength() <= start:
                continue
            left = x_of(line, max(start, line.textStart()))
            right = x_of(line, min(end, line.textStart() + line.textLength()))
            found.append(QRectF(corner.x() + min(left, right), rect.top(), abs(right - left), rect.height()))
        return found

    def position_at(self, point: QPoint) -> int | None:
        """The position in the text at a point of the viewport; None where there is no paragraph."""
        for block, corner in self.visible_blocks():
            if corner.y() <= point.y() < corner.y() + self._height(block):
                return self.cursorForPosition(self._on_a_line(QPointF(point)).toPoint()).position()
        return None

    def _height(self, block: QTextBlock) -> float:
        return self.blockBoundingRect(block).height()

    def _on_a_line(self, point: QPointF) -> QPointF:
        """The point moved to the nearest line: Qt takes the air between two lines for the end of the upper one."""
        for block, corner in self.visible_blocks():
            if not corner.y() <= point.y() < corner.y() + self._height(block):
                continue
            layout = block.layout()
            for number in range(layout.lineCount()):
                rect = self.line_rect(layout, number, corner)
                if point.y() <= rect.bottom() or number == layout.lineCount() - 1:
                    return QPointF(point.x(), rect.center().y())
        return point

    # -- the mouse ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The empty sides belong to the page: the wheel scrolls there and a click goes to its line."""
        if event.type() == QEvent.Type.Wheel:
            return QCoreApplication.sendEvent(self.verticalScrollBar(), event)
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE:
            inside = event.position() - QPointF(self.viewport().pos())
            return QCoreApplication.sendEvent(self.viewport(), _moved(event, inside))
        return super().event(event)

    def snapped(self, event: QMouseEvent) -> QMouseEvent:
        """The same event on the nearest line; beyond the edge it stays where it is, so that dragging scrolls."""
        point = event.position()
        if not 0 <= point.y() < self.viewport().height():
            return event
        return _moved(event, self._on_a_line(point))

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies below the text, the text, what lies above."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        for layer in self.under:
            layer(painter, self)
        self._paint_selection(painter)
        painter.end()
        super().paintEvent(event)
        if self.over:
            painter.begin(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(event.rect())
            for layer in self.over:
                layer(painter, self)
            painter.end()

    def _paint_selection(self, painter: QPainter) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        colour = QColor(current().selection)
        for block, corner in self.visible_blocks():
            start = max(first, block.position()) - block.position()
            end = min(last, block.position() + block.length() - 1) - block.position()
            if block.position() >= last:
                break
            if start <= end:
                for rect in self.span_rects(block, corner, start, end - start, airy=True):
                    # On whole pixels, or a hair of the page shows between two lines.
                    painter.fillRect(rect.toAlignedRect(), colour)


def x_of(line: object, position: int) -> float:
    """Where a position of a line stands, from the line's left."""
    # PySide hands back the position too, which Qt may have moved to the nearest place a cursor can stand.
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def _moved(event: QMouseEvent, point: QPointF) -> QMouseEvent:
    return QMouseEvent(
        event.type(),
        point,
        event.globalPosition(),
        event.button(),
        event.buttons(),
        event.modifiers(),
        event.pointingDevice(),
    )
