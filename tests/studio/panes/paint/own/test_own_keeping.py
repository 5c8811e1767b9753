"""What the project and the takes keep of the own-painting page, and how it comes back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engines.paint.transfer.request import TransferSettings
from studio.documents.blobs import Blob
from studio.panes.paint.own.plan import Plan, settings_in
from studio.panes.paint.takefiles import blob_bytes
from tests.studio.panes.paint.own.atelier import Atelier, Shelf


def reopened(atelier: Atelier, shelf: Shelf) -> None:
    """Save and open the project again."""
    state = json.loads(json.dumps(shelf.put(atelier.own.collect())))
    atelier.own.restore({}, shelf.read)
    atelier.own.restore(state, shelf.read)
    atelier.until(lambda: not atelier.lanes.jobs())


def test_an_untouched_page_keeps_nothing(atelier: Atelier) -> None:
    assert atelier.own.collect() == {}


def test_the_plan_comes_back(atelier: Atelier, shelf: Shelf) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    atelier.own.planning.weigh(1, 0.25)
    atelier.page.more.layers.sliders["stem"].setValue(0)
    atelier.page.more.seed.lock.click()
    atelier.page.foot.more.setValue(40)
    before = atelier.own.plan
    reopened(atelier, shelf)
    after = atelier.own.plan
    assert after.settings == before.settings
    assert after.seed_locked
    assert [(one.name, weight) for one, weight in after.paintings] == [("wave.png", 1.0), ("night.png", 0.25)]
    assert np.array_equal(after.paintings[0][0].pixels, before.paintings[0][0].pixels)
    assert atelier.page.foot.more.value() == 40


def test_the_last_painting_is_shown_again_after_a_restart(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=3)
    photograph = atelier.own.photograph
    state = shelf.put(atelier.own.collect())
    atelier.own.set_photograph(None)
    atelier.own.restore(state, shelf.read)
    atelier.own.set_photograph(photograph)
    atelier.until(lambda: atelier.grey() == 3)
    assert atelier.page.foot.paint.text() == "Paint again"
    assert atelier.own.outcome is not None
    assert atelier.own.outcome.transferred.last["style"] == pytest.approx(1 / 3)
    assert shelf.put(atelier.own.collect()) == state


def test_a_restored_painting_can_be_continued(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=3)
    reopened(atelier, shelf)
    atelier.page.foot.more.setValue(10)
    atelier.own.go_on()
    atelier.brush.allow(10)
    atelier.until(lambda: not atelier.own.running)
    continued = atelier.brush.requests[-1].continued
    assert continued is not None
    assert continued.picture.dtype == np.float32
    assert np.allclose(continued.picture, 3 / 255)
    assert atelier.finished[-1].steps == 13


def test_a_painting_with_treated_colours_is_continued_from_before_the_treatment(atelier: Atelier, shelf: Shelf) -> None:
    atelier.ready(steps=1)
    atelier.page.more.colours.buttons["luminance"].click()
    atelier.own.start()
    atelier.brush.allow(1)
    atelier.until(lambda: not atelier.own.running)
    state = shelf.put(atelier.own.collect())
    assert state["result"]["raw"] in shelf.blobs
    reopened(atelier, shelf)
    assert atelier.own.outcome is not None
    assert np.allclose(atelier.own.outcome.transferred.picture, 1 / 255)


def test_the_painting_of_another_photograph_is_not_shown(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=3)
    atelier.own.set_photograph(atelier.photograph("other.png", seed=9))
    reopened(atelier, shelf)
    assert atelier.own.image is None
    assert not atelier.own.can_continue()


def test_a_state_that_is_still_being_read_is_kept(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=3)
    state = shelf.put(atelier.own.collect())
    atelier.own.restore(state, shelf.read)
    assert shelf.put(atelier.own.collect()) == state
    atelier.until(lambda: not atelier.lanes.jobs())


def test_a_lost_style_picture_is_told(atelier: Atelier, shelf: Shelf) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    state = shelf.put(atelier.own.collect())
    del shelf.blobs[state["plan"]["paintings"][0]["picture"]]
    atelier.own.restore(state, shelf.read)
    atelier.until(lambda: len(atelier.own.plan.paintings) == 1)
    assert atelier.own.plan.paintings[0][0].name == "night.png"
    assert "“wave.png” is no longer in the project" in atelier.said()


def test_damaged_pictures_are_told(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=1)
    state = shelf.put(atelier.own.collect())
    shelf.blobs[state["plan"]["paintings"][0]["picture"]] = b"nothing"
    shelf.blobs[state["result"]["picture"]] = b"nothing"
    atelier.own.restore(state, shelf.read)
    atelier.until(lambda: not atelier.lanes.jobs())
    assert atelier.own.plan.paintings == ()
    assert atelier.own.image is None
    assert "wave.png" in atelier.said()


@pytest.mark.parametrize(
    "state",
    [
        None,
        {"plan": 3},
        {"plan": {"settings": {"size": "large", "steps": -1, "content": 0}, "paintings": [1, {}], "checkpoint": 4}},
        {"plan": {"settings": [], "paintings": "many"}, "result": {"picture": 3}, "more_steps": "some"},
        {"result": {"picture": "no such", "photograph": "x", "steps": float("inf")}},
    ],
)
def test_what_makes_no_sense_becomes_the_usual(atelier: Atelier, shelf: Shelf, state: object) -> None:
    atelier.own.restore(state, shelf.read)
    atelier.until(lambda: not atelier.lanes.jobs())
    settings = atelier.own.plan.settings
    assert (settings.size, settings.steps) == (512, 200)
    assert atelier.own.plan.paintings == ()
    assert atelier.page.foot.more.value() == 100


def test_settings_are_taken_one_by_one() -> None:
    assert settings_in({"size": 768, "steps": "many", "unheard": 1}) == TransferSettings(size=768)
    assert settings_in(None) == TransferSettings()


def test_another_project_begins_without_what_was_under_way(atelier: Atelier, shelf: Shelf) -> None:
    atelier.begin(seen=2)
    atelier.own.restore({}, shelf.read)
    assert not atelier.own.running
    assert atelier.own.plan == Plan()
    atelier.until(lambda: not atelier.lanes.jobs())
    assert atelier.own.image is None
    assert atelier.finished == []
    assert atelier.aside == []


def test_a_take_brings_back_picture_and_settings(atelier: Atelier) -> None:
    atelier.paint(steps=3)
    outcome = atelier.own.outcome
    assert outcome is not None
    setting = atelier.own.take_setting()
    atelier.own.planning.change(atelier.own.plan.changed(style=60.0), "Change style")
    atelier.brush.allow(3)
    atelier.own.go_on()
    atelier.own.stop()
    atelier.until(lambda: not atelier.own.running)
    atelier.own.show_take(setting, outcome.blob.data, blob_bytes)
    atelier.until(lambda: atelier.own.plan.settings.style == outcome.plan.settings.style)
    assert atelier.grey() == 3
    assert atelier.own.can_continue()
    atelier.history.undo()
    assert atelier.own.plan.settings.style == 60


def test_what_a_take_keeps_can_be_written(atelier: Atelier, shelf: Shelf) -> None:
    atelier.paint(steps=3)
    kept = shelf.put(atelier.own.take_setting())
    json.dumps(kept)
    assert kept["settings"]["steps"] == 3
    assert kept["paintings"][0]["picture"] in shelf.blobs
    assert isinstance(atelier.own.take_setting()["paintings"][0]["picture"], Blob)


def test_every_change_is_announced(atelier: Atelier, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(atelier.own.changed, timeout=1000):
        atelier.own.planning.change(Plan().changed(style=60.0), "Change style")
    with qtbot.waitSignal(atelier.own.changed, timeout=1000):
        atelier.history.undo()
