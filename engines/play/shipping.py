"""Making a model of three training runs: what V, M and C have learnt, where dreams begin, and what it is all worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from engines.cards import CARD, Card, write_card
from engines.errors import BadInput
from engines.files import sha256_of, write_bytes
from engines.play.agent import RANGES
from engines.play.catalogue import KIND
from engines.play.controller.controller import FILE as CONTROLLER
from engines.play.controller.controller import PARAMETERS, Controller
from engines.play.controller.dreams import BURN_IN, Beginnings
from engines.play.dreaming import BEGINNINGS, together
from engines.play.drivers import DriverChoice
from engines.play.episodes import Episode
from engines.play.memory.evaluating import Foresight, foresee_episodes
from engines.play.memory.latents import FILE as SEEN
from engines.play.memory.latents import Latents, Seen
from engines.play.memory.memory import NEXT, STEP, Memory
from engines.play.memory.training import TrainedMemory, read_memory, ready_memory
from engines.play.scoring import EPISODES, FIRST_SEED, Score, ScoreRequest, score
from engines.play.vision.frames import fingerprint, gather_episodes, is_held_out
from engines.play.vision.training import TrainedVision, read_vision, ready_vision
from engines.play.vision.vision import DECODER, ENCODER, Vision
from engines.play.weights import MEMORY, VISION
from engines.play.workers import Evaluator
from engines.shipping import About, make_folder, read_part, thin_log, write_weights
from engines.steps import Step, Task
from engines.training import LOG

#: Beginnings of dreams that a model carries.
SOME_BEGINNINGS = 256
#: Of all real latents this part lies below the range that the card names, and as much above.
OUTSIDE = 0.005
VISION_LOG, MEMORY_LOG, CONTROLLER_LOG = "vision.csv", "memory.csv", "controller.csv"


@dataclass(frozen=True)
class Shipment:
    """A request: make a model in ``folder`` of the runs of V, M and C; the name of the folder is the model's.

    ``episodes`` is the folder that V and M learnt from: those of it that were held out say how good they are. C is
    scored on ``tracks`` tracks from ``seed`` on, unless those are 0.
    """

    vision: Path
    memory: Path
    controller: Path
    episodes: Path
    folder: Path
    about: About = field(default_factory=About)
    tracks: int = EPISODES
    seed: int = FIRST_SEED
    workers: int | None = None


@dataclass(frozen=True, eq=False)
class _Parts:
    """What the runs have come to."""

    vision: TrainedVision
    memory: TrainedMemory
    controller: Controller
    latents: Latents


def ship_model(request: Shipment, evaluator: Evaluator | None = None) -> Task[Card]:
    """Write the model; the card comes last: closed before, there is no model.

    Raises:
        BadCheckpoint: one of the runs is none, or damaged.
        BadInput: the episodes are not those that V and M learnt from, or too short to measure anything.
        MissingWeights: there is no controller.
        CannotWrite: the folder cannot be made or the disk is full.
    """
    ready_vision(request.vision)
    ready_memory(request.memory)
    parts = _Parts(
        read_vision(request.vision),
        read_memory(request.memory),
        Controller.load(request.controller),
        Latents.load(request.memory / SEEN),
    )
    episodes, _ = yield from gather_episodes(request.episodes)
    _check(parts, episodes)
    yield Step(0, None, note="Writing the model")
    make_folder(request.folder)
    (request.folder / CARD).unlink(missing_ok=True)  # it speaks of the files that were there before
    _write(request, parts)
    held_out = [each for place, each in enumerate(episodes) if is_held_out(place, len(episodes))]
    foresight = yield from foresee_episodes(held_out, Vision(request.folder), Memory(request.folder))
    found = None
    if request.tracks:
        driver = DriverChoice("controller", {"model": str(request.folder)})
        found = yield from score(ScoreRequest(driver, request.tracks, request.seed, request.workers), evaluator)
    card = _card(request, parts, episodes, foresight, found)
    write_card(card)
    return card


def _check(parts: _Parts, episodes: list[Episode]) -> None:
    """With other episodes, what was held out could not be told from what was learnt."""
    seen = parts.latents.episodes
    same = len(seen) == len(episodes) and all(
        np.array_equal(one.actions, other.actions) for one, other in zip(seen, episodes, strict=True)
    )
    for name, known in (("V", parts.vision.identity["episodes"] == fingerprint(episodes)), ("M", same)):
        if not known:
            raise BadInput(
                f"{name} learnt from other episodes than these, so nobody knows which were held out. Name the folder "
                "that both V and M learnt from."
            )


def _write(request: Shipment, parts: _Parts) -> None:
    """All files but the card; the graphs are those of the runs, bit for bit: C learnt to drive with them."""
    folder = request.folder
    for run, names in ((request.vision, (ENCODER, DECODER)), (request.memory, (STEP, NEXT))):
        for name in names:
            write_bytes(folder / name, read_part(run / name))
    write_weights(parts.vision.network, folder / VISION)
    write_weights(parts.memory.network, folder / MEMORY)
    parts.controller.save(folder / CONTROLLER)
    thin_log(request.vision / LOG, folder / VISION_LOG)
    thin_log(request.memory / LOG, folder / MEMORY_LOG)
    if (request.controller / LOG).is_file():
        write_bytes(folder / CONTROLLER_LOG, read_part(request.controller / LOG))
    beginnings_of(parts.latents, Memory(folder)).save(folder / BEGINNINGS)


def beginnings_of(latents: Latents, memory: Memory, most: int = SOME_BEGINNINGS) -> Beginnings:
    """Up to ``most`` beginnings of dreams, as many from each real drive; raises BadInput when all are too short."""
    long = [each for each in latents.episodes if len(each) > BURN_IN]
    if not long:
        raise BadInput(f"No episode is longer than {BURN_IN} steps, so no dream can begin. Collect longer ones.")
    shares = np.linspace(0, most, len(long) + 1).round().astype(int)
    counts = np.diff(shares).tolist()
    return together([_some_of(seen, memory, count) for seen, count in zip(long, counts, strict=True) if count])


def _some_of(seen: Seen, memory: Memory, count: int) -> Beginnings:
    """So many of one drive, as far from each other as it is long; fewer where it is short."""
    places = sorted(set(np.linspace(BURN_IN, len(seen), count + 2).round().astype(int)[1:-1].tolist()))
    state, kept = memory.start(1), []
    for place in range(places[-1] + 1):
        if place in places:
            kept.append(Beginnings(seen.mean[[place]], state))
        if place < len(seen):
            state = memory.step(seen.mean[[place]], seen.actions[[place]], state)
    return together(kept)


def _ranges(latents: Latents) -> dict[str, list[float]]:
    """Between what each latent lies on real roads."""
    every = np.concatenate([each.mean for each in latents.episodes])
    low, high = np.quantile(every, (OUTSIDE, 1 - OUTSIDE), axis=0).round(3).tolist()
    return {"low": low, "high": high}


def _card(request: Shipment, parts: _Parts, episodes: list[Episode], foresight: Foresight, found: Score | None) -> Card:
    about, folder = request.about, request.folder
    logs = [name for name in (VISION_LOG, MEMORY_LOG, CONTROLLER_LOG) if (folder / name).is_file()]
    names = (ENCODER, DECODER, STEP, NEXT, CONTROLLER, VISION, MEMORY, BEGINNINGS, *logs)
    facts: dict[str, Any] = {RANGES: _ranges(parts.latents), "foresight": asdict(foresight)}
    if found is not None:
        facts["score"] = found.to_dict()
    return Card(
        name=folder.name,
        kind=KIND,
        title=about.title or folder.name,
        summary=about.summary or "Sees the road in 32 numbers, dreams how it goes on, and drives by both.",
        licence=about.licence or "yours to choose: what it learnt from was driven for it",
        version=about.version,
        data=about.data or (_data(episodes),),
        files={name: sha256_of(folder / name) for name in names},
        shapes=_shapes(parts),
        preprocessing="frames as engines.play.world.CarWorld shows them, 64x64 pixels of 0 to 255, colours last",
        training=_training(parts),
        figures=_figures(parts, foresight, found),
        facts=facts,
        folder=folder,
    )


def _data(episodes: Sequence[Episode]) -> str:
    """What was driven to learn from, by whom."""
    by = ", ".join(
        f"{count} by {name}" for name, count in Counter(each.about.driver for each in episodes).most_common()
    )
    versions = " and ".join(sorted({each.about.gymnasium for each in episodes}))
    frames = sum(len(each.frames) for each in episodes)
    return f"{len(episodes)} episodes of CarRacing-v3 (gymnasium {versions}), {frames:,} frames, driven for it: {by}"


def _shapes(parts: _Parts) -> Mapping[str, str]:
    mixture = f"float32 (batch, 32, {parts.memory.network.config.mixtures})"
    memory = f"float32 (batch, {parts.memory.network.config.units})"
    return {
        "frames": "uint8 (batch, 64, 64, 3)",
        "latents": "float32 (batch, 32)",
        "actions": "float32 (batch, 3): steer -1 to 1, gas and brake 0 to 1",
        **dict.fromkeys(("hidden", "cell", "hidden_next", "cell_next"), memory),
        **dict.fromkeys(("log_weight", "mean", "log_sigma"), mixture),
        **dict.fromkeys(("tile", "over"), "float32 (batch,), logits"),
    }


def _training(parts: _Parts) -> Mapping[str, Any]:
    def of(trained: TrainedVision | TrainedMemory) -> dict[str, Any]:
        network: nn.Module = trained.network
        return {
            "steps": trained.steps,
            "minutes": round(trained.seconds / 60, 1),
            "parameters": sum(value.numel() for value in network.parameters()),
            **{name: trained.identity[name] for name in ("network", "recipe", "model to start from")},
        }

    about = {"parameters": PARAMETERS, **parts.controller.about}
    return {"vision": of(parts.vision), "memory": of(parts.memory), "controller": about}


def _figures(parts: _Parts, foresight: Foresight, found: Score | None) -> dict[str, float]:
    """What was measured, in one line each."""
    figures = {"vision_error": parts.vision.held_out, "memory_nats": foresight.nats}
    for each in foresight.horizons:
        figures |= {f"{name}_{each.steps}": value for name, value in asdict(each).items() if name != "steps"}
    figures = {name: float(f"{value:.4g}") for name, value in figures.items()}
    if found is not None:
        score = {"score": found.mean, "deviation": found.deviation, "least": found.least}
        figures |= {name: round(value, 1) for name, value in score.items()} | {"tracks": len(found.per_seed)}
    return figures
