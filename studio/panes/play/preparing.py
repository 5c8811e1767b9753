"""Getting the game and its models ready, away from the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engines.steps import Step, Task

if TYPE_CHECKING:
    from engines.play.mind import Mind
    from engines.play.world import CarWorld


@dataclass(frozen=True, eq=False)
class Ready:
    """A world to drive in, and models or a sentence that says why there are none."""

    world: CarWorld
    mind: Mind | None
    missing: str = ""


def get_ready(model: Path | None = None) -> Task[Ready]:
    """Import the game, build a world, open the models in a folder (None: the shipped ones) and use each once."""
    from engines.errors import ReverieError
    from engines.play.mind import open_mind
    from engines.play.world import CarWorld

    yield Step(0, 2, QCoreApplication.translate("Preparing", "Getting the game ready"))
    world = CarWorld()
    world.reset(0)
    yield Step(1, 2, QCoreApplication.translate("Preparing", "Opening the models"))
    try:
        mind = open_mind(model)
    except ReverieError as error:
        return Ready(world, None, str(error))
    return Ready(world, mind)
