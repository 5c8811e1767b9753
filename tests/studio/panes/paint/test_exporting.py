"""Paintings go out: a file with everything in it, or a sentence and another try."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engines.paint.pictures import open_picture
from engines.paint.profiles import adobe_rgb_profile
from engines.paint.recipes import read_recipe
from engines.paint.stylise import StyleRequest, stylise
from engines.paint.transfer.request import StylePicture, Transferred, TransferSettings
from engines.steps import finish
from studio.jobs.job import Job
from studio.panes.paint.estimating import estimated_bytes
from studio.panes.paint.exportchoice import ExportChoice, FileChoice
from studio.panes.paint.exportdialog import ExportDialog
from studio.panes.paint.exporting import Exporter
from studio.panes.paint.look import Look, MaskLayer, Photograph, Setting
from tests.studio.panes.paint.workroom import Workroom, noise

UDNIE = Setting(Look((("udnie", 1.0),), 0.6))


class Press(Workroom):
    """An exporter and what it wrote."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.exporter = Exporter(self.desk, self.window)

    def write(self, path: Path, setting: Setting = UDNIE, photograph: Photograph | None = None, **more: object) -> None:
        photograph = photograph or self.photograph()
        choice = replace(ExportChoice(path), **more)  # type: ignore[arg-type]
        self.exporter.write(photograph, setting, choice)
        self.toast()
        self.quiet()


@pytest.fixture
def press(qtbot: QtBot, tmp_path: Path) -> Iterator[Press]:
    press = Press(qtbot, tmp_path)
    yield press
    press.close()


def test_an_export_holds_the_painting_at_its_strength(press: Press) -> None:
    photograph = press.photograph()
    press.write(press.folder / "out.png", photograph=photograph)
    expected = finish(stylise(StyleRequest(photograph.picture.pixels, UDNIE.inside))).pixels
    with Image.open(press.folder / "out.png") as image:
        assert np.array_equal(np.asarray(image), expected)


def test_an_export_carries_its_recipe_with_mask_and_both_looks(press: Press) -> None:
    mask = MaskLayer(np.tile(np.array([0, 255], np.uint8), (32, 24)), 0.05, True)
    setting = Setting(UDNIE.inside, Look((("great_wave", 1.0),), 0.5), mask)
    press.write(press.folder / "out.png", setting)
    recipe = read_recipe(press.folder / "out.png")
    assert recipe is not None
    assert (recipe.look, recipe.outside) == (setting.inside, setting.outside)
    assert recipe.mask is not None
    assert (recipe.mask.feather, recipe.mask.inverted) == (0.05, True)


def test_what_lies_outside_is_forgotten_without_a_mask(press: Press) -> None:
    press.write(press.folder / "out.png", Setting(UDNIE.inside, Look((("great_wave", 1.0),))))
    recipe = read_recipe(press.folder / "out.png")
    assert recipe is not None
    assert recipe.outside == Look()


def test_an_export_is_told_with_its_size_and_its_folder(press: Press) -> None:
    press.write(press.folder / "out.png", max_size=24)
    message = press.toast().message
    assert message.text == "“out.png” is exported, 24 × 16 pixels."
    assert message.action_text == "Show folder"


def test_the_camera_s_notes_go_along_only_where_they_are_wanted(press: Press) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    photograph = press.photograph("camera.jpg", exif=exif)
    press.write(press.folder / "with.jpg", photograph=photograph, keep_exif=True)
    press.write(press.folder / "without.jpg", photograph=photograph)
    makers = {}
    for name in ("with.jpg", "without.jpg"):
        with Image.open(press.folder / name) as image:
            makers[name] = image.getexif().get(0x010F)
    assert makers == {"with.jpg": "Acme", "without.jpg": None}


def test_a_deep_photograph_with_a_profile_becomes_a_deep_painting_with_it(press: Press) -> None:
    import tifffile

    profile = adobe_rgb_profile()
    path = press.folder / "deep.tif"
    deep = noise(40, 30).astype(np.uint16) * 257
    tifffile.imwrite(path, deep, photometric="rgb", iccprofile=profile)
    picture = open_picture(path)
    photograph = replace(press.photograph(), picture=picture)
    press.write(press.folder / "out.tif", photograph=photograph, keep_profile=True)
    with tifffile.TiffFile(press.folder / "out.tif") as written:
        page = written.pages[0]
        assert page.dtype == np.uint16
        assert page.tags["InterColorProfile"].value == profile
    press.write(press.folder / "eight.tif", photograph=photograph, sixteen_bit=False)
    assert tifffile.imread(press.folder / "eight.tif").dtype == np.uint8


def test_the_photograph_itself_is_never_written_over(press: Press) -> None:
    photograph = press.photograph()
    path = press.folder / "photo.png"
    before = path.read_bytes()
    press.write(path, photograph=photograph)
    assert press.toast().message.stays
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="only Unix tells who we are")
def test_an_export_leaves_no_half_file_when_it_fails(press: Press) -> None:
    (press.folder / "out.png").mkdir()
    press.write(press.folder / "out.png")
    assert press.toast().message.stays
    assert sorted(path.name for path in press.folder.iterdir() if "out" in path.name) == ["out.png"]


def test_an_export_that_fails_offers_another_place_with_the_same_painting(press: Press) -> None:
    press.write(press.folder / "no such folder" / "out.png")
    press.toast().button.click()
    dialog = press.dialog(ExportDialog)
    assert dialog.name.text() == "photo__udnie__60"
    dialog.folder.set_text(str(press.folder))
    dialog.name.setText("second")
    dialog.export.click()
    press.until(lambda: (press.folder / "second.png").exists())
    recipe = read_recipe(press.folder / "second.png")
    assert recipe is not None
    assert recipe.look == UDNIE.inside


def test_what_was_chosen_is_where_the_next_export_begins(press: Press) -> None:
    photograph = press.photograph()
    dialog = press.exporter.ask(photograph, UDNIE)
    dialog.folder.set_text(str(press.folder))
    dialog.options.set_format("webp")
    dialog.options.quality.set_value(61)
    dialog.accept()
    press.quiet()
    kept = press.settings.settings.paint
    assert (kept.export_format, kept.jpeg_quality, kept.export_folder) == ("webp", 61, str(press.folder))
    again = press.exporter.ask(photograph, UDNIE)
    assert again.file_choice() == FileChoice("webp", 61)
    again.reject()


def test_a_photograph_without_notes_or_profile_says_nothing_about_the_next_one(press: Press) -> None:
    press.settings.put("paint.keep_exif", True)
    dialog = press.exporter.ask(press.photograph(), UDNIE)
    dialog.folder.set_text(str(press.folder))
    dialog.accept()
    press.quiet()
    assert press.settings.settings.paint.keep_exif
    assert press.settings.settings.paint.keep_profile


def test_a_dialog_that_is_left_writes_nothing(press: Press) -> None:
    dialog = press.exporter.ask(press.photograph(), UDNIE)
    dialog.reject()
    press.quiet()
    assert [path.name for path in press.folder.glob("*udnie*")] == []


def test_the_dialog_tells_about_how_large_the_file_will_be(press: Press) -> None:
    dialog = press.exporter.ask(press.photograph(), UDNIE)
    press.until(lambda: ", about " in dialog.options.size_note.text())
    assert dialog.options.size_note.text().startswith("48 × 32 pixels, about ")
    dialog.reject()


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "tiff"])
def test_the_estimate_is_near_the_file(press: Press, kind: str) -> None:
    photograph = press.photograph(width=300, height=200)
    choice = FileChoice(kind, 80)
    path = press.folder / f"out{choice.suffix}"
    press.write(path, Setting(), photograph=photograph, quality=80)
    guess = finish(estimated_bytes(photograph.picture, choice, (300, 200)))
    assert 0.6 < guess / path.stat().st_size < 1.6


def test_a_smaller_file_is_estimated_smaller(press: Press) -> None:
    picture = press.photograph(width=400, height=300).picture
    whole = finish(estimated_bytes(picture, FileChoice("jpeg"), (400, 300)))
    half = finish(estimated_bytes(picture, FileChoice("jpeg"), (200, 150)))
    deep = finish(estimated_bytes(picture, FileChoice("png", sixteen_bit=True), (400, 300)))
    assert half < whole < deep


def transferred(width: int = 24, height: int = 16) -> Transferred:
    pixels = noise(width, height, 3)
    return Transferred(pixels, pixels.astype(np.float32) / np.float32(255), 20, 0.1, {}, {})


@pytest.mark.parametrize(("enlarged", "size"), [(False, (24, 16)), (True, (48, 32))])
def test_a_transfer_goes_out_as_painted_or_at_the_photograph_s_size(
    press: Press, enlarged: bool, size: tuple[int, int]
) -> None:
    paintings = (StylePicture(noise(8, 8), name="my painting.jpg"),)
    settings = TransferSettings(seed=7)
    dialog = press.exporter.ask_transfer(press.photograph(), transferred(), settings, paintings)
    assert dialog.name.text() == "photo__my painting"
    dialog.folder.set_text(str(press.folder))
    dialog.options.size_box.setCurrentIndex(1 if enlarged else 0)
    dialog.accept()
    press.quiet()
    path = press.folder / "photo__my painting.png"
    with Image.open(path) as image:
        assert image.size == size
    recipe = read_recipe(path)
    assert recipe is not None
    assert recipe.transfer is not None
    assert recipe.transfer.seed == 7
    assert press.settings.settings.paint.enlarge_transfers is enlarged


def test_exports_run_on_the_disk_lane_and_are_listed(press: Press) -> None:
    job = press.exporter.write(press.photograph(), UDNIE, ExportChoice(press.folder / "out.png"))
    assert isinstance(job, Job)
    assert job in press.lanes.jobs()
    assert job.title == "Exporting “out.png”"
    press.quiet()
