"""The model library in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.cards import read_card
from studio import paths
from studio.panes.librarysheet import LibrarySheet
from studio.panes.write.learning.modelfigures import WordFigures
from studio.panes.write.learning.part import LearningPart
from tests.engines.write.littlemodel import shipped_model
from tests.studio.panes.write.study import Study


@pytest.fixture
def library(study: Study, part: LearningPart) -> LibrarySheet:
    """The sheet with the shipped models and one of one's own, which is on view."""
    shipped_model(paths.models_folder())
    study.action("models").trigger()
    assert part.library is not None
    sheet = part.library
    study.until(lambda: len(sheet.models()) == 3)
    shown(sheet, "little")
    return sheet


def names(sheet: LibrarySheet) -> list[str]:
    return [model.card.name for model in sheet.models()]


def shown(sheet: LibrarySheet, name: str) -> None:
    sheet.list.setCurrentRow(names(sheet).index(name))


def said(sheet: LibrarySheet) -> set[str]:
    view = sheet.view
    return {label.text() for label in view.findChildren(type(view.title)) if label.isVisibleTo(view)}


def test_every_model_is_listed_and_shown_in_full(study: Study, library: LibrarySheet) -> None:
    shown(library, "aesop")
    wanted = {"Aesop", "48.4", "24 %", "56 %", "93.6", "CC BY-SA 4.0", "All files are as the card says."}
    study.until(lambda: wanted <= said(library))
    figures = library.view.figures
    assert isinstance(figures, WordFigures)
    assert "On average it is off by 0.2 %" in figures.said.text()
    assert figures.chart.accessibleDescription() == figures.said.text()


def test_shipped_models_cannot_be_deleted_or_renamed(library: LibrarySheet) -> None:
    shown(library, "aesop")
    assert not library.delete.isEnabled()
    assert not library.view.name.isVisible()
    QTest.keyClick(library.list, Qt.Key.Key_Delete)
    assert "aesop" in names(library)


def test_a_name_is_typed_over(study: Study, part: LearningPart, library: LibrarySheet) -> None:
    library.view.name.setText("Three fables")
    QTest.keyClick(library.view.name, Qt.Key.Key_Return)
    study.until(lambda: library.list.currentItem().text() == "Three fables")
    assert read_card(paths.models_folder() / "little").title == "Three fables"
    assert library.isVisible()


def test_deleted_it_can_be_put_back(study: Study, library: LibrarySheet) -> None:
    library.delete.click()
    study.until(lambda: "little" not in names(library))
    assert library.restore.text() == "Put back “Little fables”"
    library.restore.click()
    study.until(lambda: "little" in names(library))
    assert not library.restore.isVisible()


def test_put_back_works_after_the_sheet_was_closed(study: Study, part: LearningPart, library: LibrarySheet) -> None:
    library.delete.click()
    study.until(lambda: "little" not in names(library))
    library.close()
    study.until(lambda: part.library is None)
    study.action("models").trigger()
    again = part.library
    assert again is not None
    study.until(lambda: len(again.models()) == 2)
    again.put_back()
    study.until(lambda: "little" in names(again))


def test_a_copy_goes_out_and_comes_in(study: Study, library: LibrarySheet, tmp_path: Path) -> None:
    library.export_to(tmp_path)
    study.until(lambda: library.note.text() == f"A copy lies in “{tmp_path / 'little'}”.")
    library.import_from(tmp_path / "little")
    study.until(lambda: "little-2" in names(library))
    assert library.current() is not None
    assert library.list.currentItem().text() == "Little fables"


def test_a_folder_without_a_model_is_told(study: Study, library: LibrarySheet, tmp_path: Path) -> None:
    library.import_from(tmp_path)
    study.until(lambda: library.note.text().startswith("There is no model in"))
    assert library.note.property("role") == "danger"


def test_the_chosen_one_answers(study: Study, part: LearningPart, library: LibrarySheet) -> None:
    library.use.click()
    assert part.models.chosen == "little"
    study.until(lambda: part.library is None)
