"""Lite0 in pieces is Lite0; nothing deeper than needed is walked; small pictures fit in."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from engines.errors import BadInput
from engines.paint.features import EfficientNetLite0, halved
from engines.paint.transfer.networks import FeatureNetwork, Lite0, at_least, feature_network, pieces_for, random_vgg


@pytest.fixture(scope="module")
def lite() -> Lite0:
    return Lite0()


def test_lite0_in_pieces_finds_what_the_whole_network_finds(lite: Lite0) -> None:
    picture = torch.rand(1, 3, 40, 64, generator=torch.Generator().manual_seed(0))
    found: dict[str, torch.Tensor] = {}
    x = picture
    for piece in lite.pieces():
        x, some = piece.run(x)
        assert tuple(some) == piece.names
        found.update(some)
    wanted = EfficientNetLite0()(picture, range(len(found)))
    assert all(torch.equal(have, want) for have, want in zip(found.values(), wanted, strict=True))


@pytest.mark.parametrize("network", [Lite0(), random_vgg()], ids=["lite0", "vgg"])
def test_every_layer_that_a_network_names_is_in_one_of_its_pieces(network: FeatureNetwork) -> None:
    names = {name for piece in network.pieces() for name in piece.names}
    assert {*network.style_layers, *network.content_layers} <= names


def test_only_the_pieces_up_to_the_deepest_layer_are_walked(lite: Lite0) -> None:
    assert [piece.names[0] for piece in pieces_for(lite, ["block1_expand", "stem"])] == [
        "stem",
        "block0_depth",
        "block1_expand",
    ]
    assert pieces_for(lite, []) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (40, 5), (20, 20)])
def test_a_small_picture_is_continued_beyond_its_border(shape: tuple[int, int]) -> None:
    picture = torch.rand(1, 3, *shape)
    wide = at_least(picture, 32)
    assert wide.shape[-2:] == (max(32, shape[0]), max(32, shape[1]))
    assert torch.equal(wide[..., : shape[0], : shape[1]], picture)
    assert torch.equal(wide[..., -1, -1], picture[..., -1, -1])


def test_an_unknown_network_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="no feature network “resnet”"):
        feature_network("resnet")


@pytest.mark.parametrize("shape", [(8, 8), (7, 9), (2, 3), (33, 64)])
def test_halving_is_average_pooling(shape: tuple[int, int]) -> None:
    x = torch.randn(1, 3, *shape, dtype=torch.float64, generator=torch.Generator().manual_seed(0), requires_grad=True)
    have, want = halved(x), F.avg_pool2d(x, 2)
    assert torch.allclose(have, want, rtol=0, atol=1e-12)
    weights = torch.rand_like(want)
    (one,), (other,) = torch.autograd.grad(have, x, weights), torch.autograd.grad(want, x, weights)
    assert torch.allclose(one, other, rtol=0, atol=1e-12)
