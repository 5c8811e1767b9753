"""A model's card proves its files, and says in one sentence what is wrong with them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engines import cards
from engines.cards import Card, all_cards, card_named, read_card, verify, write_card
from engines.errors import MissingWeights
from engines.files import sha256_of


def make_model(folder: Path, name: str = "toy") -> Card:
    """A model of one small file, with its card."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "model.onnx").write_bytes(b"weights of " + name.encode())
    card = Card(
        name=name,
        kind="toy",
        title="Toy",
        summary="“Toy” – a model of no use.",
        licence="CC0",
        version="1",
        data=("nothing", "at all"),
        files={"model.onnx": sha256_of(place / "model.onnx")},
        shapes={"x": "float32 (1,)"},
        preprocessing="none",
        training={"steps": 3, "recipe": {"rate": 0.1}},
        figures={"loss": 0.25},
        facts={"rows": [1, 2]},
        folder=place,
    )
    write_card(card)
    return card


def change_card(card: Card, **fields: Any) -> None:
    path = card.folder / cards.CARD
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    assert read_card(card.folder) == card
    assert verify(card) == cards.Verdict(True, "All files are as the card says.")
    assert card.file("model.onnx") == card.folder / "model.onnx"


@pytest.mark.parametrize("card", all_cards(), ids=lambda card: card.name)
def test_every_shipped_model_is_what_its_card_promises(card: Card) -> None:
    assert verify(card).ok, verify(card).sentence
    assert card.folder.name == card.name
    assert card.files
    assert card.licence
    assert card.data
    unlisted = {path.name for path in card.folder.iterdir()} - {*card.files, cards.CARD}
    assert not unlisted


def test_at_least_the_styles_are_shipped() -> None:
    assert "styles" in {card.name for card in all_cards()}


def test_a_changed_weight_is_refused_and_named(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    assert verify(card).ok
    with (card.folder / "model.onnx").open("ab") as stream:
        stream.write(b"!")
    assert not verify(card).ok
    with pytest.raises(MissingWeights, match=r"“toy” was changed: “model\.onnx” is not the file its card describes"):
        card.file("model.onnx")


def test_one_flipped_bit_of_the_same_length_is_found(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    content = bytearray((card.folder / "model.onnx").read_bytes())
    content[3] ^= 1
    (card.folder / "model.onnx").write_bytes(content)
    assert "was changed" in verify(card).sentence


def test_a_missing_weight_is_named(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    (card.folder / "model.onnx").unlink()
    assert verify(card).sentence == "The model “toy” is incomplete: “model.onnx” is missing. Install Reverie again."
    with pytest.raises(MissingWeights, match="is incomplete"):
        card.file("model.onnx")


def test_a_file_that_the_card_does_not_list_is_not_trusted(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    (card.folder / "other.onnx").write_bytes(b"stranger")
    with pytest.raises(MissingWeights, match=r"other\.onnx"):
        card.file("other.onnx")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "{}", '{"format": 1}', '{"format": "1"}', '{"format": 1, "x": 2}']
)
def test_a_broken_card_says_to_install_again(text: str, tmp_path: Path) -> None:
    card = make_model(tmp_path)
    (card.folder / cards.CARD).write_text(text)
    with pytest.raises(MissingWeights, match=r"The card of the model “toy” is damaged\. Install Reverie again"):
        read_card(card.folder)


def test_a_card_that_is_no_text_is_damaged(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    (card.folder / cards.CARD).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MissingWeights, match="is damaged"):
        read_card(card.folder)


@pytest.mark.parametrize("fields", [{"files": ["model.onnx"]}, {"facts": 3}, {"training": None}, {"name": 5}])
def test_a_card_with_fields_of_the_wrong_kind_is_damaged(fields: dict[str, Any], tmp_path: Path) -> None:
    card = make_model(tmp_path)
    change_card(card, **fields)
    with pytest.raises(MissingWeights, match="is damaged"):
        read_card(card.folder)


def test_a_card_of_a_newer_reverie_says_to_update(tmp_path: Path) -> None:
    card = make_model(tmp_path)
    change_card(card, format=cards.FORMAT + 1, unheard_of=True)
    with pytest.raises(MissingWeights, match=r"made by a newer Reverie\. Update Reverie"):
        read_card(card.folder)


def test_another_folder_of_weights_takes_the_place_of_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("second", "first"):
        make_model(tmp_path, name)
    (tmp_path / "no_model").mkdir()
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    assert [card.name for card in all_cards()] == ["first", "second"]
    assert card_named("second").folder == tmp_path / "second"


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingWeights, match="“no_such” is not installed"):
        card_named("no_such")


def test_a_card_moves_with_its_folder(tmp_path: Path) -> None:
    card = make_model(tmp_path / "here")
    (tmp_path / "here" / "toy").rename(tmp_path / "toy")
    assert read_card(tmp_path / "toy") == replace(card, folder=tmp_path / "toy")
    assert str(tmp_path) not in (tmp_path / "toy" / cards.CARD).read_text()
