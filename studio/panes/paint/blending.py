"""Changing the shares of a look's styles: what is given to one is taken from the others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from engines.paint.looks import MOST_STYLES, Look

#: No style of a blend goes below this: to take one out there is a button.
LEAST_SHARE = 0.01

Shares = tuple[tuple[str, float], ...]


def with_only(look: Look, name: str) -> Look:
    """``look`` painted as ``name`` alone; as it is for an empty name."""
    return replace(look, styles=((name, 1.0),) if name else ())


def has_room(look: Look) -> bool:
    """Whether one more style can be blended in."""
    return len(look.styles) < MOST_STYLES


def toggled(look: Look, name: str) -> Look:
    """``look`` with ``name`` blended in at an even share, or taken out; the rest keep their proportions."""
    if name in look.names:
        return _with(look, [each for each in look.shares if each[0] != name])
    if not has_room(look):
        return look
    fair = 1.0 / (len(look.styles) + 1)
    return _with(look, [*((each, share * (1.0 - fair)) for each, share in look.shares), (name, fair)])


def with_share(look: Look, name: str, share: float) -> Look:
    """``look`` with ``share`` (0..1) of ``name``; the others share what is left as they did before."""
    others = [(each, had) for each, had in look.shares if each != name]
    if not others or name not in look.names:
        return look
    share = min(1.0 - LEAST_SHARE * len(others), max(LEAST_SHARE, share))
    left = dict(_spread(others, 1.0 - share))
    return _with(look, [(each, share if each == name else left[each]) for each in look.names])


def evened(look: Look) -> Look:
    """``look`` with the same share of every style."""
    return _with(look, [(name, 1.0) for name in look.names])


def percents(look: Look) -> dict[str, int]:
    """The shares in whole percent that sum to 100."""
    exact = {name: share * 100 for name, share in look.shares}
    whole = {name: math.floor(share) for name, share in exact.items()}
    largest_rest = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in largest_rest[: 100 - sum(whole.values())]:
        whole[name] += 1
    return whole


def titles_in(look: Look, titles: Mapping[str, str]) -> str:
    """What a person calls the look's styles: Udnie 60 % + The Scream 40 %."""
    if len(look.styles) == 1:
        return titles.get(look.names[0], look.names[0])
    return " + ".join(f"{titles.get(name, name)} {share} %" for name, share in percents(look).items())


def _spread(shares: list[tuple[str, float]], room: float) -> list[tuple[str, float]]:
    """``shares`` made to sum to ``room`` in their proportions, none below the least."""
    held: set[str] = set()
    while True:
        free = math.fsum(share for name, share in shares if name not in held)
        scale = (room - LEAST_SHARE * len(held)) / free if free else 0.0
        low = {name for name, share in shares if name not in held and share * scale < LEAST_SHARE}
        if not low:
            return [(name, LEAST_SHARE if name in held else share * scale) for name, share in shares]
        held |= low


def _with(look: Look, shares: list[tuple[str, float]]) -> Look:
    total = math.fsum(share for _, share in shares)
    # Rounded: a drag that comes back to where it was is no change.
    return replace(look, styles=tuple((name, round(share / total, 6)) for name, share in shares))
