"""The settings of the composer: what it shall do, how daring, within what, how many takes, and the seed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.look.palette import text_scale
from studio.look.tokens import SPACE
from studio.panes.compose.composing.wishes import LIMITS, MOST_TAKES, Wishes
from studio.widgets.countchoice import CountChoice
from studio.widgets.lineslider import LineSlider
from studio.widgets.seedfield import SeedField
from studio.widgets.segments import Segments

#: Up to this size of text, the seed and the button beside it have room.
_BOTH_FIT = 1.15


class Controls(QWidget):
    """Shows wishes and says when a hand has changed them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wishes = Wishes()
        self._sliders: dict[str, LineSlider] = {}
        self._make_choices()
        self._make_sliders()
        self.takes = CountChoice(self.tr("Takes"), MOST_TAKES, self.tr("Several at once, of which you keep one"))
        self.seed = SeedField(
            self.tr("The same seed at the same place writes the same notes"),
            self.tr("Keep this seed for the next takes"),
        )
        self.more = QToolButton()
        self.more.setText(self.tr("Fine tuning"))
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Top-p, repetition, scale and range"))
        self._lay_out()
        self._connect()
        self.show_wishes(self._wishes)

    def _make_choices(self) -> None:
        self.mode = Segments(
            self.tr("What it does"),
            (
                ("continue", self.tr("Continue"), self.tr("Go on after the selection, or after the last note")),
                ("fill", self.tr("Fill"), self.tr("Fill the gap between selected notes, or the loop")),
                ("vary", self.tr("Vary"), self.tr("Other notes in place of the selected ones")),
            ),
        )
        keeping = self.tr("What a variation keeps")
        self.keeps = Segments(
            self.tr("Keeps"),
            (
                ("rhythm", self.tr("Rhythm"), keeping),
                ("pitches", self.tr("Pitches"), keeping),
                ("nothing", self.tr("Nothing"), keeping),
            ),
        )
        self.within = Segments(
            self.tr("Limits"),
            (
                ("off", self.tr("Off"), self.tr("Any note may come")),
                ("soft", self.tr("Soft"), self.tr("Notes outside become rarer")),
                ("strict", self.tr("Strict"), self.tr("No note comes from outside")),
            ),
        )
        self.scale, self.range = QCheckBox(self.tr("Scale")), QCheckBox(self.tr("Range"))
        self.scale.setToolTip(self.tr("Keep to the scale of the key"))
        self.range.setToolTip(self.tr("Keep to the range of the notes around"))

    def _make_sliders(self) -> None:
        self.bars = self._slider(self.tr("Bars"), "bars", self.tr("How long the continuation is"))
        self.temperature = self._slider(
            self.tr("Pitch"), "temperature", self.tr("0 always takes the likeliest pitch; above 1 it becomes wild"), 2
        )
        self.rhythm = self._slider(
            self.tr("Rhythm"), "rhythm", self.tr("0 always takes the likeliest length; above 1 it becomes wild"), 2
        )
        self.temperature.set_spoken(self.tr("Temperature of pitches"))
        self.rhythm.set_spoken(self.tr("Temperature of lengths"))
        self.top_p = self._slider(
            self.tr("Top-p"), "top_p", self.tr("Only the likeliest that together have this share; 1 allows all"), 2
        )
        self.no_repeat = self._slider(
            self.tr("No repeat"), "no_repeat", self.tr("No run of so many notes comes twice; 0 allows it")
        )
        self.amount = self._slider(self.tr("Change"), "amount", self.tr("How many of the notes become others"), 2)
        names = ("bars", "amount", "temperature", "rhythm", "top_p", "no_repeat")
        self._sliders = {name: getattr(self, name) for name in names}

    def _slider(self, label: str, name: str, tip: str, decimals: int = 0) -> LineSlider:
        slider = LineSlider(label, *LIMITS[name], getattr(Wishes(), name), decimals=decimals)
        slider.setToolTip(tip)
        slider.changed.connect(self._read)
        return slider

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        self._labels: list[QLabel] = []
        self._fine: list[QWidget] = [self.top_p, self.no_repeat]
        column.addWidget(self.mode)
        self._keeping = self._labelled(self.tr("Keeps"), self.keeps)
        column.addWidget(self._keeping)
        for slider in (self.bars, self.amount):
            column.addWidget(slider)
        column.addWidget(self._heading())
        for slider in (self.temperature, self.rhythm, self.top_p, self.no_repeat):
            column.addWidget(slider)
        self._fine += [self._labelled(self.tr("Limits"), self.within), self._labelled("", self._checks())]
        for limit in self._fine[2:]:
            column.addWidget(limit)
        column.addWidget(self.takes)
        self._last = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._last.setSpacing(SPACE.xs)
        self._last.addWidget(self.seed, 1)
        self._last.addWidget(self.more)
        column.addLayout(self._last)
        self._align()
        self._unfold(False)

    def _heading(self) -> QLabel:
        """Two sliders below share it: each name alone would not say what the number is."""
        label = QLabel(self.tr("Temperature: safe to daring"))
        label.setProperty("role", "small")
        label.setToolTip(self.tr("How freely the likely is left: 0 plays it safe, 1 is as the model learnt it"))
        return label

    def _checks(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        for check in (self.scale, self.range):
            check.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(check, 1)
        return box

    def _labelled(self, name: str, control: QWidget) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        label = QLabel(name)
        self._labels.append(label)
        row.addWidget(label)
        row.addWidget(control, 1)
        return box

    def _connect(self) -> None:
        for choice in (self.mode, self.keeps, self.within):
            choice.changed.connect(self._read)
        for check in (self.scale, self.range):
            check.clicked.connect(self._read)
        self.takes.changed.connect(self._read)
        self.seed.changed.connect(self._read)
        self.more.toggled.connect(self._unfold)

    def wishes(self) -> Wishes:
        """What is set."""
        return self._wishes

    def show_wishes(self, wishes: Wishes) -> None:
        """Show other wishes, and tell nobody."""
        self._wishes = wishes
        for name, slider in self._sliders.items():
            slider.set_value(getattr(wishes, name))
        for name in ("mode", "keeps", "within"):
            getattr(self, name).set_value(getattr(wishes, name))
        self.scale.setChecked(wishes.scale)
        self.range.setChecked(wishes.range)
        self.takes.show_count(wishes.takes)
        self.seed.show_seed(wishes.seed, locked=wishes.locked)
        self._fit_mode()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def _align(self) -> None:
        sliders = list(self._sliders.values())
        if not sliders or not hasattr(self, "_labels"):
            return
        # Large text leaves no room for both in one row.
        way = QBoxLayout.Direction
        self._last.setDirection(way.LeftToRight if text_scale() <= _BOTH_FIT else way.TopToBottom)
        names = [slider.label for slider in sliders] + self._labels
        widest = max(label.sizeHint().width() for label in names)
        number = max(slider.number.minimumWidth() for slider in sliders)
        for slider in sliders:
            slider.set_widths(widest, number)
        for label in self._labels:
            label.setMinimumWidth(widest)

    @Slot(bool)
    def _unfold(self, wanted: bool) -> None:
        for widget in self._fine:
            widget.setVisible(wanted)

    def _fit_mode(self) -> None:
        """Only what means something in this mode."""
        self.bars.setVisible(self._wishes.mode == "continue")
        self._keeping.setVisible(self._wishes.mode == "vary")
        self.amount.setVisible(self._wishes.mode == "vary" and self._wishes.keeps == "rhythm")
        # What is kept cannot be daring.
        self.rhythm.setVisible(not (self._wishes.mode == "vary" and self._wishes.keeps == "rhythm"))
        self.temperature.setVisible(not (self._wishes.mode == "vary" and self._wishes.keeps == "pitches"))
        self.scale.setEnabled(self._wishes.within != "off")
        self.range.setEnabled(self._wishes.within != "off")

    @Slot()
    def _read(self) -> None:
        values = {name: slider.value() for name, slider in self._sliders.items()}
        self._wishes = replace(
            self._wishes,
            mode=self.mode.value(),
            keeps=self.keeps.value(),
            bars=int(values["bars"]),
            temperature=values["temperature"],
            rhythm=values["rhythm"],
            top_p=values["top_p"],
            no_repeat=int(values["no_repeat"]),
            amount=values["amount"],
            within=self.within.value(),
            scale=self.scale.isChecked(),
            range=self.range.isChecked(),
            takes=self.takes.count(),
            seed=self.seed.number.value(),
            locked=self.seed.lock.isChecked(),
        )
        self._fit_mode()
        self.changed.emit()
