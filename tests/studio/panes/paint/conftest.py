"""Paint's pane on a desk of its own, without the window around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.studio.panes.paint.easel import Easel


@pytest.fixture
def easel(qtbot: QtBot, tmp_path: Path) -> Iterator[Easel]:
    """An empty pane in a shown window; the lanes are closed after the test."""
    easel = Easel(qtbot, tmp_path)
    yield easel
    easel.close()
