"""Training on a person's music as a task: from files to a run that can be resumed and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from engines import checkpoints
from engines.compose.melody.booklearner import BookLearner
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.exporting import Network
from engines.compose.melody.features import Encoded
from engines.compose.melody.gathering import REPORT, gather
from engines.compose.melody.heritage import TENSORS, heir, inherited
from engines.compose.melody.learner import MelodyLearner
from engines.compose.melody.material import LINES, Material
from engines.compose.melody.model import KIND
from engines.compose.melody.network import MelodyConfig, MelodyNetwork
from engines.compose.melody.presets import PRESETS, BookRecipe, MelodyRecipe, Preset
from engines.compose.melody.sampletune import melody_sample
from engines.errors import BadCheckpoint
from engines.files import sha256_of
from engines.steps import Task
from engines.training import CHECKPOINT, Outcome, Plan, endless, prepare_run, train

#: More steps than anybody waits for: learning ends when it gets no better.
MOST_STEPS = 1_000_000

Sample = Callable[[Network, int], Any]


@dataclass(frozen=True)
class MelodyTraining:
    """A request: learn from the music in ``paths`` (files and folders), in the folder ``run``.

    ``way`` says how scores are read, see ``voices.WAYS``. Without ``recipe`` the preset's is taken. ``start_from`` is
    the folder of a model to learn on with, whose sizes are taken instead of those of ``preset``. ``cache`` is a folder
    to keep in what took long to read. Without ``repeats`` every written bar is learnt once, see ``reading.read``.
    """

    paths: tuple[Path, ...]
    run: Path
    plan: Plan = field(default_factory=lambda: Plan(MOST_STEPS, preview_every=60.0))
    preset: Preset = PRESETS["melody"]
    seed: int = 0
    resume: bool = False
    way: str = "voices"
    recipe: MelodyRecipe | None = None
    start_from: Path | None = None
    cache: Path | None = None
    repeats: bool = True


def train_melody(request: MelodyTraining, sample: Sample | None = None) -> Task[Outcome]:
    """Learn melodies; yields a Step per piece of work, with nats per note as metrics and a melody as preview.

    Ends when the held-out pieces show no progress; closed before that, the run can be resumed exactly. What was read
    and what was not stands in the run's REPORT.

    Raises BadInput, BadCheckpoint, MissingWeights or CannotWrite with one sentence.
    """
    if request.resume:
        material = Material.load(request.run / LINES)
    else:
        prepare_run(request.run, resume=False)
        found = yield from gather(request.paths, request.way, cache=request.cache, repeats=request.repeats)
        found.report.save(request.run / REPORT)
        material = yield from Material.made(found.lines, request.way, request.seed)
    return (yield from learn(material, request, sample or melody_sample(material)))


def learn(material: Material, request: MelodyTraining, sample: Sample | None = None) -> Task[Outcome]:
    """Learn ``material`` in the run of ``request``, whose paths are not looked at; see ``train_melody``."""
    prepare_run(request.run, request.resume)
    if not request.resume:
        material.save(request.run / LINES)
    training = yield from material.encoding(material.training)
    held_out = yield from material.encoding(material.held_out)
    learner, recipe = _learner(material, request, (training, held_out), sample)
    identity = {
        "kind": KIND,
        "preset": request.preset.name,
        "network": {} if isinstance(learner, BookLearner) else asdict(learner.net.config),
        "recipe": asdict(recipe),
        "music": material.fingerprint(),
        "model to start from": "" if request.start_from is None else sha256_of(request.start_from / TENSORS),
    }
    task = train(learner, request.plan, request.run, identity=identity, resume=request.resume)
    return (yield from task if request.plan.steps < MOST_STEPS else endless(task))


def _learner(
    material: Material, request: MelodyTraining, parts: tuple[list[Encoded], list[Encoded]], sample: Sample | None
) -> tuple[MelodyLearner | BookLearner, MelodyRecipe | BookRecipe]:
    vocabulary, preset = material.vocabulary, request.preset
    if preset.book:
        plain = BookRecipe(seed=request.seed)
        return BookLearner(vocabulary, plain, *parts, sample=sample), plain
    recipe = replace(request.recipe or preset.recipe, seed=request.seed)
    sizes = {"embedding": preset.embedding, "units": preset.units, "heads": preset.heads}
    config = MelodyConfig(vocabulary.sounds, vocabulary.lengths, **sizes)
    begun = request.start_from
    if begun is not None:
        config = heir(begun, vocabulary)
    learner = MelodyLearner(config, recipe, vocabulary, *parts, sample=sample)
    if begun is not None and not request.resume:
        learner.begin_with(inherited(begun, learner.net, vocabulary))
    return learner, recipe


@dataclass(frozen=True)
class TrainedMelody:
    """The best network out of a run, with what is known about it; ``held_out`` is its nats per note there."""

    network: Network
    material: Material
    steps: int
    seconds: float
    kept_at: int
    identity: Mapping[str, Any]

    @property
    def window(self) -> int | None:
        """How many sounds the book's model looks back; None for the others."""
        return int(self.identity["recipe"]["window"]) if isinstance(self.network, BookNetwork) else None


def read_run(run: Path) -> TrainedMelody:
    """The best network of a run of ``train_melody`` so far; raises BadCheckpoint."""
    tree = checkpoints.load(run / CHECKPOINT)
    identity = tree["identity"]
    if identity.get("kind") != KIND:
        raise BadCheckpoint(f"“{run}” is no training run of melodies. Choose another folder.")
    material = Material.load(run / LINES)
    network = network_of(identity, material)
    best = tree["learner"]["best"]
    # A run that was stopped before its first look has kept nothing yet.
    network.load_state_dict(best["weights"] or tree["learner"]["net"])
    network.eval()
    return TrainedMelody(network, material, tree["done"], tree["seconds"], best["kept_at"], identity)


def network_of(identity: Mapping[str, Any], material: Material) -> Network:
    """A network of the sizes that a run says it has, with weights that mean nothing yet."""
    vocabulary = material.vocabulary
    if identity["preset"] == "book":
        return BookNetwork(vocabulary.sounds, vocabulary.lengths)
    return MelodyNetwork(MelodyConfig(**identity["network"]), torch.from_numpy(vocabulary.pitches))
