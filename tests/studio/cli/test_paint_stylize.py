"""`reverie paint stylize` and `reverie paint recipe`: what the window can paint, the shell can."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engines.paint.looks import Look, one_style
from engines.paint.pictures import open_picture, save_picture
from engines.paint.recipes import Painting, Recipe, read_recipe
from engines.paint.stylecatalogue import styles
from engines.paint.transfer.request import TransferSettings
from tests.engines.paint.picture_files import ADOBE_TO_XYZ, gradient, rgb_profile, tiff
from tests.engines.paint.style_runs import waves
from tests.studio.cli.answer import Answer, Shell, assert_complains

STYLE, OTHER = (style.name for style in styles()[:2])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.fromarray(waves(1, 40, 60)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    """White on the left."""
    half = np.zeros((40, 60), np.uint8)
    half[:, :30] = 255
    Image.fromarray(half).save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


def recipe_in(path: Path) -> Recipe:
    recipe = read_recipe(path)
    assert recipe is not None
    return recipe


def painted(answer: Answer) -> dict[str, Any]:
    assert (answer.status, answer.err) == (0, "")
    written: dict[str, Any] = json.loads(answer.out)
    return written


def test_a_photograph_is_painted(shell: Shell, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    words = ("paint", "stylize", photo, "--style", STYLE, "-o", out, "--strength", "0.5", "--max-size", 30, "--json")
    written = painted(shell(*words))
    assert (written["path"], written["width"], written["height"], written["bits"]) == (str(out), 30, 20, 8)
    assert Look.from_dict(written["look"]) == one_style(STYLE, 0.5)
    assert (recipe_in(out).look, recipe_in(out).max_size) == (one_style(STYLE, 0.5), 30)


def test_every_option_reaches_the_painting(shell: Shell, photo: Path, mask: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    answer = shell(
        *("paint", "stylize", photo, "-o", out, "--style", f"{STYLE}:2", "--style", OTHER, "--strength", "0.5"),
        *("--keep-colors", "histogram", "--brush", "0.5", "--mask", mask, "--feather", "0.1", "--invert-mask"),
        *("--outside-style", f"{OTHER}:0.5"),
    )
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"{out}: 60 × 40, {STYLE} 67 %, {OTHER} 33 %; outside the mask {OTHER}\n"
    recipe = recipe_in(out)
    assert recipe.look == Look(((STYLE, 2.0), (OTHER, 1.0)), 0.5, "histogram", 0.5)
    assert recipe.outside == Look(((OTHER, 0.5),), 0.5, "histogram", 0.5)
    assert recipe.mask is not None
    assert (recipe.mask.feather, recipe.mask.inverted) == (0.1, True)


def test_the_photograph_stays_outside_the_mask(shell: Shell, photo: Path, mask: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert shell("paint", "stylize", photo, "-o", out, "--style", STYLE, "--mask", mask).status == 0
    before, after = open_picture(photo).pixels, open_picture(out).pixels
    assert np.array_equal(before[:, 30:], after[:, 30:])
    assert not np.array_equal(before[:, :30], after[:, :30])


def test_a_mask_of_another_shape_is_told_and_used(shell: Shell, photo: Path, tmp_path: Path) -> None:
    Image.new("L", (10, 40), 255).save(tmp_path / "tall.png")
    words = ("paint", "stylize", photo, "-o", tmp_path / "out.png", "--style", STYLE, "--mask", tmp_path / "tall.png")
    answer = shell(*words)
    assert answer.status == 0
    assert len(answer.complaints) == 1
    assert "stretched" in answer.err


def test_the_settings_of_a_painted_file_are_used_again(shell: Shell, photo: Path, mask: Path, tmp_path: Path) -> None:
    first, again, other = (tmp_path / f"{name}.png" for name in ("first", "again", "other"))
    words = ("--style", STYLE, "--strength", "0.5", "--mask", mask, "--feather", "0.05", "--max-size", "30")
    assert shell("paint", "stylize", photo, "-o", first, *words).status == 0
    assert shell("paint", "stylize", photo, "-o", again, "--recipe", first).status == 0
    assert recipe_in(again) == recipe_in(first)
    assert np.array_equal(open_picture(again).pixels, open_picture(first).pixels)
    changes = ("--style", OTHER, "--invert-mask", "--max-size", "20")
    assert shell("paint", "stylize", photo, "-o", other, "--recipe", first, *changes).status == 0
    recipe = recipe_in(other)
    assert recipe.look == one_style(OTHER, 0.5)
    assert recipe.max_size == 20
    assert recipe.mask is not None
    assert (recipe.mask.feather, recipe.mask.inverted) == (0.05, True)


def test_a_model_that_has_changed_since_is_told(shell: Shell, photo: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.png"
    save_picture(old, gradient(), recipe=Recipe("0.1", one_style(STYLE), models={"styles": "0" * 64}))
    answer = shell("paint", "stylize", photo, "-o", tmp_path / "out.png", "--recipe", old)
    assert answer.status == 0
    assert "model has changed" in answer.err


def test_a_file_without_settings_cannot_be_reused(shell: Shell, photo: Path, tmp_path: Path) -> None:
    words = ("paint", "stylize", photo, "-o", tmp_path / "out.png", "--recipe", photo)
    assert_complains(shell(*words), 1, "holds no settings")


def transferred_file(folder: Path) -> Path:
    settings = TransferSettings(size=640, seed=7)
    paintings = (Painting("Irises.jpg", "a" * 64, 2),)
    path = folder / "transferred.jpg"
    save_picture(path, gradient(), recipe=Recipe("1", kind="transfer", transfer=settings, paintings=paintings))
    return path


def test_a_transfer_s_settings_are_no_look(shell: Shell, photo: Path, tmp_path: Path) -> None:
    words = ("paint", "stylize", photo, "-o", tmp_path / "out.png", "--recipe", transferred_file(tmp_path))
    assert_complains(shell(*words), 1, "paint transfer")


@pytest.mark.parametrize(("options", "bits"), [((), 16), (("--bits", "8"), 8), (("--bits", "16"), 16)])
def test_the_depth_can_be_chosen(options: tuple[str, ...], bits: int, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "deep.tif").write_bytes(tiff(gradient().astype(np.uint16) * 250))
    words = ("paint", "stylize", tmp_path / "deep.tif", "-o", tmp_path / "out.tif", "--style", STYLE, "--json")
    assert painted(shell(*words, *options))["bits"] == bits
    assert open_picture(tmp_path / "out.tif").sixteen_bit is (bits == 16)


def test_sixteen_bits_do_not_go_into_a_jpeg(shell: Shell, photo: Path, tmp_path: Path) -> None:
    words = ("paint", "stylize", photo, "-o", tmp_path / "out.jpg", "--style", STYLE, "--bits", "16")
    assert_complains(shell(*words), 1, "Only PNG and TIFF")


@pytest.mark.parametrize("keep", [True, False])
def test_the_profile_is_kept_when_asked(keep: bool, shell: Shell, tmp_path: Path) -> None:
    profile = rgb_profile(ADOBE_TO_XYZ, 2.2)
    save_picture(tmp_path / "photo.png", gradient(), profile=profile)
    words = ("paint", "stylize", tmp_path / "photo.png", "-o", tmp_path / "out.png", "--style", STYLE)
    assert shell(*words, *(["--keep-profile"] if keep else [])).status == 0
    assert (open_picture(tmp_path / "out.png").icc == profile) is keep


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"--style": STYLE[:-1]}, f"Try {STYLE}"),
        ({"--mask": "photo.png", "--outside-style": STYLE[:-1]}, f"Try {STYLE}"),
        ({"--mask": "gone.png"}, "gone.png"),
        ({"--brush": "9"}, "brush"),
        ({"photo": "gone.png"}, "gone.png"),
        ({"-o": "out.gif"}, ".png"),
        ({"-o": "nowhere/out.png"}, "does not exist"),
        ({"-o": "photo.png"}, "original"),
        ({"--recipe": "gone.png"}, "gone.png"),
    ],
)
def test_what_cannot_be_painted_is_said_in_one_line(
    changes: Mapping[str, str], words: str, shell: Shell, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = {"--style": STYLE, "-o": "out.png", **changes}
    place = options.pop("photo", str(photo))
    answer = shell("paint", "stylize", place, *[word for pair in options.items() for word in pair])
    assert_complains(answer, 1, words)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_five_styles_are_too_many(shell: Shell, photo: Path, tmp_path: Path) -> None:
    named = [word for style in styles()[:5] for word in ("--style", style.name)]
    assert_complains(shell("paint", "stylize", photo, "-o", tmp_path / "o.png", *named), 1, "at most 4")


@pytest.mark.parametrize("number", ["0", "-3", "many", "1.5"])
def test_a_number_that_is_none_is_misuse(number: str, shell: Shell, photo: Path, tmp_path: Path) -> None:
    answer = shell("paint", "stylize", photo, "--style", STYLE, "-o", tmp_path / "o.png", f"--max-size={number}")
    assert_complains(answer, 2, "must be a whole number from 1 up")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--strength=1.5", "a number from 0 to 1"),
        ("--strength=nan", "a number from 0 to 1"),
        ("--strength=much", "a number from 0 to 1"),
        ("--quality=101", "a whole number from 1 to 100"),
        ("--brush=0", "a number above 0"),
        ("--brush=inf", "a number above 0"),
        (f"--style={STYLE}:0", "a number above 0"),
        (f"--style={STYLE}:", "a number above 0"),
        ("--style=:2", "NAME:WEIGHT"),
        ("--bits=12", "8, 16"),
        ("--keep-colors=all", "luminance"),
        ("--feather=0.1", "--mask"),
        ("--feather=0.5", "from 0 to 0.25"),
        ("--invert-mask", "--mask"),
        (f"--outside-style={OTHER}", "--mask"),
    ],
)
def test_an_option_that_cannot_be_is_misuse(option: str, words: str, shell: Shell, photo: Path, tmp_path: Path) -> None:
    answer = shell("paint", "stylize", photo, "--style", STYLE, "-o", tmp_path / "o.png", option)
    assert_complains(answer, 2, words)


def test_neither_style_nor_recipe_is_misuse(shell: Shell, photo: Path, tmp_path: Path) -> None:
    assert_complains(shell("paint", "stylize", photo, "-o", tmp_path / "o.png"), 2, "--recipe")


def test_a_recipe_is_shown_in_words(shell: Shell, tmp_path: Path) -> None:
    look = Look((("wave", 3.0), ("ink", 1.0)), 0.5, "luminance", 1.5)
    path = tmp_path / "a.jpg"
    save_picture(path, gradient(), recipe=Recipe("1.2.3", look, models={"styles": "ab" * 32}, max_size=2000))
    answer = shell("paint", "recipe", path)
    assert (answer.status, answer.err) == (0, "")
    for words in ("wave 75 %, ink 25 %", "50 %", "1.5", "2,000 pixels", "styles, abababababab…", "Reverie 1.2.3"):
        assert words in answer.out
    assert "mask" not in answer.out


def test_a_recipe_with_a_mask_shows_both_sides(shell: Shell, photo: Path, mask: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.webp"
    words = ("--style", STYLE, "--mask", mask, "--feather", "0.1", "--invert-mask", "--outside-style", OTHER)
    assert shell("paint", "stylize", photo, "-o", out, *words).status == 0
    lines = dict(line.split("  ", 1) for line in shell("paint", "recipe", out).out.splitlines())
    told = {name.strip(): words.strip() for name, words in lines.items()}
    assert told["mask"] == "60 × 40, feather 10 %, inverted"
    assert (told["styles"], told["outside styles"]) == (STYLE, OTHER)


def test_a_transfer_s_recipe_is_shown_in_words(shell: Shell, tmp_path: Path) -> None:
    answer = shell("paint", "recipe", transferred_file(tmp_path))
    assert answer.status == 0
    for words in ("Irises.jpg, weight 2", "640", "lite0"):
        assert words in answer.out


def test_a_recipe_is_printed_for_programs(shell: Shell, tmp_path: Path) -> None:
    path = transferred_file(tmp_path)
    answer = shell("paint", "recipe", path, "--json")
    assert Recipe.from_json(answer.out) == recipe_in(path)


@pytest.mark.parametrize(("name", "words"), [("photo.png", "holds no settings"), ("gone.png", "There is no file")])
def test_a_recipe_that_is_not_there_is_said_in_one_line(name: str, words: str, shell: Shell, photo: Path) -> None:
    assert_complains(shell("paint", "recipe", photo.with_name(name)), 1, words)
