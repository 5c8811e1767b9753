"""VGG19 is read from torchvision's file and computes what torchvision's network would."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engines.errors import BadInput
from engines.paint.transfer import vgg19
from engines.paint.transfer.networks import feature_network
from engines.paint.transfer.vgg19 import read_vgg19

#: torchvision's vgg19.features: the number of each convolution with its channels, and of each pooling.
CONVOLUTIONS = {
    **{0: (64, 3), 2: (64, 64), 5: (128, 64), 7: (128, 128), 10: (256, 128)},
    **dict.fromkeys((12, 14, 16), (256, 256)),
    19: (512, 256),
    **dict.fromkeys((21, 23, 25, 28, 30), (512, 512)),
}
POOLINGS = (4, 9, 18, 27)


def generated() -> dict[str, Tensor]:
    """Random weights under torchvision's names and in its shapes, as far as Reverie reads them."""
    chance = torch.Generator().manual_seed(0)
    tensors: dict[str, Tensor] = {}
    for number, (channels, before) in CONVOLUTIONS.items():
        kernel = torch.randn(channels, before, 3, 3, generator=chance) * (2 / (9 * before)) ** 0.5
        tensors[f"features.{number}.weight"] = kernel
        tensors[f"features.{number}.bias"] = torch.randn(channels, generator=chance) * 0.1
    return tensors


@pytest.fixture(scope="module")
def tensors() -> dict[str, Tensor]:
    return generated()


@pytest.fixture(scope="module")
def checkpoint(tensors: dict[str, Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vgg") / "vgg19.pth"
    torch.save(tensors, path)
    return path


def saved(path: Path, what: Any) -> Path:
    torch.save(what, path)
    return path


def by_hand(tensors: dict[str, Tensor], pictures: Tensor, last: int) -> Tensor:
    """torchvision's vgg19.features[: last + 2] after ImageNet's normalisation."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    x = (pictures - mean[:, None, None]) / deviation[:, None, None]
    for number in range(last + 1):
        if number in POOLINGS:
            x = F.max_pool2d(x, kernel_size=2, stride=2)
        elif number in CONVOLUTIONS:
            x = F.conv2d(x, tensors[f"features.{number}.weight"], tensors[f"features.{number}.bias"], padding=1).relu()
    return x


def features(checkpoint: Path, picture: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    x = picture
    for piece in feature_network("vgg19", checkpoint).pieces():
        x, some = piece.run(x)
        found.update(some)
    return found


def test_every_layer_of_gatys_is_the_one_that_torchvision_has_there(
    tensors: dict[str, Tensor], checkpoint: Path
) -> None:
    picture = torch.rand(1, 3, 32, 48, generator=torch.Generator().manual_seed(1))
    found = features(checkpoint, picture)
    places = {f"block{block}_conv1": number for block, number in enumerate((0, 5, 10, 19, 28), start=1)}
    for name, number in {**places, "block5_conv2": 30}.items():
        assert torch.allclose(found[name], by_hand(tensors, picture, number), rtol=1e-4, atol=1e-4), name


def test_style_is_five_equal_layers_and_content_is_block5_conv2(checkpoint: Path) -> None:
    network = feature_network("vgg19", checkpoint)
    used = {name: weight for name, weight in network.style_layers.items() if weight}
    assert used == {f"block{block}_conv1": 0.2 for block in range(1, 6)}
    assert network.content_layers == ("block5_conv2",)


def test_the_format_before_torch_1_6_is_read(tensors: dict[str, Tensor], tmp_path: Path) -> None:
    torch.save(tensors, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    kernel, _ = read_vgg19(tmp_path / "old.pth").layers["block5_conv2"]
    assert torch.equal(kernel, tensors["features.30.weight"])


def test_the_converted_caffe_file_is_fed_with_blue_first_in_255ths(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vgg19, "CAFFE_SHA256", vgg19.sha256_of(checkpoint)[:8])
    red = torch.tensor([1.0, 0.0, 0.5]).view(1, 3, 1, 1)
    fed = read_vgg19(checkpoint).prepared(red).flatten()
    assert torch.allclose(fed, torch.tensor([127.5 - 103.939, 0 - 116.779, 255 - 123.68]))


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_vgg19(path)
    sentence = str(caught.value)
    assert re.fullmatch(r"[^\n]+\.", sentence)
    return sentence


def test_a_truncated_file_is_refused_in_a_sentence(checkpoint: Path, tmp_path: Path) -> None:
    whole = checkpoint.read_bytes()
    (tmp_path / "half.pth").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(tmp_path / "half.pth")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no pickle at all", bytes(5000)])
def test_what_is_no_checkpoint_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "strange.pth").write_bytes(content)
    assert "damaged or no checkpoint" in refused(tmp_path / "strange.pth")


@pytest.mark.parametrize("what", [[1, 2], {"a": torch.zeros(2)}, {"features.0.weight": "text"}])
def test_another_content_is_refused_in_a_sentence(what: Any, tmp_path: Path) -> None:
    refused(saved(tmp_path / "other.pth", what))


def test_a_pickle_that_runs_code_is_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "sprung",)

    refused(saved(tmp_path / "trap.pth", {"features.0.weight": Trap()}))
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("number", [0, 16, 30])
def test_another_network_is_refused_by_name(number: int, tensors: dict[str, Tensor], tmp_path: Path) -> None:
    # VGG16 has no convolution 16: there it pools.
    without = {name: value for name, value in tensors.items() if name != f"features.{number}.weight"}
    assert "another network than VGG19" in refused(saved(tmp_path / "vgg16.pth", without))
    narrow = tensors | {f"features.{number}.weight": tensors[f"features.{number}.weight"][:-1]}
    assert "another network than VGG19" in refused(saved(tmp_path / "narrow.pth", narrow))


def test_weights_that_are_no_numbers_are_refused(tensors: dict[str, Tensor], tmp_path: Path) -> None:
    spoilt = tensors | {"features.2.bias": torch.full((64,), float("nan"))}
    assert "no numbers" in refused(saved(tmp_path / "nan.pth", spoilt))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "gone.pth")
    assert "does not exist" in refused(tmp_path)


def test_vgg19_without_a_file_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="download it or choose"):
        feature_network("vgg19")
