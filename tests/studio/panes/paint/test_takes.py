"""Takes are kept, shown, compared, removed and put back, and live in the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QUndoStack
from pytestqt.qtbot import QtBot

from studio.documents.blobs import Blob
from studio.panes.paint.look import Look, MaskLayer, Setting, setting_in, setting_state
from studio.panes.paint.takefiles import blob_bytes
from studio.panes.paint.takes import PaintTake, Takes
from studio.widgets.filmstrip import Filmstrip
from tests.studio.panes.paint.workroom import Shelf, Workroom

GREEN, BLUE, GREY = (60, 160, 80), (40, 60, 200), (120, 120, 120)


class Wall(Workroom):
    """Takes with their strip and their history."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.strip = Filmstrip()
        self.history = QUndoStack(self.window)
        self.takes = Takes(self.desk, self.strip, self.history, self.window)
        self.window.setCentralWidget(self.strip)
        self.wanted: list[tuple[PaintTake, QImage]] = []
        self.compared: list[tuple[PaintTake | None, QImage | None]] = []
        self.takes.wanted.connect(lambda take, image: self.wanted.append((take, image)))
        self.takes.compared.connect(lambda take, image: self.compared.append((take, image)))

    def keep(self, title: str, colour: tuple[int, int, int] = GREEN, **more: Any) -> PaintTake:
        before = len(self.takes.all())
        kind, setting = more.get("kind", "stylize"), more.get("setting", {"inside": {}})
        self.takes.keep(title, kind, setting, more.get("image", flat(colour)))
        self.until(lambda: len(self.takes.all()) > before)
        return self.takes.all()[-1]

    def titles(self) -> list[str]:
        return [self.strip.strip.item(row).text() for row in range(self.strip.strip.count())]


@pytest.fixture
def wall(qtbot: QtBot, tmp_path: Path) -> Iterator[Wall]:
    wall = Wall(qtbot, tmp_path)
    yield wall
    wall.close()


def flat(colour: tuple[int, int, int], width: int = 90, height: int = 60) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(*colour))
    return image


def near(image: QImage | None, colour: tuple[int, int, int]) -> bool:
    assert image is not None
    seen = image.pixelColor(image.width() // 2, image.height() // 2)
    return all(abs(a - b) <= 3 for a, b in zip((seen.red(), seen.green(), seen.blue()), colour, strict=True))


def test_a_kept_take_stands_at_the_right_and_is_the_one_on_view(wall: Wall) -> None:
    first, second = wall.keep("Udnie 60 %"), wall.keep("Starry Night 80 %")
    assert wall.titles() == ["Udnie 60 %", "Starry Night 80 %"]
    assert wall.takes.shown == second
    assert first.created <= second.created


def test_titles_are_told_apart_by_a_number(wall: Wall) -> None:
    for _ in range(3):
        wall.keep("Udnie 60 %")
    assert wall.titles() == ["Udnie 60 %", "Udnie 60 %, 2", "Udnie 60 %, 3"]


def test_choosing_a_take_asks_for_its_picture_and_its_setting(wall: Wall) -> None:
    take = wall.keep("Udnie", BLUE, setting={"inside": {"strength": 0.5}})
    wall.keep("Another", GREEN)
    wall.takes.choose(take.id)
    wall.until(lambda: bool(wall.wanted))
    chosen, image = wall.wanted[0]
    assert chosen.setting == {"inside": {"strength": 0.5}}
    assert near(image, BLUE)
    assert wall.takes.shown is chosen


def test_of_two_quick_choices_only_the_last_is_shown(wall: Wall) -> None:
    first, second = wall.keep("One"), wall.keep("Two")
    wall.takes.choose(first.id)
    wall.takes.choose(second.id)
    wall.until(lambda: bool(wall.wanted))
    wall.quiet()
    assert [take.title for take, _ in wall.wanted] == ["Two"]


def test_another_setting_takes_the_ring_away_and_a_picture_on_its_way_is_not_shown(wall: Wall) -> None:
    take = wall.keep("One")
    wall.takes.moved_on()
    assert wall.takes.shown is None
    wall.takes.choose(take.id)
    wall.takes.moved_on()
    wall.quiet()
    assert wall.wanted == []


def test_a_take_kept_while_the_setting_moves_on_is_not_the_one_on_view(wall: Wall) -> None:
    wall.takes.keep("Late", "stylize", {}, flat(GREEN))
    wall.takes.moved_on()
    wall.until(lambda: len(wall.takes.all()) == 1)
    assert wall.takes.shown is None


def test_a_take_goes_to_the_left_of_the_slider_and_leaves_it_again(wall: Wall) -> None:
    take = wall.keep("One", BLUE)
    wall.takes.compare(take.id)
    wall.until(lambda: bool(wall.compared))
    assert wall.compared[0][0] is take
    assert near(wall.compared[0][1], BLUE)
    assert wall.takes.on_the_left is take
    wall.takes.compare(take.id)
    assert wall.compared[1] == (None, None)
    assert wall.takes.on_the_left is None


def test_any_two_takes_can_be_compared(wall: Wall) -> None:
    left, right = wall.keep("Left"), wall.keep("Right")
    wall.takes.compare(left.id)
    wall.until(lambda: bool(wall.compared))
    wall.takes.choose(right.id)
    wall.until(lambda: bool(wall.wanted))
    assert (wall.takes.on_the_left, wall.takes.shown) == (left, right)


def test_removing_can_be_undone_at_the_same_place(wall: Wall) -> None:
    for title in ("One", "Two", "Three"):
        wall.keep(title)
    wall.takes.remove(wall.takes.all()[1].id)
    assert wall.titles() == ["One", "Three"]
    assert wall.history.undoText() == "Remove the take “Two”"
    wall.history.undo()
    assert wall.titles() == ["One", "Two", "Three"]
    wall.history.redo()
    assert wall.titles() == ["One", "Three"]


def test_keeping_can_be_undone(wall: Wall) -> None:
    wall.keep("One")
    wall.history.undo()
    assert wall.titles() == []
    wall.history.redo()
    assert wall.titles() == ["One"]


def test_a_take_that_is_compared_leaves_the_slider_when_it_is_removed(wall: Wall) -> None:
    take = wall.keep("One")
    wall.takes.compare(take.id)
    wall.until(lambda: bool(wall.compared))
    wall.takes.remove(take.id)
    assert wall.compared[-1] == (None, None)


def test_a_new_title_can_be_undone(wall: Wall) -> None:
    take = wall.keep("One")
    wall.strip.renamed.emit(take.id, "The good one")
    assert wall.titles() == ["The good one"]
    wall.history.undo()
    assert wall.titles() == ["One"]


def test_every_change_is_announced(wall: Wall, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wall.takes.changed, timeout=5000):
        wall.takes.keep("One", "stylize", {}, flat(GREEN))
    take = wall.takes.all()[0]
    with qtbot.waitSignal(wall.takes.changed, timeout=1000):
        wall.takes.rename(take.id, "Two")
    with qtbot.waitSignal(wall.takes.changed, timeout=1000):
        wall.takes.remove(take.id)


def test_a_project_brings_the_takes_back(wall: Wall) -> None:
    shelf = Shelf()
    mask = MaskLayer(np.eye(8, dtype=np.uint8) * 255, 0.1, True)
    setting = Setting(Look((("udnie", 1.0),), 0.6), Look((("great_wave", 1.0),)), mask)
    kept = wall.keep("Masked", BLUE, setting=setting_state(setting))
    wall.keep("Other")
    state = shelf.put(wall.takes.collect())
    wall.takes.restore([], shelf.read)
    assert wall.titles() == []
    wall.takes.restore(state, shelf.read)
    assert wall.titles() == ["Masked", "Other"]
    back = wall.takes.all()[0]
    assert (back.id, back.created, back.kind) == (kept.id, kept.created, "stylize")
    again = setting_in(back.setting, blob_bytes)
    assert (again.inside, again.outside) == (setting.inside, setting.outside)
    assert again.mask is not None
    assert np.array_equal(again.mask.values, mask.values)
    assert shelf.put(wall.takes.collect()) == state
    wall.quiet()


def test_equal_pictures_are_stored_once(wall: Wall) -> None:
    shelf = Shelf()
    for _ in range(3):
        wall.keep("Same")
    shelf.put(wall.takes.collect())
    assert len(shelf.blobs) == 1


def test_restored_takes_get_their_thumbnails(wall: Wall) -> None:
    shelf = Shelf()
    wall.keep("One", BLUE)
    state = shelf.put(wall.takes.collect())
    wall.takes.restore([], shelf.read)
    wall.takes.restore(state, shelf.read)
    wall.quiet()
    image = wall.strip.strip.viewport().grab().toImage()
    middle = wall.strip.strip.visualItemRect(wall.strip.strip.item(0)).center()
    seen = image.pixelColor(middle)
    assert abs(seen.blue() - BLUE[2]) <= 6


def test_a_take_of_another_kind_or_without_its_picture_stays_in_the_project(wall: Wall) -> None:
    shelf = Shelf()
    wall.keep("Good")
    state = shelf.put(wall.takes.collect())
    strange = [{**state[0], "kind": "hologram"}, {**state[0], "picture": "0" * 64}, "nonsense"]
    wall.takes.restore([*state, *strange], shelf.read)
    assert wall.titles() == ["Good"]
    assert wall.said() == ["3 takes could not be shown; they stay in the project as they are."]
    assert shelf.put(wall.takes.collect()) == [*state, *strange]


@pytest.mark.parametrize("state", [None, 3, "takes", {"a": 1}])
def test_a_state_that_makes_no_sense_is_no_takes(wall: Wall, state: object) -> None:
    wall.takes.restore(state, Shelf().read)
    assert wall.titles() == []


def test_a_damaged_picture_is_told_and_its_setting_still_comes_back(wall: Wall) -> None:
    shelf = Shelf()
    wall.keep("One", setting={"inside": {"strength": 0.3}})
    state = shelf.put(wall.takes.collect())
    shelf.blobs[state[0]["picture"]] = b"no picture at all"
    wall.takes.restore(state, shelf.read)
    wall.takes.choose(wall.takes.all()[0].id)
    wall.until(lambda: bool(wall.wanted))
    assert wall.wanted[0][0].setting == {"inside": {"strength": 0.3}}
    assert wall.wanted[0][1].isNull()
    assert "“One” is damaged" in wall.toast().message.text


def test_a_take_on_its_way_does_not_land_in_the_next_project(wall: Wall) -> None:
    wall.takes.keep("Late", "stylize", {}, flat(GREEN))
    wall.takes.restore([], Shelf().read)
    wall.quiet()
    assert wall.takes.all() == []


def test_another_project_leaves_the_slider_empty(wall: Wall) -> None:
    take = wall.keep("One")
    wall.takes.compare(take.id)
    wall.until(lambda: bool(wall.compared))
    wall.takes.restore([], Shelf().read)
    assert wall.compared[-1] == (None, None)


def test_a_large_painting_is_kept_small_and_a_transfer_whole(wall: Wall) -> None:
    large = flat(GREY, 2400, 1200)
    painted = QImage.fromData(wall.keep("Styles", image=large).picture.data)
    transferred = wall.keep("Own", image=large, kind="transfer").picture
    assert (painted.width(), painted.height()) == (1600, 800)
    assert QImage.fromData(transferred.data).width() == 2400
    assert transferred.media == "image/png"


def test_transparency_is_kept(wall: Wall) -> None:
    clear = QImage(40, 40, QImage.Format.Format_ARGB32)
    clear.fill(QColor(200, 0, 0, 90))
    opaque = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    opaque.fill(QColor(*GREY))
    kept = QImage.fromData(wall.keep("Clear", image=clear).picture.data)
    assert kept.pixelColor(20, 20).alpha() == 90
    assert wall.keep("Opaque", image=opaque).picture.media == "image/jpeg"


def test_pictures_of_a_setting_stay_blobs_in_the_next_project(wall: Wall) -> None:
    shelf, other = Shelf(), Shelf()
    digest = "a" * 64  # a model's fingerprint looks like the name of a blob
    setting = {"paintings": [{"picture": Blob(b"\x89PNG style", "image/png")}], "model": digest}
    wall.keep("Own", setting=setting)
    wall.takes.restore(shelf.put(wall.takes.collect()), shelf.read)
    state = other.put(wall.takes.collect())
    assert other.blobs[state[0]["setting"]["paintings"][0]["picture"]] == b"\x89PNG style"
    assert state[0]["setting"]["model"] == digest
    wall.quiet()
