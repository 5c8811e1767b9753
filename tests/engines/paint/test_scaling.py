"""A picture brought to another size piece by piece is the picture brought there at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.paint import scaling
from engines.paint.scaling import Floats, Photograph, Source, reach, rescaled_rows, spans
from engines.steps import Step, finish
from tests.engines.paint.style_runs import waves


def whole(picture: Floats, size: tuple[int, int]) -> Floats:
    return rescaled_rows(picture, 0, len(picture), size, (0, size[1]))


@settings(max_examples=60)
@given(
    height=st.integers(1, 60),
    width=st.integers(1, 20),
    new_height=st.integers(1, 150),
    new_width=st.integers(1, 30),
    piece=st.integers(1, 40),
)
def test_any_division_into_rows_gives_the_same_rows(
    height: int, width: int, new_height: int, new_width: int, piece: int
) -> None:
    picture = np.random.default_rng(1).normal(size=(height, width, 3)).astype(np.float32)
    wanted = whole(picture, (new_width, new_height))
    for start, stop in spans(new_height, piece):
        top, bottom = reach(height, new_height, start, stop)
        found = rescaled_rows(picture[top:bottom], top, height, (new_width, new_height), (start, stop))
        assert np.abs(found - wanted[start:stop]).max() < 1e-3


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(31, 23), (90, 7), (96, 72)])
def test_a_source_shows_the_photograph_at_its_size_from_0_to_1(
    dtype: type[np.unsignedinteger[Any]], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # 257 times white is 65535
    pixels: Photograph = waves(1) if dtype == np.uint8 else waves(1).astype(np.uint16) * np.uint16(257)
    wanted = whole(waves(1).astype(np.float32) / np.float32(255), size)
    monkeypatch.setattr(scaling, "BAND_PIXELS", 900)
    source = Source(pixels, size)
    assert np.abs(finish(source.rows(0, size[1], Step(0))) - wanted).max() < 1e-4
    assert np.abs(finish(source.rows(2, 6, Step(0))) - wanted[2:6]).max() < 1e-4


def test_shrinking_a_large_photograph_reports_between_its_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "BAND_PIXELS", 900)
    assert list(Source(waves(1), (48, 36)).rows(0, 36, Step(3))) == [Step(3)] * 9
