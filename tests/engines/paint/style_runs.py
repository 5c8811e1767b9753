"""Small pictures, small recipes and small runs for the tests of style training."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from engines.paint.stylelearner import StyleLearner, StyleRecipe
from engines.paint.stylenet import StyleNetConfig
from engines.paint.trainstyles import StyleTraining
from engines.training import Plan

#: Small enough that a training step takes some ten milliseconds.
SMALL_NETWORK = {"stem": 4, "trunk": 6, "blocks": 1, "detail": 4}


def small_recipe(**changes: Any) -> StyleRecipe:
    """A recipe whose steps are quick."""
    return StyleRecipe(**{"crop": 32, "painting_side": 64, "batch": 2, **changes})


def waves(seed: int, height: int = 72, width: int = 96) -> NDArray[np.uint8]:
    """A coloured picture of a few waves, another for each seed."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[0:height, 0:width]
    channels = [
        np.sin(down * rng.uniform(0.05, 0.6) + across * rng.uniform(0.05, 0.6) + rng.uniform(0, 6)) for _ in range(3)
    ]
    return (127.5 + 120 * np.stack(channels, axis=-1)).astype(np.uint8)


def as_tensor(pixels: NDArray[np.uint8]) -> Tensor:
    """Pixels as (1, 3, height, width) in 0..1."""
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float()[None] / 255


def small_learner(styles: int = 2, shown: NDArray[np.uint8] | None = None, **changes: Any) -> StyleLearner:
    """A learner of ``styles`` small paintings over three small photographs."""
    config = StyleNetConfig(styles, **SMALL_NETWORK)
    paintings = [as_tensor(waves(100 + number, 64, 64)) for number in range(styles)]
    photographs = [waves(number) for number in range(3)]
    return StyleLearner(config, small_recipe(**changes), paintings, photographs, shown)


def picture_folders(folder: Path, paintings: int = 2, photographs: int = 2) -> tuple[Path, Path]:
    """A folder of paintings and one of photographs."""
    places = folder / "paintings", folder / "photographs"
    for place, count, start in zip(places, (paintings, photographs), (100, 0), strict=True):
        place.mkdir(parents=True)
        for number in range(count):
            Image.fromarray(waves(start + number)).save(place / f"{place.name[:-1]}_{number}.png")
    return places


def small_training(folders: tuple[Path, Path], run: Path, steps: int, **changes: Any) -> StyleTraining:
    """A request that trains a small network for ``steps`` steps."""
    plan = Plan(steps, **changes.pop("clock", {}))
    fields: Mapping[str, Any] = {"recipe": small_recipe(), **SMALL_NETWORK, **changes}
    return StyleTraining(*folders, run, plan, **fields)
