"""The style network starts at the photograph, and its table of styles is what tells the styles apart."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from torch import Tensor, nn

from engines.cards import card_named
from engines.paint.stylenet import TONE_MARGIN, ConditionalInstanceNorm, ConditionalTint, StyleNet, StyleNetConfig

SMALL = StyleNetConfig(styles=3, stem=4, trunk=6, blocks=1, detail=4)


def learnt(config: StyleNetConfig = SMALL) -> StyleNet:
    """A network whose every number is as if it had learnt something."""
    torch.manual_seed(5)
    net = StyleNet(config)
    with torch.no_grad():
        for value in net.parameters():
            value.add_(torch.randn_like(value) * 0.2)
    return net


def photo(height: int = 24, width: int = 32, batch: int = 1) -> Tensor:
    return torch.rand(batch, 3, height, width, generator=torch.Generator().manual_seed(1))


def only(net: StyleNet, mixture: Tensor) -> StyleNet:
    """A network of one style: each table's rows mixed into one."""
    single = StyleNet(StyleNetConfig(1, SMALL.stem, SMALL.trunk, SMALL.blocks, SMALL.detail))
    state = {
        name: (mixture @ value)[None] if name.startswith("tint.") or ".norm." in name else value
        for name, value in net.state_dict().items()
    }
    single.load_state_dict(state)
    return single


@torch.no_grad()
def test_a_new_network_gives_back_the_photograph() -> None:
    picture = photo()
    painted = StyleNet(SMALL)(picture, torch.eye(3)[:1])
    assert float((painted - picture.clamp(TONE_MARGIN, 1 - TONE_MARGIN)).abs().max()) < 1e-6


@torch.no_grad()
def test_true_black_and_white_stay_finite() -> None:
    picture = torch.cat([torch.zeros(1, 3, 16, 16), torch.ones(1, 3, 16, 16)], dim=3)
    painted = learnt()(picture, torch.eye(3)[0])
    assert painted.isfinite().all()
    assert 0.0 <= float(painted.min()) <= float(painted.max()) <= 1.0


@torch.no_grad()
@pytest.mark.parametrize("style", range(3))
def test_a_one_hot_row_is_one_pure_style(style: int) -> None:
    net, picture = learnt(), photo()
    row = torch.eye(3)[style]
    assert torch.allclose(net(picture, row[None]), only(net, row)(picture, torch.ones(1, 1)), atol=1e-6)


@torch.no_grad()
def test_styles_differ() -> None:
    net, picture = learnt(), photo()
    first, second = net(picture, torch.eye(3)[0]), net(picture, torch.eye(3)[1])
    assert float((first - second).abs().mean()) > 0.01


@torch.no_grad()
def test_weights_blend_the_tables_of_the_styles() -> None:
    net, picture = learnt(), photo()
    mixture = torch.tensor([0.5, 0.2, 0.3])
    assert torch.allclose(net(picture, mixture[None]), only(net, mixture)(picture, torch.ones(1, 1)), atol=1e-6)


@torch.no_grad()
def test_each_picture_of_a_batch_has_its_own_style() -> None:
    net, pictures = learnt(), photo(batch=3)
    together = net(pictures, torch.eye(3))
    apart = torch.cat([net(pictures[index : index + 1], torch.eye(3)[index]) for index in range(3)])
    assert torch.allclose(together, apart, atol=1e-5)


@torch.no_grad()
def test_one_row_of_weights_needs_no_batch() -> None:
    net, picture = learnt(), photo()
    assert torch.equal(net(picture, torch.eye(3)[1]), net(picture, torch.eye(3)[1:2]))


@torch.no_grad()
@settings(max_examples=25)
@given(height=st.integers(4, 20), width=st.integers(4, 20))
def test_any_size_in_fours_comes_back_as_it_went_in(height: int, width: int) -> None:
    picture = photo(4 * height, 4 * width)
    painted = learnt()(picture, torch.eye(3)[0])
    assert painted.shape == picture.shape
    assert painted.isfinite().all()


@torch.no_grad()
def test_the_norm_gives_each_channel_the_scale_and_shift_of_its_style() -> None:
    norm = ConditionalInstanceNorm(2, 2)
    norm.scale.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    norm.shift.copy_(torch.tensor([[0.5, -0.5], [1.0, -1.0]]))
    y = norm(torch.randn(1, 2, 16, 16), torch.tensor([[0.0, 1.0]]))
    assert torch.allclose(y.mean((2, 3)), torch.tensor([[1.0, -1.0]]), atol=1e-5)
    assert torch.allclose(y.std((2, 3), correction=0), torch.tensor([[3.0, 4.0]]), atol=1e-3)


def test_the_shipped_network_has_the_number_of_parameters_that_its_card_tells() -> None:
    card = card_named("styles")
    assert (
        sum(value.numel() for value in load_file(card.file("model.safetensors")).values())
        == (card.training["parameters"])
    )


@torch.no_grad()
def test_the_tint_takes_each_colour_through_the_matrix_and_the_offset_of_its_style() -> None:
    tint = ConditionalTint(2)
    swapped = torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    tint.matrix[1] = swapped.flatten()
    tint.offset[1] = torch.tensor([0.0, 0.5, -1.0])
    colour = torch.tensor([0.1, 0.2, 0.3]).reshape(1, 3, 1, 1).expand(1, 3, 2, 5)
    assert torch.allclose(tint(colour, torch.tensor([[1.0, 0.0]])), colour)
    tinted = tint(colour, torch.tensor([[0.0, 1.0]]))
    assert torch.allclose(tinted[0, :, 1, 4], torch.tensor([0.2, 0.6, -0.4]))


def test_every_parameter_learns() -> None:
    net = learnt()
    net(photo(batch=3), torch.eye(3)).square().mean().backward()
    without = [name for name, value in net.named_parameters() if value.grad is None or not value.grad.any()]
    assert not without
    assert isinstance(net.last[1], nn.Conv2d)
