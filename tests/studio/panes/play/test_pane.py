"""Play's pane: driven by keys, dreamed, gone back in, and put away with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.panes.play.clock import FrameClock
from studio.panes.play.gamepad import PadReader
from tests.studio.panes.play.cockpit import Cockpit, with_mind


def test_space_drives_and_rests(cockpit: Cockpit) -> None:
    cockpit.key(Qt.Key.Key_Space)
    cockpit.until(lambda: cockpit.session.shown.number >= 3)
    cockpit.key(Qt.Key.Key_Space)
    number = cockpit.session.shown.number
    assert not cockpit.pane.drive.clock.running
    QTest.qWait(60)
    assert cockpit.session.shown.number == number


def test_a_full_stop_is_one_frame_on_and_a_comma_one_back(cockpit: Cockpit) -> None:
    for _ in range(3):
        cockpit.key(Qt.Key.Key_Period)
    cockpit.key(Qt.Key.Key_Comma)
    assert (cockpit.session.at, len(cockpit.session.past)) == (2, 4)
    assert cockpit.pane.page.timeline.value() == 2


def test_a_held_arrow_takes_the_wheel_and_the_bars_turn_to_another_colour(cockpit: Cockpit) -> None:
    stage, pedals = cockpit.pane.page.stage, cockpit.pane.page.pedals
    cockpit.do("step")
    before = pedals.colour()
    QTest.keyPress(stage, Qt.Key.Key_Left)
    cockpit.do("step")
    cockpit.do("step")
    assert pedals.action[0] == pytest.approx(-0.2)
    assert (pedals.who, pedals.by_hand, pedals.colour() != before) == ("You", True, True)
    QTest.keyRelease(stage, Qt.Key.Key_Left)
    for _ in range(30):
        cockpit.do("step")
    assert (pedals.who, pedals.colour()) == ("Controller (C)", before)


def test_the_mouse_pressed_on_a_picture_steers_and_gives_gas(cockpit: Cockpit) -> None:
    stage = cockpit.pane.page.stage
    place = stage.places()[0]
    right_above = (place.center() + QPointF(place.width() / 4, -place.height() / 4)).toPoint()
    QTest.mousePress(stage, Qt.MouseButton.LeftButton, pos=right_above)
    cockpit.do("step")
    assert cockpit.session.shown.action.tolist() == pytest.approx([np.tanh(1), 0.5, 0], abs=0.02)
    QTest.mouseRelease(stage, Qt.MouseButton.LeftButton, pos=right_above)
    cockpit.do("step")
    assert cockpit.session.shown.action[1] == pytest.approx(0.45, abs=0.02)


def test_keys_are_let_go_with_the_focus(cockpit: Cockpit) -> None:
    stage = cockpit.pane.page.stage
    stage.setFocus()
    QTest.keyPress(stage, Qt.Key.Key_W)
    cockpit.pane.page.bar.driver.setFocus()
    assert not cockpit.pane.drive.hands.held


def test_a_dream_from_here_is_the_third_picture(cockpit: Cockpit) -> None:
    assert cockpit.pane.page.stage.plates[2].picture is None
    cockpit.key(Qt.Key.Key_F)
    plate = cockpit.pane.page.stage.plates[2]
    assert plate.picture is not None
    assert plate.title == "Dream at 1.00"
    cockpit.do("step")
    assert "1 from anchor" in cockpit.pane.page.stage.plates[2].figures


def test_more_dreams_are_more_pictures_of_one_size(cockpit: Cockpit) -> None:
    cockpit.do("dream")
    cockpit.pane.page.dreams.count._group.button(3).click()
    places = cockpit.pane.page.stage.places()
    assert len(places) == len(cockpit.pane.page.stage.plates) == 5
    assert len({(place.width(), place.height()) for place in places}) == 1
    assert places[0].width() % 64 == 0
    assert len({branch.temperature for branch in cockpit.session.shown.branches}) == 3


def test_a_dream_begins_at_an_earlier_frame(cockpit: Cockpit) -> None:
    for _ in range(6):
        cockpit.do("step")
    cockpit.pane.page.timeline.setValue(2)
    cockpit.do("dream")
    cockpit.do("step")
    assert [bool(instant.branches) for instant in cockpit.session.past] == [False, False, True, True]


def test_another_temperature_holds_from_here_on(cockpit: Cockpit) -> None:
    cockpit.do("dream")
    cockpit.do("step")
    cockpit.pane.page.dreams.heats[0].changed.emit(0.3)
    assert cockpit.session.shown.branches[0].temperature == 0.3
    assert cockpit.session.past[0].branches[0].temperature == 1.0


def test_the_divergence_is_drawn(cockpit: Cockpit) -> None:
    cockpit.do("dream")
    cockpit.do("ahead")
    (course,) = cockpit.pane.page.chart.courses
    assert len(course.points) == 101


def test_only_the_dream_goes_on_when_asked(cockpit: Cockpit) -> None:
    cockpit.pane.page.dreams.alone.click()
    cockpit.do("step")
    assert cockpit.session.shown.branches[0].steps == 1
    assert not cockpit.session.shown.moved


def test_without_models_the_road_is_driven_and_the_other_pictures_say_what_is_missing(mindless: Cockpit) -> None:
    from studio.panes.play.drive import Drive

    drive: Drive = mindless.pane.drive
    assert drive.driver == "scripted"
    drive.give_wheel_to("person")
    mindless.do("step")
    what_is, seen, dreamed = mindless.pane.page.stage.plates
    assert what_is.picture is not None
    assert seen.missing == dreamed.missing == "No model is installed."
    assert not mindless.registry.action("play.dream").isEnabled()
    drive.give_wheel_to("controller")
    assert "no model" in mindless.said()[-1]
    assert drive.driver == "person"


def test_another_track_is_another_seed_and_start_over_the_same(cockpit: Cockpit) -> None:
    cockpit.pane.page.bar.seed.number.setValue(41)
    assert cockpit.session.seed == 41
    cockpit.do("step")
    cockpit.do("start")
    assert (cockpit.session.seed, cockpit.session.shown.number) == (41, 0)


def test_at_the_end_the_clock_rests_and_the_next_start_keeps_a_locked_track(qtbot: QtBot, tmp_path: Path) -> None:
    cockpit = with_mind(qtbot, tmp_path, length=2)
    drive = cockpit.pane.drive
    drive.set_seed(7)
    cockpit.pane.page.bar.seed.lock.click()
    drive.run_or_pause()
    cockpit.until(lambda: not drive.clock.running)
    assert cockpit.pane.page.stage.notice == "Lap done"
    drive.run_or_pause()
    assert (drive.seed, cockpit.session.seed) == (7, 7)
    cockpit.close()


def test_hidden_it_rests(cockpit: Cockpit) -> None:
    cockpit.do("run")
    cockpit.pane.hide()
    assert not cockpit.pane.drive.clock.running


def test_a_slow_clock_leaves_ticks_out(qtbot: QtBot, cockpit: Cockpit) -> None:
    clock, steps = FrameClock(cockpit.pane), []
    clock.ticked.connect(steps.append)
    for speed in (0.25, 2.0):
        clock.speed = speed
        for _ in range(8):
            clock._tick()
    assert steps == [1, 1, *[2] * 8]


def test_no_gamepad_is_said_once_and_nothing_is_lost(cockpit: Cockpit) -> None:
    cockpit.do("gamepad")
    assert not cockpit.registry.action("play.gamepad").isChecked()
    assert sum("No gamepad" in words for words in cockpit.said()) == 1
    cockpit.do("step")


def test_a_gamepad_drives_until_it_is_gone(cockpit: Cockpit) -> None:
    pad: Any = type("Pad", (), {"name": "Pad", "read": lambda self: np.array([0.5, 0, 0], np.float32)})()
    reader = PadReader(cockpit.toasts, cockpit.pane, lambda: pad)
    reader.toggle()
    assert reader.read() is not None

    def gone() -> None:
        raise OSError

    pad.read = gone
    assert reader.read() is None
    assert not reader.wanted
    assert "gone" in cockpit.said()[-1]


def test_the_project_remembers_how_it_was_set(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.drive.set_seed(12)
    pane.drive.give_wheel_to("hold")
    pane.drive.set_temperatures([0.4, 1.2])
    pane.drive.set_anchor_every(50)
    pane.page.latents.rows[5].pin.click()
    pane.page.show_dock("memory")
    kept = pane.collect()
    pane.restore({}, bytes)
    assert (pane.drive.seed, pane.drive.temperatures) == (0, [1.0])
    assert cockpit.session.pins == {}
    pane.restore(kept, bytes)
    assert pane.collect() == kept
    assert cockpit.session.anchor_every == 50
    assert 5 in cockpit.session.pins


def test_nonsense_in_a_project_is_left_out(cockpit: Cockpit) -> None:
    usual = cockpit.pane.collect()
    nonsense = {
        "seed": -1,
        "driver": "nobody",
        "speed": 77,
        "temperatures": [9.0],
        "pins": [[99, 1.0], "x"],
        "dock": 4,
        "anchor_every": "often",
        "dimension": 400,
        "clip_format": "avi",
    }
    cockpit.pane.restore(nonsense, bytes)
    assert cockpit.pane.collect() == usual


def test_everything_has_a_name_for_a_screen_reader(cockpit: Cockpit) -> None:
    page = cockpit.pane.page
    for widget in (page.stage, page.pedals, page.chart, page.timeline, page.bar.driver, page.bar.speed):
        assert widget.accessibleName()
    assert "What is: score" in page.stage.accessibleDescription()


def test_another_model_is_opened_and_remembered(cockpit: Cockpit, tmp_path: Path) -> None:
    cockpit.do("step")
    cockpit.pane.choose_model(tmp_path)
    cockpit.until(lambda: cockpit.session.shown.number == 0)
    assert cockpit.asked == [None, tmp_path]
    assert cockpit.pane.collect()["model"] == str(tmp_path)


def test_a_dream_that_goes_on_alone_ends_before_the_memory_does(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.play.session.LONGEST", 5)
    cockpit.pane.page.dreams.alone.click()
    cockpit.do("run")
    cockpit.until(lambda: not cockpit.pane.drive.clock.running)
    assert cockpit.session.at == 5
