"""A recipe travels inside the exported picture and comes back as it was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engines.errors import BadInput
from engines.paint.looks import COLOURS, Look, one_style
from engines.paint.masks import Mask
from engines.paint.pictures import open_picture, save_picture
from engines.paint.recipes import Painting, Recipe, read_recipe
from engines.paint.transfer.request import TransferSettings
from tests.engines.paint.picture_files import encoded, gradient, photo_exif, png_chunk

FOUR = (".png", ".jpg", ".webp", ".tiff")
NOISE = Mask(np.random.default_rng(1).integers(0, 256, (700, 900), dtype=np.uint8), 0.05, inverted=True)
LOOK = Look((("Große Welle “神奈川” 🌊", 2.0), ("udnie", 0.5)), 0.7, "luminance", 1.5)
VALUES: dict[str, Any] = {
    "version": "0.1.0",
    "look": LOOK,
    "outside": one_style("ink", 0.25),
    "mask": NOISE,
    "models": {"wave-1": "0123456789abcdef" * 4},
    "max_size": 1024,
}
RECIPE = Recipe(**VALUES)
PAINTINGS = (Painting("Irises.jpg", "c" * 64, 0.5), Painting("", "d" * 64))
TRANSFER = Recipe("0.2.0", kind="transfer", transfer=TransferSettings(size=640, seed=7), paintings=PAINTINGS)
QUOTED = Recipe("1", one_style("🦊 'quoted' \"twice\" \\ {\n}", 0.1), models={"m": "a" * 64})
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
NAMES = WORDS.filter(bool)
DIGITS = st.text("0123456789abcdef", min_size=64, max_size=64)
WEIGHTS = st.floats(0, 1e6, exclude_min=True, exclude_max=True)
LOOKS = st.builds(
    Look,
    styles=st.lists(st.tuples(NAMES, WEIGHTS), max_size=4, unique_by=lambda style: style[0]).map(tuple),
    strength=st.floats(0, 1),
    colours=st.sampled_from(COLOURS),
    brush=st.floats(0.05, 4),
)
MASKS = st.builds(
    lambda down, across, seed, feather, inverted: Mask(
        np.random.default_rng(seed).integers(0, 256, (down, across), dtype=np.uint8), feather, inverted
    ),
    st.integers(1, 90),
    st.integers(1, 90),
    st.integers(0, 9),
    st.floats(0, 0.25),
    st.booleans(),
)
STYLIZED = st.builds(
    Recipe,
    version=WORDS,
    look=LOOKS,
    outside=LOOKS,
    mask=st.none() | MASKS,
    models=st.dictionaries(WORDS, DIGITS, max_size=8),
    max_size=st.none() | st.integers(1, 65_535),
)
TRANSFERRED = st.builds(
    Recipe,
    version=WORDS,
    kind=st.just("transfer"),
    transfer=st.builds(TransferSettings, size=st.integers(64, 2048), seed=st.integers(0, 9), style=st.floats(0, 1e3)),
    paintings=st.lists(st.builds(Painting, WORDS, DIGITS, WEIGHTS), max_size=8).map(tuple),
)
RECIPES = STYLIZED | TRANSFERRED
#: What the first Reverie wrote.
FORMAT_1: dict[str, Any] = {
    "reverie_recipe": 1,
    "style": "wave",
    "strength": 0.7,
    "model": "wave-1",
    "model_sha256": "AB" * 32,
    "version": "0.1.0",
    "max_size": 1024,
}


@given(RECIPES)
@example(QUOTED)
def test_json_brings_a_recipe_back(recipe: Recipe) -> None:
    back = Recipe.from_json(recipe.to_json())
    assert back == recipe
    assert (back.look, back.outside, back.models, back.max_size) == (
        recipe.look,
        recipe.outside,
        recipe.models,
        recipe.max_size,
    )
    assert (back.kind, back.transfer, back.paintings) == (recipe.kind, recipe.transfer, recipe.paintings)
    assert recipe.to_json().isascii()


@given(MASKS)
def test_json_brings_a_mask_back(mask: Mask) -> None:
    back = Recipe.from_json(Recipe("1", mask=mask).to_json()).mask
    assert back is not None
    assert np.array_equal(back.values, mask.values)
    assert (back.feather, back.inverted) == (mask.feather, mask.inverted)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2"},
        {"look": one_style("ink")},
        {"outside": Look()},
        {"mask": None},
        {"mask": Mask(NOISE.values, 0.06, inverted=True)},
        {"models": {}},
        {"max_size": None},
    ],
)
def test_recipes_that_say_something_else_differ(change: dict[str, Any]) -> None:
    assert Recipe(**{**VALUES, **change}) != RECIPE
    assert Recipe(**VALUES) == RECIPE
    assert len({Recipe(**VALUES), RECIPE, Recipe(**{**VALUES, **change})}) == 2


def test_a_recipe_of_the_first_reverie_is_understood() -> None:
    recipe = Recipe.from_json(json.dumps(FORMAT_1))
    assert recipe == Recipe("0.1.0", one_style("wave", 0.7), models={"wave-1": "ab" * 32}, max_size=1024)


@pytest.mark.parametrize("name", ["style", "strength", "model", "model_sha256", "version"])
def test_a_recipe_of_the_first_reverie_without_a_value_is_a_sentence(name: str) -> None:
    with pytest.raises(BadInput, match=f"{name} is missing"):
        Recipe.from_json(json.dumps({key: value for key, value in FORMAT_1.items() if key != name}))


@pytest.mark.parametrize(
    ("name", "value"), [("style", 3), ("strength", 2), ("model", ["m"]), ("model_sha256", "ab"), ("version", None)]
)
def test_a_recipe_of_the_first_reverie_with_a_wrong_value_is_a_sentence(name: str, value: object) -> None:
    with pytest.raises(BadInput):
        Recipe.from_json(json.dumps({**FORMAT_1, name: value}))


@pytest.mark.parametrize("suffix", FOUR)
@given(recipe=RECIPES, alpha=st.booleans(), with_exif=st.booleans())
@example(recipe=QUOTED, alpha=True, with_exif=True)
@example(recipe=TRANSFER, alpha=False, with_exif=True)
@settings(max_examples=25)
def test_any_recipe_survives_in_every_format(suffix: str, recipe: Recipe, alpha: bool, with_exif: bool) -> None:
    pixels = gradient(9, 13)
    shape = np.full((9, 13), 200, np.uint8) if alpha else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        save_picture(path, pixels, alpha=shape, exif=photo_exif() if with_exif else None, recipe=recipe)
        assert read_recipe(path) == recipe
        picture = open_picture(path)
    assert picture.pixels.shape == pixels.shape
    if suffix in (".png", ".tiff"):
        assert np.array_equal(picture.pixels, pixels)


def longest_text(seed: int) -> str:
    return chr(0x1F300 + seed) + "🌊" * 99


def longest_look(seed: int) -> Look:
    return Look(tuple((longest_text(seed + number), 1 / 3) for number in range(4)), 1 / 3, "histogram", 1 / 3)


LONGEST = Recipe(
    longest_text(0),
    longest_look(0),
    longest_look(4),
    Mask(NOISE.values, 1 / 7, inverted=True),
    {longest_text(number): "a" * 64 for number in range(8)},
    65_535,
)
LONGEST_TRANSFER = Recipe(
    longest_text(0),
    models={longest_text(number): "a" * 64 for number in range(8)},
    kind="transfer",
    transfer=TransferSettings(),
    paintings=(Painting(longest_text(0), "a" * 64, 1 / 3),) * 8,
)


@pytest.mark.parametrize("suffix", FOUR)
@pytest.mark.parametrize("recipe", [LONGEST, LONGEST_TRANSFER], ids=["mask", "transfer"])
def test_the_longest_recipe_fits_beside_a_camera_s_exif(recipe: Recipe, suffix: str, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=photo_exif(), recipe=recipe)
    assert read_recipe(tmp_path / f"a{suffix}") == recipe


@pytest.mark.parametrize("letter", ["a", "🌊", '"'])
def test_a_comment_as_long_as_exif_allows_is_cut_where_the_recipe_needs_the_room(letter: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x9286: b"UNICODE\0" + (letter * 30_000).encode("utf-16-be")[:60_000]}
    painted, plain = tmp_path / "painted.jpg", tmp_path / "plain.jpg"
    save_picture(painted, gradient(), exif=exif.tobytes(), recipe=LONGEST)
    assert read_recipe(painted) == LONGEST
    save_picture(plain, gradient(), exif=open_picture(painted).exif)
    words = exif_of(plain).get_ifd(0x8769)[0x9286]
    text = words[8:].decode("ascii" if words.startswith(b"ASCII") else "utf-16-be")
    assert 50 < len(text) < 25_000
    assert set(text) == {letter}


def exif_of(path: Path) -> Image.Exif:
    exif = Image.Exif()
    exif.load(open_picture(path).exif or b"")
    return exif


@pytest.mark.parametrize("suffix", FOUR)
def test_a_recipe_names_reverie_and_leaves_the_other_exif(suffix: str, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=photo_exif(), recipe=RECIPE)
    exif = exif_of(tmp_path / f"a{suffix}")
    assert exif[0x0131] == "Reverie"
    assert exif[0x0110] == "D850"
    assert exif.get_ifd(0x8769)[0xA434] == "50mm f/1.8"
    assert exif.get_ifd(0x8769)[0x9286].startswith(b"ASCII\0\0\0")
    assert exif.get_ifd(0x8825)[1] == "N"


@pytest.mark.parametrize("suffix", FOUR)
def test_the_recipe_stays_where_the_photograph_s_exif_is_left_out(suffix: str, tmp_path: Path) -> None:
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=photo_exif(), recipe=RECIPE, keep_exif=False)
    assert read_recipe(tmp_path / f"a{suffix}") == RECIPE
    assert b"D850" not in (tmp_path / f"a{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FOUR)
@pytest.mark.parametrize("through", [".jpg", ".tiff"])
def test_a_painted_picture_painted_again_carries_the_new_recipe(suffix: str, through: str, tmp_path: Path) -> None:
    first, again = tmp_path / f"first{through}", tmp_path / f"again{suffix}"
    save_picture(first, gradient(), recipe=RECIPE)
    other = Recipe("0.2.0", one_style("ink", 0.2), models={"m": "b" * 64})
    save_picture(again, gradient(), exif=open_picture(first).exif, recipe=other)
    assert read_recipe(again) == other
    assert b"wave-1" not in again.read_bytes()


@pytest.mark.parametrize("comment", [b"ASCII\0\0\0at the lake", b"UNICODE\0" + "am See ☀".encode("utf-16-be")])
def test_the_person_s_comment_outlives_the_recipe(comment: bytes, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x9286: comment}
    painted, again, plain = (tmp_path / f"{name}.jpg" for name in ("painted", "again", "plain"))
    save_picture(painted, gradient(), exif=exif.tobytes(), recipe=RECIPE)
    save_picture(again, gradient(), exif=open_picture(painted).exif, recipe=RECIPE)
    assert read_recipe(again) == RECIPE
    save_picture(plain, gradient(), exif=open_picture(again).exif)
    assert read_recipe(plain) is None
    assert exif_of(plain).get_ifd(0x8769)[0x9286] == comment


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
def test_a_picture_from_elsewhere_has_no_recipe(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(encoded(Image.fromarray(gradient()), kind))
    assert read_recipe(path) is None


@pytest.mark.parametrize("text", ["at the lake", '{"other": 1}', "{", "[1]", "null", '{"reverie": 1}'])
def test_other_comments_are_no_recipe(text: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x9286: b"ASCII\0\0\0" + text.encode()}
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(Image.fromarray(gradient()), "JPEG", exif=exif.tobytes()))
    assert read_recipe(path) is None


def test_a_recipe_another_program_moved_behind_the_pixels_is_found(tmp_path: Path) -> None:
    data = encoded(Image.fromarray(gradient()), "PNG")
    text = png_chunk(b"iTXt", b"reverie\0\0\0\0\0" + RECIPE.to_json().encode())
    path = tmp_path / "a.png"
    path.write_bytes(data[:-12] + text + data[-12:])
    assert read_recipe(path) == RECIPE


def png_with(text: str, folder: Path) -> Path:
    texts = PngInfo()
    texts.add_itxt("reverie", text)
    path = folder / "a.png"
    path.write_bytes(encoded(Image.fromarray(gradient()), "PNG", pnginfo=texts))
    return path


def jpeg_with(text: str, folder: Path) -> Path:
    exif = Image.Exif()
    exif[0x8769] = {0x9286: b"ASCII\0\0\0" + text.encode()}
    path = folder / "a.jpg"
    path.write_bytes(encoded(Image.fromarray(gradient()), "JPEG", exif=exif.tobytes()))
    return path


WHOLE = RECIPE.to_json()


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(WHOLE).items() if key != name})


def changed(name: str, value: object) -> str:
    return json.dumps({**json.loads(WHOLE), name: value})


@pytest.mark.parametrize("place", [png_with, jpeg_with])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WHOLE[:-20], "damaged"),
        (WHOLE.replace("0.7", '"much"'), "strength"),
        (WHOLE.replace("0.7", "NaN"), "strength"),
        (WHOLE.replace('"reverie_recipe": 2', '"reverie_recipe": 3'), "newer Reverie"),
        (WHOLE.replace('"reverie_recipe": 2', '"reverie_recipe": "x"'), "not a recipe"),
        (without("look"), "look is missing"),
        (without("kind"), "kind is missing"),
        (without("version"), "version is missing"),
        (changed("kind", "dream"), "kind"),
        (changed("kind", "transfer"), "missing"),
        (changed("look", [1]), "look"),
        (changed("look", {"styles": [["a", 1]] * 5}), "at most 4"),
        (changed("models", "m"), "models"),
        (changed("models", {"m": 3}), "SHA-256"),
        (changed("max_size", 0), "largest size"),
        (changed("mask", "white"), "mask"),
        (changed("mask", {"feather": 0.1}), "mask"),
        (changed("mask", {"png": "!!"}), "mask"),
        (changed("mask", {"png": "iVBORw0KGgo="}), "mask"),
        (changed("mask", {**json.loads(WHOLE)["mask"], "feather": 2}), "feather"),
        (changed("mask", {**json.loads(WHOLE)["mask"], "inverted": "no"}), "inverted"),
        (json.dumps({**json.loads(TRANSFER.to_json()), "transfer": {"steps": "many"}}), "steps"),
        (json.dumps({**json.loads(TRANSFER.to_json()), "paintings": 3}), "paintings"),
        (json.dumps({**json.loads(TRANSFER.to_json()), "paintings": [["a", "b", "c"]]}), "SHA-256"),
    ],
)
def test_a_damaged_or_newer_recipe_is_a_sentence(place: Any, text: str, reason: str, tmp_path: Path) -> None:
    path = place(text, tmp_path)
    with pytest.raises(BadInput, match=reason) as caught:
        read_recipe(path)
    assert f"“{path.name}”" in str(caught.value)
    assert open_picture(path).width == 40


@pytest.mark.parametrize("text", ["", "[]", "7", "[" * 100_000, '{"reverie_recipe": true}', "9" * 5000])
def test_text_that_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Recipe.from_json(text)


def test_unknown_keys_are_ignored() -> None:
    assert Recipe.from_json(json.dumps({**json.loads(WHOLE), "seed": 7, "later": {"a": [1]}})) == RECIPE


def test_a_size_may_be_left_out() -> None:
    content = json.loads(WHOLE)
    del content["max_size"]
    assert Recipe.from_json(json.dumps(content)).max_size is None


def test_a_missing_or_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        read_recipe(tmp_path / "gone.png")
    (tmp_path / "a.png").write_bytes(b"rubbish")
    with pytest.raises(BadInput, match="not a picture"):
        read_recipe(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 1.0),
        ("version", "a\0b"),
        ("version", "x" * 101),
        ("models", {"m": "abc"}),
        ("models", {"m": "g" * 64}),
        ("models", {"m": None}),
        ("models", {"x" * 101: "a" * 64}),
        ("models", {str(number): "a" * 64 for number in range(9)}),
        ("max_size", 0),
        ("max_size", 1.5),
        ("max_size", True),
        ("max_size", "1024"),
        ("kind", "paint"),
        ("kind", "transfer"),
        ("paintings", PAINTINGS * 5),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(name: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        Recipe(**{**VALUES, name: value})
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("weight", [0, -1, 1e6, float("nan"), True, "1", None])
def test_a_weight_of_a_painting_that_is_none_is_a_sentence(weight: float) -> None:
    with pytest.raises(BadInput, match="weight"):
        Painting("a", "a" * 64, weight)


def test_layers_whose_names_no_file_could_hold_are_refused_in_a_sentence() -> None:
    settings = TransferSettings(layers=tuple((f"{number}" * 400, 1.0) for number in range(10, 21)))
    with pytest.raises(BadInput, match="layers"):
        Recipe("1", kind="transfer", transfer=settings)


def test_capital_digits_are_brought_into_shape() -> None:
    assert Recipe(**{**VALUES, "models": {"m": "AB" * 32}}).models == {"m": "ab" * 32}


def test_a_painting_is_known_by_its_pixels_and_shape() -> None:
    known = Painting.of("Irises.jpg", gradient(20, 30), 2)
    assert known == Painting.of("Irises.jpg", gradient(20, 30).copy(), 2)
    assert (known.name, known.weight) == ("Irises.jpg", 2.0)
    assert known.sha256 != Painting.of("Irises.jpg", gradient(30, 20)).sha256
    assert known.sha256 != Painting.of("Irises.jpg", gradient(20, 30).reshape(30, 20, 3)).sha256


def test_any_file_name_can_be_a_painting_s() -> None:
    assert Painting.of("a\0\ud800" + "x" * 300 + ".jpg", gradient()).name.endswith("x.jpg")
