"""The sheet: texts to learn from, how, and the button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.errors import BadInput
from engines.steps import Step, Task
from engines.write.preview import Preview
from studio.panes.write.learning.engine import Source
from studio.panes.write.learning.part import LearningPart
from studio.panes.write.learning.sheet import LearnSheet
from tests.engines.write.taughtwords import shelf
from tests.studio.panes.write.learning.school import School, resting
from tests.studio.panes.write.oracle import card
from tests.studio.panes.write.study import Study


@pytest.fixture
def sheet(study: Study, part: LearningPart) -> LearnSheet:
    network = {"network": {"cell": "lstm", "layers": 1, "units": 256}}
    story = replace(
        card("storyteller", "Storyteller", Path("storyteller")), facts=network, files={"model.safetensors": ""}
    )
    part.models.find = lambda: (card(), story)
    part.models.refresh()
    study.action("train").trigger()
    assert part.sheet is not None
    return part.sheet


def added(study: Study, sheet: LearnSheet, *paths: Path) -> Preview:
    sheet.texts.add(list(paths))
    study.until(lambda: sheet.texts.preview is not None)
    assert sheet.texts.preview is not None
    return sheet.texts.preview


def test_nothing_can_begin_without_texts(sheet: LearnSheet) -> None:
    assert not sheet.start.isEnabled()
    assert sheet.note.text() == "Add texts to begin."


def test_texts_are_looked_through_file_by_file(study: Study, sheet: LearnSheet, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "fables", 12)
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 40)
    added(study, sheet, folder)
    notes = sheet.texts.table.notes()
    assert len(notes) == 13
    assert "no text" in notes["picture.txt"]
    assert notes["fable 1.txt"].startswith("utf-8")
    assert sheet.texts.total.text().startswith("12 files · 12 stories · ")
    assert sheet.texts.total.text().endswith(" words · 1 skipped")
    assert "Your text is small" in sheet.texts.advice.text()
    assert sheet.how.title.text() == "fables"
    assert sheet.start.isEnabled()


def test_too_little_text_cannot_be_learnt_from(study: Study, sheet: LearnSheet, tmp_path: Path) -> None:
    (tmp_path / "ten.txt").write_text("These are ten words which nobody could learn from.", encoding="utf-8")
    added(study, sheet, tmp_path / "ten.txt")
    assert sheet.texts.advice.text().startswith("This is too little to learn from: ")
    assert not sheet.start.isEnabled()


def test_the_text_on_the_page_is_learnt_from_as_it_is_now(study: Study, sheet: LearnSheet) -> None:
    study.editor.insert_words("A fox ran to the old tree. " * 40, "person", name="x")
    sheet.texts.add_page.click()
    study.until(lambda: sheet.texts.preview is not None)
    assert sheet.texts.preview is not None
    assert sheet.texts.preview.report.words == 280
    sheet.texts.add_page.click()
    study.until(lambda: sheet.texts.preview is not None)
    assert len(sheet.texts.sources) == 1


def test_one_file_of_a_folder_can_be_left_out(study: Study, sheet: LearnSheet, tmp_path: Path) -> None:
    added(study, sheet, shelf(tmp_path / "fables", 12))
    sheet.texts.table.setCurrentItem(sheet.texts.table.topLevelItem(0))
    sheet.texts.table.setFocus()
    QTest.keyClick(sheet.texts.table, Qt.Key.Key_Delete)
    study.until(lambda: sheet.texts.preview is not None)
    assert len(sheet.texts.table.notes()) == 11
    assert len(sheet.texts.sources) == 11


def test_looking_through_can_be_cancelled(study: Study, part: LearningPart, sheet: LearnSheet, tmp_path: Path) -> None:
    gate, closed = Event(), Event()

    def slow(_sources: object) -> Task[Preview]:
        try:
            while not gate.is_set():
                yield Step(0, 5, "Reading “a.txt”")
        finally:
            closed.set()
        raise AssertionError

    part.engine.preview = slow
    sheet.texts.add([tmp_path])
    study.until(lambda: sheet.texts.total.text() == "Reading “a.txt”")
    assert sheet.texts.cancel.isVisible()
    sheet.texts.cancel.click()
    study.until(closed.is_set)
    assert not sheet.start.isEnabled()
    assert sheet.texts.advice.text().startswith("Not looked through")
    gate.set()


def test_a_run_begins_with_what_was_chosen(
    study: Study, part: LearningPart, sheet: LearnSheet, school: School, tmp_path: Path
) -> None:
    added(study, sheet, shelf(tmp_path / "fables", 12))
    sheet.how.title.setText("My  fables")
    sheet.how.for_minutes.click()
    sheet.how.minutes.setValue(20)
    sheet.start.click()
    study.until(lambda: part.sitting is not None)
    ((plan, files, start_from),) = school.begun
    assert (plan.title, plan.minutes, plan.begun, plan.preset) == ("My fables", 20.0, "Storyteller", "small")
    assert len(files) == 12
    assert start_from == Path("storyteller")
    study.until(lambda: part.sheet is None)
    part.stop()
    study.until(lambda: part.sitting is None)


def test_from_nothing_the_network_can_be_chosen(study: Study, sheet: LearnSheet) -> None:
    how = sheet.how
    assert how.begins_with() is not None
    assert not how.preset.isEnabled()
    assert "LSTM, 1 layer, 256 units" in how.about_preset.text()
    how.start.setCurrentIndex(0)
    how.start.activated.emit(0)
    assert how.preset.isEnabled()
    how.preset.setCurrentIndex(how.preset.findData("stacked"))
    how.preset.activated.emit(how.preset.currentIndex())
    plan = how.plan((), 0)
    assert (plan.preset, plan.units, plan.layers, plan.begun) == ("stacked", 256, 2, "")


def test_the_books_model_keeps_its_sizes(sheet: LearnSheet) -> None:
    how = sheet.how
    how.start.setCurrentIndex(0)
    how.preset.setCurrentIndex(how.preset.findData("book"))
    how.preset.activated.emit(how.preset.currentIndex())
    assert not how.units.isEnabled()
    assert how.plan((), 0).units is None


def test_much_text_begins_from_nothing_unless_a_hand_has_chosen(sheet: LearnSheet) -> None:
    sheet.how.suit(2_000_000)
    assert sheet.how.begins_with() is None
    sheet.how.start.setCurrentIndex(1)
    sheet.how.start.activated.emit(1)
    sheet.how.suit(2_000_000)
    assert sheet.how.begins_with() is not None


def test_a_taken_name_is_told_and_can_be_changed(
    study: Study, sheet: LearnSheet, school: School, tmp_path: Path
) -> None:
    school.refusal = BadInput("There is already a model called “Aesop”. Choose another name.")
    added(study, sheet, shelf(tmp_path / "fables", 12))
    sheet.how.title.setText("Aesop")
    sheet.start.click()
    study.until(lambda: sheet.note.text() == str(school.refusal))
    assert sheet.start.isEnabled()
    sheet.how.title.setText("Other")
    assert sheet.note.text() == ""


def test_only_one_training_goes_at_a_time(study: Study, part: LearningPart, sheet: LearnSheet, tmp_path: Path) -> None:
    part.go_on(resting())
    added(study, sheet, shelf(tmp_path / "fables", 12))
    assert sheet.note.text() == "“Grimm” is learning. Wait for it or stop it first."
    assert not sheet.start.isEnabled()
    part.stop()
    study.until(lambda: part.sitting is None)
    assert sheet.start.isEnabled()


def test_dropped_texts_open_the_sheet(study: Study, part: LearningPart, tmp_path: Path) -> None:
    part.dock.zone.dropped.emit([shelf(tmp_path / "fables", 12)])
    assert part.sheet is not None
    assert part.sheet.texts.sources == [Source(tmp_path / "fables")]
    study.until(lambda: part.sheet is not None and part.sheet.texts.preview is not None)


def test_escape_closes_the_sheet_and_stops_reading(study: Study, part: LearningPart, sheet: LearnSheet) -> None:
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    study.until(lambda: part.sheet is None)
