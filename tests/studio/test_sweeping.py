"""Garbage is collected on the window's thread, when the timer says so."""

from __future__ import annotations

import gc
import weakref

import pytest
from pytestqt.qtbot import QtBot

from engines import undisturbed
from studio.sweeping import FEW, TICKS_BETWEEN_FULL_SWEEPS, Sweeper


class Knot:
    """Holds itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


def test_the_automatic_collector_is_off_until_the_end(qtbot: QtBot) -> None:
    gc.enable()  # as a program begins; tests with windows run without it
    sweeper = Sweeper()
    assert not gc.isenabled()
    sweeper.stop()
    assert gc.isenabled()


def test_a_sweep_frees_what_only_holds_itself(qtbot: QtBot) -> None:
    sweeper = Sweeper()
    try:
        knot = weakref.ref(Knot())
        assert knot() is not None
        sweeper.sweep()
        assert knot() is None
    finally:
        sweeper.stop()


def test_while_music_plays_only_a_few_young_objects_are_looked_at(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[int] = []
    monkeypatch.setattr(undisturbed, "wanted", lambda: True)
    sweeper = Sweeper()
    try:
        gc.collect()
        monkeypatch.setattr(gc, "collect", lambda generation=2: swept.append(generation))
        for _ in range(2 * TICKS_BETWEEN_FULL_SWEEPS):
            sweeper.sweep()
        assert set(swept) == {0}
        swept.clear()
        many = [[] for _ in range(FEW + 1)]
        sweeper.sweep()
        assert swept == []
        assert len(many) > FEW
    finally:
        sweeper.stop()


def test_what_waited_for_the_end_of_the_music_is_swept_then_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: swept.append(generation))
    sweeper = Sweeper()
    try:
        monkeypatch.setattr(undisturbed, "wanted", lambda: True)
        for _ in range(TICKS_BETWEEN_FULL_SWEEPS):
            sweeper.sweep()
        monkeypatch.setattr(undisturbed, "wanted", lambda: False)
        swept.clear()
        sweeper.sweep()
        sweeper.sweep()
        assert swept == [2, 1]
    finally:
        sweeper.stop()
