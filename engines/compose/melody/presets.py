"""The networks a person can choose by name, and how each is taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engines.compose.melody.network import Dropouts
from engines.errors import BadInput


@dataclass(frozen=True)
class MelodyRecipe:
    """How melodies are learnt: whole lines, about ``notes`` sounds a step, ``pieces`` at a time.

    The rate warms up in ``warm_up`` steps and falls to a twentieth in ``rounds`` rounds through all lines, after which
    learning ends; None takes as many as give every model about the same to read. It halves besides after
    ``halve_after`` looks at the held-out pieces without progress, and learning ends after ``patience`` of them.
    ``transpose`` moves each line by chance; None does where there are few lines.
    """

    notes: int = 960
    pieces: int = 2
    longest: int = 256
    rate: float = 2e-3
    warm_up: int = 50
    rounds: int | None = None
    weight_decay: float = 0.02
    clip: float = 1.0
    dropouts: Dropouts = field(default_factory=Dropouts)
    averaging: float = 0.995
    halve_after: int = 4
    patience: int = 10
    transpose: bool | None = None
    hide_key: float = 0.2
    seed: int = 0

    def rounds_of(self, sounds: int) -> int:
        """How often lines of so many sounds in all are read."""
        if self.rounds is not None:
            return self.rounds
        return min(MOST_ROUNDS, max(FEWEST_ROUNDS, ENOUGH // max(1, sounds)))

    def transposes(self, sounds: int) -> bool:
        """Whether lines of so many sounds in all are moved up and down."""
        return sounds < LITTLE_MUSIC if self.transpose is None else self.transpose


@dataclass(frozen=True)
class BookRecipe:
    """How the book teaches its model: windows of 32 sounds, RMSprop, nothing hidden."""

    window: int = 32
    batch: int = 32
    rate: float = 1e-3
    patience: int = 10
    seed: int = 0


#: Sounds read in a whole training, and the fewest and most times that all are.
ENOUGH, FEWEST_ROUNDS, MOST_ROUNDS = 3_000_000, 10, 400
#: Fewer sounds are learnt in all keys.
LITTLE_MUSIC = 40_000


@dataclass(frozen=True)
class Preset:
    """A named network and its recipe; ``book`` marks the plain model that ours is compared with."""

    name: str
    embedding: int = 128
    units: int = 192
    heads: int = 4
    recipe: MelodyRecipe = field(default_factory=MelodyRecipe)
    book: bool = False


PRESETS = {preset.name: preset for preset in (Preset("melody"), Preset("book", 100, 256, 1, book=True))}


def preset_named(name: str) -> Preset:
    """The preset of that name; raises BadInput when there is none."""
    if name not in PRESETS:
        raise BadInput(f"There is no preset “{name}”; choose one of {', '.join(PRESETS)}.")
    return PRESETS[name]


def seeded(recipe: MelodyRecipe, seed: int) -> MelodyRecipe:
    """The recipe with another seed."""
    return replace(recipe, seed=seed)
