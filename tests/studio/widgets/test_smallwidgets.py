"""The small controls: a knob, segments, a count, a seed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.widgets.countchoice import CountChoice
from studio.widgets.knob import Knob
from studio.widgets.seedfield import HIGHEST, SeedField
from studio.widgets.segments import Segments


def test_a_knob_is_dragged_turned_by_keys_and_brought_back(qtbot: QtBot) -> None:
    knob = Knob("Pan")
    qtbot.addWidget(knob)
    told: list[int] = []
    knob.turned.connect(told.append)
    QTest.mousePress(knob, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseMove(knob, QPoint(40, 10))
    QTest.mouseRelease(knob, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert knob.value() == 50
    QTest.keyClick(knob, Qt.Key.Key_Left)
    assert knob.value() == 45
    QTest.mouseDClick(knob, Qt.MouseButton.LeftButton)
    assert knob.value() == 0
    assert told[-1] == 0


def test_a_knob_that_a_program_sets_tells_nobody(qtbot: QtBot) -> None:
    knob = Knob("Pan")
    qtbot.addWidget(knob)
    told: list[int] = []
    knob.turned.connect(told.append)
    knob.set_value(30)
    assert knob.value() == 30
    assert not told


def test_the_middle_of_a_knob_is_easy_to_find(qtbot: QtBot) -> None:
    knob = Knob("Pan")
    qtbot.addWidget(knob)
    knob.set_value(5)
    QTest.mousePress(knob, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseMove(knob, QPoint(9, 10))
    QTest.mouseRelease(knob, Qt.MouseButton.LeftButton, pos=QPoint(9, 10))
    assert knob.value() == 0


def test_segments_tell_what_a_hand_chose(qtbot: QtBot) -> None:
    segments = Segments("Way", (("a", "First", ""), ("b", "Second", "")))
    qtbot.addWidget(segments)
    told: list[str] = []
    segments.changed.connect(told.append)
    segments.set_value("b")
    assert not told
    assert segments.value() == "b"
    button = segments._group.button(0)
    button.click()
    assert told == ["a"]
    assert button.accessibleName() == "Way: First"


def test_a_count_begins_at_one(qtbot: QtBot) -> None:
    count = CountChoice("Takes", 4)
    qtbot.addWidget(count)
    assert count.count() == 1
    count.show_count(3)
    assert count.count() == 3


def test_a_seed_is_thrown_and_locked(qtbot: QtBot) -> None:
    seed = SeedField("tip", "lock")
    qtbot.addWidget(seed)
    seed.show_seed(7, locked=True)
    with qtbot.waitSignal(seed.changed):
        seed.lock.click()
    assert not seed.lock.isChecked()
    thrown = set()
    for _ in range(5):
        seed.dice.click()
        thrown.add(seed.number.value())
    assert len(thrown) > 1
    assert all(0 <= one <= HIGHEST for one in thrown)
