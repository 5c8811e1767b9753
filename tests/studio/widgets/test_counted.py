"""Counts in English without a translator."""

from __future__ import annotations

from studio.widgets.counted import counted


def test_one_is_no_plural() -> None:
    assert counted("Move 1 note(s)", 1) == "Move 1 note"


def test_none_and_many_are() -> None:
    assert counted("0 note(s)", 0) == "0 notes"
    assert counted("Move 2 note(s)", 2) == "Move 2 notes"


def test_a_translation_has_chosen_already() -> None:
    assert counted("2 Noten verschieben", 2) == "2 Noten verschieben"
