"""The style pictures: one row each, with its share and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.palette import current
from studio.look.tokens import RADIUS, SPACE
from studio.panes.paint.own.addarea import AddArea
from studio.panes.paint.own.plan import MOST_PAINTINGS, Painting
from studio.widgets.elided import ElidedLabel
from studio.widgets.valueslider import JumpSlider

_SIDE = 52
_FULL = 100


class PaintingsSection(QWidget):
    """Shows the paintings of a plan and says what the person does with them."""

    asked = Signal()
    removed = Signal(int)
    weighed = Signal(int, float)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add = AddArea()
        self.add.clicked.connect(self.asked)
        self.rows: list[PaintingRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE.s)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addLayout(self._rows)
        column.addWidget(self.add)

    def show_paintings(self, paintings: Sequence[tuple[Painting, float]]) -> None:
        """Show these; rows of the same paintings stay, so that a hand on a slider keeps it."""
        if [row.painting for row in self.rows] != [painting for painting, _ in paintings]:
            self._hang([painting for painting, _ in paintings])
        total = sum(weight for _, weight in paintings) or 1.0
        for row, (_, weight) in zip(self.rows, paintings, strict=True):
            row.show_weight(weight, weight / total, alone=len(paintings) == 1)
        self.add.set_tall(not paintings)
        self.add.setVisible(len(paintings) < MOST_PAINTINGS)

    def _hang(self, paintings: Sequence[Painting]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [PaintingRow(painting) for painting in paintings]
        for number, row in enumerate(self.rows):
            row.out.clicked.connect(lambda _checked=False, number=number: self.removed.emit(number))
            row.weighed.connect(lambda weight, number=number: self.weighed.emit(number, weight))
            row.slider.sliderReleased.connect(self.settled)
            self._rows.addWidget(row)
        # Rows come after everything else was made, but the Tab key reaches them from the button that adds.
        stops = [self.add, *(stop for row in self.rows for stop in (row.slider, row.out))]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class PaintingRow(QWidget):
    """One painting: what it looks like, its name, how much of it is wanted."""

    weighed = Signal(float)

    def __init__(self, painting: Painting) -> None:
        super().__init__()
        self.painting = painting
        self._share = QLabel()
        self._share.setProperty("role", "small")
        self._share.setMinimumWidth(self._share.fontMetrics().horizontalAdvance("100 %"))
        self._share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        height, width = painting.pixels.shape[:2]
        self._size = QLabel(f"{width} × {height}")
        self._size.setProperty("role", "small")
        self.slider = JumpSlider(1, _FULL)
        self.slider.setValue(_FULL)
        self.slider.setAccessibleName(self.tr("How much of “{}”").format(painting.name))
        self.slider.setToolTip(self.tr("How much of this painting"))
        self.slider.valueChanged.connect(lambda percent: self.weighed.emit(percent / _FULL))
        self.slider.reset_wanted.connect(lambda: self.slider.setValue(_FULL))
        self.out = QToolButton()
        self.out.setIcon(icon("close", "muted"))
        self.out.setIconSize(QSize(14, 14))
        self.out.setToolTip(self.tr("Take “{}” away").format(painting.name))
        self.out.setAccessibleName(self.out.toolTip())
        self.out.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()

    def show_weight(self, weight: float, share: float, *, alone: bool) -> None:
        """One painting alone has nothing to be weighed against."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(weight * _FULL))
        self.slider.blockSignals(blocked)
        self.slider.setVisible(not alone)
        self._share.setVisible(not alone)
        self._size.setVisible(alone)
        self._share.setText(f"{share * 100:.0f} %")

    def _lay_out(self) -> None:
        name = ElidedLabel(Qt.TextElideMode.ElideMiddle)
        name.show_words(self.painting.name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Thumb(self.painting), 0, 0, 2, 1)
        grid.addWidget(name, 0, 1, 1, 2)
        grid.addWidget(self.out, 0, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 1)
        grid.addWidget(self._size, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._share, 1, 2, 1, 2)


class Thumb(QWidget):
    """The middle of a painting, with soft corners."""

    def __init__(self, painting: Painting) -> None:
        super().__init__()
        self._image: QImage = painting.thumbnail
        self.setFixedSize(_SIDE, _SIDE)
        self.setAccessibleName(painting.name)
        self.setToolTip(painting.name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, and a line around it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, RADIUS.m, RADIUS.m)
        painter.setClipPath(outline)
        side = min(self._image.width(), self._image.height())
        corner = QPoint((self._image.width() - side) // 2, (self._image.height() - side) // 2)
        painter.drawImage(self.rect(), self._image, QRect(corner, QSize(side, side)))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(current().line), 1))
        painter.drawPath(outline)
        painter.end()
