"""What the page's controls say: which pictures are wanted as style, and how the painting is to go."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from engines.errors import BadInput
from engines.paint.transfer.request import StylePicture, Transferred, TransferRequest, TransferSettings
from studio.documents.blobs import Blob
from studio.panes.paint.look import Photograph

MOST_PAINTINGS = 4
SIZES = (256, 384, 512, 768, 1024)
FEWEST_STEPS, MOST_STEPS = 10, 1000
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Painting:
    """A picture whose manner is wanted, with its file's bytes for the project and what its row shows."""

    name: str
    pixels: NDArray[np.uint8]
    blob: Blob
    thumbnail: QImage


@dataclass(frozen=True)
class Plan:
    """Everything that can be chosen before a painting begins; one undo step goes from one plan to another.

    ``paintings`` come with weights above 0; ``checkpoint`` is the person's VGG19 file. An unlocked seed is thrown anew
    for each painting.
    """

    settings: TransferSettings = field(default_factory=TransferSettings)
    paintings: tuple[tuple[Painting, float], ...] = ()
    checkpoint: str = ""
    seed_locked: bool = False

    def changed(self, **values: Any) -> Plan:
        """The same plan with other settings."""
        return replace(self, settings=replace(self.settings, **values))

    def request(self, photograph: Photograph, continued: Transferred | None, steps: int | None) -> TransferRequest:
        """What the engine is asked; ``steps`` instead of the plan's when going on from ``continued``."""
        settings = self.settings if steps is None else replace(self.settings, steps=steps)
        pictures = tuple(StylePicture(one.pixels, weight, one.name) for one, weight in self.paintings)
        checkpoint = Path(self.checkpoint) if self.checkpoint and settings.features == "vgg19" else None
        return TransferRequest(photograph.picture.pixels, pictures, settings, checkpoint, continued)


@dataclass(frozen=True, eq=False)
class Outcome:
    """A painting that has come about: the engine's result, what it was made from, and how it is shown and kept."""

    transferred: Transferred
    plan: Plan
    photograph: str  # the fingerprint of the photograph's file
    image: QImage
    blob: Blob
    raw: Blob | None = None  # before its colours were treated, where they were


def plan_state(plan: Plan) -> dict[str, Any]:
    """``plan`` as plain values, and a ``Blob`` for each style picture."""
    pictures = [{"name": one.name, "weight": weight, "picture": one.blob} for one, weight in plan.paintings]
    return {
        "settings": plan.settings.to_dict(),
        "paintings": pictures,
        "checkpoint": plan.checkpoint,
        "seed_locked": plan.seed_locked,
    }


def settings_in(values: object) -> TransferSettings:
    """The settings that a project holds, each value taken only if it makes sense."""
    settings = TransferSettings()
    for name, value in values.items() if isinstance(values, Mapping) else ():
        # One after the other: content and style, for one, may not both be 0.
        with contextlib.suppress(BadInput, TypeError):
            settings = TransferSettings.from_dict({**settings.to_dict(), name: value})
    return settings


def weight_in(value: object) -> float:
    """The weight of a painting; 1 for what is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number and 1e-4 <= value <= 1e4 else 1.0  # type: ignore[operator, arg-type]
