"""Why: which note looked where, and what else would have come."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.why.heat import grid_of, likeliest, weights_of
from studio.panes.compose.why.part import WhyPart
from tests.studio.panes.compose.band import Band, tune
from tests.studio.panes.compose.muse import Muse, install


@pytest.fixture
def muse() -> Muse:
    return Muse()


@pytest.fixture
def why(band: Band, muse: Muse) -> WhyPart:
    install(band, muse)
    part = band.pane.part("why")
    assert isinstance(part, WhyPart)
    band.put(tune())
    band.action("why").trigger()
    return part


def explained(band: Band, why: WhyPart) -> None:
    why.explain_track()
    band.until(lambda: why.insight is not None)


def test_own_notes_are_explained(band: Band, why: WhyPart) -> None:
    explained(band, why)
    assert why.insight is not None
    assert why.insight.notes == tune().of_track(0)
    assert why.dock.subject.text() == "C4 at bar 1, beat 1"
    assert (
        why.dock.surprise.text()
        == "A surprise of 1.05 nats: 0.69 for the pitch, 0.36 for the length. It gave this note a chance of 1 in 3."
    )
    assert next((row.name, row.came) for row in why.dock.pitches.rows()) == ("C4", True)
    assert next((row.name, row.came) for row in why.dock.lengths.rows()) == ("1/4", True)


def test_a_take_that_is_looked_at_says_why(band: Band, why: WhyPart) -> None:
    band.action("generate").trigger()
    band.until(lambda: why.insight is not None)
    band.action("why").trigger()
    assert why.dock.subject.text().startswith("C") or "bar 3" in why.dock.subject.text()
    assert len(why.dock.matrix._values) == len(why.insight.notes)  # type: ignore[union-attr]


def test_attention_weighs_the_notes_in_the_roll(band: Band, why: WhyPart) -> None:
    explained(band, why)
    assert why.insight is not None
    third = tune().of_track(0)[2]
    assert weights_of(why.insight, 0, 0)[third] == 1
    assert weights_of(why.insight, 0, 1) == {}
    assert band.pane.model._intensity[third] == 1
    why._choose_head(1)
    assert band.pane.model._intensity == {}


def test_chances_lie_over_the_roll_as_long_as_each_note(band: Band, why: WhyPart) -> None:
    explained(band, why)
    why._choose_map("distribution")
    heat = band.pane.roll.canvas._heat
    assert heat is not None
    assert (heat.start, heat.step, heat.values.shape) == (0, 480.0, (128, 8))
    assert heat.values[60, 0] == pytest.approx(0.5**0.5)
    why._choose_map("off")
    assert band.pane.roll.canvas._heat is None


def test_nothing_lies_over_the_roll_while_another_dock_is_looked_at(band: Band, why: WhyPart) -> None:
    explained(band, why)
    assert band.pane.model._intensity
    band.pane.page.show_dock("compose")
    assert not band.pane.model._intensity


def test_the_note_under_the_cursor_is_explained(band: Band, why: WhyPart) -> None:
    explained(band, why)
    band.pane.roll.hovered.emit(tune().of_track(0)[4])
    assert why.dock.subject.text() == "G4 at bar 2, beat 1"
    assert why.dock.matrix.row() == 4


def test_the_matrix_is_walked_by_keys_and_clicked(band: Band, why: WhyPart) -> None:
    explained(band, why)
    matrix = why.dock.matrix
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.row() == 1
    QTest.keyClick(matrix, Qt.Key.Key_End)
    assert matrix.row() == 7
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert matrix.row() == 0
    assert matrix.accessibleDescription() == "C4 at bar 1, beat 1"


def test_selected_notes_are_read_while_somebody_looks(band: Band, why: WhyPart, muse: Muse) -> None:
    band.pane.model.select(tune().of_track(0)[2:4])
    band.until(lambda: why.insight is not None)
    assert (muse.explained[0].start, muse.explained[0].end) == (960, 1441)
    band.pane.model.select(tune().of_track(0)[3:4])
    assert why.dock.matrix.row() == 1


def test_an_empty_track_asks_for_nothing(band: Band, why: WhyPart, muse: Muse) -> None:
    band.action("track.add").trigger()
    why.explain_track()
    assert not muse.explained
    assert why.dock.subject.text() == "Why this note?"


def test_the_likeliest_come_first_and_the_unlikely_not_at_all(band: Band, why: WhyPart) -> None:
    explained(band, why)
    assert why.insight is not None
    assert likeliest(why.insight.pitch_probabilities[0], 3)[0] == (60, 0.5)
    assert len(likeliest(why.insight.pitch_probabilities[0], 99)) == 1
    assert grid_of(why.insight) is not None


def test_a_take_of_an_earlier_sitting_is_read_again(band: Band, why: WhyPart, muse: Muse) -> None:
    composing = band.pane.part("composing")
    assert isinstance(composing, ComposingPart)
    composing.go()
    band.until(lambda: bool(composing.book.all()))
    band.pane.restore(band.pane.collect(), lambda _name: b"")
    take = composing.book.all()[0]
    assert take.insight is None
    band.action("why").trigger()
    composing.look(take.number)
    band.until(lambda: why.insight is not None)
    assert why.insight is not None
    assert set(take.notes) <= set(why.insight.notes)
    assert muse.explained[-1].start == take.start
