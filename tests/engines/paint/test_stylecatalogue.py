"""The styles at hand are those of the cards, by name, and a wrong name is answered with the nearest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engines.cards import CARD, shipped_folder
from engines.errors import BadInput, MissingWeights
from engines.paint.looks import Look
from engines.paint.stylecatalogue import KIND, blend_of, style_named, styles


@pytest.fixture
def own_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped styles that the test may change."""
    shutil.copytree(shipped_folder() / "styles", tmp_path / "styles")
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    return tmp_path / "styles"


def test_each_style_is_its_own_row_of_its_model() -> None:
    for style in styles():
        assert style.card.kind == KIND
        assert style.weights.shape == (style.count,)
        assert style.weights.sum() == style.weights[style.index] == 1.0
        assert style.model.is_file()
        assert style_named(style.name) == style


def test_no_two_styles_share_a_name() -> None:
    names = [style.name for style in styles()]
    assert names
    assert len(set(names)) == len(names)


def test_the_models_of_other_kinds_bring_no_styles(own_styles: Path) -> None:
    card = own_styles / CARD
    card.write_text(json.dumps({**json.loads(card.read_text()), "kind": "write.words"}))
    assert styles() == []


def test_a_name_like_no_other_is_answered_with_all() -> None:
    with pytest.raises(BadInput) as caught:
        style_named("§§§")
    assert all(style.name in str(caught.value) for style in styles())


def test_a_changed_model_is_refused(own_styles: Path) -> None:
    with (own_styles / "model.onnx").open("ab") as stream:
        stream.write(b"!")
    with pytest.raises(MissingWeights, match="was changed"):
        _ = styles()[0].model


def test_a_blend_holds_the_share_of_each_style_of_a_look() -> None:
    first, second = styles()[2], styles()[0]
    blend = blend_of(Look(((first.name, 3.0), (second.name, 1.0))))
    assert blend.card == first.card
    assert blend.weights.tolist() == [0.25, 0.0, 0.75, *[0.0] * (first.count - 3)]
    assert blend.model == first.model


def test_a_wrong_name_in_a_look_names_the_nearest() -> None:
    name = styles()[0].name
    with pytest.raises(BadInput, match=f"There is no style “{name}x”. Try {name}"):
        blend_of(Look(((styles()[1].name, 1.0), (name + "x", 1.0))))
