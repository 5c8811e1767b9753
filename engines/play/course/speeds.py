"""How fast this computer is at each stage: from its last runs, else measured in a few seconds; and the time it takes.

The times that follow from it are estimates: another load on the computer makes them longer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from engines.errors import CannotWrite
from engines.files import write_text
from engines.play.course.courses import Course, Stage, Wishes
from engines.steps import Step, Task

FILE = "speeds.json"
#: Batches as VisionRecipe and MemoryRecipe have them, and the share of episodes that is learnt from.
_BATCH, _LEARNT, _PIECES = 100, 0.9, 32 * 100
#: Frames of an episode on average, mixed and the paper's; of a lesson and of a held-out drive.
_FRAMES = {"mixed": 450, "paper": 1000}
_LESSONS, _LESSON, _HELD_OUT, _DRIVE = 24, 500, 16, 900
#: Seconds that are measured each.
_LOOK = 0.6


def speed_key(stage: Stage, preset: str) -> str:
    """The name of a speed: that of V depends on its width."""
    return f"vision-{preset}" if stage == "vision" else stage


def known_speeds(parent: Path) -> dict[str, float]:
    """Speeds of earlier runs: frames a second (collect, controller), training steps a second (vision-…, memory)."""
    try:
        words = json.loads((parent / FILE).read_text(encoding="utf-8"))
        return {str(name): float(value) for name, value in words.items() if float(value) > 0}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_speed(parent: Path, name: str, value: float) -> None:
    """Remember a speed; where nothing can be written it is measured again."""
    try:
        write_text(parent / FILE, json.dumps({**known_speeds(parent), name: round(value, 4)}))
    except CannotWrite:
        return


def estimate(wishes: Wishes, stage: Stage, speeds: Mapping[str, float]) -> float | None:
    """Seconds that a stage takes from its beginning; None where the speed is not known."""
    if stage == "controller" and wishes.way != "teacher":
        return wishes.minutes * 60
    speed = speeds.get(speed_key(stage, wishes.preset))
    if not speed:
        return None
    frames = wishes.episodes * min(_FRAMES[wishes.mix], wishes.longest or 1000)
    amounts = {
        "collect": float(frames),
        "vision": wishes.rounds_seeing * frames * _LEARNT / _BATCH,
        "memory": wishes.rounds_remembering * frames * _LEARNT / _PIECES,
        "controller": float(wishes.lessons * (_LESSONS * _LESSON + _HELD_OUT * _DRIVE)),
    }
    return amounts[stage] / speed


def estimate_left(course: Course, stage: Stage, speeds: Mapping[str, float]) -> float | None:
    """Seconds that are left of a stage, as ``estimate``."""
    whole, standing = estimate(course.wishes, stage, speeds), course.standing(stage)
    if whole is None or standing.done:
        return None if whole is None else 0.0
    metrics, wishes = standing.metrics or {}, course.wishes
    parts = {
        "collect": metrics.get("episodes", 0.0) / wishes.episodes,
        "vision": metrics.get("rounds", 0.0) / wishes.rounds_seeing,
        "memory": metrics.get("rounds", 0.0) / wishes.rounds_remembering,
        "controller": metrics.get("step", 0.0) / wishes.lessons if wishes.way == "teacher" else 0.0,
    }
    return whole * max(0.0, 1.0 - parts[stage])


def measure(parent: Path, preset: str) -> Task[dict[str, float]]:
    """The speeds, those not known from earlier runs measured: a second or so each."""
    speeds = known_speeds(parent)
    workers = max(1, (os.cpu_count() or 2) - 1)
    yield Step(0, 4)
    world = _world_speed() if not {"collect", "controller"} <= speeds.keys() else 0.0
    yield Step(1, 4)
    speeds.setdefault("collect", world * workers)
    if f"vision-{preset}" not in speeds:
        speeds[f"vision-{preset}"] = _vision_speed(preset)
    yield Step(2, 4)
    if "memory" not in speeds:
        speeds["memory"] = _memory_speed()
    yield Step(3, 4)
    # With V and M in the loop a frame takes about twice as long.
    speeds.setdefault("controller", world * workers / 2)
    return speeds


def _world_speed() -> float:
    """Steps a second of one world with pictures, building the track included as in an episode of 500."""
    from engines.play.world import CarWorld

    world = CarWorld()
    try:
        world.reset(0)
        begun, steps, action = time.monotonic(), 0, np.array([0.0, 0.3, 0.0], np.float32)
        while time.monotonic() - begun < _LOOK:
            if world.step(action).over:
                break
            steps += 1
        return max(1, steps) / (time.monotonic() - begun)
    finally:
        world.close()


def _vision_speed(preset: str) -> float:
    """Training steps a second, the first one left out."""
    from engines.play.vision.frames import Frames
    from engines.play.vision.learner import VisionLearner, VisionRecipe
    from engines.play.vision.network import PRESETS

    frames = np.random.default_rng(0).integers(0, 256, (_BATCH, 64, 64, 3), np.uint8)
    learner = VisionLearner(PRESETS[preset], VisionRecipe(rounds=1000), Frames(frames, frames[:10], ""))
    learner.update(0, 100)
    return _paced(lambda step: learner.update(step, 100))


def _memory_speed() -> float:
    """Training steps a second, the first one left out."""
    from engines.play.memory.latents import Latents, Seen
    from engines.play.memory.learner import MemoryLearner, MemoryRecipe
    from engines.play.memory.network import MemoryConfig

    dice = np.random.default_rng(0)

    def drive() -> Seen:
        mean = dice.standard_normal((201, 32), np.float32)
        none = np.zeros(200, np.float32)
        return Seen(mean, np.zeros_like(mean), np.zeros((200, 3), np.float32), none, none)

    latents = Latents(tuple(drive() for _ in range(20)), "")
    learner = MemoryLearner(MemoryConfig(), MemoryRecipe(rounds=1000), latents)
    learner.update(0, 100)
    return _paced(lambda step: learner.update(step, 100))


def _paced(update: Callable[[int], object]) -> float:
    begun, steps = time.monotonic(), 0
    while time.monotonic() - begun < _LOOK:
        steps += 1
        update(steps)
    return steps / (time.monotonic() - begun)
