"""Learning V from a folder of episodes: the training task, its runs, and what comes out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from torch import Tensor

from engines import checkpoints
from engines.errors import BadCheckpoint, MissingWeights
from engines.files import sha256_of
from engines.play.vision.exporting import ENCODER, export_vision
from engines.play.vision.frames import gather_frames
from engines.play.vision.learner import VisionLearner, VisionRecipe
from engines.play.vision.network import PRESETS, VisionConfig, VisionNetwork
from engines.play.weights import VISION, same_shapes, tensors_of
from engines.steps import Task
from engines.training import CHECKPOINT, Outcome, Plan, train

KIND = "vision"
#: More steps than any recipe takes: the recipe ends the training.
MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class VisionTraining:
    """A request: learn V from the episodes in ``episodes``, in the folder ``run``.

    ``network`` is a preset's; ``recipe`` says how it is taught; ``start_from`` is the folder of a model to learn on
    with, whose width is taken instead. When the training has come to its end, the best V lies in the run as ONNX too;
    after one that was stopped, ``ready_vision`` puts it there.
    """

    episodes: Path
    run: Path
    plan: Plan = field(default_factory=lambda: Plan(MOST_STEPS, preview_every=10.0))
    network: VisionConfig = PRESETS["half"]
    recipe: VisionRecipe = field(default_factory=VisionRecipe)
    resume: bool = False
    start_from: Path | None = None


def train_vision(request: VisionTraining) -> Task[Outcome]:
    """Learn V; yields a Step per training step, with losses as metrics and frames above what V makes of them.

    Metrics: ``error``, ``held_out`` and ``best`` are mean squared errors per pixel (colours 0 to 1), ``divergence``
    nats a frame. Closed before its end, the run can be resumed exactly.

    Raises BadInput, BadCheckpoint or CannotWrite with one sentence.
    """
    frames = yield from gather_frames(request.episodes)
    begun = request.start_from
    weights = None if begun is None else tensors_of(begun / VISION)
    config = request.network if weights is None else config_of(weights)
    learner = VisionLearner(config, request.recipe, frames)
    if weights is not None:
        learner.begin_with(same_shapes(weights, learner.net))
    identity = {
        "kind": KIND,
        "network": asdict(config),
        "recipe": asdict(request.recipe),
        "episodes": frames.fingerprint,
        "model to start from": "" if begun is None else sha256_of(begun / VISION),
    }
    plan = replace(request.plan, steps=min(request.plan.steps, learner.steps))
    outcome = yield from train(learner, plan, request.run, identity=identity, resume=request.resume)
    export_vision(read_vision(request.run).network, request.run)
    return outcome


@dataclass(frozen=True)
class TrainedVision:
    """The best network out of a run, with what is known about it; ``held_out`` is its squared error per pixel."""

    network: VisionNetwork
    steps: int
    seconds: float
    held_out: float
    identity: Mapping[str, Any]


def read_vision(run: Path) -> TrainedVision:
    """The best network of a run of ``train_vision`` so far; raises BadCheckpoint."""
    tree = checkpoints.load(run / CHECKPOINT)
    identity = tree["identity"]
    if identity.get("kind") != KIND:
        raise BadCheckpoint(f"“{run}” is no training run of vision. Choose another folder.")
    network = VisionNetwork(VisionConfig(**identity["network"]))
    best = tree["learner"]["best"]
    # A run that was stopped before its first look has kept nothing yet.
    network.load_state_dict(best["weights"] or tree["learner"]["net"])
    network.eval()
    return TrainedVision(network, tree["done"], tree["seconds"], best["kept"], identity)


def ready_vision(folder: Path) -> Path:
    """``folder`` with the ONNX graphs of the best V so far, where a run was stopped before it wrote them.

    Raises MissingWeights where there is no V at all, or BadCheckpoint.
    """
    checkpoint, encoder = folder / CHECKPOINT, folder / ENCODER
    if not checkpoint.is_file():
        if not encoder.is_file():
            raise MissingWeights(
                f"There is no V in “{folder}”. Train one with “reverie play train vision”, or name a model's folder."
            )
        return folder
    if not encoder.is_file() or encoder.stat().st_mtime_ns < checkpoint.stat().st_mtime_ns:
        export_vision(read_vision(folder).network, folder)
    return folder


def config_of(weights: Mapping[str, Tensor]) -> VisionConfig:
    """The sizes of a V by its weights; raises BadCheckpoint when they are of no V."""
    if "encoder.0.weight" not in weights:
        raise BadCheckpoint("These weights are of no V. Choose the folder of a model that drives.")
    return VisionConfig(len(weights["encoder.0.weight"]))
