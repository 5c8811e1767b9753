"""A yardstick is known by its text alone, however it is spaced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.write import yardsticks
from engines.write.reading import fingerprint
from engines.write.yardsticks import PENN_TREEBANK, yardstick_of


def test_any_other_text_is_none() -> None:
    assert yardstick_of(" no it was n't black monday \n") is None


def test_a_yardstick_is_known_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    known = replace(PENN_TREEBANK, fingerprint=fingerprint("no it was n't"))
    monkeypatch.setattr(yardsticks, "PENN_TREEBANK", known)
    assert yardstick_of(" no it was n't \n") is known
    assert yardstick_of(" no it was n't so \n") is None


def test_published_figures_are_told_from_the_weakest_to_the_strongest() -> None:
    figures = [one.perplexity for one in PENN_TREEBANK.published]
    assert figures == sorted(figures, reverse=True)
