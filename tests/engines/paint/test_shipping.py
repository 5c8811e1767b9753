"""A trained run becomes a shipped model: exported, hashed, described, and ready to paint with."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engines import cards
from engines.errors import BadCheckpoint
from engines.paint.exportstyles import export_styles
from engines.paint.looks import one_style
from engines.paint.shipping import Shipment, ship_styles
from engines.paint.stylecatalogue import styles
from engines.paint.stylise import StyleRequest, stylise
from engines.paint.trainstyles import read_run, train_styles
from engines.steps import finish
from tests.engines.paint.style_runs import picture_folders, small_training, waves

PAINTINGS = {"painting_0": ("Waves", "Nobody, 2024"), "painting_1": ("More waves", "Nobody, 2025")}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipping")
    finish(train_styles(small_training(picture_folders(folder), folder / "run", 45)))
    return folder / "run"


@pytest.fixture(scope="module")
def card(run: Path) -> cards.Card:
    shipment = Shipment("two", "Two", "Two styles.", "0.1", PAINTINGS, ("waves",))
    return ship_styles(run, run.parent / "weights" / "two", shipment)


def test_a_shipped_model_is_what_its_card_says(card: cards.Card) -> None:
    assert cards.read_card(card.folder) == card
    assert cards.verify(card).ok
    assert sorted(card.files) == ["log.csv", "model.onnx", "model.safetensors"]
    assert card.figures["parity"] < 1e-4
    assert card.training["steps"] == 45


def test_a_shipped_model_can_be_painted_with(card: cards.Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(card.folder.parent))
    assert [(style.name, style.title, style.painter) for style in styles()] == [
        (name, *words) for name, words in PAINTINGS.items()
    ]
    photo = waves(1, 21, 30)
    assert finish(stylise(StyleRequest(photo, one_style("painting_1")))).pixels.shape == photo.shape


def test_the_shipped_tensors_are_the_averaged_network(card: cards.Card, run: Path) -> None:
    tensors, wanted = load_file(card.folder / "model.safetensors"), read_run(run).net.state_dict()
    assert tensors.keys() == wanted.keys()
    assert all(torch.equal(tensors[name], wanted[name]) for name in wanted)


def test_everybody_may_read_every_shipped_file(card: cards.Card) -> None:
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in card.folder.iterdir())


def test_the_shipped_log_keeps_every_twentieth_step(card: cards.Card, run: Path) -> None:
    with (card.folder / "log.csv").open(newline="") as stream:
        thin = list(csv.DictReader(stream))
    with (run / "log.csv").open(newline="") as stream:
        whole = list(csv.DictReader(stream))
    assert [row["step"] for row in thin] == ["20", "40"]
    assert float(thin[0]["loss"]) == pytest.approx(float(whole[19]["loss"]), rel=1e-3)
    assert card.figures["content"] == pytest.approx(np.mean([float(row["content"]) for row in whole]), abs=1e-4)


def test_an_export_of_no_run_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="There is no checkpoint"):
        export_styles(tmp_path, tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())
