"""What the project keeps of Paint, and how it comes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.paint.looks import Look, one_style
from studio.documents.blobs import Blob, referenced
from tests.studio.panes.paint.easel import Easel


class Shelf:
    """A project in memory: blobs by their names."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def put(self, state: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = referenced(state, self._keep)
        return kept

    def _keep(self, blob: Blob) -> str:
        self.blobs[blob.sha] = blob.data
        return blob.sha

    def read(self, name: str) -> bytes:
        return self.blobs[name]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def collected(easel: Easel, shelf: Shelf) -> dict[str, Any]:
    easel.open(easel.photo())
    easel.paint("udnie")
    easel.strength(40)
    return shelf.put(easel.pane.collect())


def test_a_project_brings_back_photograph_style_and_strength(easel: Easel, shelf: Shelf) -> None:
    state = collected(easel, shelf)
    assert easel.pane.photograph is not None
    pixels = easel.pane.photograph.picture.pixels
    easel.pane.restore({}, shelf.read)
    assert easel.pane.photograph is None
    easel.pane.restore(state, shelf.read)
    easel.until(lambda: easel.pane.photograph is not None)
    assert easel.pane.photograph is not None
    assert np.array_equal(easel.pane.photograph.picture.pixels, pixels)
    assert easel.pane.look == one_style("udnie", 0.4)
    assert shelf.put(easel.pane.collect()) == state


def test_a_restored_painting_is_painted_again(easel: Easel, shelf: Shelf) -> None:
    state = collected(easel, shelf)
    easel.pane.restore({}, shelf.read)
    easel.arrived.clear()
    easel.pane.restore(state, shelf.read)
    easel.until(lambda: easel.newest() == ("udnie", True))


def test_an_empty_pane_keeps_nothing(easel: Easel) -> None:
    assert easel.pane.collect() == {}


def test_a_style_that_is_not_installed_is_told_and_stays_in_the_project(easel: Easel, shelf: Shelf) -> None:
    state = {**collected(easel, shelf), "inside": one_style("from_the_future").to_dict()}
    easel.pane.restore(state, shelf.read)
    easel.until(lambda: bool(easel.said()))
    assert "There is no style “from_the_future”" in " ".join(easel.said())
    assert easel.pane.collect()["inside"]["styles"] == [["from_the_future", 1.0]]
    assert not easel.action("export").isEnabled()


@pytest.mark.parametrize("strength", [-1, 101, "80", None, 0.5])
def test_a_strength_that_makes_no_sense_becomes_the_full_one(easel: Easel, shelf: Shelf, strength: object) -> None:
    easel.pane.restore({"style": "udnie", "strength": strength}, shelf.read)
    assert easel.pane.look == one_style("udnie", 1.0)


def test_a_damaged_photograph_is_told_and_stays_in_the_project(easel: Easel, shelf: Shelf) -> None:
    state = collected(easel, shelf)
    shelf.blobs[state["photograph"]] = b"no picture at all"
    easel.pane.restore(state, shelf.read)
    assert "photo.png" in easel.toast().message.text
    assert easel.pane.photograph is None
    kept = easel.pane.collect()
    assert kept["photograph"].data == b"no picture at all"
    assert (kept["name"], Look.from_dict(kept["inside"])) == ("photo.png", one_style("udnie", 0.4))


def test_a_photograph_that_is_still_being_read_is_kept(easel: Easel, shelf: Shelf) -> None:
    state = collected(easel, shelf)
    easel.pane.restore(state, shelf.read)
    assert easel.pane.photograph is None
    assert shelf.put(easel.pane.collect()) == state
    easel.until(lambda: easel.pane.photograph is not None)


def test_a_photograph_on_its_way_does_not_land_in_the_next_project(easel: Easel, shelf: Shelf) -> None:
    easel.pane.open_files([easel.photo()])
    easel.pane.restore({}, shelf.read)
    easel.quiet()
    assert easel.pane.photograph is None
    assert easel.pane.collect() == {}


def test_another_project_begins_without_a_history(easel: Easel, shelf: Shelf) -> None:
    state = collected(easel, shelf)
    easel.pane.restore(state, shelf.read)
    assert not easel.pane.undo_stack.canUndo()
    easel.until(lambda: easel.pane.photograph is not None)
    assert not easel.pane.undo_stack.canUndo()


def test_every_change_is_announced(easel: Easel) -> None:
    easel.open(easel.photo())
    with easel.qtbot.waitSignal(easel.pane.changed, timeout=1000):
        easel.pane.choose_style("udnie")
    with easel.qtbot.waitSignal(easel.pane.changed, timeout=1000):
        easel.strength(30)
    with easel.qtbot.waitSignal(easel.pane.changed, timeout=1000):
        easel.pane.undo_stack.undo()
