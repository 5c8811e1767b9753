"""What the project holds of the page: the text, who wrote it, where one was, and how it looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from studio.panes.write.authors import Span, as_rows, from_rows
from studio.panes.write.goals import MOST
from studio.panes.write.places import broken_up, clean, units
from studio.panes.write.typeface import Typeface, typeface_from


@dataclass(frozen=True)
class View:
    """How the page looks."""

    typeface: Typeface = field(default_factory=Typeface)
    focus: bool = False
    authors: bool = False
    surprise: bool = False
    round_quotes: bool = False
    side: bool = True
    dock: str = ""


@dataclass(frozen=True)
class Kept:
    """Everything of the page but its history."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    position: int = 0
    goal: int = 0
    title: str = ""
    view: View = field(default_factory=View)

    def as_values(self) -> dict[str, Any]:
        """Plain values for the project file."""
        return {
            "text": self.text,
            "authors": as_rows(self.spans),
            "position": self.position,
            "goal": self.goal,
            "title": self.title,
            "view": asdict(self.view),
        }


def kept_in(state: Mapping[str, Any]) -> Kept:
    """The page out of a file; what makes no sense there is left out, the text never."""
    text = state.get("text")
    text = broken_up(clean(text)) if isinstance(text, str) else ""
    length = units(text)
    return Kept(
        text,
        tuple(from_rows(state.get("authors"), length)),
        _number(state.get("position"), length),
        _number(state.get("goal"), MOST),
        title if isinstance(title := state.get("title"), str) else "",
        _view(state.get("view")),
    )


def _number(value: Any, most: int) -> int:
    return min(value, most) if type(value) is int and value > 0 else 0


def _view(values: Any) -> View:
    values = values if isinstance(values, Mapping) else {}
    switches = {
        name: value
        for name in ("focus", "authors", "surprise", "round_quotes", "side")
        if isinstance(value := values.get(name), bool)
    }
    # The two colour the same words; whoever asks for both sees who wrote them.
    switches["surprise"] = switches.get("surprise", False) and not switches.get("authors", False)
    dock = values.get("dock")
    return View(typeface_from(values.get("typeface")), dock=dock if isinstance(dock, str) else "", **switches)
