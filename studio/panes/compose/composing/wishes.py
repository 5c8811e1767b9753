"""What a person wants of the composer, as the dock shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from engines.compose.melody.settings import Settings
from engines.compose.notes import Key
from studio.widgets.seedfield import HIGHEST, thrown

MODES = ("continue", "fill", "vary")
#: Not at all, as a pull, or as a rule.
WITHIN = ("off", "soft", "strict")
KEEPS = ("rhythm", "pitches", "nothing")
MOST_TAKES = 4

#: What each number may be.
LIMITS: dict[str, tuple[float, float]] = {
    "bars": (1, 32),
    "temperature": (0, 2),
    "rhythm": (0, 2),
    "top_p": (0.05, 1),
    "no_repeat": (0, 12),
    "amount": (0.1, 1),
    "takes": (1, MOST_TAKES),
    "seed": (0, HIGHEST),
}
_CHOICES = {"mode": MODES, "within": WITHIN, "keeps": KEEPS}


@dataclass(frozen=True)
class Wishes:
    """The settings of the dock. ``within`` says whether ``scale`` and ``range`` count, as a pull or as a rule."""

    mode: str = "continue"
    bars: int = 4
    temperature: float = 0.9
    rhythm: float = 0.8
    top_p: float = 0.95
    within: str = "soft"
    scale: bool = True
    range: bool = True
    no_repeat: int = 0
    #: What a variation keeps: the rhythm, the pitches, or nothing but the place.
    keeps: str = "rhythm"
    #: How many of the notes it may change where it keeps the rhythm, 0.1 to 1.
    amount: float = 0.6
    takes: int = 3
    seed: int = 1
    locked: bool = False

    def settings(self, key: Key | None, span: tuple[int, int] | None) -> Settings:
        """What the engine is told; ``key`` gives the scale, ``span`` the range (lowest and highest pitch)."""
        limits = self.within != "off"
        low, high = span if span is not None and limits and self.range else (0, 127)
        return Settings(
            temperature=self.temperature,
            rhythm_temperature=self.rhythm,
            top_p=self.top_p,
            scale=tuple(sorted(key.scale)) if key is not None and limits and self.scale else (),
            lowest=low,
            highest=high,
            strict=self.within == "strict",
            no_repeat=self.no_repeat,
            takes=self.takes,
            seed=self.seed,
        )

    def rolled(self) -> Wishes:
        """The same with another seed, unless the seed is locked."""
        return self if self.locked else replace(self, seed=thrown())

    def as_values(self) -> dict[str, Any]:
        """Plain values for the project file."""
        return asdict(self)


def wishes_from(values: Any) -> Wishes:
    """Wishes out of a file; what makes no sense is as at the beginning."""
    values = values if isinstance(values, Mapping) else {}
    return Wishes(**{each.name: values[each.name] for each in fields(Wishes) if _fits(each.name, each.default, values)})


def wishes_of(recipe: Mapping[str, Any], wishes: Wishes) -> Wishes:
    """The wishes that a recipe out of a file came from, as far as it tells; the rest as in ``wishes``.

    Its seed is locked, so that the same takes come again.
    """
    names = {"rhythm_temperature": "rhythm", "keep": "keeps", "what": "mode"}
    told = {names.get(name, name): value for name, value in recipe.items() if name not in ("scale", "range")}
    told["takes"] = min(MOST_TAKES, told["takes"]) if type(told.get("takes")) is int else None
    if "strict" in recipe:
        told["within"] = "strict" if recipe["strict"] is True else "soft"
        told["scale"] = bool(recipe.get("scale"))
    found = {each.name: told[each.name] for each in fields(Wishes) if _fits(each.name, each.default, told)}
    return replace(wishes, **{**found, "locked": "seed" in found})


def _fits(name: str, usual: Any, values: Mapping[str, Any]) -> bool:
    value = values.get(name)
    if isinstance(usual, bool):
        return isinstance(value, bool)
    if isinstance(usual, str):
        return value in _CHOICES[name]
    kind = int | float if isinstance(usual, float) else int
    least, most = LIMITS[name]
    return isinstance(value, kind) and not isinstance(value, bool) and least <= value <= most
