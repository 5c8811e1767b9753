"""Pictures mixed by the window are what arithmetic says, to within what no eye sees."""

from __future__ import annotations

import numpy as np
import pytest

from engines.paint.looks import Look, one_style
from engines.paint.pictures import Picture
from studio.documents.blobs import Blob
from studio.panes.paint import mixing
from studio.panes.paint.images import from_image, to_screen_image
from studio.panes.paint.look import MaskLayer, Photograph, Setting
from studio.panes.paint.proofs import Proofs, at_full, opacity_of, whole
from tests.studio.panes.paint.easel import flat, noise

PICTURES = [noise(61, 40, seed) for seed in range(4)]
SHARES = [0.4, 0.3, 0.2, 0.1]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_mix_is_the_weighted_mean(count: int) -> None:
    parts = [(to_screen_image(picture), share) for picture, share in zip(PICTURES[:count], SHARES, strict=False)]
    expected = np.average([picture.astype(float) for picture in PICTURES[:count]], axis=0, weights=SHARES[:count])
    assert np.abs(from_image(mixing.mixed(parts))[..., :3] - expected).max() <= 4


def test_a_veil_divides_inside_from_outside() -> None:
    red, blue = to_screen_image(flat((255, 0, 0))), to_screen_image(flat((0, 0, 255)))
    veil = np.zeros((40, 40), np.uint8)
    veil[:, 20:] = 255
    veil[:, 10:20] = 128
    image = mixing.divided(red, blue, mixing.alpha_image(veil))
    assert image.pixelColor(30, 5).getRgb()[:3] == (255, 0, 0)
    assert image.pixelColor(3, 5).getRgb()[:3] == (0, 0, 255)
    assert image.pixelColor(15, 5).red() == pytest.approx(128, abs=2)


def test_looks_that_paint_the_same_are_one() -> None:
    assert at_full(Look((("b", 2.0), ("a", 2.0)), 0.3)) == at_full(Look((("a", 0.5), ("b", 0.5)), 0.9))
    assert at_full(one_style("a")) != at_full(Look((("a", 1.0),), brush=2.0))


def test_the_strength_of_a_single_look_is_left_to_the_window() -> None:
    layer = MaskLayer(flat((9, 9, 9))[..., 0])
    for setting in (Setting(one_style("a", 0.4)), Setting(Look(), one_style("a", 0.4), layer)):
        assert opacity_of(setting) == 0.4
        assert all(look.strength == 1.0 for look in whole(setting).looks)


def test_two_looks_have_their_strengths_in_the_painting() -> None:
    setting = Setting(one_style("a", 0.4), one_style("b", 0.8), MaskLayer(flat((9, 9, 9))[..., 0]))
    assert opacity_of(setting) == 1.0
    assert [look.strength for look in whole(setting).looks] == [0.4, 0.8]


def test_a_preview_of_two_looks_is_what_the_engine_would_mix() -> None:
    photo, inside, outside = PICTURES[:3]
    values = np.linspace(0, 255, 61 * 40).reshape(40, 61).astype(np.uint8)
    proofs = Proofs(Photograph("p", Picture(photo), Blob(b"", "")))
    setting = Setting(one_style("a", 0.5), one_style("b", 0.25), MaskLayer(values))
    assert proofs.of(setting) is None
    proofs.put(at_full(setting.inside), to_screen_image(inside))
    proofs.put(at_full(setting.outside), to_screen_image(outside))
    proof = proofs.of(setting)
    assert proof is not None
    share = (values / 255.0)[..., None]
    expected = share * (0.5 * photo + 0.5 * inside) + (1 - share) * (0.75 * photo + 0.25 * outside)
    assert np.abs(from_image(proof.image)[..., :3] - expected).max() <= 5


def test_a_blend_is_mixed_from_its_styles_until_it_is_painted() -> None:
    proofs = Proofs(Photograph("p", Picture(PICTURES[0]), Blob(b"", "")))
    look = Look((("a", 0.5), ("b", 0.5)))
    proofs.put(at_full(one_style("a")), to_screen_image(PICTURES[1]))
    assert not proofs.can_mix(look)
    proofs.put(at_full(one_style("b")), to_screen_image(PICTURES[2]))
    mixed = proofs.of(Setting(look))
    assert mixed is not None
    assert not mixed.exact
    proofs.put(at_full(look), to_screen_image(PICTURES[3]))
    painted = proofs.of(Setting(look))
    assert painted is not None
    assert painted.exact


def test_many_proofs_do_not_pile_up() -> None:
    proofs = Proofs(Photograph("p", Picture(PICTURES[0]), Blob(b"", "")))
    for number in range(100):
        proofs.put(at_full(one_style(f"style {number}")), to_screen_image(PICTURES[1]))
    kept = sum(proofs.has(at_full(one_style(f"style {number}"))) for number in range(100))
    assert 0 < kept < 50
    assert proofs.has(at_full(one_style("style 99")))
