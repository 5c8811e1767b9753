"""The icon files: monochrome SVGs whose only colour is the word ``currentColor``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def svg_source(name: str) -> str:
    """Return ``resources/icons/NAME.svg``, also from an installed package.

    Raises:
        LookupError: there is no such icon, which is a mistake in the program.
    """
    try:
        return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LookupError(f"no icon called {name!r}") from error


def tinted_svg(name: str, colour: str) -> bytes:
    """Return the SVG of an icon with every ``currentColor`` replaced by ``colour`` (``#rrggbb``)."""
    return svg_source(name).replace("currentColor", colour).encode("utf-8")
