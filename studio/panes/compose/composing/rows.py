"""Takes as rows of the list: the newest group first, each under what it did, where, with which seed and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from engines.compose.instruments import shown_name
from engines.compose.score import Track
from studio.panes.compose.composing.takelist import TakeRow
from studio.panes.compose.composing.takes import PaneTake
from studio.panes.compose.nats import meaning_of_nats


def rows_of(takes: Sequence[PaneTake], tracks: Sequence[Track]) -> list[TakeRow]:
    """A row for each take."""
    ordered = sorted(takes, key=lambda take: (-take.at, take.number))
    rows = []
    for place, take in enumerate(ordered):
        first = place == 0 or ordered[place - 1].at != take.at
        rows.append(
            TakeRow(
                take.number,
                _said("Take {number}").format(number=take.number),
                _said("{nats} nats a note").format(nats=f"{take.nats:.2f}"),
                take.notes,
                (take.start, take.end),
                tracks[take.track].colour if take.track < len(tracks) else 0,
                _heading(take, tracks) if first else "",
                take.kept,
                meaning_of_nats(take.nats),
            )
        )
    return rows


def _heading(take: PaneTake, tracks: Sequence[Track]) -> str:
    kinds = {"continue": _said("Continued"), "fill": _said("Filled"), "vary": _said("Varied")}
    where = shown_name(tracks[take.track]) if take.track < len(tracks) else ""
    clock = datetime.fromtimestamp(take.at).strftime("%H:%M")
    seed = _said("seed {seed}").format(seed=take.wishes.seed)
    return " · ".join(filter(None, (kinds[take.wishes.mode], where, seed, clock)))


def _said(words: str) -> str:
    return QCoreApplication.translate("TakeRows", words)
