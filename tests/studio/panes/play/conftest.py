"""Play's pane on a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.studio.panes.play.cockpit import Cockpit, with_mind


@pytest.fixture
def cockpit(qtbot: QtBot, tmp_path: Path) -> Iterator[Cockpit]:
    """A pane with models at the first frame of a track."""
    cockpit = with_mind(qtbot, tmp_path)
    yield cockpit
    cockpit.close()


@pytest.fixture
def mindless(qtbot: QtBot, tmp_path: Path) -> Iterator[Cockpit]:
    """A pane for which no model is installed."""
    cockpit = Cockpit(qtbot, tmp_path, None)
    yield cockpit
    cockpit.close()
