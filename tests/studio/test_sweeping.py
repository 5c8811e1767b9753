"""Garbage is collected on the window's thread, when the timer says so."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from studio.sweeping import Sweeper


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
