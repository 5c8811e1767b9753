"""Masks in the window: what the section's controls and the brush make of the photograph's mask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QSize, Signal, Slot

from studio.panes.paint.look import MaskLayer
from studio.panes.paint.masking.brush import Stroke, Values
from studio.panes.paint.masking.brushtool import BrushTool
from studio.panes.paint.masking.layers import even, fitted, mask_shape
from studio.panes.paint.masking.reading import MaskReader
from studio.panes.paint.masking.section import INSIDE, OUTSIDE, MaskSection
from studio.panes.paint.masking.veiling import Veiling
from studio.panes.pane import Desk
from studio.widgets.imageview import ImageView, Touch


class Masking(QObject):
    """Holds the layer that is shown; whoever listens to ``edited`` keeps it, and gives it back with ``show``."""

    #: MaskLayer or None, after each finished stroke and each change of a control. Arrays told once never change again.
    edited = Signal(object)
    #: "inside" or "outside": which look the gallery's choice goes to.
    side_chosen = Signal(str)

    def __init__(self, view: ImageView, section: MaskSection, desk: Desk, parent: QObject | None = None) -> None:
        """No photograph, no mask, no brush in the hand."""
        super().__init__(parent)
        self._view, self._section = view, section
        self._size = QSize()
        self._layer: MaskLayer | None = None
        self._side = INSIDE
        self._stroke: Stroke | None = None
        self._reader = MaskReader(desk, section, self)
        self._veiling = Veiling(view, self)
        self._tool = BrushTool(view, self)
        self._connect()

    def _connect(self) -> None:
        section, tool = self._section, self._tool
        section.none_asked.connect(self.remove)
        section.brush_asked.connect(self.set_brushing)
        section.picture_asked.connect(self._reader.ask)
        self._reader.read.connect(self._take_values)
        section.fill_asked.connect(self.fill)
        section.clear_asked.connect(self.clear)
        section.invert_asked.connect(self.invert)
        section.side_asked.connect(self.choose_side)
        section.nudged.connect(section.size_slider.nudge)
        section.feather.changed.connect(self._preview_feather)
        section.feather.settled.connect(self._take_feather)
        section.size_slider.changed.connect(self._resize_brush)
        tool.nudged.connect(section.size_slider.nudge)
        tool.pressed.connect(self._begin)
        tool.moved.connect(self._go_on)
        tool.released.connect(self._end)
        tool.cancelled.connect(self._take_back)
        tool.dismissed.connect(self.put_away)

    # What the pane says --------------------------------------------------------------------------------------

    def show(self, layer: MaskLayer | None, photograph: QSize) -> None:
        """Show ``layer`` on a photograph of this size, silently; an empty size: there is no photograph."""
        other = photograph != self._size
        if not other and layer is self._layer:
            return
        if other:
            self._put_brush(False)
            self._size = QSize(photograph)
            self._reader.set_photograph(photograph)
            self._section.size_slider.set_photograph(max(photograph.width(), photograph.height()))
            self._resize_brush()
        # A stroke on a mask that is no more has nowhere to go.
        self._stroke = None
        self._layer = layer
        if layer is not None or other:
            self._section.show_feather(0.0 if layer is None else layer.feather)
        self._refresh()

    def commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Everything for the palette: id, title, what to do."""
        nudge = self._section.size_slider.nudge
        return [
            ("paint.mask.brush", self.tr("Paint a mask"), self.toggle_brush),
            ("paint.mask.picture", self.tr("Mask from a picture…"), self._reader.ask),
            ("paint.mask.fill", self.tr("Fill the mask"), self.fill),
            ("paint.mask.clear", self.tr("Clear the mask"), self.clear),
            ("paint.mask.invert", self.tr("Invert the mask"), self.toggle_inverted),
            ("paint.mask.none", self.tr("Remove the mask"), self.remove),
            ("paint.mask.inside", self.tr("Choose styles inside the mask"), partial(self.choose_side, INSIDE)),
            ("paint.mask.outside", self.tr("Choose styles outside the mask"), partial(self.choose_side, OUTSIDE)),
            ("paint.mask.smaller", self.tr("Smaller brush"), partial(nudge, -1)),
            ("paint.mask.larger", self.tr("Larger brush"), partial(nudge, 1)),
        ]

    def is_brushing(self) -> bool:
        """Whether the brush is in the hand."""
        return self._view.tool() is self._tool

    def layer(self) -> MaskLayer | None:
        """The mask that is shown."""
        return self._layer

    def side(self) -> str:
        """Which side of the mask the gallery's choice goes to."""
        return self._side

    # What the person does ------------------------------------------------------------------------------------

    @Slot(bool)
    def set_brushing(self, brushing: bool) -> None:
        """Take the brush into the hand, or put it away; without a mask it begins on one with nothing inside."""
        self._put_brush(brushing and not self._size.isEmpty())
        self._refresh()

    def toggle_brush(self) -> None:
        """The same from the palette, ready for the keys."""
        self.set_brushing(not self.is_brushing())
        if self.is_brushing():
            self._view.setFocus()

    @Slot()
    def put_away(self) -> None:
        """The brush back on the table; the mask stays."""
        self.set_brushing(False)

    @Slot()
    def remove(self) -> None:
        """No mask: the styles cover the whole photograph."""
        self._reader.stop()
        self._put_brush(False)
        if self._layer is None:
            self._refresh()
        else:
            self._edit(None)

    @Slot()
    def fill(self) -> None:
        """Everything inside."""
        self._replace(inside=True)

    @Slot()
    def clear(self) -> None:
        """Nothing inside."""
        self._replace(inside=False)

    @Slot(bool)
    def invert(self, inverted: bool) -> None:
        """Exchange inside and outside, or put them back."""
        if not self._size.isEmpty() and inverted != self._inverted():
            self._edit(MaskLayer(self._values(), self._feather(), inverted))
            self._veiling.glimpse()

    def toggle_inverted(self) -> None:
        """Exchange inside and outside."""
        self.invert(not self._inverted())

    @Slot(str)
    def choose_side(self, side: str) -> None:
        """Let the gallery's choice go inside or outside the mask; without a mask there is no outside."""
        side = side if self._layer is not None else INSIDE
        self._section.show_side(side)
        if side != self._side:
            self._side = side
            self.side_chosen.emit(side)

    # Inside --------------------------------------------------------------------------------------------------

    def _values(self) -> Values:
        """The mask's values in the photograph's shape; with no mask, nothing lies inside."""
        shape = mask_shape(self._size)
        return even(shape, False) if self._layer is None else fitted(self._layer.values, shape)

    def _feather(self) -> float:
        return self._section.feather.value() / 100

    def _inverted(self) -> bool:
        return self._layer is not None and self._layer.inverted

    def _scale(self, values: Values) -> tuple[float, float]:
        rows, columns = values.shape
        return self._size.width() / columns, self._size.height() / rows

    def _replace(self, inside: bool) -> None:
        if not self._size.isEmpty():
            self._edit(MaskLayer(even(mask_shape(self._size), inside), self._feather()))
            self._veiling.glimpse()

    def _edit(self, layer: MaskLayer | None) -> None:
        self._stroke = None
        self._layer = layer
        self._refresh()
        self.edited.emit(layer)

    def _refresh(self) -> None:
        """Let section and veil show what is."""
        layer, brushing = self._layer, self.is_brushing()
        self._section.show_state(
            can_mask=not self._size.isEmpty(),
            has_mask=layer is not None,
            brushing=brushing,
            inverted=self._inverted(),
        )
        self._cover()
        self._veiling.hold(brushing)
        self.choose_side(self._side)

    def _cover(self) -> None:
        if self._layer is None and not self.is_brushing():
            self._veiling.cover(None, 0.0, False)
        else:
            self._veiling.cover(self._values(), self._feather(), self._inverted())

    def _put_brush(self, into_hand: bool) -> None:
        if into_hand != self.is_brushing():
            self._view.set_tool(self._tool if into_hand else None)

    @Slot()
    def _resize_brush(self) -> None:
        self._tool.set_diameter(self._section.size_slider.diameter())

    @Slot()
    def _preview_feather(self) -> None:
        self._cover()
        self._veiling.glimpse()

    @Slot()
    def _take_feather(self) -> None:
        if self._layer is not None and self._layer.feather != self._feather():
            self._edit(replace(self._layer, feather=self._feather()))

    @Slot(object)
    def _begin(self, touch: Touch) -> None:
        values = self._values()
        across, _ = self._scale(values)
        radius = self._section.size_slider.diameter() / across / 2
        # An inverted mask keeps outside what it shows inside, so there the brush erases.
        self._stroke = Stroke(values, radius, touch.erases != self._inverted())
        self._go_on(touch)

    @Slot(object)
    def _go_on(self, touch: Touch) -> None:
        if self._stroke is None:
            return
        values = self._stroke.values
        across, down = self._scale(values)
        area = self._stroke.to(touch.x / across, touch.y / down, touch.pressure)
        if not area.is_empty:
            self._veiling.follow(values, area, (across, down))

    @Slot()
    def _end(self) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is not None and not np.array_equal(stroke.values, self._values()):
            self._edit(MaskLayer(stroke.values, self._feather(), self._inverted()))

    @Slot()
    def _take_back(self) -> None:
        self._stroke = None
        self._cover()

    @Slot(object)
    def _take_values(self, values: Values) -> None:
        self._edit(MaskLayer(values, self._feather()))
        self._veiling.glimpse()
