"""A painting from the click on Paint to its best picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engines.errors import BadInput
from engines.paint.transfer.request import Transferred, TransferRequest
from engines.steps import Step, Task
from studio.jobs.job import State
from studio.panes.paint.own.sitting import KEEP_EVERY_MS
from tests.studio.panes.paint.own.atelier import Atelier


def test_without_a_photograph_the_page_asks_for_one(atelier: Atelier) -> None:
    assert not atelier.page.foot.paint.isEnabled()
    assert atelier.hint() == "Open a photograph first."
    atelier.own.start()
    assert not atelier.own.running


def test_without_a_painting_the_page_asks_for_one(atelier: Atelier) -> None:
    atelier.own.set_photograph(atelier.photograph())
    assert not atelier.page.foot.paint.isEnabled()
    assert atelier.hint() == "Add a painting to begin."


def test_the_button_begins_a_painting_with_what_the_controls_say(atelier: Atelier) -> None:
    photograph = atelier.ready(steps=7)
    atelier.qtbot.mouseClick(atelier.page.foot.paint, Qt.MouseButton.LeftButton)
    atelier.until(lambda: bool(atelier.brush.requests))
    request = atelier.brush.requests[0]
    assert request.photo is photograph.picture.pixels
    assert [painting.name for painting in request.paintings] == ["wave.png"]
    assert request.settings.steps == 7
    assert request.continued is None


def test_every_picture_on_the_way_is_shown(atelier: Atelier) -> None:
    atelier.begin(seen=1)
    assert atelier.grey() == 1
    atelier.brush.allow(1)
    atelier.until(lambda: atelier.grey() == 2)
    assert isinstance(atelier.shown[-1], QImage)


def test_steps_losses_and_size_are_told(atelier: Atelier) -> None:
    atelier.begin(seen=2, steps=9)
    assert atelier.headline() == "Step 2 of 9 · 30 px"
    atelier.brush.allow(3)
    atelier.until(lambda: atelier.headline().startswith("Step 5 "))
    assert not atelier.page.foot.curve.isHidden()
    assert atelier.page.foot.curve.accessibleDescription() == "Style 0.2, content 0.5 at step 5"
    assert "a step" in atelier.page.foot.detail.accessibleName()


def test_a_finished_painting_is_shown_and_offered(atelier: Atelier) -> None:
    atelier.paint(steps=3)
    assert [done.steps for done in atelier.finished] == [3]
    assert atelier.grey() == 3
    assert atelier.page.foot.paint.text() == "Paint again"
    assert atelier.page.foot.go_on.isVisible()
    assert atelier.headline() == "3 steps · 30 × 20"


def test_stop_keeps_the_best_picture(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    atelier.qtbot.mouseClick(atelier.page.foot.stop, Qt.MouseButton.LeftButton)
    assert atelier.page.foot.stop.text() == "Stopping…"
    atelier.until(lambda: not atelier.own.running)
    assert [done.steps for done in atelier.finished] == [2]
    assert atelier.grey() == 2
    assert atelier.brush.closed == 1


def test_a_stop_before_the_first_picture_leaves_what_was_there(atelier: Atelier) -> None:
    atelier.paint(steps=3)
    atelier.own.start()
    atelier.until(lambda: len(atelier.brush.requests) == 2)
    atelier.own.stop()
    atelier.until(lambda: not atelier.own.running)
    assert len(atelier.finished) == 1
    assert atelier.grey() == 3


def test_a_painting_that_still_waits_can_be_stopped(atelier: Atelier) -> None:
    atelier.ready()
    atelier.own.start()
    atelier.own.stop()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.finished == []
    assert atelier.page.foot.paint.isEnabled()


def test_pause_holds_the_painting_until_it_goes_on(atelier: Atelier) -> None:
    atelier.begin(seen=1, steps=3)
    atelier.qtbot.mouseClick(atelier.page.foot.pause, Qt.MouseButton.LeftButton)
    assert atelier.page.foot.pause.text() == "Go on"
    assert atelier.page.foot.detail.accessibleName().startswith("Paused")
    atelier.brush.allow(2)
    atelier.own.pause()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.finished[-1].steps == 3


def test_a_paused_painting_can_be_stopped(atelier: Atelier) -> None:
    atelier.begin(seen=1)
    atelier.own.pause()
    assert atelier.own.can_pause()
    atelier.own.stop()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.finished[-1].steps == 1


def test_continue_paints_on_from_the_picture_there_is(atelier: Atelier) -> None:
    atelier.paint(steps=3)
    atelier.page.foot.more.setValue(20)
    atelier.qtbot.mouseClick(atelier.page.foot.go_on, Qt.MouseButton.LeftButton)
    atelier.brush.allow(20)
    atelier.until(lambda: not atelier.own.running)
    request = atelier.brush.requests[-1]
    assert request.continued is atelier.finished[0]
    assert request.settings.steps == 20
    assert atelier.finished[-1].steps == 23
    assert atelier.own.plan.settings.steps == 3


def test_an_error_is_told_in_its_sentence(atelier: Atelier) -> None:
    atelier.ready()
    atelier.brush.error = BadInput("VGG19's file is damaged. Download it again.")
    atelier.brush.allow(1)
    atelier.own.start()
    atelier.until(lambda: not atelier.own.running)
    assert "VGG19's file is damaged. Download it again." in atelier.said()
    assert atelier.finished == []


def test_an_error_half_way_keeps_what_there_is(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    atelier.brush.error = BadInput("There is no memory left.")
    atelier.brush.allow(1)
    atelier.until(lambda: not atelier.own.running)
    assert "There is no memory left." in atelier.said()
    assert atelier.grey() == 2
    assert atelier.finished[-1].steps == 2


def test_another_photograph_stops_the_painting_and_sets_its_best_picture_aside(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    first, other = atelier.own.photograph, atelier.photograph("other.png", seed=7)
    atelier.own.set_photograph(other)
    assert not atelier.own.running
    assert atelier.own.image is None
    atelier.until(lambda: bool(atelier.aside))
    photograph, outcome = atelier.aside[0]
    assert photograph is first
    assert outcome.transferred.steps == 2
    assert atelier.finished == []
    assert atelier.own.image is None
    assert "photo.png" in atelier.said()


def test_the_photograph_that_comes_back_brings_its_painting(atelier: Atelier) -> None:
    atelier.paint(steps=3)
    first = atelier.own.photograph
    atelier.own.set_photograph(atelier.photograph("other.png", seed=7))
    assert atelier.grey() is None
    atelier.own.set_photograph(first)
    assert atelier.grey() == 3
    assert atelier.own.can_continue()


def test_the_same_photograph_read_anew_stops_nothing(atelier: Atelier) -> None:
    atelier.begin(seen=1)
    again = atelier.photograph()
    assert again is not atelier.own.photograph
    atelier.own.set_photograph(again)
    assert atelier.own.running
    assert atelier.grey() == 1


def test_taking_a_painting_away_stops_what_is_painted_with_it(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    atelier.qtbot.mouseClick(atelier.page.paintings.rows[0].out, Qt.MouseButton.LeftButton)
    atelier.until(lambda: not atelier.own.running)
    assert atelier.finished[-1].steps == 2
    assert "“wave.png” was taken away" in atelier.said()
    assert not atelier.own.can_start()


def test_other_changes_wait_for_the_next_painting(atelier: Atelier) -> None:
    atelier.begin(seen=1)
    atelier.own.planning.change(atelier.own.plan.changed(style=60.0), "Change style")
    assert atelier.own.running
    assert atelier.hint() == "What you change now counts for the next painting."


def test_an_unlocked_seed_is_thrown_for_each_painting(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    throws = iter([11, 22])
    monkeypatch.setattr("studio.panes.paint.own.planning.secrets.randbelow", lambda most: next(throws))
    atelier.paint(steps=1)
    atelier.brush.allow(1)
    atelier.own.start()
    atelier.until(lambda: not atelier.own.running)
    assert [request.settings.seed for request in atelier.brush.requests] == [11, 22]
    assert atelier.page.more.seed.number.value() == 22


def test_a_locked_seed_stays(atelier: Atelier) -> None:
    atelier.ready(steps=1)
    atelier.page.more.seed.number.setValue(77)
    atelier.page.more.seed.lock.click()
    atelier.brush.allow(1)
    atelier.own.start()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.brush.requests[0].settings.seed == 77


def test_the_picture_is_kept_on_the_way(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    sitting = atelier.own._sitting
    assert sitting is not None
    assert KEEP_EVERY_MS <= 60_000
    with atelier.qtbot.waitSignal(atelier.own.changed, timeout=5000):
        sitting._every_minute.timeout.emit()
    assert atelier.own.running
    assert atelier.own.collect()["result"]["steps"] == 2


def test_stopping_everything_says_nothing_more(atelier: Atelier) -> None:
    atelier.begin(seen=2)
    sitting = atelier.own._sitting
    assert sitting is not None
    atelier.own.stop_all()
    assert sitting.job.state in (State.STOPPING, State.CANCELLED)
    atelier.until(lambda: not atelier.lanes.jobs())
    assert atelier.finished == []
    assert not atelier.own.running


def test_a_transparent_photograph_stays_transparent(atelier: Atelier, qtbot: QtBot, tmp_path: Path) -> None:
    from dataclasses import replace

    photograph = atelier.photograph()
    clear = replace(photograph, picture=replace(photograph.picture, alpha=np.zeros((40, 60), np.uint8)))
    atelier.own.set_photograph(clear)
    atelier.add(atelier.file())
    atelier.own.start()
    atelier.brush.allow(1)
    atelier.until(lambda: atelier.own.image is not None)
    assert atelier.own.image is not None
    assert atelier.own.image.pixelColor(3, 3).alpha() == 0


def test_steps_that_come_faster_than_the_window_looks_lose_no_losses(qtbot: QtBot, tmp_path: Path) -> None:
    def hasty(request: TransferRequest) -> Task[Transferred]:
        pixels = np.zeros((4, 6, 3), np.uint8)
        losses = {"style": 1.0, "content": 1.0}
        for done in range(1, 51):
            yield Step(done, 50, metrics=losses, preview=pixels)
        return Transferred(pixels, pixels.astype(np.float32), 50, 0.0, losses, losses)

    atelier = Atelier(qtbot, tmp_path, hasty)
    atelier.ready(steps=50)
    atelier.own.start()
    atelier.until(lambda: not atelier.own.running)
    assert atelier.own._last is not None
    assert [point.step for point in atelier.own._last.losses.points()] == list(range(1, 51))
    atelier.close()


def test_the_engine_gets_ready_while_the_person_still_chooses(atelier: Atelier) -> None:
    atelier.add(atelier.file())
    atelier.until(lambda: atelier.prepared == 1)
    atelier.add(atelier.file("night.png", 1))
    atelier.until(lambda: not atelier.lanes.jobs())
    assert atelier.prepared == 1


def test_a_page_that_nobody_sees_loads_no_engine(atelier: Atelier) -> None:
    atelier.page.hide()
    atelier.add(atelier.file())
    atelier.until(lambda: not atelier.lanes.jobs())
    assert atelier.prepared == 0
    atelier.page.show()
    atelier.until(lambda: atelier.prepared == 1)
