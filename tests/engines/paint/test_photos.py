"""Folders of pictures become crops to learn from; what cannot be read is told of, not fatal."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engines.errors import BadInput
from engines.paint.photos import SHORT_SIDE, crops, fingerprint, painting, pictures_in, read_photographs
from engines.steps import Step, finish
from tests.engines.paint.style_runs import picture_folders, waves


def test_pictures_are_found_by_name_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.jpg", "c.webp", "note.txt"):
        (tmp_path / name).touch()
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.jpg", "b.PNG", "c.webp"]


def test_a_folder_without_pictures_says_which_files_would_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no pictures in .* JPEG, PNG, WebP or TIFF"):
        pictures_in(tmp_path)


def test_what_is_no_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not a folder"):
        pictures_in(tmp_path / "gone")


def test_the_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    paths = pictures_in(picture_folders(tmp_path)[1])
    before = fingerprint(paths)
    assert fingerprint(paths) == before
    assert fingerprint(paths[:1]) != before
    Image.fromarray(waves(50)).save(paths[0])
    changed = fingerprint(paths)
    assert changed != before
    renamed = [paths[0].rename(paths[0].with_name("aaa.png")), *paths[1:]]
    assert fingerprint(renamed) != changed


def test_photographs_are_brought_to_one_shorter_side(tmp_path: Path) -> None:
    Image.fromarray(waves(0, 40, 100)).save(tmp_path / "wide.png")
    (photograph,) = finish(read_photographs(pictures_in(tmp_path), "Reading"))
    assert photograph.shape == (SHORT_SIDE, 900, 3)


def test_a_photograph_that_cannot_be_read_is_told_of_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    Image.fromarray(waves(0)).save(tmp_path / "b.png")
    steps: list[Step] = []
    assert len(finish(read_photographs(pictures_in(tmp_path), "Reading"), steps.append)) == 1
    assert "a.png" in steps[0].note
    assert (steps[1].done, steps[1].total, steps[1].note) == (2, 2, "Reading")


def test_a_photograph_as_narrow_as_a_thread_is_left_out(tmp_path: Path) -> None:
    Image.fromarray(waves(0, 2, 100)).save(tmp_path / "a.png")
    with pytest.raises(BadInput, match="None of the pictures"):
        finish(read_photographs(pictures_in(tmp_path), "Reading"))


def test_a_painting_keeps_its_shape_at_the_wanted_side(tmp_path: Path) -> None:
    Image.fromarray(waves(0, 100, 200)).save(tmp_path / "a.png")
    picture = painting(tmp_path / "a.png", 160)
    assert picture.shape == (1, 3, 80, 160)
    assert 0.0 <= float(picture.min()) < float(picture.max()) <= 1.0


def test_crops_are_squares_of_the_pictures(tmp_path: Path) -> None:
    flat = [np.full((64, 80, 3), tone, np.uint8) for tone in (51, 204)]
    found = crops(flat, 12, 32, random.Random(0))
    assert found.shape == (12, 3, 32, 32)
    tones = found.mean((1, 2, 3))
    assert all(min(abs(float(tone) - 0.2), abs(float(tone) - 0.8)) < 1e-4 for tone in tones)
    assert tones.min() < 0.5 < tones.max()


def test_the_same_chance_gives_the_same_crops() -> None:
    pictures = [waves(0), waves(1)]
    first, again = (crops(pictures, 4, 32, random.Random(7)) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, crops(pictures, 4, 32, random.Random(8)))


def test_a_picture_smaller_than_the_crop_is_enlarged() -> None:
    assert crops([waves(0, 20, 24)], 1, 32, random.Random(0)).shape == (1, 3, 32, 32)
