"""How fast the whole agent drives and how fast it dreams, on one core."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.play.agent import Agent
from engines.play.controller.controller import PARAMETERS, Controller
from engines.play.controller.dreams import Beginnings
from engines.play.dreaming import Dreams
from engines.play.memory.memory import Memory
from engines.play.vision.vision import Vision
from engines.play.world import CarWorld
from engines.steps import Step, Task

#: The track, the frames that are left out (the stock zooms in them), and those that are timed.
_SEED, _FROM, _TO = 7, 50, 350
#: Dreams side by side, frames of each that are timed, and single steps of M.
_DREAMS, _FRAMES, _SINGLE = 256, 40, 1000


@dataclass(frozen=True)
class AgentSpeeds:
    """In a second of one core's time: ``frames`` of environment, V, M and C; ``dreamed`` steps of M and C in batches.

    ``step_ms`` is what one step of M takes for one road, and ``draw_ms`` one step and what comes next of it.
    """

    frames: float
    dreamed: float
    step_ms: float
    draw_ms: float


def time_agent(model: Path | None = None, rounds: int = 3) -> Task[AgentSpeeds]:
    """Time the agent in ``model``, or one of the paper's sizes that has learnt nothing, which is as fast.

    In processor time of this process; the median round counts. Raises MissingWeights where ``model`` is none.
    """
    with tempfile.TemporaryDirectory(prefix="reverie-") as folder:
        where = model or _untaught(Path(folder))
        controller = Controller.load(where) if model else Controller.from_vector(_small_numbers())
        agent = Agent(Vision(where), Memory(where), controller)
        agent.act(np.zeros((64, 64, 3), np.uint8))  # the files are read now
        spent: list[tuple[float, ...]] = []
        with CarWorld() as world:
            for number in range(rounds):
                yield Step(number, rounds, "Driving and dreaming")
                spent.append((_driven(world, agent), _dreamed(agent), *_single(agent.memory)))
    yield Step(rounds, rounds)
    frame, dream, step, draw = (float(value) for value in np.median(spent, 0))
    return AgentSpeeds(1 / frame, 1 / dream, 1000 * step, 1000 * draw)


def _driven(world: CarWorld, agent: Agent) -> float:
    """Seconds of a frame: V sees it, C acts, M takes it in, the world goes on."""
    frame = world.reset(_SEED)
    agent.begin(world, _SEED)
    began = 0.0
    for number in range(_TO):
        if number == _FROM:
            began = time.process_time()
        frame = world.step(agent.act(frame)).frame
    return (time.process_time() - began) / (_TO - _FROM)


def _dreamed(agent: Agent) -> float:
    """Seconds of a step of one of many dreams: C acts, M takes it in and draws what comes next."""
    dice = np.random.default_rng(0)
    beginnings = Beginnings(dice.standard_normal((_DREAMS, 32), np.float32), agent.memory.start(_DREAMS))
    dreams = Dreams(agent.memory, beginnings, 1.0, dice)
    dreams.step(agent.controller.act(dreams.features))
    began = time.process_time()
    for _ in range(_FRAMES):
        dreams.goes_on[:] = True
        dreams.step(agent.controller.act(dreams.features))
    return (time.process_time() - began) / (_FRAMES * _DREAMS)


def _single(memory: Memory) -> tuple[float, float]:
    """Seconds of one step of one road, and of one step with a draw of what comes next."""
    dice, state = np.random.default_rng(0), memory.start(1)
    z, action = dice.standard_normal((1, 32), np.float32), np.zeros((1, 3), np.float32)
    began = time.process_time()
    for _ in range(_SINGLE):
        state = memory.step(z, action, state)
    step = (time.process_time() - began) / _SINGLE
    began = time.process_time()
    for _ in range(_SINGLE):
        state = memory.step(z, action, state)
        memory.next(state, 1.0, dice)
    return step, (time.process_time() - began) / _SINGLE


def _untaught(folder: Path) -> Path:
    """V and M of the paper's sizes as they are before any learning."""
    from engines.play.memory.exporting import export_memory
    from engines.play.memory.network import MemoryConfig, MemoryNetwork
    from engines.play.vision.exporting import export_vision
    from engines.play.vision.network import PRESETS, VisionNetwork

    export_vision(VisionNetwork(PRESETS["paper"]), folder)
    export_memory(MemoryNetwork(MemoryConfig()), folder)
    return folder


def _small_numbers() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.random.default_rng(0).normal(0, 0.05, PARAMETERS)
