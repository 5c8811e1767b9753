"""The mask's controls in the side panel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engines.paint.masks import SOFTEST
from studio.look.tokens import SPACE
from studio.panes.paint.masking.sizeslider import SizeSlider
from studio.panes.paint.segments import Segments
from studio.widgets.valueslider import ValueSlider

INSIDE, OUTSIDE = "inside", "outside"


class MaskSection(QWidget):
    """Controls without logic or title; ``Masking`` acts on what they say. What makes no sense just now is not there."""

    none_asked = Signal()
    brush_asked = Signal(bool)
    picture_asked = Signal()
    fill_asked = Signal()
    clear_asked = Signal()
    invert_asked = Signal(bool)
    side_asked = Signal(str)  # "inside" or "outside"
    nudged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """No photograph, no mask."""
        super().__init__(parent)
        self._make_controls()
        self._name_controls()
        self._connect()
        self._lay_out()
        self.show_state(can_mask=False, has_mask=False, brushing=False, inverted=False)
        self.show_side(INSIDE)

    # What is shown -------------------------------------------------------------------------------------------

    def show_state(self, *, can_mask: bool, has_mask: bool, brushing: bool, inverted: bool) -> None:
        """Show how things are; tells nobody. ``can_mask``: there is a photograph."""
        self.setEnabled(can_mask)
        self.none.setChecked(not has_mask and not brushing)
        self.brush.setChecked(brushing)
        self.invert.setChecked(inverted)
        self._hint.setVisible(brushing)
        self.size_slider.setVisible(brushing)
        self._shape.setVisible(has_mask or brushing)
        self.sides.setVisible(has_mask)

    def show_feather(self, feather: float) -> None:
        """Show the softness of the edge, 0 to 0.25."""
        if self.feather.value() != round(feather * 100):
            self.feather.set_value(round(feather * 100))

    def show_side(self, side: str) -> None:
        """Show which side of the mask the styles go to."""
        self.sides.choose(side)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [
            *(self.none, self.brush, self.picture),
            *(self.size_slider.number, self.size_slider.slider),
            *(self.feather.number, self.feather.slider),
            *(self.invert, self.fill, self.clear),
            *self.sides.buttons.values(),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """[ and ] change the size of the brush here too: the hand may just have left a slider."""
        if self.brush.isChecked() and event.text() in ("[", "]"):
            self.nudged.emit(1 if event.text() == "]" else -1)
        else:
            super().keyPressEvent(event)

    # Inside --------------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.none = _button(self.tr("None"), checkable=True)
        self.brush = _button(self.tr("Brush"), checkable=True)
        self.picture = _button(self.tr("Picture…"))
        self.size_slider = SizeSlider(self.tr("Mask brush"))
        self.feather = ValueSlider(self.tr("Soft edge"), 0, round(SOFTEST * 100), 0, " %")
        self.invert = _button(self.tr("Invert"), checkable=True)
        self.fill = _button(self.tr("Fill"))
        self.clear = _button(self.tr("Clear"))
        choices = [
            (INSIDE, self.tr("Inside"), self.tr("Choose how the photograph is painted inside the mask")),
            (OUTSIDE, self.tr("Outside"), self.tr("Choose how the photograph is painted outside the mask")),
        ]
        self.sides = Segments(self.tr("Styles and sliders are for"), choices)
        self._hint = QLabel(self.tr("Drag to paint what lies inside. Alt or the right button erases."))
        self._hint.setProperty("role", "small")
        self._hint.setWordWrap(True)

    def _name_controls(self) -> None:
        words = (
            (self.none, self.tr("No mask"), self.tr("The styles cover the whole photograph")),
            (self.brush, self.tr("Paint the mask"), self.tr("Paint the mask; again: put the brush away")),
            (self.picture, self.tr("Mask from a picture"), self.tr("Take a picture as mask: light is inside")),
            (self.invert, self.tr("Invert the mask"), self.tr("Exchange inside and outside")),
            (self.fill, self.tr("Fill the mask"), self.tr("Everything lies inside")),
            (self.clear, self.tr("Clear the mask"), self.tr("Nothing lies inside")),
        )
        for button, name, tip in words:
            button.setAccessibleName(name)
            button.setToolTip(tip)

    def _connect(self) -> None:
        self.none.clicked.connect(self._ask_for_none)
        self.brush.clicked.connect(self.brush_asked)
        self.picture.clicked.connect(self.picture_asked)
        self.fill.clicked.connect(self.fill_asked)
        self.clear.clicked.connect(self.clear_asked)
        self.invert.clicked.connect(self.invert_asked)
        self.sides.chosen.connect(self.side_asked)

    def _ask_for_none(self) -> None:
        # A second click would leave no button down though there still is no mask.
        self.none.setChecked(True)
        self.none_asked.emit()

    def _lay_out(self) -> None:
        self._shape = QWidget()
        shape = _column(self._shape)
        shape.addWidget(self.feather)
        shape.addLayout(_row(self.invert, self.fill, self.clear))
        column = _column(self)
        column.addLayout(_row(self.none, self.brush, self.picture))
        for part in (self._hint, self.size_slider, self._shape, self.sides):
            column.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        # Three in a row: large text needs the room more than air does.
        self.setStyleSheet("QPushButton { padding: 0 4px; }")


def _button(text: str, checkable: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(checkable)
    # Large text may cut a word short; it must not push the panel's other controls out of sight.
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumWidth(1)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.m)
    return column


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE.xs)
    for widget in widgets:
        row.addWidget(widget)
    return row
