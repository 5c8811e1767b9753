"""Learning M from a folder of episodes and a V: the training task, its runs, and what comes out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from engines import checkpoints
from engines.errors import BadCheckpoint, MissingWeights
from engines.files import sha256_of
from engines.play.memory.exporting import STEP, export_memory
from engines.play.memory.latents import FILE, Latents, see
from engines.play.memory.learner import MemoryLearner, MemoryRecipe
from engines.play.memory.network import MemoryConfig, MemoryNetwork
from engines.play.vision.training import ready_vision
from engines.play.weights import MEMORY, same_shapes, tensors_of
from engines.steps import Task
from engines.training import CHECKPOINT, Outcome, Plan, prepare_run, train

KIND = "memory"
#: More steps than any recipe takes: the recipe ends the training.
MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class MemoryTraining:
    """A request: learn M from the episodes in ``episodes`` as the V in ``vision`` sees them, in the folder ``run``.

    ``start_from`` is the folder of a model of the same sizes to learn on with.
    """

    episodes: Path
    vision: Path
    run: Path
    plan: Plan = field(default_factory=lambda: Plan(MOST_STEPS))
    network: MemoryConfig = field(default_factory=MemoryConfig)
    recipe: MemoryRecipe = field(default_factory=MemoryRecipe)
    resume: bool = False
    start_from: Path | None = None


def train_memory(request: MemoryTraining) -> Task[Outcome]:
    """Learn M; yields a Step per training step with losses as metrics.

    Metrics: ``nats``, ``held_out`` and ``best`` are nats a step of the next 32 latents, ``tile`` and ``over`` nats of
    those two. Closed before its end, the run can be resumed exactly, whatever became of the episodes and of V: what
    V saw lies in the run.

    Raises BadInput, BadCheckpoint, MissingWeights or CannotWrite with one sentence.
    """
    if request.resume:
        latents = Latents.load(request.run / FILE)
    else:
        prepare_run(request.run, resume=False)
        latents = yield from see(request.episodes, ready_vision(request.vision))
        latents.save(request.run / FILE)
    learner = MemoryLearner(request.network, request.recipe, latents)
    begun = request.start_from
    if begun is not None:
        learner.begin_with(same_shapes(tensors_of(begun / MEMORY), learner.net))
    identity = {
        "kind": KIND,
        "network": asdict(request.network),
        "recipe": asdict(request.recipe),
        "latents": latents.told,
        "model to start from": "" if begun is None else sha256_of(begun / MEMORY),
    }
    plan = replace(request.plan, steps=min(request.plan.steps, learner.steps))
    outcome = yield from train(learner, plan, request.run, identity=identity, resume=request.resume)
    export_memory(read_memory(request.run).network, request.run)
    return outcome


@dataclass(frozen=True)
class TrainedMemory:
    """The best network out of a run, with what is known about it; ``held_out`` is its nats a step there."""

    network: MemoryNetwork
    steps: int
    seconds: float
    held_out: float
    identity: Mapping[str, Any]


def ready_memory(folder: Path) -> Path:
    """As ``ready_vision`` for the graphs of M."""
    checkpoint, step = folder / CHECKPOINT, folder / STEP
    if not checkpoint.is_file():
        if not step.is_file():
            raise MissingWeights(
                f"There is no M in “{folder}”. Train one with “reverie play train memory”, or name a model's folder."
            )
        return folder
    if not step.is_file() or step.stat().st_mtime_ns < checkpoint.stat().st_mtime_ns:
        export_memory(read_memory(folder).network, folder)
    return folder


def read_memory(run: Path) -> TrainedMemory:
    """The best network of a run of ``train_memory`` so far; raises BadCheckpoint."""
    tree = checkpoints.load(run / CHECKPOINT)
    identity = tree["identity"]
    if identity.get("kind") != KIND:
        raise BadCheckpoint(f"“{run}” is no training run of memory. Choose another folder.")
    network = MemoryNetwork(MemoryConfig(**identity["network"]))
    best = tree["learner"]["best"]
    # A run that was stopped before its first look has kept nothing yet.
    network.load_state_dict(best["weights"] or tree["learner"]["net"])
    network.eval()
    return TrainedMemory(network, tree["done"], tree["seconds"], best["kept"], identity)
