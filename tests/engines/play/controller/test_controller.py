"""A controller is 867 numbers that mean the same wherever they are kept."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from engines.errors import BadInput, CannotWrite, MissingWeights
from engines.play.controller.controller import (
    FEATURES,
    PARAMETERS,
    Controller,
    Standard,
    act_each,
    squash,
)


def some_controller(seed: int = 0) -> Controller:
    dice = np.random.default_rng(seed)
    standard = Standard(
        dice.normal(size=FEATURES).astype(np.float32), dice.uniform(0.2, 3, FEATURES).astype(np.float32)
    )
    return Controller.from_vector(dice.normal(0, 0.1, PARAMETERS), standard, {"score": 700.0, "how": "made up"})


def test_there_are_867_parameters() -> None:
    assert PARAMETERS == 867
    assert Controller.blank().to_vector().shape == (867,)


def test_actions_stay_within_what_the_car_takes() -> None:
    raw = np.random.default_rng(0).normal(0, 50, (1000, 3))
    steer, gas, brake = squash(raw).T
    assert steer.min() == -1
    assert steer.max() == 1
    assert gas.min() >= 0
    assert gas.max() <= 1
    assert brake.min() == 0
    assert brake.max() <= 1


def test_the_squashing_is_tanh_sigmoid_and_tanh_without_its_lower_half() -> None:
    (steer, gas, brake), (_, _, none) = squash(np.array([[0.3, -0.7, 0.5], [0, 0, -0.5]]))
    assert steer == pytest.approx(math.tanh(0.3))
    assert gas == pytest.approx(1 / (1 + math.exp(0.7)))
    assert brake == pytest.approx(math.tanh(0.5))
    assert none == 0


def test_numbers_there_and_back_are_the_same() -> None:
    vector = np.random.default_rng(1).normal(size=PARAMETERS).astype(np.float32)
    assert (Controller.from_vector(vector).to_vector() == vector).all()


def test_acting_is_standardising_then_the_linear_map_then_squashing() -> None:
    controller = some_controller()
    features = np.random.default_rng(2).normal(size=(5, FEATURES)).astype(np.float32)
    plain = (features.astype(float) - controller.standard.mean) / controller.standard.deviation
    expected = squash(plain @ controller.weights.T.astype(float) + controller.bias)
    np.testing.assert_allclose(controller.act(features), expected, atol=1e-5)


def test_a_folded_controller_drives_alike_without_a_standard() -> None:
    controller = some_controller()
    folded = controller.folded()
    features = np.random.default_rng(3).normal(size=(5, FEATURES)).astype(np.float32)
    assert (folded.standard.mean == 0).all()
    assert (folded.standard.deviation == 1).all()
    np.testing.assert_allclose(folded.act(features), controller.act(features), atol=1e-5)


def test_many_controllers_act_each_on_their_own_features() -> None:
    controllers = [some_controller(seed) for seed in range(4)]
    features = np.random.default_rng(4).normal(size=(4, FEATURES)).astype(np.float32)
    tables = np.stack([each.folded().to_vector().reshape(3, FEATURES + 1) for each in controllers])
    expected = np.stack([each.act(row) for each, row in zip(controllers, features, strict=True)])
    np.testing.assert_allclose(act_each(tables, features), expected, atol=1e-5)


def test_a_feature_that_never_moves_is_not_blown_up() -> None:
    features = np.random.default_rng(5).normal(2, 3, (500, FEATURES))
    features[:, 7] = 1.5
    standard = Standard.of(features)
    assert standard.deviation[7] == np.float32(1e-3)
    assert standard.mean[7] == 1.5
    np.testing.assert_allclose(standard.deviation[:7], features[:, :7].std(0), rtol=1e-5)


def test_a_controller_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    controller = some_controller()
    controller.save(tmp_path / "controller.safetensors")
    for place in (tmp_path, tmp_path / "controller.safetensors"):
        back = Controller.load(place)
        assert (back.to_vector() == controller.to_vector()).all()
        assert (back.standard.mean == controller.standard.mean).all()
        assert (back.standard.deviation == controller.standard.deviation).all()
        assert back.about == controller.about


def test_another_count_of_numbers_is_refused() -> None:
    with pytest.raises(BadInput, match="867 numbers, not 100"):
        Controller.from_vector(np.zeros(100))


def test_a_controller_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "controller.safetensors"
    some_controller().save(path)
    tensors = load_file(path) | {"weights": np.zeros((3, 64), np.float32)}
    save_file(tensors, path, metadata={"reverie": '{"format": 1, "kind": "controller", "about": {}}'})
    with pytest.raises(BadInput, match="another shape"):
        Controller.load(path)


def test_a_missing_controller_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="There is no controller"):
        Controller.load(tmp_path)


@pytest.mark.parametrize("cut", [0, 7, 200, 2000])
def test_a_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "controller.safetensors"
    some_controller().save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(MissingWeights, match="damaged"):
        Controller.load(path)


def test_a_controller_that_holds_no_numbers_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "controller.safetensors"
    Controller.from_vector(np.full(PARAMETERS, np.nan)).save(path)
    with pytest.raises(MissingWeights, match="damaged"):
        Controller.load(path)


def test_a_controller_of_a_newer_reverie_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "controller.safetensors"
    some_controller().save(path)
    save_file(load_file(path), path, metadata={"reverie": '{"format": 2}'})
    with pytest.raises(MissingWeights, match="newer Reverie"):
        Controller.load(path)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        some_controller().save(tmp_path / "nowhere" / "controller.safetensors")
