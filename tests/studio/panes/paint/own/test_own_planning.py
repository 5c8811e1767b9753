"""What the controls of the own-painting page do to the plan, and how it is undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from engines.paint.transfer.request import TransferSettings
from studio.panes.paint.own.layernames import style_layers
from studio.panes.paint.own.plan import Plan
from tests.studio.panes.paint.own.atelier import Atelier

USUAL = TransferSettings()


def names(atelier: Atelier) -> list[str]:
    return [painting.name for painting, _ in atelier.own.plan.paintings]


def test_files_hang_as_rows_with_their_names(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    assert names(atelier) == ["wave.png", "night.png"]
    assert [row.painting.name for row in atelier.page.paintings.rows] == ["wave.png", "night.png"]


def test_adding_is_one_step_that_can_be_undone(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"))
    assert atelier.history.undoText() == "Add “wave.png”"
    atelier.history.undo()
    assert names(atelier) == []
    assert atelier.page.paintings.rows == []
    atelier.history.redo()
    assert names(atelier) == ["wave.png"]


def test_taking_away_can_be_undone(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    atelier.page.paintings.rows[0].out.click()
    assert names(atelier) == ["night.png"]
    atelier.history.undo()
    assert names(atelier) == ["wave.png", "night.png"]


def test_a_fifth_painting_is_politely_refused(atelier: Atelier) -> None:
    atelier.add(*(atelier.file(f"{number}.png", number) for number in range(5)))
    assert names(atelier) == ["0.png", "1.png", "2.png", "3.png"]
    assert "Four paintings" in atelier.said()
    assert atelier.page.paintings.add.isHidden()
    assert not atelier.own.planning.can_add()


def test_what_is_no_picture_is_told_and_the_rest_comes(atelier: Atelier) -> None:
    bad = atelier.folder / "letter.png"
    bad.write_bytes(b"Dear all")
    atelier.add(bad, atelier.file("wave.png"))
    assert names(atelier) == ["wave.png"]
    assert "letter.png" in atelier.said()


def test_a_painting_of_one_pixel_hangs(atelier: Atelier) -> None:
    atelier.add(atelier.file("dot.png", width=1, height=1))
    assert not atelier.page.paintings.rows[0].grab().toImage().isNull()


def test_a_large_painting_is_made_smaller_but_its_file_is_kept(atelier: Atelier) -> None:
    path = atelier.folder / "large.png"
    Image.new("RGB", (3000, 60), (200, 10, 10)).save(path)
    atelier.add(path)
    painting = atelier.own.plan.paintings[0][0]
    assert painting.pixels.shape == (41, 2048, 3)
    assert painting.blob.data == path.read_bytes()


def test_what_is_transparent_counts_as_paper(atelier: Atelier) -> None:
    path = atelier.folder / "cut.png"
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(path)
    atelier.add(path)
    assert np.all(atelier.own.plan.paintings[0][0].pixels == 255)


def test_a_dropped_picture_becomes_a_style(atelier: Atelier) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(atelier.file("wave.png")))])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(atelier.page, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
    QApplication.sendEvent(atelier.page, QDropEvent(QPointF(9, 9), copy, mime, left, none))
    atelier.until(lambda: names(atelier) == ["wave.png"])


def test_paste_on_the_page_adds_a_style_and_not_a_photograph(atelier: Atelier) -> None:
    image = QImage(12, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.transparent)
    QGuiApplication.clipboard().setImage(image)
    atelier.page.paintings.add.setFocus()
    atelier.qtbot.keyClick(atelier.page.paintings.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    atelier.until(lambda: names(atelier) == ["Pasted painting"])
    QGuiApplication.clipboard().clear()


def test_an_empty_clipboard_is_told(atelier: Atelier) -> None:
    QGuiApplication.clipboard().clear()
    atelier.own.planning.paste()
    assert atelier.said() == "There is no picture on the clipboard."


def test_a_painting_on_its_way_does_not_land_in_the_next_project(atelier: Atelier) -> None:
    atelier.own.planning.add_files([atelier.file("wave.png")])
    atelier.own.restore({}, lambda name: b"")
    atelier.until(lambda: not atelier.lanes.jobs())
    assert names(atelier) == []


def test_weights_are_shown_as_shares(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    atelier.page.paintings.rows[1].slider.setValue(25)
    assert [weight for _, weight in atelier.own.plan.paintings] == [1.0, 0.25]
    assert [row._share.text() for row in atelier.page.paintings.rows] == ["80 %", "20 %"]


def test_a_painting_alone_has_no_weight(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"))
    assert atelier.page.paintings.rows[0].slider.isHidden()


def test_one_drag_is_one_step(atelier: Atelier) -> None:
    slider = atelier.page.wishes.style_slider
    for place in (3, 6, 10):
        slider.slider.setValue(place)
    slider.settled.emit()
    slider.slider.setValue(20)
    assert atelier.history.count() == 2
    assert atelier.own.plan.settings.style == pytest.approx(4 * USUAL.style)
    atelier.history.undo()
    assert atelier.own.plan.settings.style == pytest.approx(2 * USUAL.style)
    atelier.history.undo()
    assert atelier.own.plan == Plan()
    assert slider.value() == USUAL.style


def test_a_drag_back_to_where_it_began_leaves_no_step(atelier: Atelier) -> None:
    slider = atelier.page.wishes.content_slider.slider
    slider.setValue(5)
    slider.setValue(0)
    assert not atelier.history.canUndo()


@pytest.mark.parametrize(
    ("place", "words"), [(0, "Usual"), (10, "Much  2.0×"), (-10, "Little  0.50×"), (40, "Very much  16×"), (-41, "Off")]
)
def test_a_factor_is_said_in_a_word(atelier: Atelier, place: int, words: str) -> None:
    slider = atelier.page.wishes.smoothness_slider
    slider.slider.setValue(place)
    assert slider.word() == words
    assert atelier.own.plan.settings.smoothness == pytest.approx(
        0 if place == -41 else USUAL.smoothness * 2 ** (place / 10)
    )


def test_a_double_click_brings_the_usual_back(atelier: Atelier) -> None:
    slider = atelier.page.wishes.brush_slider
    slider.slider.setValue(20)
    assert atelier.own.plan.settings.brush == 4
    atelier.qtbot.mouseDClick(slider.slider, Qt.MouseButton.LeftButton)
    assert atelier.own.plan.settings.brush == 1


def test_choices_reach_the_plan(atelier: Atelier) -> None:
    page = atelier.page
    page.wishes.sizes.buttons["768"].click()
    page.wishes.steps.slider.setValue(350)
    page.more.colours.buttons["luminance"].click()
    page.more.start.buttons["noise"].click()
    page.more.optimizer.buttons["adam"].click()
    settings = atelier.own.plan.settings
    assert (settings.size, settings.steps, settings.colours) == (768, 350, "luminance")
    assert (settings.start, settings.optimizer) == ("noise", "adam")
    while atelier.history.canUndo():
        atelier.history.undo()
    assert atelier.own.plan == Plan()
    assert page.wishes.sizes.choice() == "512"
    assert page.more.optimizer.choice() == "lbfgs"


def test_a_layer_that_is_moved_makes_the_choice_the_persons(atelier: Atelier) -> None:
    layers = atelier.page.more.layers
    layers.sliders["stem"].setValue(0)
    chosen = dict(atelier.own.plan.settings.layers)
    assert "stem" not in chosen
    assert set(chosen) == set(style_layers("lite0")) - {"stem"}
    layers.reset.click()
    assert atelier.own.plan.settings.layers == ()
    assert layers.sliders["stem"].value() == 50


def test_the_last_layer_cannot_be_turned_off(atelier: Atelier) -> None:
    layers = atelier.page.more.layers
    for slider in layers.sliders.values():
        slider.setValue(0)
    assert len(atelier.own.plan.settings.layers) == 1


def test_another_network_has_other_layers(atelier: Atelier) -> None:
    atelier.page.more.layers.sliders["stem"].setValue(0)
    box = atelier.page.more.network.box
    box.activated.emit(box.findData("vgg19"))
    assert atelier.own.plan.settings.features == "vgg19"
    assert atelier.own.plan.settings.layers == ()
    assert list(atelier.page.more.layers.sliders) == list(style_layers("vgg19"))


def test_vgg19_needs_its_file(atelier: Atelier) -> None:
    atelier.ready()
    atelier.own.planning.change(atelier.own.plan.changed(features="vgg19"), "Network")
    assert not atelier.own.can_start()
    assert "VGG19 needs its file" in atelier.hint()
    atelier.own.planning.use_checkpoint("/models/vgg19.pth")
    assert atelier.own.can_start()
    atelier.own.start()
    atelier.until(lambda: bool(atelier.brush.requests))
    assert atelier.brush.requests[0].checkpoint == Path("/models/vgg19.pth")


def test_a_download_lands_among_the_models_and_is_used(atelier: Atelier) -> None:
    box = atelier.page.more.network.box
    box.activated.emit(box.findData("vgg19"))
    atelier.page.more.network.download.click()
    atelier.until(lambda: bool(atelier.own.plan.checkpoint))
    assert atelier.fetched[0].name == "models"
    assert Path(atelier.own.plan.checkpoint) == atelier.fetched[0] / "vgg19.pth"
    assert atelier.page.more.network.download.isHidden()


def test_the_time_is_estimated_from_the_last_painting(atelier: Atelier) -> None:
    assert atelier.page.wishes.estimate.isHidden()
    atelier.paint(steps=3)
    assert "Takes about" in atelier.page.wishes.estimate.text()
    atelier.page.more.optimizer.buttons["adam"].click()
    assert atelier.page.wishes.estimate.isHidden()


def test_every_command_can_be_asked_whether_it_can_run(atelier: Atelier) -> None:
    commands = {command.id: command for command in atelier.own.commands()}
    assert set(commands) == {f"paint.own.{name}" for name in ("add", "paste", "start", "pause", "stop", "continue")}

    def possible() -> set[str]:
        return {name.rpartition(".")[2] for name, each in commands.items() if each.enabled is None or each.enabled()}

    assert possible() == {"add", "paste"}
    atelier.begin(seen=1)
    assert possible() == {"add", "paste", "pause", "stop"}
    commands["paint.own.stop"].run()
    atelier.until(lambda: not atelier.own.running)
    assert possible() == {"add", "paste", "start", "continue"}


def test_a_command_brings_the_page_to_the_front(atelier: Atelier) -> None:
    atelier.ready()
    start = next(command for command in atelier.own.commands() if command.id == "paint.own.start")
    with atelier.qtbot.waitSignal(atelier.own.wanted, timeout=1000):
        start.run()
    assert atelier.own.running


def test_the_tab_key_reaches_every_painting_next_to_the_button_that_adds(atelier: Atelier) -> None:
    atelier.add(atelier.file("wave.png"), atelier.file("night.png", 1))
    section = atelier.page.paintings
    expected = [stop for row in section.rows for stop in (row.slider, row.out)]
    found, stop = [], section.add.nextInFocusChain()
    while len(found) < len(expected):
        if stop in expected:
            found.append(stop)
        assert stop is not atelier.page.wishes.style_slider.slider
        stop = stop.nextInFocusChain()
    assert found == expected
