"""The settings of a generation: how much, how daring, how many, and the seed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.write.generating.wishes import LIMITS, Wishes
from studio.widgets.countchoice import CountChoice
from studio.widgets.lineslider import LineSlider
from studio.widgets.seedfield import SeedField


class Controls(QWidget):
    """Shows wishes and says when a hand has changed them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sliders: dict[str, LineSlider] = {}
        self._wishes = Wishes()
        self.words = self._slider(self.tr("Words"), "words")
        self.temperature = self._slider(self.tr("Temperature"), "temperature", 2)
        self.temperature.setToolTip(self.tr("0 always takes the likeliest word; above 1 it becomes wild"))
        self.top_p = self._slider(self.tr("Top-p"), "top_p", 2)
        self.top_p.setToolTip(self.tr("Only the likeliest words that together have this share; 1 allows all"))
        self.top_k = self._slider(self.tr("Top-k"), "top_k")
        self.top_k.setToolTip(self.tr("Only so many of the likeliest words; 0 allows all"))
        self.no_repeat = self._slider(self.tr("No repeat"), "no_repeat")
        self.no_repeat.setToolTip(self.tr("No run of so many words comes twice; 0 allows it"))
        self._sliders = {
            "words": self.words,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "no_repeat": self.no_repeat,
        }
        self.more = QToolButton()
        self.more.setText(self.tr("Fine tuning"))
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Top-p, top-k and repetition"))
        several = self.tr("Several at once, of which you choose one")
        self.candidates = CountChoice(self.tr("Candidates"), int(LIMITS["candidates"][1]), several)
        self.seed = SeedField(
            self.tr("The same seed at the same place writes the same words"),
            self.tr("Keep this seed for the next passages"),
        )
        self._lay_out()
        self.candidates.changed.connect(self._read)
        self.seed.changed.connect(self._read)
        self.more.toggled.connect(self._unfold)
        self._unfold(False)
        self.show_wishes(self._wishes)

    def wishes(self) -> Wishes:
        """What is set."""
        return self._wishes

    def show_wishes(self, wishes: Wishes) -> None:
        """Show other wishes, and tell nobody."""
        self._wishes = wishes
        for name, slider in self._sliders.items():
            slider.set_value(getattr(wishes, name))
        self.candidates.show_count(wishes.candidates)
        self.seed.show_seed(wishes.seed, locked=wishes.locked)

    def _slider(self, label: str, name: str, decimals: int = 0) -> LineSlider:
        slider = LineSlider(label, *LIMITS[name], getattr(Wishes(), name), decimals=decimals)
        slider.changed.connect(self._read)
        return slider

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        self._align()
        row = QHBoxLayout()
        row.setSpacing(SPACE.xs)
        row.addWidget(self.seed, 1)
        row.addWidget(self.more)
        for widget in (self.words, self.temperature, self.top_p, self.top_k, self.no_repeat, self.candidates):
            column.addWidget(widget)
        column.addLayout(row)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def _align(self) -> None:
        sliders = list(self._sliders.values())
        if not sliders:
            return
        label = max(slider.label.sizeHint().width() for slider in sliders)
        number = max(slider.number.minimumWidth() for slider in sliders)
        for slider in sliders:
            slider.set_widths(label, number)

    @Slot(bool)
    def _unfold(self, wanted: bool) -> None:
        for slider in (self.top_p, self.top_k, self.no_repeat):
            slider.setVisible(wanted)

    @Slot()
    def _read(self) -> None:
        values = {name: slider.value() for name, slider in self._sliders.items()}
        whole = {name: int(values[name]) for name in ("words", "top_k", "no_repeat")}
        self._wishes = replace(
            self._wishes,
            temperature=values["temperature"],
            top_p=values["top_p"],
            candidates=self.candidates.count(),
            seed=self.seed.number.value(),
            locked=self.seed.lock.isChecked(),
            **whole,
        )
        self.changed.emit()
