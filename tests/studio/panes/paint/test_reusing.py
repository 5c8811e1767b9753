"""The settings inside an exported picture are put back, on this photograph or another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog

from engines.paint.looks import Look
from engines.paint.masks import Mask
from engines.paint.pictures import save_picture
from engines.paint.recipes import Painting, Recipe
from engines.paint.transfer.request import TransferSettings
from tests.studio.panes.paint.easel import Easel, noise

LOOK = Look((("udnie", 0.7), ("the_scream", 0.3)), 0.6, "luminance", 2.0)
PLAIN_RECIPE = Recipe("1.0", LOOK)


def painted(easel: Easel, recipe: Recipe = PLAIN_RECIPE) -> Path:
    path = easel.folder / "painted.png"
    save_picture(path, noise(40, 30), recipe=recipe)
    return path


def test_a_dropped_picture_offers_its_settings(easel: Easel) -> None:
    easel.open(painted(easel))
    card = easel.toast()
    assert card.message.text == "This picture carries its settings."
    card.button.click()
    assert easel.pane.look == LOOK
    assert easel.pane.undo_stack.undoText() == "Reuse settings"


def test_a_picture_without_settings_offers_nothing(easel: Easel) -> None:
    easel.open(easel.photo())
    assert not easel.said()


def test_settings_of_a_chosen_picture_are_used_on_the_photograph(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.action("reuse").trigger()
    dialog = easel.pane.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(painted(easel)))
    dialog.close()
    easel.until(lambda: easel.pane.look == LOOK)
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "photo.png"


def test_a_mask_is_stretched_over_the_photograph(easel: Easel) -> None:
    values = np.zeros((10, 10), np.uint8)
    values[:, :5] = 255
    easel.open(easel.photo(width=60, height=20))
    easel.pane.use_recipe(Recipe("1.0", LOOK, Look(), Mask(values, 0.1, True)))
    layer = easel.pane.setting.mask
    assert layer is not None
    assert layer.values.shape == (20, 60)
    assert (layer.values[10, 5], layer.values[10, 55]) == (255, 0)
    assert (layer.feather, layer.inverted) == (0.1, True)


def test_a_picture_without_settings_is_told_when_somebody_asks(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.pane.opener.read_recipe(easel.photo("plain.png"))
    assert "“plain.png” carries no settings" in easel.toast().message.text


def test_settings_of_an_own_painting_go_to_its_own_page(easel: Easel) -> None:
    easel.open(easel.photo())
    painting = Painting("wave.png", "0" * 64)
    recipe = Recipe("1.0", kind="transfer", transfer=TransferSettings(style=7.0), paintings=(painting,))
    easel.pane.use_recipe(recipe)
    assert "“wave.png”" in easel.toast().message.text
    assert easel.pane.panel.page() is easel.pane.rooms.own_page
    assert easel.pane.rooms.own.plan.settings == TransferSettings(style=7.0)
    assert easel.pane.look == Look()
    easel.pane.undo_stack.undo()
    assert easel.pane.rooms.own.plan.settings == TransferSettings()


def test_without_a_photograph_there_is_nothing_to_use_them_on(easel: Easel) -> None:
    assert not easel.action("reuse").isEnabled()
    easel.pane.use_recipe(PLAIN_RECIPE)
    assert "Open a photograph first" in easel.toast().message.text
