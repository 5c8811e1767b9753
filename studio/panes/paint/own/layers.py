"""The style layers: one slider each, from the finest dabs to the broadest swirls."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.own.layernames import style_layers
from studio.panes.paint.own.plan import Plan
from studio.widgets.valueslider import SETTLE_MS, JumpSlider

#: The weight at the right end, in parts of the largest that a layer has unless chosen.
_MOST = 2.0
_FINENESS = 50


class LayersSection(QWidget):
    """Shows a weight for each style layer of the chosen network."""

    #: The layers with their weights; none: the network's own choice.
    chosen = Signal(tuple)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sliders: dict[str, JumpSlider] = {}
        self._words: dict[str, QLabel] = {}
        self._features = ""
        self._usual = 1.0
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self.settled)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.s)
        self._grid.setVerticalSpacing(SPACE.xs)
        self._grid.setColumnStretch(1, 1)
        self.reset = QPushButton(self.tr("The network's own choice"))
        self.reset.setProperty("quiet", True)
        self.reset.clicked.connect(lambda: self.chosen.emit(()))

    def show_plan(self, plan: Plan) -> None:
        """Show the layers of the plan's network with the weights that hold."""
        features = plan.settings.features
        if features != self._features:
            self._hang(features)
        weights = style_layers(features)
        if plan.settings.layers:
            chosen = dict(plan.settings.layers)
            weights = {name: chosen.get(name, 0.0) for name in weights}
        for name, slider in self.sliders.items():
            blocked = slider.blockSignals(True)
            slider.setValue(round(weights[name] / self._usual * _FINENESS))
            slider.blockSignals(blocked)
            self._say(name)
        self.reset.setVisible(bool(plan.settings.layers))

    def _hang(self, features: str) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.reset:
                widget.hide()
                widget.deleteLater()
        self._features = features
        layers = style_layers(features)
        self._usual = max(layers.values())
        self.sliders, self._words = {}, {}
        for row, name in enumerate(layers):
            self._add_row(row, name)
        self._grid.addWidget(self.reset, len(layers), 0, 1, 3)

    def _add_row(self, row: int, name: str) -> None:
        title = QLabel(_title(name))
        title.setProperty("role", "small")
        slider = JumpSlider(0, round(_MOST * _FINENESS))
        slider.setAccessibleName(title.text())
        slider.setToolTip(self.tr("How much this layer counts: the upper ones see dabs, the lower ones swirls"))
        slider.valueChanged.connect(lambda _value: self._moved(name))
        slider.sliderReleased.connect(self.settled)
        slider.reset_wanted.connect(lambda: slider.setValue(_FINENESS))
        words = QLabel()
        words.setProperty("role", "small")
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.setMinimumWidth(words.fontMetrics().horizontalAdvance("200 %"))
        self.sliders[name], self._words[name] = slider, words
        for column, widget in enumerate((title, slider, words)):
            self._grid.addWidget(widget, row, column)

    def _moved(self, name: str) -> None:
        layers = tuple(
            (each, slider.value() / _FINENESS * self._usual) for each, slider in self.sliders.items() if slider.value()
        )
        if not layers:
            # A style needs one layer at least: the last one stays a little.
            self.sliders[name].setValue(1)
            return
        self._say(name)
        self.chosen.emit(layers)
        if not self.sliders[name].isSliderDown():
            self._pause.start()

    def _say(self, name: str) -> None:
        value = self.sliders[name].value()
        words = f"{value * 100 // _FINENESS} %" if value else self.tr("Off")
        self._words[name].setText(words)
        self.sliders[name].setAccessibleDescription(words)


def _title(name: str) -> str:
    """The name as people read it: "Block 3, expand"."""
    return name.replace("_", ", ").replace("block", "Block ").replace("conv", "conv ").replace("stem", "Stem")
