"""The agent: what V sees and M remembers, C drives (Ha and Schmidhuber 2018, section 2.4)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.play.controller.controller import Controller
from engines.play.memory.memory import Memory, State
from engines.play.vision.vision import LATENTS, Vision
from engines.play.world import Action, Frame, World

Floats = NDArray[np.float32]
#: What the card of a model calls the range of its latents on real roads.
RANGES = "latents"


class Agent:
    """V, M and C at the wheel of one world.

    After ``act``: ``z`` (32,) is what V saw, ``state`` what M remembers of it and of the action. Between ``low`` and
    ``high`` (32,) lies what z is on real roads, where the model's card says so.
    """

    looks = True
    low: Floats
    high: Floats

    def __init__(self, vision: Vision, memory: Memory, controller: Controller, name: str = "") -> None:
        self.vision, self.memory, self.controller, self.name = vision, memory, controller, name
        self.z: Floats = np.zeros(LATENTS, np.float32)
        self.state: State = memory.start(1)

    def begin(self, world: World, seed: int) -> None:  # noqa: ARG002  a driver is told, and this one need not know
        """Forget the episode before."""
        self.state = self.memory.start(1)

    def act(self, frame: Frame) -> Action:
        """What C does about a frame; M takes it in."""
        z, _ = self.vision.encode(frame[None])
        action = self.controller.act(np.concatenate([z, self.state[0]], 1))
        self.state = self.memory.step(z, action, self.state)
        self.z = z[0]
        done: Action = action[0]
        return done


def agent_of(folder: Path | None = None) -> Agent:
    """The agent in a model's folder, the shipped one by default.

    Raises MissingWeights where there is none, or where a file is not what the card promises.
    """
    from engines.play.catalogue import card_of, model_folder, verified

    where = model_folder() if folder is None else folder
    card = card_of(where)
    agent = Agent(Vision(where), Memory(where), Controller.load(where), where.name if card is None else card.name)
    if card is not None:
        verified(card)
        ranges = card.facts.get(RANGES, {})
        if {"low", "high"} <= ranges.keys():
            agent.low, agent.high = (np.array(ranges[name], np.float32) for name in ("low", "high"))
    return agent
