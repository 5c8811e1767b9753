"""The composer: where it writes, takes that are tried and kept, and none that is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.compose.melody.closest import Likeness
from engines.compose.melody.continuing import ContinueRequest
from engines.compose.melody.filling import FillRequest
from engines.compose.notes import Note
from engines.errors import BadInput
from engines.steps import Step, Task
from studio.panes.compose.composing.likeness import LikenessTeller
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.composing.takes import PaneTake
from studio.panes.compose.composing.wishes import Wishes, wishes_from
from tests.studio.panes.compose.band import Band, tune
from tests.studio.panes.compose.muse import Muse, install


@pytest.fixture
def muse() -> Muse:
    return Muse()


@pytest.fixture
def part(band: Band, muse: Muse) -> ComposingPart:
    part = install(band, muse)
    band.put(tune())
    return part


def wish(part: ComposingPart, **changes: object) -> None:
    controls = part.dock.controls
    controls.show_wishes(replace(controls.wishes(), **changes))  # type: ignore[arg-type]


def composed(band: Band, part: ComposingPart) -> None:
    before = len(part.book.all())
    part.go()
    band.until(lambda: len(part.book.all()) > before and not part.writing.is_busy)


def test_it_goes_on_after_the_last_note_of_the_track(band: Band, part: ComposingPart, muse: Muse) -> None:
    wish(part, bars=2, takes=2)
    composed(band, part)
    (request,) = muse.asked
    assert isinstance(request, ContinueRequest)
    assert (request.start, request.bars, request.track) == (3840, 2, 0)
    assert request.settings.scale == (0, 2, 4, 5, 7, 9, 11)
    assert [take.number for take in part.book.all()] == [1, 2]


def test_takes_stay_out_of_the_piece_until_one_is_kept(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    assert band.score == tune()
    assert band.pane.model.take == part.book.all()[0].notes
    part.look(2)
    assert band.pane.model.take == part.book.all()[1].notes
    part.keep(2)
    assert band.steps() == ["Keep take 2"]
    assert set(band.pane.model.selected) == set(part.book.all()[1].notes)
    assert band.pane.model.generated == set(part.book.all()[1].notes)
    assert band.pane.model.take == ()
    band.pane.undo_stack.undo()
    assert band.score == tune()


def test_notes_where_it_goes_on_make_room_and_come_back(band: Band, part: ComposingPart) -> None:
    band.pane.model.select(band.score.of_track(0)[:4])
    wish(part, bars=1)
    assert "4 notes there make room" in part._situation().place(part.dock.controls.wishes()).words  # type: ignore[union-attr]
    composed(band, part)
    part.keep(1)
    first, rest = band.score.of_track(0)[:4], band.score.of_track(0)[4:]
    assert first == tune().of_track(0)[:4]
    assert rest == part.book.all()[0].notes
    band.pane.undo_stack.undo()
    assert band.score == tune()


def test_a_gap_is_filled_between_selected_notes(band: Band, part: ComposingPart, muse: Muse) -> None:
    notes = tune().of_track(0)
    band.put(tune().changed(notes[3:5]))
    wish(part, mode="fill")
    part.go()
    assert part.dock.note.text().startswith("Select the notes before and after the gap")
    band.pane.model.select([notes[2], notes[5]])
    composed(band, part)
    request = muse.asked[-1]
    assert isinstance(request, FillRequest)
    assert (request.start, request.end, request.keep) == (notes[2].end, notes[5].start, "")


def test_the_loop_can_be_filled(band: Band, part: ComposingPart, muse: Muse) -> None:
    band.pane.outlook.set_loop((0, 1920))
    wish(part, mode="fill")
    composed(band, part)
    request = muse.asked[-1]
    assert isinstance(request, FillRequest)
    assert (request.start, request.end) == (0, 1920)
    assert set(part.book.all()[0].gone) == set(tune().of_track(0)[:4])


def test_a_variation_keeps_the_rhythm_or_the_pitches(band: Band, part: ComposingPart, muse: Muse) -> None:
    wish(part, mode="vary")
    part.go()
    assert part.dock.note.text() == "Select the notes to vary."
    band.pane.model.select(band.score.of_track(0)[:2])
    wish(part, mode="vary", keeps="rhythm", amount=0.5)
    composed(band, part)
    wish(part, mode="vary", keeps="pitches")
    composed(band, part)
    rhythm, pitches = muse.asked[-2:]
    assert isinstance(rhythm, FillRequest) and isinstance(pitches, FillRequest)  # noqa: PT018
    assert (rhythm.keep, rhythm.amount) == ("rhythm", 0.5)
    assert (pitches.keep, pitches.amount) == ("pitches", 1.0)


def test_drums_are_left_to_people(band: Band, part: ComposingPart, muse: Muse) -> None:
    band.action("track.drums").trigger()
    part.go()
    assert "no drum track" in part.dock.note.text()
    assert not muse.asked


def test_a_locked_seed_stays_and_a_loose_one_is_thrown(band: Band, part: ComposingPart, muse: Muse) -> None:
    wish(part, seed=7, locked=True)
    composed(band, part)
    composed(band, part)
    assert [request.settings.seed for request in muse.asked] == [7, 7]
    wish(part, locked=False)
    composed(band, part)
    assert muse.asked[-1].settings.seed == part.dock.controls.wishes().seed


def test_it_grows_in_the_roll_and_stops_at_once(band: Band, part: ComposingPart, muse: Muse) -> None:
    muse.gate.clear()
    part.go()
    band.until(lambda: len(band.pane.model.take) == 1)
    assert part.dock.go.text() == "Stop"
    part.go()
    assert part.dock.go.text() == "Compose"
    assert band.pane.model.take == ()
    muse.gate.set()
    assert not part.book.all()


def test_what_goes_wrong_is_said_in_the_dock(band: Band, part: ComposingPart, muse: Muse) -> None:
    muse.error = BadInput("This part is too long.")
    part.go()
    band.until(lambda: part.dock.note.text() == "This part is too long.")
    assert not part.writing.is_busy


def test_a_take_is_heard_in_its_place_before_it_is_kept(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    band.playing.go_to(480)
    part.hear(1)
    assert band.player.playing
    assert band.player.tick == 1920
    assert set(part.book.all()[0].notes) <= set(band.player.scores[-1].notes)
    assert part.dock.listen.text() == "Stop"
    band.player.tick = part.book.all()[0].end + 1
    band.until(lambda: not band.player.playing)
    assert band.player.scores[-1] == band.score
    assert band.pane.outlook.playhead == 480
    assert part.dock.listen.text() == "Listen"


def test_earlier_takes_are_not_lost_and_come_back_with_the_project(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    composed(band, part)
    part.keep(1)
    state = json.loads(json.dumps(part.collect()))
    before = part.book.all()
    part.restore({})
    assert part.book.all() == []
    part.restore(state)
    assert part.book.all() == before
    assert part.collect() == state
    assert [row.kept for row in part.dock.takes.rows()].count(True) == 1
    composed(band, part)
    assert part.book.all()[-1].number == len(before) + part.dock.controls.wishes().takes


def test_keys_in_the_list_keep_and_forget(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    takes = part.dock.takes
    QTest.keyClick(takes, Qt.Key.Key_Down)
    assert band.pane.model.take == part.book.all()[1].notes
    QTest.keyClick(takes, Qt.Key.Key_Delete)
    assert [take.number for take in part.book.all()] == [1, 3]
    part.look(3)
    QTest.keyClick(takes, Qt.Key.Key_Return)
    assert band.steps() == ["Keep take 3"]


def test_a_take_of_a_track_that_is_gone_does_no_harm(band: Band, part: ComposingPart) -> None:
    band.pane.model.set_track(1)
    composed(band, part)
    band.action("track.delete").trigger()
    part.keep(1)
    part.hear(1)
    assert all(note.track == 0 for note in band.score.notes)


def test_another_model_can_be_chosen(band: Band, part: ComposingPart) -> None:
    part.dock.models.setCurrentIndex(1)
    part.dock.models.activated.emit(1)
    card = part.models.card()
    assert card is not None
    assert card.name == "fiddle"
    composed(band, part)
    assert part.book.all()[0].model == "fiddle"


def test_without_a_model_the_dock_says_what_to_do(band: Band, part: ComposingPart) -> None:
    part.models.find = list
    part.models.refresh()
    assert part.dock.empty.isVisible()
    assert not band.action("generate").isEnabled()


@pytest.mark.parametrize(
    "values", [None, 3, {"bars": 0, "seed": "x", "mode": "sing", "within": 2}, {"temperature": True, "takes": 99}]
)
def test_wishes_that_make_no_sense_are_as_at_the_beginning(values: object) -> None:
    assert wishes_from(values) == Wishes()


def test_wishes_survive_the_project() -> None:
    wishes = Wishes("vary", 8, 1.2, 0.3, 0.9, "strict", False, True, 3, "pitches", 0.4, 2, 77, True)
    assert wishes_from(json.loads(json.dumps(wishes.as_values()))) == wishes


def test_limits_are_told_to_the_engine() -> None:
    key = tune().keys[0]
    soft = Wishes().settings(key, (50, 70))
    assert (soft.lowest, soft.highest, soft.strict) == (50, 70, False)
    strict = Wishes(within="strict", scale=False).settings(key, (50, 70))
    assert (strict.scale, strict.strict) == ((), True)
    off = Wishes(within="off").settings(key, (50, 70))
    assert (off.scale, off.lowest, off.highest) == ((), 0, 127)


def test_a_note_of_the_piece_is_not_doubled_by_a_take(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    part.keep(1)
    count = len(band.score.notes)
    part.keep(1)
    assert len(band.score.notes) == count
    assert band.said() == ["These notes are in the piece already."]
    assert isinstance(band.score.notes[0], Note)


def test_escape_stops_what_is_written(band: Band, part: ComposingPart, muse: Muse) -> None:
    muse.gate.clear()
    part.go()
    band.until(lambda: bool(band.pane.model.take))
    band.key(Qt.Key.Key_Escape)
    assert not part.writing.is_busy
    assert band.pane.model.take == ()
    muse.gate.set()


def test_escape_ends_the_audition_and_then_the_look_at_a_take(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    part.hear(1)
    QTest.keyClick(part.dock.takes, Qt.Key.Key_Escape)
    assert not part.audition.on
    assert part.looked is not None
    QTest.keyClick(part.dock.takes, Qt.Key.Key_Escape)
    assert part.looked is None
    assert len(part.book.all()) == 3


def test_a_take_off_the_list_can_be_put_back(band: Band, part: ComposingPart) -> None:
    composed(band, part)
    before = part.book.all()
    part.look(2)
    QTest.keyClick(part.dock.takes, Qt.Key.Key_Delete)
    assert [take.number for take in part.book.all()] == [1, 3]
    (card,) = band.toasts.cards()
    assert card.message.action is not None
    card.message.action()
    assert part.book.all() == before
    assert part.looked == before[1]


def test_an_empty_piece_says_where_it_would_begin(band: Band) -> None:
    dock = install(band, Muse()).dock
    assert dock.note.text() == "Begins a new melody at bar 1."


def test_a_note_like_one_that_makes_room_is_not_lost(band: Band, part: ComposingPart) -> None:
    band.pane.model.select(band.score.of_track(0)[:4])
    # With this seed its second note is the sixth of the tune.
    wish(part, bars=1, takes=1, seed=(69 - 60 - 1) % 12, locked=True)
    composed(band, part)
    take = part.book.all()[0]
    assert set(take.notes) & set(take.gone)
    part.hear(1)
    part.audition.stop()
    assert set(take.notes) <= set(band.player.scores[-2].notes)
    part.keep(1)
    assert band.score.of_track(0)[4:] == take.notes
    assert band.pane.model.selection == frozenset(take.notes)
    band.pane.undo_stack.undo()
    assert band.score == tune()


def alike(distance: int) -> Any:
    def ask(_take: PaneTake, _model: Any) -> Task[Likeness]:
        yield Step(0)
        return Likeness("chorales/bwv66.6.mxl", 12, distance)

    return ask


def test_a_take_says_what_it_is_nearest_to(band: Band, part: ComposingPart) -> None:
    teller = next(child for child in part.children() if isinstance(child, LikenessTeller))
    teller.ask = alike(3)
    composed(band, part)
    band.until(lambda: "“bwv66.6”, 75 % alike" in part.dock.nearest.text())
    teller.ask = alike(0)
    part.look(2)
    band.until(lambda: "note for note" in part.dock.nearest.text())
    assert part.dock.nearest.property("role") == "warning"


def test_a_take_out_of_sight_is_scrolled_to(band: Band, part: ComposingPart) -> None:
    outlook = band.pane.outlook
    outlook.look(outlook.view.scrolled(0, -(10**6)))
    composed(band, part)
    take = part.looked
    assert take is not None
    view = outlook.view
    assert 0 <= view.x(take.start) <= outlook.width
    high, low = max(note.pitch for note in take.notes), min(note.pitch for note in take.notes)
    assert 0 <= view.y(high) <= view.y(low) <= outlook.height


def test_the_takes_are_in_view_when_they_come_to_a_low_window(band: Band) -> None:
    band.window.resize(1000, 560)
    install(band, Muse())
    band.put(tune())
    part = band.pane.part("composing")
    assert isinstance(part, ComposingPart)
    part.show_dock()
    part.go()
    band.until(lambda: bool(part.book.all()))
    takes, area = part.dock.takes, part.dock._area

    def shown() -> int:
        top = takes.mapTo(area.viewport(), takes.rect().topLeft()).y()
        return min(area.viewport().height(), top + takes.height()) - max(0, top)

    band.until(lambda: shown() >= min(takes.minimumHeight(), area.viewport().height()))
    assert takes.height() >= takes.minimumHeight() > 100
