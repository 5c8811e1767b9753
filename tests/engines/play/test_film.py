"""Films of what was shown: read back they are what was drawn, and stopped they leave nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.errors import BadInput, CannotWrite
from engines.play.drivers import DriverChoice
from engines.play.film import Picture, write_film
from engines.play.montage import captions, montage
from engines.play.recording import RecordRequest, record_drive
from engines.steps import finish
from tests.engines.play.dreamers import small_mind


def grey(place: int) -> Picture:
    return np.full((40, 60, 3), 5 * place, np.uint8)


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_an_animation_holds_every_second_picture_for_two_frames(tmp_path: Path, suffix: str) -> None:
    clip = finish(write_film(tmp_path / f"a{suffix}", 20, grey))
    assert (clip.frames, clip.seconds) == (10, pytest.approx(0.4))
    with Image.open(clip.path) as film:
        assert film.n_frames == 10  # type: ignore[attr-defined]
        film.seek(4)
        assert film.convert("RGB").getpixel((30, 20)) == pytest.approx((40, 40, 40), abs=2)
        assert film.info["duration"] == 40


def test_an_mp4_holds_every_picture(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    finish(write_film(tmp_path / "a.mp4", 20, grey))
    with av.open(str(tmp_path / "a.mp4")) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) == 20
    assert abs(int(frames[10].mean()) - 50) < 4


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".mp4"])
def test_a_film_that_is_stopped_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    task = write_film(tmp_path / f"a{suffix}", 400, grey)
    next(task)
    task.close()
    assert list(tmp_path.iterdir()) == []


def test_another_format_and_no_picture_and_no_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="MP4, GIF or WebP"):
        finish(write_film(tmp_path / "a.avi", 3, grey))
    with pytest.raises(BadInput, match="no picture"):
        finish(write_film(tmp_path / "a.gif", 0, grey))
    with pytest.raises(CannotWrite, match="does not exist"):
        finish(write_film(tmp_path / "none" / "a.gif", 3, grey))


def test_pictures_stand_side_by_side_with_every_pixel_a_square() -> None:
    frame = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    sheet = montage([frame, None], captions([])[:2], scale=3)
    assert sheet[6 : 6 + 192, 6 : 6 + 192][1::3, 1::3].tolist() == frame.tolist()
    assert len(np.unique(sheet[6 : 6 + 192, 204 : 204 + 192].reshape(-1, 3), axis=0)) == 1


def test_a_drive_is_filmed_with_all_three_pictures(tmp_path: Path) -> None:
    request = RecordRequest(tmp_path / "a.gif", DriverChoice("controller"), seconds=0.2, burn_in=0.1, scale=1)
    clip = finish(record_drive(request, small_mind()))
    assert clip.frames == 5
    with Image.open(clip.path) as film:
        assert film.size == (2 + 3 * 66, 64 + 9)


def test_without_models_only_what_is_is_filmed(tmp_path: Path) -> None:
    request = RecordRequest(tmp_path / "a.gif", DriverChoice("scripted"), seconds=0.1, burn_in=0, scale=1)
    with Image.open(finish(record_drive(request)).path) as film:
        assert film.size == (2 + 66, 64 + 9)
