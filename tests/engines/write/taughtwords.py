"""Little trainings for the tests of runs and models: a shelf of short fables, and a request that takes a moment."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from engines.training import Plan
from engines.write.networks import Dropouts
from engines.write.presets import Preset
from engines.write.presets import WordRecipe as Recipe
from engines.write.training import WordTraining

BEASTS = ("Fox", "Crow", "Lion", "Mouse", "Ass", "Wolf")
DEEDS = ("saw", "asked", "followed", "left", "thanked")
LITTLE = Preset("small", units=16, embedding=12)


def fable(number: int) -> str:
    """One of as many short fables as one likes, all different."""
    chance = random.Random(number)
    lines = []
    for _ in range(4):
        beast, other = chance.sample(BEASTS, 2)
        lines.append(f"The {beast} {chance.choice(DEEDS)} the {other}, and the {other} said nothing to the {beast}.")
    return "\n\n".join(" ".join(lines[at : at + 2]) for at in (0, 2)) + f"\n\nThat was fable Number{number}."


def shelf(folder: Path, count: int = 24) -> Path:
    """A folder with ``count`` fables, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"fable {number}.txt").write_text(fable(number), encoding="utf-8")
    return folder


def training(folder: Path, steps: int = 6, **changes: Any) -> WordTraining:
    """A request to learn the fables in ``folder/texts`` in ``folder/run``."""
    recipe = Recipe(lines=4, window=12, rate=1e-2, dropouts=Dropouts(recurrent=0.2))
    fields = {"plan": Plan(steps), "preset": LITTLE, "recipe": recipe, **changes}
    return WordTraining((folder / "texts",), folder / "run", **fields)
