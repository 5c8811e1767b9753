"""The library of models for melodies in the window."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from engines.cards import all_cards, read_card
from studio import paths
from studio.panes.compose.learning.part import LearningPart
from studio.panes.compose.nats import meaning_of_nats
from studio.panes.librarysheet import LibrarySheet
from tests.studio.panes.compose.band import Band


@pytest.fixture
def part(band: Band) -> LearningPart:
    part = band.pane.part("learning")
    assert isinstance(part, LearningPart)
    return part


@pytest.fixture
def library(band: Band, part: LearningPart) -> LibrarySheet:
    """The sheet with the shipped models and one of one's own, which is on view."""
    fiddle = next(card for card in all_cards() if card.name == "fiddle")
    own = paths.models_folder() / "mine"
    shutil.copytree(fiddle.folder, own)
    plain = json.loads((own / "card.json").read_text(encoding="utf-8"))
    (own / "card.json").write_text(json.dumps(plain | {"name": "mine", "title": "Mine"}), encoding="utf-8")
    band.action("models").trigger()
    sheet = part.library.sheet
    assert sheet is not None
    band.until(lambda: len(sheet.models()) == 4)
    shown(sheet, "mine")
    return sheet


def names(sheet: LibrarySheet) -> list[str]:
    return [model.card.name for model in sheet.models()]


def shown(sheet: LibrarySheet, name: str) -> None:
    sheet.list.setCurrentRow(names(sheet).index(name))


def test_a_model_is_shown_with_what_it_read_and_what_its_figure_means(band: Band, library: LibrarySheet) -> None:
    shown(library, "bach-voices")
    wanted = ("2.08", "368 four-part chorales", "CC BY-SA 4.0", "guesses among 8 that are equally likely")

    def said() -> str:
        labels = library.view.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisibleTo(library.view))

    band.until(lambda: all(words in said() for words in wanted))


def test_nats_are_as_many_choices_as_their_exponential() -> None:
    assert "among 10 that" in meaning_of_nats(math.log(10))
    assert "nearly every note" in meaning_of_nats(0.1)


def test_a_model_of_ones_own_gets_another_name(band: Band, library: LibrarySheet) -> None:
    library.view.name.setText("Reels")
    QTest.keyClick(library.view.name, Qt.Key.Key_Return)
    band.until(lambda: library.list.currentItem().text() == "Reels")
    assert read_card(paths.models_folder() / "mine").title == "Reels"


def test_deleted_it_can_be_put_back_after_the_sheet_was_closed(
    band: Band, part: LearningPart, library: LibrarySheet
) -> None:
    library.delete.click()
    band.until(lambda: "mine" not in names(library))
    assert "mine" not in {card.name for card in part.models.cards()}
    library.close()
    band.until(lambda: part.library.sheet is None)
    band.action("models").trigger()
    again = part.library.sheet
    assert again is not None
    assert again.restore.text() == "Put back “Mine”"
    again.restore.click()
    band.until(lambda: "mine" in names(again))


def test_a_copy_goes_out_and_comes_in(band: Band, library: LibrarySheet, tmp_path: Path) -> None:
    library.export_to(tmp_path)
    band.until(lambda: library.note.text() == f"A copy lies in “{tmp_path / 'mine'}”.")
    library.import_from(tmp_path / "mine")
    band.until(lambda: "mine-2" in names(library))


def test_a_model_for_words_is_refused(band: Band, library: LibrarySheet) -> None:
    library.import_from(next(card.folder for card in all_cards() if card.name == "aesop"))
    band.until(lambda: "is no model for melodies" in library.note.text())


def test_the_chosen_one_composes(band: Band, part: LearningPart, library: LibrarySheet) -> None:
    library.use.click()
    assert part.models.chosen == "mine"
