"""A picture is judged by the weighed losses, and the gradient that is computed in pieces is the whole one."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engines.errors import BadInput
from engines.paint.transfer import objective
from engines.paint.transfer.losses import content_loss, gram_matrix, style_loss, total_variation
from engines.paint.transfer.networks import FeatureNetwork, VggFeatures, random_vgg
from engines.paint.transfer.objective import Objective, chosen_layers
from engines.paint.transfer.pyramid import Level, as_tensor
from engines.paint.transfer.request import StylePicture, TransferSettings
from engines.paint.transfer.vgg19 import BLOCKS
from tests.engines.paint.style_runs import waves
from tests.engines.paint.transfer.transfer_runs import driven, lite, settings

PHOTO = as_tensor(waves(1, 32, 48))
LEVEL = Level(32, 48, 1)
PAINTING = StylePicture(waves(2, 48, 40))


@pytest.fixture(scope="module")
def vgg() -> VggFeatures:
    return random_vgg(BLOCKS)


def begun(
    network: FeatureNetwork, wishes: TransferSettings, *paintings: StylePicture, level: Level = LEVEL
) -> Objective:
    made = Objective(network, wishes)
    driven(made.begin(PHOTO, paintings or (PAINTING,), level))
    return made


def features(network: FeatureNetwork, picture: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    for piece in network.pieces():
        picture, some = piece.run(picture)
        found.update(some)
    return found


def mean_gram(found: Tensor) -> Tensor:
    return gram_matrix(found) / (found.shape[2] * found.shape[3])


def test_the_photograph_itself_has_exactly_the_weights_as_its_losses() -> None:
    judged = driven(begun(lite(), settings(content=2, style=30, smoothness=3)).judge(PHOTO))
    assert judged.losses == pytest.approx({"loss": 33.0, "style": 30.0, "content": 0.0, "smoothness": 3.0}, rel=1e-4)


def test_weights_mean_the_same_for_vgg(vgg: VggFeatures) -> None:
    judged = driven(begun(vgg, TransferSettings(content=2, style=30, smoothness=3)).judge(PHOTO))
    assert judged.losses == pytest.approx({"loss": 33.0, "style": 30.0, "content": 0.0, "smoothness": 3.0}, rel=1e-4)


def test_an_empty_picture_of_features_has_the_content_loss_1() -> None:
    made = begun(lite(), settings(style=0, smoothness=0))
    made._contents = {name: -wanted for name, wanted in made._contents.items()}
    # Twice as far away as nothing at all is, and squared.
    assert driven(made.judge(PHOTO)).losses["content"] == pytest.approx(4.0, rel=1e-4)


def test_vgg_sums_its_layers_as_the_paper_does(vgg: VggFeatures) -> None:
    other = as_tensor(waves(3, 32, 48))
    have = driven(begun(vgg, TransferSettings(style=1, smoothness=1)).judge(other)).losses
    pictures = {"now": other, "start": PHOTO, "wanted": objective.at_size(PAINTING.pixels, 48, 40)}
    found = {name: features(vgg, picture) for name, picture in pictures.items()}
    grams = {name: [mean_gram(each[f"block{block}_conv1"]) for block in range(1, 6)] for name, each in found.items()}
    now, start = (
        sum(0.2 * float(style_loss(g, a)) for g, a in zip(grams[name], grams["wanted"], strict=True))
        for name in ("now", "start")
    )
    deep = "block5_conv2"
    content = content_loss(found["now"][deep], found["start"][deep]) / content_loss(
        torch.zeros(1), found["start"][deep]
    )
    assert have["style"] == pytest.approx(now / start, rel=1e-3)
    assert have["content"] == pytest.approx(float(content), rel=1e-3)
    assert have["smoothness"] == pytest.approx(float(total_variation(other) / total_variation(PHOTO)), rel=1e-3)


def test_the_gradient_in_pieces_is_the_gradient_of_the_whole() -> None:
    wishes = settings(layers=(("stem", 1.0), ("block2_depth", 0.5)))
    made = begun(lite(), wishes)
    leaf = as_tensor(waves(3, 32, 48)).requires_grad_(True)
    found = features(lite(), leaf)
    loss = wishes.smoothness * total_variation(leaf) / made._smooth_scale
    for name, scale in made._scales.items():
        loss = loss + wishes.style * scale * style_loss(mean_gram(found[name]), made._styles[name])
    for name, wanted in made._contents.items():
        content = content_loss(found[name], wanted) / content_loss(torch.zeros(1), wanted)
        loss = loss + content / len(made._contents)
    judged = driven(made.judge(leaf.detach()))
    (whole,) = torch.autograd.grad(loss, leaf)
    assert judged.losses["loss"] == pytest.approx(float(loss.detach()), rel=1e-5)
    assert torch.allclose(judged.gradient, whole, rtol=1e-4, atol=1e-6 * float(whole.abs().max()))


def test_the_gradient_leads_downwards() -> None:
    made = begun(lite(), settings())
    judged = driven(made.judge(PHOTO))
    length = 1e-4
    there = PHOTO - length * judged.gradient / judged.gradient.norm()
    fall = judged.losses["loss"] - driven(made.judge(there)).losses["loss"]
    assert fall == pytest.approx(length * float(judged.gradient.norm()), rel=0.1)


def test_there_is_a_stop_before_and_after_every_piece() -> None:
    made = begun(lite(), settings())
    assert len(list(made.judge(PHOTO))) == 2 * len(made.pieces)


def test_several_paintings_mix_by_their_weights() -> None:
    first, second = StylePicture(waves(2, 48, 40), 3.0), StylePicture(waves(5, 40, 48), 1.0)
    mixed, one, other = (
        begun(lite(), settings(), *paintings)._styles["stem"] for paintings in ((first, second), (first,), (second,))
    )
    assert torch.allclose(mixed, 0.75 * one + 0.25 * other, rtol=1e-5)
    assert not torch.allclose(one, other, rtol=0.1)


def test_a_broader_brush_shows_the_painting_larger() -> None:
    small = begun(lite(), settings(brush=2.0))._styles["stem"]
    large = begun(lite(), settings(), level=Level(64, 96, 1))._styles["stem"]
    assert torch.equal(small, large)


def test_a_huge_painting_is_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = StylePicture(waves(2, 200, 96))
    whole = begun(lite(), settings(brush=4.0), calm)._styles["stem"]
    monkeypatch.setattr(objective, "LARGEST_PART", 5000)
    in_parts = begun(lite(), settings(brush=4.0), calm)._styles["stem"]
    assert not torch.equal(whole, in_parts)
    assert float((whole - in_parts).norm() / whole.norm()) < 0.02


def test_a_painting_just_like_the_photograph_keeps_the_losses_finite() -> None:
    same = StylePicture(waves(1, 32, 48))
    judged = driven(begun(lite(), settings(), same).judge(PHOTO))
    assert judged.finite
    assert judged.losses["style"] < 1e-3


def test_a_layer_without_weight_is_not_used() -> None:
    assert chosen_layers(lite(), settings(layers=(("stem", 0.0), ("block1_depth", 2.0)))) == {"block1_depth": 2.0}


def test_a_layer_that_the_network_has_not_is_refused_with_those_that_it_has() -> None:
    with pytest.raises(BadInput, match=r"lite0 has no style layer “conv1_1”\. It has stem, block0_depth"):
        chosen_layers(lite(), settings(layers=(("conv1_1", 1.0),)))
