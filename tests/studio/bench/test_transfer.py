"""The bench of style transfer asks for what the plan asks for."""

from __future__ import annotations

import pytest

from studio.bench import transfer


def test_a_step_is_asked_to_be_so_many_times_faster_than_each_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"lite0": 1.0, "VGG16": 3.0, "VGG19": 7.0, "photo": 0.1, "preview": 1.0}
    monkeypatch.setattr(transfer, "run_apart", lambda module: found)
    vgg16, vgg19, preview = transfer.figures()
    assert (vgg16.met, vgg19.met, preview.met) == (False, True, True)
    assert vgg16.ratio == pytest.approx(3.5 / 3)
    assert vgg19.ratio == pytest.approx(0.5)
    assert preview.ratio == pytest.approx(0.5)
    assert {figure.pane for figure in transfer.figures()} == {"paint"}


def test_a_small_measurement_finds_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SIDE", 32)
    monkeypatch.setattr(transfer, "ROUNDS", 1)
    found = transfer.measure()
    assert set(found) == {"lite0", "VGG16", "VGG19", "photo", "preview"}
    assert 0 < found["photo"] < found["preview"]
