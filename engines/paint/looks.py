"""Looks: which styles in which shares, how strongly, in whose colours, with how broad a brush."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.errors import BadInput

MOST_STYLES = 4
#: Whose colours the painting has: its own ("off"), the photograph's colours under the painting's light ("luminance"),
#: or the painting's colours brought to the photograph's histogram ("histogram").
COLOURS = ("off", "luminance", "histogram")
#: With brush 1 the network paints a picture of this longer side, with brush 0.5 one of twice that side.
BRUSH_SIDE = 1024
FINEST_BRUSH, BROADEST_BRUSH = 0.05, 4.0
_LONGEST_NAME = 100  # eight of them must fit into the EXIF of a JPEG, twelve bytes a letter


@dataclass(frozen=True, slots=True)
class Look:
    """How a photograph, or one part of it, is to be painted.

    ``styles`` are up to four names with their weights (above 0, of any sum); none: the photograph as it is.
    ``strength`` is 0..1, ``colours`` one of COLOURS, ``brush`` 0.05..4: the size of the strokes against the picture,
    whatever its pixels, so that a preview and an export show the same strokes.

    Raises:
        BadInput: a value is of the wrong type or out of range.
    """

    styles: tuple[tuple[str, float], ...] = ()
    strength: float = 1.0
    colours: str = "off"
    brush: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "styles", _checked_styles(self.styles))
        object.__setattr__(self, "strength", _within("strength", self.strength, 0.0, 1.0))
        object.__setattr__(self, "brush", _within("brush", self.brush, FINEST_BRUSH, BROADEST_BRUSH))
        if self.colours not in COLOURS:
            raise BadInput(
                f"The colours must be {', '.join(COLOURS[:-1])} or {COLOURS[-1]}, not {_short(self.colours)}."
            )

    @property
    def is_plain(self) -> bool:
        """Whether the photograph stays as it is."""
        return not self.styles or self.strength == 0.0

    @property
    def shares(self) -> tuple[tuple[str, float], ...]:
        """The styles with weights that sum to 1."""
        total = math.fsum(weight for _, weight in self.styles)
        return tuple((name, weight / total) for name, weight in self.styles)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the styles."""
        return tuple(name for name, _ in self.styles)

    def to_dict(self) -> dict[str, Any]:
        """The look as plain JSON values."""
        return {
            "styles": [[name, weight] for name, weight in self.styles],
            "strength": self.strength,
            "colours": self.colours,
            "brush": self.brush,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Look:
        """The look that ``to_dict`` returned; missing values are the usual ones, unknown ones are left out.

        Raises:
            BadInput: a value is of the wrong type or out of range.
        """
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


def one_style(name: str, strength: float = 1.0) -> Look:
    """The look of a single style; the photograph as it is for an empty name."""
    return Look(((name, 1.0),) if name else (), strength)


def _checked_styles(styles: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(styles, tuple | list):
        raise BadInput(f"A look holds styles with their weights, not {_short(styles)}.")
    if len(styles) > MOST_STYLES:
        raise BadInput(f"A blend holds at most {MOST_STYLES} styles, not {len(styles)}; leave some out.")
    checked: list[tuple[str, float]] = []
    for each in styles:
        if not isinstance(each, tuple | list) or len(each) != 2:
            raise BadInput(f"A style comes with its weight, not as {_short(each)}.")
        name, weight = each
        if not isinstance(name, str) or not name or "\0" in name or len(name) > _LONGEST_NAME:
            raise BadInput(f"The name of a style must be a short text, not {_short(name)}.")
        if name in (known for known, _ in checked):
            raise BadInput(f"The style “{name}” is named twice.")
        if not _is_number(weight) or not 0 < weight < 1e6:
            raise BadInput(f"The weight of “{name}” must be a number above 0, not {_short(weight)}.")
        checked.append((name, float(weight)))
    return tuple(checked)


def _within(name: str, value: object, least: float, most: float) -> float:
    if not _is_number(value) or not least <= value <= most:  # type: ignore[operator]
        raise BadInput(f"The {name} must be a number between {least:g} and {most:g}, not {_short(value)}.")
    return float(value)  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
