"""A picture painted by tiles is the picture painted in one piece."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engines import runtime
from engines.errors import MissingWeights
from engines.paint import tiles
from engines.paint.looks import FINEST_BRUSH, Look
from engines.paint.onepass import Progress, padded
from engines.paint.scaling import Floats, Source
from engines.paint.stages import PHOTO, NotOurGraph, staged
from engines.paint.stylecatalogue import styles
from engines.paint.stylise import StyleRequest, Stylised, stylise
from engines.paint.tiles import Painter, TilePainter, WholePainter, _mirrored, _Statistics
from engines.runtime import session
from engines.steps import finish
from tests.engines.paint.style_models import random_model, real_photograph
from tests.engines.paint.style_runs import waves

WEIGHTS = np.array([0.3, 0.7], np.float32)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread sums in one order."""
    monkeypatch.setattr(runtime, "threads", lambda: 1)
    runtime.forget()
    yield
    runtime.forget()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network of chance."""
    card = random_model(tmp_path_factory.mktemp("weights") / "chance", ("one", "two"))
    return card.file("model.onnx")


def all_rows(painter: Painter) -> Floats:
    finish(painter.prepare())
    return np.vstack([finish(painter.rows(start, stop))[1] for start, stop in painter.spans()])


def both(model: Path, pixels: NDArray[np.uint8], tile: tuple[int, int, int]) -> tuple[Floats, Floats]:
    """The picture painted by tiles and in one piece."""
    source = Source(pixels, (pixels.shape[1], pixels.shape[0]))
    by_tiles = TilePainter(staged(model), WEIGHTS, source, Progress(), tile)
    return all_rows(by_tiles), all_rows(WholePainter(session(model), WEIGHTS, source, Progress()))


@pytest.mark.parametrize("size", [(120, 200), (121, 67), (17, 300), (300, 5), (1, 90), (70, 1), (1, 1)])
@pytest.mark.parametrize("tile", [(5, 7, 11), (1, 64, 64), (64, 3, 4)])
def test_tiles_of_any_shape_paint_what_one_piece_paints(
    model: Path, size: tuple[int, int], tile: tuple[int, int, int]
) -> None:
    found, wanted = both(model, waves(1, *size), tile)
    assert found.shape == (*size, 3)
    assert np.abs(found - wanted).max() < 2e-4


def test_a_tile_knows_of_the_whole_picture(model: Path) -> None:
    picture = waves(1, 64, 128)
    other = picture.copy()
    other[:, 96:] = 255 - other[:, 96:] // 3  # far away, but in the statistics
    (first, _), (second, _) = both(model, picture, (8, 8, 8)), both(model, other, (8, 8, 8))
    assert np.abs(first[:, :32] - second[:, :32]).mean() > 1e-3


def test_arrays_of_half_precision_paint_nearly_the_same(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "EXACT_PIXELS", 0)
    found, wanted = both(model, waves(1, 120, 200), (5, 7, 11))
    assert 0 < np.abs(found - wanted).mean() < 0.25 / 255


def test_pieces_are_counted_to_the_last(model: Path) -> None:
    progress = Progress()
    source = Source(waves(1, 120, 200), (200, 120))
    painter = TilePainter(staged(model), WEIGHTS, source, progress, (10, 20, 30))
    # 3 strips; two stages of the photograph and two more of full size in 3 columns, five of the trunk in 2.
    assert progress.step().total == 3 * (4 * 3 + 5 * 2)
    all_rows(painter)
    assert progress.step().done == progress.step().total


def test_statistics_of_tiles_are_those_of_the_whole() -> None:
    whole = np.random.default_rng(1).normal(5, 2, (3, 40, 50)).astype(np.float32)
    found = _Statistics()
    for tile in (whole[:, :7], whole[:, 7:, :11], whole[:, 7:, 11:]):
        found.add(tile)
    assert found.mean == pytest.approx(whole.mean((1, 2), dtype=np.float64), abs=1e-5)
    assert found.variance == pytest.approx(whole.var((1, 2), dtype=np.float64), rel=1e-5)


@pytest.mark.parametrize("size", [(18, 21), (1, 40), (3, 5)])
def test_rows_are_mirrored_as_padding_does(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).random((*size, 3), dtype=np.float32)
    grown = padded(picture)
    rows, columns = (_mirrored(side, new) for side, new in zip(size, grown.shape[:2], strict=True))
    assert np.array_equal(picture[rows][:, columns], grown)


def test_the_first_stage_needs_nothing_but_the_photograph(model: Path) -> None:
    stages = staged(model)
    assert stages[0].inputs == (PHOTO,)
    assert [stage.norm.index for stage in stages if stage.norm is not None] == list(range(len(stages) - 1))


def test_another_network_is_not_cut(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, save

    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, None, None]) for name in ("photo", "y")]
    graph = helper.make_graph([helper.make_node("Neg", ["photo"], ["y"])], "other", ports[:1], ports[1:])
    save(helper.make_model(graph), str(tmp_path / "other.onnx"))
    with pytest.raises(NotOurGraph):
        staged(tmp_path / "other.onnx")


def test_a_damaged_model_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"\xff not a graph")
    with pytest.raises(MissingWeights, match="is damaged"):
        staged(tmp_path / "model.onnx")


def paint(photo: NDArray[np.uint8], style: str, largest: int) -> Stylised:
    look = Look(((style, 1.0),), brush=FINEST_BRUSH)
    return finish(stylise(StyleRequest(photo, look, largest=largest)))


def agree(size: tuple[int, int], style: str) -> None:
    """The shipped model on real photographs: tiled against whole, and no step where tiles meet."""
    photo = real_photograph(*size)
    whole, tiled = (paint(photo, style, largest).pixels.astype(float) for largest in (10**9, 1))
    assert np.abs(whole - tiled).mean() < 0.1  # the issue allows 2
    for axis in (0, 1):
        steps = [np.abs(np.diff(picture, axis=axis)).mean(axis=(1 - axis, 2)) for picture in (whole, tiled)]
        assert np.abs(steps[0] - steps[1]).max() < 0.3


def test_tiles_agree_with_one_piece_on_photographs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TilePainter.__init__, "__defaults__", ((40, 70, 90),))
    agree((700, 500), styles()[0].name)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_tiles_agree_with_one_piece_at_2000_by_1500(style: str) -> None:
    agree((2000, 1500), style)


def painters() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "stylise"]


def test_closing_in_the_middle_of_a_tile_stops_within_300_ms() -> None:
    look = Look(((styles()[0].name, 1.0),), brush=0.2)
    task = stylise(StyleRequest(waves(1, 2000, 2500), look))
    while next(task).done < 20 or not painters():
        pass
    before = time.monotonic()
    task.close()
    assert time.monotonic() - before < 0.3
    assert not painters()
