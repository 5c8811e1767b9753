"""The dialogs say what they should, and what they change applies at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engines import cards
from studio.commands import Command, Registry
from studio.dialogs.about import PARTS, AboutDialog, details
from studio.dialogs.models import ModelsDialog
from studio.dialogs.preferences import Page, PreferencesDialog
from studio.dialogs.report import ReportDialog
from studio.dialogs.shortcuts import ShortcutsDialog
from studio.dialogs.welcome import WelcomeDialog
from studio.jobs.lanes import Lanes
from studio.settings import SettingsStore


@pytest.fixture
def settings(qtbot: QtBot, tmp_path: Path) -> Iterator[SettingsStore]:
    store = SettingsStore(tmp_path / "settings.json")
    yield store
    store.flush()


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    assert lanes.close()


def page(dialog: PreferencesDialog, title: str) -> Page:
    for place in range(dialog.pages.count()):
        found = dialog.pages.widget(place)
        if dialog.pages.tabText(place) == title and isinstance(found, Page):
            return found
    raise LookupError(title)


def test_about_names_every_part_without_loading_it(qtbot: QtBot) -> None:
    before = set(sys.modules)
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    for part in PARTS:
        assert part.name in details()
    assert not {"torch", "onnxruntime"} & (set(sys.modules) - before)


def test_a_switch_in_the_preferences_applies_at_once(qtbot: QtBot, settings: SettingsStore) -> None:
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    switch = page(dialog, "Export").controls["paint.keep_exif"]
    assert isinstance(switch, QCheckBox)
    switch.click()
    assert settings.settings.paint.keep_exif is True


def test_the_preferences_follow_a_change_from_elsewhere(qtbot: QtBot, settings: SettingsStore) -> None:
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    settings.put("startup.show_welcome", False)
    switch = page(dialog, "Start").controls["startup.show_welcome"]
    assert isinstance(switch, QCheckBox)
    assert not switch.isChecked()


def test_reset_returns_one_page_and_no_other(qtbot: QtBot, settings: SettingsStore) -> None:
    settings.put("paint.jpeg_quality", 40)
    settings.put("appearance.theme", "light")
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    page(dialog, "Export").reset.click()
    assert settings.settings.paint.jpeg_quality == 92
    assert settings.settings.appearance.theme == "light"


def test_the_list_of_shortcuts_is_narrowed_by_typing(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    registry = Registry(owner)
    registry.add(
        [
            Command("file.open", "Open…", lambda: None, "File", "Ctrl+O"),
            Command("view.dark", "Dark theme", lambda: None, "View/Theme"),
        ]
    )
    dialog = ShortcutsDialog(registry)
    qtbot.addWidget(dialog)
    assert dialog.shown() == [("Open", "Ctrl+O"), ("Dark theme", "")]
    dialog.field.setText("dark")
    assert dialog.shown() == [("Dark theme", "")]


@dataclass(frozen=True)
class FakeCard:
    name: str
    title: str = "A model"
    kind: str = "style"
    licence: str = "CC0"
    folder: Path = Path("nowhere")


@dataclass(frozen=True)
class FakeVerdict:
    ok: bool
    sentence: str


def test_models_that_are_broken_are_counted_and_named(
    qtbot: QtBot, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "all_cards", lambda: [FakeCard("good"), FakeCard("bad")])
    monkeypatch.setattr(cards, "verify", lambda card: FakeVerdict(card.name == "good", f"{card.name} it is"))
    dialog = ModelsDialog(lanes)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    assert dialog.summary() == "1 of 2 models cannot be used."
    assert dialog.rows["bad"].verdict.text() == "bad it is"


def test_models_that_cannot_be_checked_are_a_sentence(
    qtbot: QtBot, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[FakeCard]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(cards, "all_cards", fail)
    dialog = ModelsDialog(lanes)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "the disk is gone" in dialog.summary())


@pytest.mark.parametrize(("button", "signal"), [("open_button", "open_wanted"), ("sample_button", "sample_wanted")])
def test_welcome_tells_what_was_chosen_and_goes(
    qtbot: QtBot, settings: SettingsStore, button: str, signal: str
) -> None:
    dialog = WelcomeDialog(settings)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    chosen: QPushButton = getattr(dialog, button)
    with qtbot.waitSignal(getattr(dialog, signal)):
        chosen.click()
    assert not dialog.isVisible()


def test_welcome_need_not_come_again(qtbot: QtBot, settings: SettingsStore) -> None:
    dialog = WelcomeDialog(settings)
    qtbot.addWidget(dialog)
    dialog.at_start.click()
    assert settings.settings.startup.show_welcome is False


def test_a_report_is_shown_as_it_is(qtbot: QtBot) -> None:
    dialog = ReportDialog("<b>Traceback</b>\n  line", lambda: None)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "<b>Traceback</b>\n  line"
