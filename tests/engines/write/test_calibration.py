"""Whether percentages come true."""

from __future__ import annotations

import numpy as np
import pytest

from engines.calibration import BINS, Calibration, Reliability


def collected(said: list[float], came: list[bool]) -> Calibration:
    reliability = Reliability()
    reliability.add(said, came)
    return reliability.calibration()


def test_the_error_weighs_each_bin_by_its_words() -> None:
    # 0.8 said twice, came once: 0.3 off; 0.1 said twice, never came: 0.1 off.
    found = collected([0.8, 0.8, 0.1, 0.1], [True, False, False, False])
    assert found.error == pytest.approx(0.5 * 0.3 + 0.5 * 0.1)
    assert (found.bins[8].count, found.bins[8].said, found.bins[8].came) == (2, pytest.approx(0.8), 0.5)


def test_honest_percentages_have_hardly_an_error() -> None:
    chance = np.random.default_rng(0)
    said = chance.random(20_000)
    reliability = Reliability()
    for at in range(0, 20_000, 1000):
        reliability.add(said[at : at + 1000], chance.random(1000) < said[at : at + 1000])
    assert reliability.calibration().error < 0.02


def test_certainty_belongs_to_the_last_bin_and_zero_to_the_first() -> None:
    counts = [each.count for each in collected([1.0, 0.0], [True, False]).bins]
    assert counts == [1, *[0] * (BINS - 2), 1]


def test_a_card_brings_a_table_back() -> None:
    found = collected([0.3, 0.9], [False, True])
    assert Calibration.from_dict(found.to_dict()) == found


def test_nothing_collected_is_no_error() -> None:
    assert Reliability().calibration().error == 0
