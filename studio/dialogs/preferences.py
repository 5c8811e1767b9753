"""Preferences: every change applies at once, so there is nothing to confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE
from studio.settings import SettingsStore
from studio.widgets.valueslider import ValueSlider


class PreferencesDialog(Sheet):
    """One page for each section of the settings."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Preferences"), parent)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setDrawBase(False)
        for title, page in (
            (self.tr("Look"), self._look(settings)),
            (self.tr("Start"), self._start(settings)),
            (self.tr("Export"), self._export(settings)),
        ):
            self.pages.addTab(page, title)
        self.content.addWidget(self.pages, 1)
        self.buttons.insertWidget(0, words(self.tr("Changes apply at once."), "small", wrap=False))
        self.add_close()
        self.resize(500, 380)

    def _look(self, settings: SettingsStore) -> Page:
        page = Page(settings, "appearance")
        themes = [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        page.add_choice("appearance.theme", self.tr("Theme"), themes)
        page.add_number("appearance.text_scale", self.tr("Text size"), 80, 200, 100)
        return page.done()

    def _start(self, settings: SettingsStore) -> Page:
        page = Page(settings, "startup")
        page.add_switch("startup.show_welcome", self.tr("Show the welcome page when no project is opened"))
        page.add_switch("startup.restore_last", self.tr("Open the project that was open last"))
        return page.done()

    def _export(self, settings: SettingsStore) -> Page:
        page = Page(settings, "paint")
        page.add_number("paint.jpeg_quality", self.tr("JPEG quality"), 1, 100, 1, suffix="")
        page.add_switch("paint.keep_exif", self.tr("Keep the camera's notes (EXIF) in exported pictures"))
        page.add_note(self.tr("They can tell where and when a photograph was taken."))
        return page.done()


class Page(QWidget):
    """The controls of one section; they follow the settings, whoever changes them."""

    def __init__(self, settings: SettingsStore, section: str) -> None:
        super().__init__()
        self._settings = settings
        self._section = section
        self._shows: dict[str, Callable[[], None]] = {}
        self.controls: dict[str, QWidget] = {}
        self.reset = QPushButton(self.tr("Reset this page"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(lambda: settings.reset(section))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE.l, 0, 0)
        self._column.setSpacing(SPACE.m)
        settings.changed.connect(self._follow)

    def add_choice(self, key: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        """A list of which one is chosen."""
        box = QComboBox()
        for value, text in choices:
            box.addItem(text, value)
        name = QLabel(label)
        name.setBuddy(box)
        row = QHBoxLayout()
        row.addWidget(name)
        row.addStretch()
        row.addWidget(box)
        self._column.addLayout(row)
        box.activated.connect(lambda: self._settings.put(key, box.currentData()))
        self._add(key, box, lambda: box.setCurrentIndex(box.findData(self._settings.get(key))))

    def add_switch(self, key: str, label: str) -> None:
        """Something that is on or off."""
        box = QCheckBox(label)
        self._column.addWidget(box)
        box.clicked.connect(lambda checked: self._settings.put(key, checked))
        self._add(key, box, lambda: box.setChecked(self._settings.get(key)))

    def add_number(self, key: str, label: str, low: int, high: int, unit: int, suffix: str = " %") -> None:
        """A number on a slider; ``unit`` is how many of its steps make one of the setting."""
        slider = ValueSlider(label, low, high, round(self._default(key) * unit), suffix)
        self._column.addWidget(slider)
        # A share stays a float, a whole number whole.
        slider.settled.connect(lambda value: self._settings.put(key, value / unit if unit > 1 else value))
        self._add(key, slider, lambda: slider.set_value(round(self._settings.get(key) * unit)))

    def add_note(self, text: str) -> None:
        """A sentence below the control before it."""
        self._column.addWidget(words(text, "small"))

    def done(self) -> Page:
        """Close the page with its reset."""
        self._column.addStretch()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.reset)
        self._column.addLayout(row)
        return self

    def _add(self, key: str, control: QWidget, show: Callable[[], None]) -> None:
        self.controls[key] = control
        self._shows[key] = show
        show()

    def _default(self, key: str) -> float:
        from studio.settings import RULES

        return float(RULES[key].default)

    @Slot(str)
    def _follow(self, key: str) -> None:
        if key in self._shows:
            self._shows[key]()
