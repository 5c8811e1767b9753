"""How notes are drawn: with how much chance, from which scale and range, and how many takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engines.errors import BadInput

MOST_TAKES = 16
MOST_BARS = 256


@dataclass(frozen=True)
class Settings:
    """Everything that shapes a take besides the model and the place; it travels inside the MIDI file.

    Temperatures (0 takes the likeliest, 1 is the model's own mind) are apart for pitch and duration; ``top_p`` and
    ``top_k`` (0: all) hold for both. ``scale`` are pitch classes 0 to 11 (empty: all) and ``lowest`` to ``highest`` the
    range: outside of them the logits lose ``pull`` each, and with ``strict`` nothing may sound there. No
    ``no_repeat`` notes follow each other twice (0: they may). ``rests`` allows rests.
    """

    temperature: float = 0.9
    rhythm_temperature: float = 0.9
    top_p: float = 0.95
    top_k: int = 0
    scale: tuple[int, ...] = ()
    lowest: int = 0
    highest: int = 127
    strict: bool = False
    pull: float = 2.0
    no_repeat: int = 0
    rests: bool = True
    takes: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("temperature", self.temperature), ("rhythm's temperature", self.rhythm_temperature)):
            if not 0 <= value <= 10:
                raise BadInput(f"The {name} must be from 0 to 10, not {value:g}.")
        if not 0 < self.top_p <= 1:
            raise BadInput(f"Top-p must be above 0 and at most 1, not {self.top_p:g}.")
        if self.top_k < 0 or self.no_repeat < 0 or self.seed < 0:
            raise BadInput("Top-k, the notes that do not repeat and the seed must be 0 or more.")
        if any(not 0 <= place <= 11 for place in self.scale):
            raise BadInput("A scale is made of pitch classes from 0 (C) to 11 (B).")
        if not 0 <= self.lowest <= self.highest <= 127:
            raise BadInput(f"There is no range from {self.lowest} to {self.highest}.")
        if not 0 <= self.pull <= 100:
            raise BadInput(f"The pull towards scale and range must be from 0 to 100, not {self.pull:g}.")
        if not 1 <= self.takes <= MOST_TAKES:
            raise BadInput(f"The number of takes must be from 1 to {MOST_TAKES}, not {self.takes}.")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as a file holds them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Settings:
        """What ``to_dict`` gave; what is not known is left out. Raises BadInput."""
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        if "scale" in known:
            known["scale"] = tuple(known["scale"])
        try:
            return cls(**known)
        except TypeError as error:
            raise BadInput("The settings of the take are damaged.") from error
