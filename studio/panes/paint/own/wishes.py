"""How the painting is to go: how much of what, how broad, how large, how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engines.paint.transfer.request import TransferSettings
from studio.look.tokens import SPACE
from studio.panes.paint.own.plan import FEWEST_STEPS, MOST_STEPS, SIZES, Plan
from studio.panes.paint.own.sliders import FactorSlider
from studio.panes.paint.segments import Segments
from studio.widgets.valueslider import ValueSlider


class WishesSection(QWidget):
    """The sliders that everybody needs."""

    #: Settings by name, and what a person calls the change.
    changed = Signal(dict, str)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        usual = TransferSettings()
        much = (self.tr("Hardly"), self.tr("Little"), self.tr("Usual"), self.tr("Much"), self.tr("Very much"))
        broad = (self.tr("Very fine"), self.tr("Fine"), self.tr("Usual"), self.tr("Broad"), self.tr("Very broad"))
        off = self.tr("Off")
        self.style_slider = FactorSlider(
            self.tr("Style"), usual.style, much, tip=self.tr("How much of the painting's manner is wanted")
        )
        self.content_slider = FactorSlider(
            self.tr("Content"), usual.content, much, off=off, tip=self.tr("How well the photograph stays recognisable")
        )
        self.smoothness_slider = FactorSlider(
            self.tr("Smoothness"), usual.smoothness, much, off=off, tip=self.tr("How calm neighbouring pixels are")
        )
        self.brush_slider = FactorSlider(
            self.tr("Brush"), 1.0, broad, octaves=2, tip=self.tr("How broad the strokes are against the photograph")
        )
        self.sizes = Segments(self.tr("Size"), [(str(side), str(side), self._size_tip(side)) for side in SIZES])
        self.steps = ValueSlider(self.tr("Steps"), FEWEST_STEPS, MOST_STEPS, usual.steps)
        self.estimate = QLabel()
        self.estimate.setProperty("role", "small")
        self.estimate.setWordWrap(True)
        self._connect()
        self._lay_out()

    def show_plan(self, plan: Plan) -> None:
        """Show the plan's settings without telling anybody."""
        settings = plan.settings
        for slider, value in (
            (self.style_slider, settings.style),
            (self.content_slider, settings.content),
            (self.smoothness_slider, settings.smoothness),
            (self.brush_slider, settings.brush),
        ):
            if slider.value() != value:
                slider.set_value(value)
        self.sizes.choose(str(min(SIZES, key=lambda side: abs(side - settings.size))))
        if self.steps.value() != settings.steps:
            self.steps.set_value(settings.steps)

    def show_estimate(self, words: str) -> None:
        """Say how long it will take; empty: nobody knows."""
        self.estimate.setText(words)
        self.estimate.setVisible(bool(words))

    def _connect(self) -> None:
        sliders: dict[str, FactorSlider] = {
            "style": self.style_slider,
            "content": self.content_slider,
            "smoothness": self.smoothness_slider,
            "brush": self.brush_slider,
        }
        words = {
            "style": self.tr("Change style"),
            "content": self.tr("Change content"),
            "smoothness": self.tr("Change smoothness"),
            "brush": self.tr("Change brush"),
        }
        for name, slider in sliders.items():
            slider.changed.connect(self._teller(name, words[name]))
            slider.settled.connect(self.settled)
        self.sizes.chosen.connect(lambda side: self._told("size", int(side), self.tr("Change size")))
        self.sizes.chosen.connect(lambda _side: self.settled.emit())
        self.steps.changed.connect(lambda steps: self._told("steps", steps, self.tr("Change steps")))
        self.steps.settled.connect(lambda _steps: self.settled.emit())

    def _teller(self, name: str, words: str) -> Callable[[float], None]:
        return lambda value: self._told(name, value, words)

    def _told(self, name: str, value: Any, words: str) -> None:
        self.changed.emit({name: value}, words)

    def _size_tip(self, side: int) -> str:
        return self.tr("The longer side is painted with {} pixels; never more than the photograph has").format(side)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        sliders = (self.style_slider, self.content_slider, self.smoothness_slider, self.brush_slider)
        for widget in (*sliders, self.sizes, self.steps, self.estimate):
            column.addWidget(widget)
