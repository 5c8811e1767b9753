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
from engines.paint.pictures import open_picture, save_picture
from engines.paint.recipes import Recipe, read_recipe
from tests.engines.paint.picture_files import encoded, gradient, photo_exif, png_chunk

FOUR = (".png", ".jpg", ".webp", ".tiff")
VALUES: dict[str, Any] = {
    "style": "Große Welle “神奈川” 🌊",
    "strength": 0.7,
    "model": "wave-1",
    "model_sha256": "0123456789abcdef" * 4,
    "version": "0.1.0",
    "max_size": 1024,
}
RECIPE = Recipe(**VALUES)
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
RECIPES = st.builds(
    Recipe,
    style=WORDS,
    strength=st.floats(0, 1),
    model=WORDS,
    model_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    version=WORDS,
    max_size=st.none() | st.integers(1, 65_535),
)


@given(RECIPES)
@example(Recipe("🦊 'quoted' \"twice\" \\ {\n}", 0.1, "m", "a" * 64, "1"))
def test_json_brings_a_recipe_back(recipe: Recipe) -> None:
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.to_json().isascii()


@pytest.mark.parametrize("suffix", FOUR)
@given(recipe=RECIPES, alpha=st.booleans(), with_exif=st.booleans())
@example(recipe=Recipe("🦊 'quoted' \"twice\" \\ {\n}", 0.1, "m", "a" * 64, "1"), alpha=True, with_exif=True)
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


@pytest.mark.parametrize("suffix", FOUR)
def test_the_longest_recipe_fits_beside_a_camera_s_exif(suffix: str, tmp_path: Path) -> None:
    recipe = Recipe("🌊" * 1000, 1, "🌊" * 1000, "a" * 64, "🌊" * 1000)
    save_picture(tmp_path / f"a{suffix}", gradient(), exif=photo_exif(), recipe=recipe)
    assert read_recipe(tmp_path / f"a{suffix}") == recipe


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
    other = Recipe("ink", 0.2, "m", "b" * 64, "0.2.0")
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


@pytest.mark.parametrize("place", [png_with, jpeg_with])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WHOLE[:-20], "damaged"),
        (WHOLE.replace("0.7", '"much"'), "strength"),
        (WHOLE.replace("0.7", "NaN"), "strength"),
        (WHOLE.replace('"reverie_recipe": 1', '"reverie_recipe": 2'), "newer Reverie"),
        (WHOLE.replace('"reverie_recipe": 1', '"reverie_recipe": "x"'), "not a recipe"),
        (WHOLE.replace('"model"', '"modal"'), "model is missing"),
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
        ("style", 3),
        ("style", None),
        ("style", "a\0b"),
        ("style", "x" * 1001),
        ("model", b"m"),
        ("version", 1.0),
        ("strength", -0.01),
        ("strength", 1.01),
        ("strength", float("nan")),
        ("strength", float("inf")),
        ("strength", True),
        ("strength", "0.5"),
        ("strength", None),
        ("model_sha256", "abc"),
        ("model_sha256", "g" * 64),
        ("model_sha256", None),
        ("max_size", 0),
        ("max_size", 1.5),
        ("max_size", True),
        ("max_size", "1024"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(name: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        Recipe(**{**VALUES, name: value})
    assert str(caught.value).endswith(".")


def test_whole_number_strengths_and_capital_digits_are_brought_into_shape() -> None:
    recipe = Recipe(**{**VALUES, "strength": 1, "model_sha256": "AB" * 32})
    assert isinstance(recipe.strength, float)
    assert recipe.model_sha256 == "ab" * 32
