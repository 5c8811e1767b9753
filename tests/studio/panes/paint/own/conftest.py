"""The own-painting page on a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.studio.panes.paint.own.atelier import Atelier, Shelf


@pytest.fixture
def atelier(qtbot: QtBot, tmp_path: Path) -> Iterator[Atelier]:
    """An empty page in a shown window, with an engine that waits to be told."""
    atelier = Atelier(qtbot, tmp_path)
    yield atelier
    atelier.close()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
