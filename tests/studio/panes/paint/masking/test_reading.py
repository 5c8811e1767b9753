from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog

from tests.studio.panes.paint.masking.bench import Bench


def left_half(rows: int = 30, columns: int = 40) -> np.ndarray:
    values = np.zeros((rows, columns), np.uint8)
    values[:, : columns // 2] = 255
    return values


def choose(bench: Bench, path: Path) -> None:
    """Choose a file in the system's dialog."""
    bench.click(bench.section.picture)
    dialogs = bench.window.findChildren(QFileDialog)
    assert len(dialogs) == 1
    dialogs[0].fileSelected.emit(str(path))
    dialogs[0].close()


def test_a_picture_becomes_the_mask(bench: Bench) -> None:
    bench.section.feather.set_value(3)
    choose(bench, bench.picture(left_half()))
    bench.until(lambda: bool(bench.edits))
    assert bench.layer().values.shape == (600, 800)
    assert bench.layer().feather == 0.03
    assert bench.inside(100, 300)
    assert not bench.inside(700, 300)
    assert bench.toasts.cards() == []


def test_a_mask_of_quite_another_shape_is_taken_with_a_word_of_warning(bench: Bench) -> None:
    choose(bench, bench.picture(left_half(10, 300)))
    bench.until(lambda: bool(bench.edits))
    assert "stretched" in bench.toasts.cards()[0].message.text


@pytest.mark.parametrize("content", [b"", b"no picture at all"])
def test_what_is_no_picture_is_said_in_a_sentence(bench: Bench, content: bytes) -> None:
    path = bench.folder / "mask.png"
    path.write_bytes(content)
    choose(bench, path)
    bench.until(lambda: bool(bench.toasts.cards()))
    assert "mask.png" in bench.toasts.cards()[0].message.text
    assert bench.edits == []


def test_a_mask_that_comes_after_another_photograph_is_not_taken(bench: Bench) -> None:
    choose(bench, bench.picture(left_half()))
    bench.open(QSize(300, 200))
    bench.until(lambda: not bench.lanes.jobs())
    assert bench.edits == []


def test_without_a_photograph_nobody_asks_for_a_mask(bench: Bench) -> None:
    bench.masking.show(None, QSize())
    bench.masking._reader.ask()
    bench.masking._reader.read_file(bench.picture(left_half()))
    assert bench.window.findChildren(QFileDialog) == []
    assert bench.lanes.jobs() == []
