"""A bench with a view and the mask's controls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.look import palette
from tests.studio.panes.paint.masking.bench import Bench


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """A shown window with a photograph and no mask; the lanes are closed after the test."""
    palette.apply(qapp, "dark")
    bench = Bench(qtbot, tmp_path)
    bench.open()
    yield bench
    bench.close()
