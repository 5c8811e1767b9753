"""Compose's pane on a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.studio.panes.compose.band import Band


@pytest.fixture
def band(qtbot: QtBot, tmp_path: Path) -> Iterator[Band]:
    """An empty pane in a shown window; the lanes are closed after the test."""
    band = Band(qtbot, tmp_path)
    yield band
    band.close()
