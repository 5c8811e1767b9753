"""Training styles as a task: from two folders to a run that can be resumed and exported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines import checkpoints
from engines.errors import BadCheckpoint
from engines.paint.photos import fingerprint, painting, pictures_in, read_photographs
from engines.paint.pictures import open_picture, resized
from engines.paint.stylelearner import StyleLearner, StyleRecipe
from engines.paint.stylenet import MULTIPLE, StyleNet, StyleNetConfig
from engines.steps import Step, Task
from engines.training import CHECKPOINT, Outcome, Plan, train

KIND = "paint.styles"
SHOWN_SIDE = 256


@dataclass(frozen=True)
class StyleTraining:
    """A request: the paintings in one folder become styles, learnt over the photographs in another."""

    paintings: Path
    photographs: Path
    run: Path
    plan: Plan
    recipe: StyleRecipe = field(default_factory=StyleRecipe)
    stem: int = 16
    trunk: int = 48
    blocks: int = 6
    detail: int = 8
    resume: bool = False
    shown: Path | None = None


def train_styles(request: StyleTraining) -> Task[Outcome]:
    """Learn one style per painting; yields a Step per picture read and per training step.

    Raises BadInput, BadCheckpoint, CannotWrite or MissingWeights with one sentence.
    """
    painting_paths, photo_paths = pictures_in(request.paintings), pictures_in(request.photographs)
    identity = _identity(request, painting_paths, photo_paths)
    yield Step(0, None, note="Reading the paintings")
    paintings = [painting(path, request.recipe.painting_side) for path in painting_paths]
    photographs = yield from read_photographs(photo_paths, "Reading the photographs")
    config = StyleNetConfig(len(paintings), request.stem, request.trunk, request.blocks, request.detail)
    yield Step(0, None, note="Looking at the paintings")
    learner = StyleLearner(config, request.recipe, paintings, photographs, _shown(request.shown))
    return (yield from train(learner, request.plan, request.run, identity=identity, resume=request.resume))


def _identity(request: StyleTraining, paintings: list[Path], photographs: list[Path]) -> dict[str, Any]:
    sizes = {"stem": request.stem, "trunk": request.trunk, "blocks": request.blocks, "detail": request.detail}
    return {
        "kind": KIND,
        "styles": [path.stem for path in paintings],
        "network": sizes,
        "recipe": asdict(request.recipe),
        "paintings": fingerprint(paintings),
        "photographs": fingerprint(photographs),
    }


def _shown(path: Path | None) -> NDArray[np.uint8] | None:
    if path is None:
        return None
    pixels = resized(open_picture(path).pixels, SHOWN_SIDE)
    height, width = (side // MULTIPLE * MULTIPLE for side in pixels.shape[:2])
    return pixels[:height, :width]


@dataclass(frozen=True)
class TrainedStyles:
    """A network out of a run, with what is known about it."""

    net: StyleNet
    styles: tuple[str, ...]
    steps: int
    seconds: float
    identity: Mapping[str, Any]


def read_run(run: Path) -> TrainedStyles:
    """The averaged network of a run of ``train_styles``; raises BadCheckpoint."""
    tree = checkpoints.load(run / CHECKPOINT)
    identity = tree["identity"]
    if identity.get("kind") != KIND:
        raise BadCheckpoint(f"“{run}” is not a training run of styles.")
    styles = tuple(identity["styles"])
    net = StyleNet(StyleNetConfig(len(styles), **identity["network"]))
    net.load_state_dict(tree["learner"]["ema"]["weights"])
    net.eval()
    return TrainedStyles(net, styles, tree["done"], tree["seconds"], json.loads(json.dumps(identity)))
