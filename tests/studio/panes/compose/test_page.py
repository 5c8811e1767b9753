"""The page: written music that follows the piece, the sound and the hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.compose.engraving import EngraveRequest, Pages
from engines.compose.notes import Note
from engines.errors import BadInput
from engines.steps import Step, Task
from studio.panes.compose.engraved.part import EngravedPart
from tests.studio.panes.compose.band import Band, tune


@pytest.fixture
def page(band: Band) -> EngravedPart:
    part = band.pane.part("engraved")
    assert isinstance(part, EngravedPart)
    band.put(tune())
    return part


def engraved(band: Band, page: EngravedPart) -> None:
    band.action("page").trigger()
    band.until(lambda: page.pages is not None and not page.engraver.is_busy)


def test_nothing_is_engraved_until_somebody_looks(band: Band, page: EngravedPart) -> None:
    assert not page._soon.isActive()
    engraved(band, page)
    assert page.pages is not None
    assert len(page.pages.notes) == len(tune().notes)
    assert len(page.dock.sheets) == 1


def test_a_drawn_note_appears_on_the_page(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    band.pane.roll.insert_notes("Draw", [Note(3840, 0, 74, 480)])
    band.until(lambda: page.pages is not None and len(page.pages.notes) == len(tune().notes) + 1)


def test_a_click_selects_the_note_and_beside_all_notes_none(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    assert page.pages is not None
    wanted = tune().notes.index(tune().of_track(1)[1])
    (name,) = page.pages.elements[wanted]
    sheet = page.dock.sheets[0]
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.box(name).center().toPoint())
    assert band.pane.model.selected == (tune().notes[wanted],)
    assert band.pane.model.track == 1
    assert sheet._selected == {name}
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().bottomRight())
    assert not band.pane.model.selected


def test_what_sounds_lights_up(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    assert page.pages is not None
    band.action("play").trigger()
    band.player.tick = 500
    sheet = page.dock.sheets[0]
    band.until(lambda: bool(sheet._sounding))
    assert sheet._sounding == set(page.pages.sounding(500))
    band.action("play").trigger()
    assert not sheet._sounding


def test_pages_are_as_wide_as_the_zoom_says(band: Band, page: EngravedPart) -> None:
    page.dock.way.set_value("pages")
    engraved(band, page)
    width = page.dock.sheets[0].width()
    page.dock.larger.click()
    assert page.dock.sheets[0].width() == pytest.approx(width * 1.25, abs=2)
    assert page.dock.percent.text() == "125 %"


def test_music_flows_with_the_zoom(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    wide = page.request(paged=False).width
    page.dock.show_zoom(0.5)
    assert page.request(paged=False).width > wide
    assert page.request(paged=True).paged


def test_an_empty_piece_says_so(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    band.pane.model.select(band.score.notes)
    band.pane.roll.doing.select_all()
    band.pane.model.set_every_track(True)
    band.action("selectall").trigger()
    band.action("delete").trigger()
    band.until(lambda: page.pages is None)
    assert "first note" in page.dock.note.text()
    assert not page.dock.sheets


def test_way_and_zoom_come_back_with_the_project(band: Band, page: EngravedPart) -> None:
    page.restore({"way": "pages", "zoom": 1.5})
    assert page.collect() == {"way": "pages", "zoom": 1.5}
    page.restore({"way": 4, "zoom": "big"})
    assert page.collect() == {"way": "flow", "zoom": 1.0}


def test_what_cannot_be_engraved_is_tried_once(band: Band, page: EngravedPart) -> None:
    asked = []

    def refuse(request: EngraveRequest) -> Task[Pages]:
        asked.append(request)
        yield Step(0)
        raise BadInput("This score is too long.")

    page.engraver.engrave = refuse
    band.action("page").trigger()
    band.until(lambda: page.dock.note.text() == "This score is too long.")
    page.dock.layout_wanted.emit()
    page.engrave()
    assert len(asked) == 1
    band.pane.roll.insert_notes("Draw", [Note(3840, 0, 74, 480)])
    band.until(lambda: len(asked) == 2)


def test_the_same_page_is_not_engraved_twice(band: Band, page: EngravedPart) -> None:
    engraved(band, page)
    page.dock.layout_wanted.emit()
    assert not page.engraver.is_busy
