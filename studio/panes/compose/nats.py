"""What nats say, for somebody who has never heard of them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from studio.look.quantities import number


def meaning_of_nats(nats: float) -> str:
    """So many nats per note, in a plain sentence."""
    among = max(1, round(math.exp(nats)))
    if among == 1:
        return _tr("It knows nearly every note before it comes.")
    return _tr(
        "Nats measure surprise: at {nats} nats a note it is on average as unsure of the next note as somebody "
        "who guesses among {count} that are equally likely. Less is better."
    ).format(nats=f"{nats:.2f}", count=number(among))


def meaning_of_surprise(nats: float) -> str:
    """So many nats for one note, in a plain sentence."""
    among = max(1, round(math.exp(nats)))
    if among == 1:
        return _tr("It was all but sure of this note.")
    return _tr("It gave this note a chance of 1 in {count}.").format(count=number(among))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Nats", text)
