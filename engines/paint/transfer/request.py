"""What is asked of neural style transfer, and what comes back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.errors import BadInput
from engines.paint.looks import COLOURS

if TYPE_CHECKING:  # the command line asks for the settings long before it needs numpy
    import numpy as np
    from numpy.typing import NDArray

FEATURES = ("lite0", "vgg19")
OPTIMIZERS = ("lbfgs", "adam")
STARTS = ("photo", "noise")
MOST_PAINTINGS = 8
SMALLEST, LARGEST = 32, 2048
MOST_STEPS = 100_000
MOST_LAYERS = 64
#: Ranges of the plain numbers, both ends allowed.
RANGES = {"content": (0.0, 1000.0), "style": (0.0, 100_000.0), "smoothness": (0.0, 1000.0), "brush": (0.25, 4.0)}
_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class TransferSettings:
    """Everything that can be chosen, in plain values that travel in a recipe.

    ``size`` is the longer side of the result in pixels (never larger than the photograph), ``steps`` counts optimiser
    steps over all levels of the pyramid. ``content``, ``style`` and ``smoothness`` (total variation) weigh the losses,
    each of which is divided by its own size at the start, so that the numbers mean the same for every picture. The
    usual ones were chosen by eye: with style 15 the strokes are stronger and small things get lost, from 30 on little
    of the photograph is left. ``layers`` are style layers with their weights by the names that the feature network
    gives them; none: its own choice. ``brush`` 0.25..4 scales the style picture against the photograph: 2 makes strokes
    twice as broad. ``start`` is "photo" or "noise"; ``colours`` as in Look; ``features`` "lite0" or "vgg19";
    ``optimizer`` "lbfgs" or "adam".

    Raises:
        BadInput: a value is of the wrong type or out of range.
    """

    size: int = 512
    steps: int = 200
    content: float = 1.0
    style: float = 5.0
    smoothness: float = 0.3
    layers: tuple[tuple[str, float], ...] = ()
    brush: float = 1.0
    features: str = "lite0"
    optimizer: str = "lbfgs"
    start: str = "photo"
    seed: int = 0
    colours: str = "off"

    def __post_init__(self) -> None:
        _check_whole("size", self.size, SMALLEST, LARGEST)
        _check_whole("number of steps", self.steps, 1, MOST_STEPS)
        _check_whole("seed", self.seed, 0, 2**63 - 1)
        for name, (least, most) in RANGES.items():
            object.__setattr__(self, name, _within(name, getattr(self, name), least, most))
        if self.content == self.style == 0:
            raise BadInput("Content and style cannot both weigh nothing: give one of them a weight above 0.")
        object.__setattr__(self, "layers", _checked_layers(self.layers))
        _check_choice("feature network", self.features, FEATURES)
        _check_choice("optimizer", self.optimizer, OPTIMIZERS)
        _check_choice("start", self.start, STARTS)
        _check_choice("colours", self.colours, COLOURS)

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain JSON values."""
        return asdict(self) | {"layers": [[name, weight] for name, weight in self.layers]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TransferSettings:
        """The settings that ``to_dict`` returned; missing values are the usual ones, unknown ones are left out.

        Raises:
            BadInput: a value is of the wrong type or out of range.
        """
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


@dataclass(frozen=True, eq=False)
class StylePicture:
    """A picture whose manner is wanted: ``pixels`` uint8 sRGB (height, width, 3), its weight among several."""

    pixels: NDArray[np.uint8]
    weight: float = 1.0
    name: str = ""

    def __post_init__(self) -> None:
        what = f"style picture “{self.name}”" if self.name else "style picture"
        _check_pixels(what, self.pixels)
        if not _is_number(self.weight) or not 0 < self.weight < 1e6:
            raise BadInput(f"The weight of the {what} must be a number above 0, not {_short(self.weight)}.")


@dataclass(frozen=True, eq=False)
class Transferred:
    """The best picture so far: ``pixels`` uint8 (height, width, 3), and what is needed to go on from it.

    ``picture`` float32 (height, width, 3) is the picture before rounding and before its colours were treated;
    ``first`` and ``last`` are the losses (loss, style, content, smoothness) at the start of the largest level reached
    and of this picture. ``note`` is a sentence when the run ended before its last step, else empty.
    """

    pixels: NDArray[np.uint8]
    picture: NDArray[np.float32]
    steps: int
    seconds_per_step: float
    first: dict[str, float]
    last: dict[str, float]
    note: str = ""


@dataclass(eq=False)
class Easel:
    """Where a running transfer leaves its best picture, so that a stop at any moment keeps it."""

    result: Transferred | None = None


@dataclass(frozen=True, eq=False)
class TransferRequest:
    """Paint ``photo`` (uint8 sRGB, height x width x 3) in the manner of ``paintings``.

    ``checkpoint`` is the person's VGG19 file; ``continued`` is a result to go on from: at its own size, and
    from there up to the settings' where that is larger.
    ``easel`` holds the best picture at any time, also after the task was closed.

    Raises:
        BadInput: no painting or too many, or what is given is no picture.
    """

    photo: NDArray[np.uint8]
    paintings: tuple[StylePicture, ...]
    settings: TransferSettings = field(default_factory=TransferSettings)
    checkpoint: Path | None = None
    continued: Transferred | None = None
    easel: Easel = field(default_factory=Easel)
    preview_seconds: float = 0.4

    def __post_init__(self) -> None:
        _check_pixels("photograph", self.photo)
        if not 1 <= len(self.paintings) <= MOST_PAINTINGS:
            raise BadInput(f"Choose 1 to {MOST_PAINTINGS} style pictures, not {len(self.paintings)}.")


def _check_pixels(what: str, pixels: object) -> None:
    import numpy as np

    fits = isinstance(pixels, np.ndarray) and pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3
    if not fits or 0 in getattr(pixels, "shape", (0,)):
        raise BadInput(f"The {what} must be an 8-bit colour picture of at least one pixel.")


def _checked_layers(layers: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(layers, tuple | list) or len(layers) > MOST_LAYERS:
        raise BadInput(f"Style layers are a list of names with their weights, not {_short(layers)}.")
    checked: list[tuple[str, float]] = []
    for each in layers:
        if not isinstance(each, tuple | list) or len(each) != 2:
            raise BadInput(f"A style layer comes with its weight, not as {_short(each)}.")
        name, weight = each
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            raise BadInput(f"The name of a style layer must be a short text, not {_short(name)}.")
        if name in (known for known, _ in checked):
            raise BadInput(f"The style layer “{name}” is named twice.")
        checked.append((name, _within(f"weight of the style layer “{name}”", weight, 0.0, 1e6)))
    if checked and not any(weight for _, weight in checked):
        raise BadInput("All style layers weigh nothing: give at least one a weight above 0.")
    return tuple(checked)


def _check_whole(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInput(f"The {name} must be a whole number between {least} and {most}, not {_short(value)}.")


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise BadInput(f"The {name} must be {', '.join(choices[:-1])} or {choices[-1]}, not {_short(value)}.")


def _within(name: str, value: object, least: float, most: float) -> float:
    if not _is_number(value) or not least <= value <= most:  # type: ignore[operator]
        raise BadInput(f"The {name} must be a number between {least:g} and {most:g}, not {_short(value)}.")
    return float(value)  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
