"""Training on a person's texts as a task: from files to a run that can be resumed and exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from engines import checkpoints
from engines.errors import BadCheckpoint, BadInput
from engines.files import sha256_of
from engines.memory import give_back
from engines.steps import Task
from engines.training import CHECKPOINT, Outcome, Plan, endless, train
from engines.write.booklearner import BookLearner
from engines.write.heritage import TENSORS, heir, inherited
from engines.write.learner import WordLearner
from engines.write.material import Material, Shelf, gather
from engines.write.model import KIND
from engines.write.networks import BookNetwork, NetworkConfig, WordNetwork
from engines.write.presets import PRESETS, BookRecipe, Preset, Tuning, WordRecipe
from engines.write.sampletext import sample_text

#: More steps than anybody waits for: learning ends when it gets no better.
MOST_STEPS = 1_000_000
FEWEST_WORDS, USUAL_WORDS = 100, 20_000


@dataclass(frozen=True)
class WordTraining:
    """A request: learn from the texts in ``paths`` (files and folders), in the folder ``run``.

    ``words`` is the most that the vocabulary holds, each seen ``least`` times or more. ``start_from`` is the folder of
    a model to learn on with, whose sizes are taken instead of those of ``preset``. Without ``recipe`` the preset's is
    taken, by how much text there is, with what ``tuning`` changes. The files in ``held_out`` are watched instead of a
    part of ``paths``; ``divided`` is as ``material.Shelf`` has it.
    """

    paths: tuple[Path, ...]
    run: Path
    plan: Plan = field(default_factory=lambda: Plan(MOST_STEPS, preview_every=60.0))
    preset: Preset = PRESETS["small"]
    seed: int = 0
    resume: bool = False
    words: int = USUAL_WORDS
    least: int = 2
    start_from: Path | None = None
    recipe: WordRecipe | None = None
    tuning: Tuning = field(default_factory=Tuning)
    held_out: tuple[Path, ...] = ()
    divided: bool = False

    @property
    def shelf(self) -> Shelf:
        """Where the texts lie, and how they are to be read."""
        return Shelf(self.paths, self.held_out, self.divided)


def train_words(request: WordTraining) -> Task[Outcome]:
    """Learn words; yields a Step per piece of work, with perplexities as metrics and a sample text as preview.

    Ends when the held-out stories show no progress; closed before that, the run can be resumed exactly.

    Raises BadInput, BadCheckpoint, MissingWeights or CannotWrite with one sentence.
    """
    if request.words < FEWEST_WORDS:
        raise BadInput(f"A vocabulary of {request.words} words is too small; give it {FEWEST_WORDS} or more.")
    if request.preset.book and request.start_from is not None:
        raise BadInput("The book's model begins from nothing; choose another preset to learn on with a model.")
    if request.preset.book and request.tuning != Tuning():
        raise BadInput("The book's model is taught as in the book; choose another preset to change how.")
    run, resume = request.run, request.resume
    choice = {"cap": request.words, "least": request.least, "seed": request.seed}
    material = yield from gather(request.shelf, run, **choice, resume=resume)
    give_back()
    learner, recipe = _learner(request, material)
    identity = _identity(request, material, learner, recipe)
    task = train(learner, request.plan, run, identity=identity, resume=resume)
    if request.plan.steps < MOST_STEPS:
        return (yield from task)
    return (yield from endless(task))


def _learner(request: WordTraining, material: Material) -> tuple[WordLearner | BookLearner, WordRecipe | BookRecipe]:
    preset, vocabulary = request.preset, material.vocabulary

    def sample(network: WordNetwork | BookNetwork, step: int) -> str:
        return sample_text(network, vocabulary.words, step)

    parts, baseline = (material.training, material.held_out), material.baseline
    if preset.book:
        plain = BookRecipe(seed=request.seed)
        return BookLearner(len(vocabulary), plain, *parts, baseline=baseline, sample=sample), plain
    recipe = request.tuning.applied(request.recipe or preset.recipe_for(material.words))
    recipe = replace(recipe, seed=request.seed)
    config = NetworkConfig(len(vocabulary), preset.cell, preset.layers, preset.units, preset.embedding)
    if request.start_from is not None:
        config = heir(request.start_from, len(vocabulary))
    learner = WordLearner(config, recipe, *parts, baseline=baseline, sample=sample)
    if request.start_from is not None and not request.resume:
        learner.begin_with(inherited(request.start_from, learner.net, vocabulary))
    return learner, recipe


def _identity(
    request: WordTraining,
    material: Material,
    learner: WordLearner | BookLearner,
    recipe: WordRecipe | BookRecipe,
) -> dict[str, Any]:
    network = {} if isinstance(learner, BookLearner) else asdict(learner.net.config)
    begun = request.start_from
    return {
        "kind": KIND,
        "preset": request.preset.name,
        "network": {**network, "words": len(material.vocabulary)},
        "recipe": asdict(recipe),
        "texts": material.fingerprint,
        "model to start from": "" if begun is None else sha256_of(begun / TENSORS),
    }


@dataclass(frozen=True)
class TrainedWords:
    """The best network out of a run, with what is known about it; ``held_out`` is its perplexity there."""

    network: WordNetwork | BookNetwork
    steps: int
    seconds: float
    held_out: float
    kept_at: int
    identity: Mapping[str, Any]

    @property
    def window(self) -> int | None:
        """How many words the book's model looks back; None for the others."""
        return int(self.identity["recipe"]["window"]) if isinstance(self.network, BookNetwork) else None


def read_run(run: Path) -> TrainedWords:
    """The best network of a run of ``train_words`` so far; raises BadCheckpoint."""
    tree = checkpoints.load(run / CHECKPOINT)
    identity = tree["identity"]
    if identity.get("kind") != KIND:
        raise BadCheckpoint(f"“{run}” is no training run of words. Choose another folder.")
    sizes = identity["network"]
    network = BookNetwork(sizes["words"]) if identity["preset"] == "book" else WordNetwork(NetworkConfig(**sizes))
    best = tree["learner"]["best"]
    # A run that was stopped before its first look has kept nothing yet.
    network.load_state_dict(best["weights"] or tree["learner"]["net"])
    network.eval()
    return TrainedWords(network, tree["done"], tree["seconds"], best["kept"], best["kept_at"], identity)
