"""One pass against optimisation, measured by one judge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.errors import BadInput
from engines.paint.amortisation import Amortised, MeasureRequest, _Judge, amortisation
from engines.steps import finish


def picture(path: Path, seed: int, height: int = 64, width: int = 64) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)).save(path)
    return path


def test_every_named_painting_is_measured_on_every_photograph(tmp_path: Path) -> None:
    picture(tmp_path / "paintings" / "udnie.png", 1)
    picture(tmp_path / "photographs" / "one.png", 2)
    request = MeasureRequest(tmp_path / "paintings", tmp_path / "photographs", side=64, steps=2)
    (row,) = finish(amortisation(request))
    assert row.style == "udnie"
    assert 0 < row.optimised < 1.5
    assert row.ratio == pytest.approx(row.one_pass / row.optimised)


def test_the_judge_finds_no_loss_in_the_painting_itself_and_one_in_the_photograph() -> None:
    rng = np.random.default_rng(3)
    photo, painting = (rng.integers(0, 256, (48, 64, 3), dtype=np.uint8) for _ in range(2))
    judge = _Judge()
    grams = judge.grams(photo), judge.grams(painting)
    assert judge.loss(painting, *grams) == 0
    assert judge.loss(photo, *grams) == pytest.approx(1.0)


def test_paintings_must_be_named_after_styles(tmp_path: Path) -> None:
    picture(tmp_path / "paintings" / "nobody.png", 1)
    picture(tmp_path / "photographs" / "one.png", 2)
    with pytest.raises(BadInput, match="named after"):
        finish(amortisation(MeasureRequest(tmp_path / "paintings", tmp_path / "photographs")))


def test_a_ratio_says_how_many_times_the_optimised_loss_is_left() -> None:
    assert Amortised("udnie", 0.3, 0.1).ratio == pytest.approx(3.0)
