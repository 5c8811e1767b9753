"""The signs in the bar: metre and key as quiet buttons that open a menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engines.compose.grid import Value
from engines.compose.naming import key_name
from engines.compose.notes import Key, Metre

METRES = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8), (2, 2), (3, 2))


class SignButton(QToolButton):
    """A word of what holds now; pressed, it offers others."""

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tip)
        self.menu_of_choices = QMenu(self)
        self.menu_of_choices.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_of_choices)

    def say(self, words: str) -> None:
        """Show what holds."""
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(f"{self._name}: {words}")

    def _fill(self) -> None:
        raise NotImplementedError

    def _add(self, menu: QMenu, group: QActionGroup, words: str, checked: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(checked)
        group.addAction(action)
        return action


class MetreButton(SignButton):
    """Beats in a bar."""

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(self.tr("Metre"), self.tr("Beats in a bar, from the last change of metre on"))
        self.show_metre(Metre(0))

    def show_metre(self, metre: Metre) -> None:
        """Show the metre that holds."""
        self._metre = metre
        self.say(f"{metre.beats}/{metre.unit}")

    def _fill(self) -> None:
        menu, group = self.menu_of_choices, QActionGroup(self.menu_of_choices)
        menu.clear()
        held = (self._metre.beats, self._metre.unit)
        for beats, unit in METRES if held in METRES else (*METRES, held):
            action = self._add(menu, group, f"{beats}/{unit}", (beats, unit) == held)
            action.triggered.connect(lambda _on=False, beats=beats, unit=unit: self.chosen.emit(beats, unit))


class KeyButton(SignButton):
    """The key, which names pitches and lights up a scale."""

    chosen = Signal(object)  # Key | None

    def __init__(self) -> None:
        super().__init__(self.tr("Key"), self.tr("The key: it lights up its scale in the roll and writes the signs"))
        self.show_key(None)

    def show_key(self, key: Key | None) -> None:
        """Show the key that holds."""
        self._key = key
        self.say(self.tr("No key") if key is None else key_name(key))

    def _fill(self) -> None:
        menu = self.menu_of_choices
        menu.clear()
        group = QActionGroup(menu)
        none = self._add(menu, group, self.tr("No key"), self._key is None)
        none.triggered.connect(lambda: self.chosen.emit(None))
        held = None if self._key is None else (self._key.sharps, self._key.minor)
        for minor, title in ((False, self.tr("Major")), (True, self.tr("Minor"))):
            inner = menu.addMenu(title)
            for sharps in range(-7, 8):
                key = Key(0, sharps, minor)
                action = self._add(inner, group, f"{key_name(key)}\t{_signs(sharps)}", held == (sharps, minor))
                action.triggered.connect(lambda _on=False, key=key: self.chosen.emit(key))


def value_words(value: Value) -> str:
    """1/16, 1/8 triplet, 1/4 dotted."""
    said = QCoreApplication.translate
    kinds = {"": "", "T": said("ValueWords", " triplet"), "D": said("ValueWords", " dotted")}
    return f"1/{value.part}{kinds[value.kind]}"


def _signs(sharps: int) -> str:
    if not sharps:
        return ""
    return f"{abs(sharps)}{'♯' if sharps > 0 else '♭'}"
