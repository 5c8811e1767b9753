"""How it shall be learnt: the model's name, what it begins with, the network, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engines.cards import Card
from engines.write.catalogue import FIRST_CHOICE
from engines.write.runs import RunPlan
from studio.dialogs.sheet import words
from studio.look.tokens import SPACE

#: As the engines call them; the book's model begins from nothing and keeps its sizes.
PRESETS = ("small", "stacked", "gru", "book")
BOOK = "book"
SIZES = {"small": (256, 1), "stacked": (256, 2), "gru": (256, 1), "book": (256, 1)}
#: With more words than this a network of its own finds its own voice.
MUCH_TEXT = 1_000_000
UNITS, LAYERS, MINUTES = (32, 1024), (1, 4), (1, 24 * 60)


class HowToLearn(QWidget):
    """Shows a plan and says when a hand has changed it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[str, Card] = {}
        self._chosen_by_hand = False
        self._named_by_hand = False
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("What shall the model be called?"))
        self.title.setMaxLength(60)
        self.start, self.preset = QComboBox(), QComboBox()
        self.about_start, self.about_preset = words("", "small"), words("", "small")
        self.units, self.layers, self.minutes = _field(UNITS, 256, 32), _field(LAYERS, 1), _field(MINUTES, 30, 5)
        self.until_best = QRadioButton(self.tr("Until it gets no better"))
        self.for_minutes = QRadioButton(self.tr("At most"))
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self.show_models((), 0)

    def plan(self, texts: Sequence[str], word_count: int) -> RunPlan:
        """What is wished for these texts."""
        card = self.begins_with()
        sized = card is None and self.preset.currentData() != BOOK
        return RunPlan(
            " ".join(self.title.text().split()),
            tuple(texts),
            word_count,
            self.preset.currentData() if card is None else "small",
            self.units.value() if sized else None,
            self.layers.value() if sized else None,
            float(self.minutes.value()) if self.for_minutes.isChecked() else None,
            "" if card is None else card.title,
        )

    def begins_with(self) -> Card | None:
        """The model to learn on with; None for nothing."""
        return self._cards.get(self.start.currentData() or "")

    def start_folder(self) -> Path | None:
        """Where that model lies."""
        card = self.begins_with()
        return None if card is None else card.folder

    def show_models(self, cards: Sequence[Card], word_count: int) -> None:
        """Offer these to begin with, and choose what suits so many words unless a hand has chosen."""
        before = self.start.currentData()
        self._cards = {card.name: card for card in cards if can_be_learnt_on(card)}
        self.start.clear()
        self.start.addItem(self.tr("Nothing"), "")
        for card in self._cards.values():
            self.start.addItem(card.title, card.name)
        self.start.setCurrentIndex(max(0, self.start.findData(before)))
        self.suit(word_count)

    def suit(self, word_count: int) -> None:
        """Little text goes furthest with a model that can write already."""
        if not self._chosen_by_hand:
            usual = FIRST_CHOICE if FIRST_CHOICE in self._cards else next(iter(self._cards), "")
            self.start.setCurrentIndex(max(0, self.start.findData("" if word_count > MUCH_TEXT else usual)))
        self._show()

    def suggest_title(self, title: str) -> None:
        """A name to begin with, until a hand has typed one."""
        if not self._named_by_hand:
            self.title.setText(title)

    # -- how it happens -----------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        card, preset = self.begins_with(), self.preset.currentData()
        own = card is None
        for widget in (self.preset, self.units, self.layers):
            widget.setEnabled(own and (widget is self.preset or preset != BOOK))
        if card is None:
            self.about_start.setText(self.tr("A network that knows no word. It needs much text and some patience."))
            self.about_preset.setText(preset_words(preset))
        else:
            said = self.tr("It can write already and takes on your words. Recommended for less than a million words.")
            self.about_start.setText(said)
            self.about_preset.setText(self.tr("It keeps the network of “{}”: {}.").format(card.title, _network(card)))
        self.minutes.setEnabled(self.for_minutes.isChecked())

    @Slot()
    def _preset_chosen(self) -> None:
        units, layers = SIZES[self.preset.currentData()]
        self.units.setValue(units)
        self.layers.setValue(layers)
        self._told()

    @Slot()
    def _told(self) -> None:
        self._show()
        self.changed.emit()

    def _by_hand(self) -> None:
        self._chosen_by_hand = True
        self._told()

    def _named(self) -> None:
        self._named_by_hand = bool(self.title.text())
        self.changed.emit()

    def _connect(self) -> None:
        self.title.textEdited.connect(self._named)
        self.title.textChanged.connect(self.changed)
        self.start.activated.connect(self._by_hand)
        self.preset.activated.connect(self._preset_chosen)
        self._group.buttonClicked.connect(self._told)

    def _lay_out(self) -> None:
        for name in PRESETS:
            self.preset.addItem(preset_title(name), name)
        for button in (self.until_best, self.for_minutes):
            self._group.addButton(button)
        self.until_best.setChecked(True)
        self.minutes.setSuffix(self.tr(" min"))
        for combo in (self.start, self.preset):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # Both notes keep room for two lines, or everything below would jump.
        for note in (self.about_start, self.about_preset):
            note.setMinimumHeight(3 * note.fontMetrics().height())
            note.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self._add(column, self.tr("Name of the model"), self.title)
        column.addSpacing(SPACE.s)
        self._add(column, self.tr("Begin with"), self.start, self.about_start)
        self._add(column, self.tr("Network"), self.preset, self._sizes(), self.about_preset)
        heading = words(self.tr("How long"), "heading")
        for widget in (heading, self.until_best):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.for_minutes)
        row.addWidget(self.minutes)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.minutes.setAccessibleName(self.tr("Minutes"))

    def _sizes(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.s)
        self.units.setToolTip(self.tr("How much the network can keep in mind; more is slower"))
        self.layers.setToolTip(self.tr("Networks one above the other; more is slower"))
        for at, (name, field) in enumerate(((self.tr("Units"), self.units), (self.tr("Layers"), self.layers))):
            label = QLabel(name)
            label.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(label, 0, 2 * at)
            grid.addWidget(field, 0, 2 * at + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return box

    def _add(self, column: QVBoxLayout, name: str, field: QWidget, *others: QWidget) -> None:
        heading = words(name, "heading")
        heading.setBuddy(field)
        field.setAccessibleName(name)
        for widget in (heading, field, *others):
            column.addWidget(widget)


def preset_title(name: str) -> str:
    """What a preset is called."""
    return {
        "small": _tr("LSTM"),
        "stacked": _tr("LSTM, two layers"),
        "gru": _tr("GRU"),
        BOOK: _tr("The book’s model"),
    }[name]


def preset_words(name: str) -> str:
    """One sentence about a preset."""
    return {
        "small": _tr("Learns fast and well; the best choice for most texts."),
        "stacked": _tr("Two LSTMs, one above the other: slower, better with a million words and more."),
        "gru": _tr("A simpler cell with fewer numbers: a little faster, often nearly as good."),
        BOOK: _tr("The plain network of the textbook, looking back 20 words; here to compare with, slow to learn."),
    }[name]


def can_be_learnt_on(card: Card) -> bool:
    """Whether a card says enough of its network to learn on with it."""
    return isinstance(card.facts.get("network"), dict) and "model.safetensors" in card.files


def _network(card: Card) -> str:
    sizes: Any = card.facts["network"]
    layers = _tr("1 layer") if sizes.get("layers") == 1 else _tr("{} layers").format(sizes.get("layers", "?"))
    units = _tr("{} units").format(sizes.get("units", "?"))
    return f"{str(sizes.get('cell', '')).upper()}, {layers}, {units}"


def _field(limits: tuple[int, int], value: int, step: int = 1) -> QSpinBox:
    field = QSpinBox()
    field.setRange(*limits)
    field.setSingleStep(step)
    field.setValue(value)
    return field


def _tr(text: str) -> str:
    return QCoreApplication.translate("HowToLearn", text)
