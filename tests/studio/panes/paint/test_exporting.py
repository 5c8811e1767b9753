"""Paintings go out: a file with everything in it, or a sentence and another try."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from engines.paint.recipes import read_recipe
from engines.paint.stylise import StyleRequest, stylise
from engines.steps import finish
from studio.panes.paint.look import Look
from tests.studio.panes.paint.easel import Easel


def painted(easel: Easel, style: str = "udnie", strength: int = 100) -> None:
    easel.open(easel.photo())
    easel.paint(style)
    easel.pane.set_strength(strength)


def write(easel: Easel, path: Path) -> None:
    assert easel.pane.photograph is not None
    easel.pane.exporter.write(easel.pane.photograph, easel.pane.look, path)
    easel.toast()


def test_an_export_holds_the_painting_at_its_strength(easel: Easel) -> None:
    painted(easel, strength=60)
    path = easel.folder / "out.png"
    write(easel, path)
    assert easel.pane.photograph is not None
    expected = finish(stylise(StyleRequest(easel.pane.photograph.picture.pixels, "udnie", 0.6))).pixels
    assert np.array_equal(np.asarray(Image.open(path)), expected)


def test_an_export_carries_its_recipe(easel: Easel) -> None:
    painted(easel, "great_wave", 80)
    path = easel.folder / "out.png"
    write(easel, path)
    recipe = read_recipe(path)
    assert recipe is not None
    assert (recipe.style, recipe.strength) == ("great_wave", 0.8)


def test_an_export_is_told_with_its_size_and_its_folder(easel: Easel) -> None:
    painted(easel)
    write(easel, easel.folder / "out.png")
    message = easel.toast().message
    assert message.text == "“out.png” is exported, 48 × 32 pixels."
    assert message.action_text == "Show folder"


def test_a_name_without_suffix_gets_that_of_the_preferred_format(easel: Easel) -> None:
    painted(easel)
    easel.settings.put("paint.export_format", "jpeg")
    write(easel, easel.folder / "out")
    assert (easel.folder / "out.jpg").is_file()


def test_the_next_export_begins_in_the_same_folder(easel: Easel) -> None:
    painted(easel)
    folder = easel.folder / "paintings"
    folder.mkdir()
    write(easel, folder / "out.png")
    assert easel.settings.settings.paint.export_folder == str(folder)


def test_an_export_that_fails_offers_another_place_and_loses_nothing(easel: Easel) -> None:
    painted(easel, strength=70)
    write(easel, easel.folder / "no such folder" / "out.png")
    card = easel.toast()
    assert card.message.stays
    card.button.click()
    dialog = file_dialog(easel)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(easel.folder / "second.png"))
    dialog.close()
    easel.until(lambda: (easel.folder / "second.png").exists())
    assert easel.pane.look == Look("udnie", 70)
    easel.quiet()


def test_the_photograph_itself_is_never_written_over(easel: Easel) -> None:
    path = easel.photo()
    before = path.read_bytes()
    easel.open(path)
    easel.paint("udnie")
    write(easel, path)
    assert easel.toast().message.stays
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="only Unix tells who we are")
def test_an_export_leaves_no_half_file_when_it_fails(easel: Easel) -> None:
    painted(easel)
    target = easel.folder / "out.png"
    target.mkdir()
    write(easel, target)
    assert easel.toast().message.stays
    assert sorted(path.name for path in easel.folder.iterdir() if "out" in path.name) == ["out.png"]


def test_the_dialog_suggests_a_name_that_says_what_was_done(easel: Easel) -> None:
    painted(easel, strength=80)
    easel.action("export").trigger()
    dialog = file_dialog(easel)
    assert [Path(chosen).name for chosen in dialog.selectedFiles()] == ["photo__udnie__80.png"]
    assert dialog.defaultSuffix() == "png"
    dialog.close()


def test_what_is_exported_is_what_was_seen_when_asked(easel: Easel) -> None:
    painted(easel, strength=80)
    easel.action("export").trigger()
    dialog = file_dialog(easel)
    easel.pane.choose_style("great_wave")
    dialog.fileSelected.emit(str(easel.folder / "out.png"))
    dialog.close()
    easel.until(lambda: (easel.folder / "out.png").exists())
    recipe = read_recipe(easel.folder / "out.png")
    assert recipe is not None
    assert recipe.style == "udnie"
    easel.quiet()


def file_dialog(easel: Easel) -> QFileDialog:
    easel.until(lambda: bool(easel.pane.findChildren(QFileDialog)))
    return easel.pane.findChildren(QFileDialog)[-1]
