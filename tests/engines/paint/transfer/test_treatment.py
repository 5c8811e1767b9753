"""The photograph's colours come back as asked for."""

from __future__ import annotations

import numpy as np
import pytest

from engines.paint.colours import lightness_of
from engines.paint.transfer.treatment import treated
from tests.engines.paint.style_runs import waves
from tests.engines.paint.transfer.transfer_runs import request

PHOTO = (waves(1, 40, 60) / 1024 + 0.5).astype(np.float32)
PAINTED = (waves(2, 40, 60) / 512 + 0.25).astype(np.float32)


def test_off_leaves_the_painting_as_it_is() -> None:
    assert treated(PAINTED, PHOTO, "off") is PAINTED


def test_luminance_keeps_the_paintings_light_and_the_photographs_hues() -> None:
    calm = PHOTO / 4 + np.float32(0.375)  # no colour leaves the range of what a screen shows
    found = treated(PAINTED, calm, "luminance")
    assert np.allclose(lightness_of(found), lightness_of(PAINTED), atol=1e-3)
    grey = treated(PAINTED, np.full_like(PHOTO, 0.5), "luminance")
    assert float(np.ptp(grey, axis=2).max()) < 1e-3


def test_histogram_gives_each_channel_the_photographs_spread() -> None:
    found = treated(PAINTED, PHOTO, "histogram")
    for channel in range(3):
        have, want = (np.sort(each[..., channel].ravel()) for each in (found, PHOTO))
        assert np.abs(have - want).mean() < 0.01
    assert not np.allclose(found, PAINTED, atol=0.02)


@pytest.mark.parametrize("colours", ["luminance", "histogram"])
def test_one_colour_is_no_trouble(colours: str) -> None:
    flat = np.full_like(PHOTO, 0.3)
    assert np.isfinite(treated(flat, PHOTO, colours)).all()
    assert np.isfinite(treated(PAINTED, flat, colours)).all()


def test_a_transfer_treats_its_pixels_and_keeps_its_picture_untreated(monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.paint.transfer import transfer as module
    from engines.steps import finish
    from tests.engines.paint.transfer.transfer_runs import lite

    monkeypatch.setattr(module, "feature_network", lambda name, checkpoint: lite())
    plain = finish(module.transfer(request()))
    kept = finish(module.transfer(request(colours="luminance")))
    assert np.array_equal(plain.picture, kept.picture)
    photo = request().photo.astype(np.float32) / 255
    wanted = treated(plain.picture.clip(0, 1), photo, "luminance") * 255
    assert np.abs(kept.pixels - wanted).max() <= 0.51
    assert not np.array_equal(kept.pixels, plain.pixels)
