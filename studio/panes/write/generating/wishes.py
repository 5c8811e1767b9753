"""How a passage shall be generated, as a person sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from engines.write.generating import GenerateRequest
from studio.widgets.seedfield import HIGHEST, thrown

#: What each wish may be.
LIMITS: dict[str, tuple[float, float]] = {
    "words": (10, 400),
    "temperature": (0, 2),
    "top_p": (0.05, 1),
    "top_k": (0, 500),
    "no_repeat": (0, 12),
    "candidates": (1, 4),
    "seed": (0, HIGHEST),
}


@dataclass(frozen=True)
class Wishes:
    """The settings of the dock; ``top_k`` and ``no_repeat`` of 0 are off."""

    words: int = 60
    temperature: float = 0.8
    top_p: float = 0.95
    top_k: int = 0
    no_repeat: int = 4
    candidates: int = 1
    seed: int = 1
    locked: bool = False

    def request(self, text_before: str) -> GenerateRequest:
        """What the engine is asked."""
        values = asdict(self)
        del values["locked"]
        return GenerateRequest(text_before, **values)

    def rolled(self) -> Wishes:
        """The same with another seed, unless the seed is locked."""
        return self if self.locked else replace(self, seed=thrown())

    def as_values(self) -> dict[str, Any]:
        """Plain values for the project file."""
        return asdict(self)


def wishes_from(values: Any) -> Wishes:
    """Wishes out of a file; what makes no sense is as at the beginning."""
    found: dict[str, Any] = {}
    values = values if isinstance(values, Mapping) else {}
    for each in fields(Wishes):
        value, usual = values.get(each.name), each.default
        if isinstance(usual, bool):
            fits = isinstance(value, bool)
        else:
            least, most = LIMITS[each.name]
            kind = int | float if isinstance(usual, float) else int
            fits = isinstance(value, kind) and not isinstance(value, bool) and least <= value <= most
        if fits:
            found[each.name] = value
    return Wishes(**found)
