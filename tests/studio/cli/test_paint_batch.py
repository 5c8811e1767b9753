"""`reverie paint batch` paints a folder, lists what failed, and stops at Ctrl-C with a sentence."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from engines.paint import batch
from engines.paint.looks import one_style
from engines.paint.pictures import open_picture
from engines.paint.recipes import read_recipe
from engines.paint.stylecatalogue import styles
from tests.engines.paint.style_runs import waves
from tests.studio.cli.answer import Shell, assert_complains

STYLE = styles()[0].name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photographs, one of them below."""
    for name in ("a.png", "b.jpg", "sea/c.png"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(waves(1, 30, 40)).save(path)
    return tmp_path / "photos"


def test_a_folder_is_painted(shell: Shell, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = shell("paint", "batch", folder, "--style", STYLE, "-o", out)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"{out}: 3 painted, 0 left out, 0 failed\n"
    assert (out / "sea" / f"c__{STYLE}__100.png").is_file()


def test_every_option_reaches_the_files(shell: Shell, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = shell(
        *("paint", "batch", folder, "-o", out, "--style", STYLE, "--strength", "0.5", "--pattern", "{number}-{name}"),
        *("--format", "tiff", "--no-subfolders", "--max-size", "20", "--bits", "16"),
    )
    assert answer.status == 0
    assert sorted(path.name for path in out.iterdir()) == ["001-a.tif", "002-b.tif"]
    picture, recipe = open_picture(out / "001-a.tif"), read_recipe(out / "001-a.tif")
    assert picture.sixteen_bit
    assert picture.width == 20
    assert recipe is not None
    assert recipe.look == one_style(STYLE, 0.5)


def test_the_settings_of_a_painted_file_paint_a_folder(shell: Shell, folder: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.png"
    words = ("--style", STYLE, "--strength", "0.3", "-o", first, "--max-size", "20")
    assert shell("paint", "stylize", folder / "a.png", *words).status == 0
    assert shell("paint", "batch", folder, "--recipe", first, "-o", tmp_path / "out").status == 0
    assert read_recipe(tmp_path / "out" / f"a__{STYLE}__30.png") == read_recipe(first)


def test_a_second_run_goes_on_where_the_first_stopped(shell: Shell, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("paint", "batch", folder, "--style", STYLE, "-o", out)
    shell(*words)
    (out / f"a__{STYLE}__100.png").unlink()
    assert shell(*words).out == f"{out}: 1 painted, 2 left out, 0 failed\n"
    assert shell(*words, "--existing", "replace").out == f"{out}: 3 painted, 0 left out, 0 failed\n"


def test_errors_are_listed_and_the_status_tells(shell: Shell, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no picture")
    answer = shell("paint", "batch", folder, "--style", STYLE, "-o", out)
    assert answer.status == 1
    assert answer.out == f"{out}: 3 painted, 0 left out, 1 failed\n"
    assert len(answer.complaints) == 1
    assert str(folder / "broken.jpg") in answer.err


def test_the_report_is_an_object_for_programs(shell: Shell, folder: Path, tmp_path: Path) -> None:
    (folder / "broken.jpg").write_bytes(b"no picture")
    answer = shell("paint", "batch", folder, "--style", STYLE, "-o", tmp_path / "out", "--no-subfolders", "--json")
    report = json.loads(answer.out)
    assert answer.status == 1
    assert [Path(path).name for path in report["written"]] == [f"a__{STYLE}__100.png", f"b__{STYLE}__100.jpg"]
    assert report["skipped"] == []
    assert [error["path"] for error in report["errors"]] == [str(folder / "broken.jpg")]


def test_ctrl_c_ends_with_whole_files_and_a_sentence(
    shell: Shell, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = batch.open_picture

    def interrupting(path: Path) -> Any:
        if path.name == "b.jpg":
            os.kill(os.getpid(), signal.SIGINT)
        return opened(path)

    monkeypatch.setattr(batch, "open_picture", interrupting)
    before = signal.getsignal(signal.SIGINT)
    out = tmp_path / "out"
    answer = shell("paint", "batch", folder, "--style", STYLE, "-o", out)
    assert answer.status == 130
    assert answer.out == f"{out}: 1 painted, 0 left out, 0 failed\n"
    assert "Stopped: 1 of 3" in answer.err
    assert len(answer.complaints) == 1
    assert [path.name for path in out.iterdir()] == [f"a__{STYLE}__100.png"]
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("--pattern", "{who}"), 1, "{name}, {style}, {strength}, {number}, {date}"),
        (("--style", "nonsense"), 1, "no style"),
        (("--format", "jpg", "--bits", "16"), 1, "Only PNG and TIFF"),
        (("--format", "gif"), 2, "jpg"),
        (("--existing", "perhaps"), 2, "skip"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    options: tuple[str, ...], status: int, words: str, shell: Shell, folder: Path, tmp_path: Path
) -> None:
    answer = shell("paint", "batch", folder, "--style", STYLE, "-o", tmp_path / "out", *options)
    assert_complains(answer, status, words)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    answer = shell("paint", "batch", tmp_path / "gone", "--style", STYLE, "-o", tmp_path / "out")
    assert_complains(answer, 1, "There is no folder")


def test_the_help_names_the_fields_of_a_pattern(shell: Shell) -> None:
    answer = shell("paint", "batch", "--help")
    assert answer.status == 0
    assert all(field in answer.out for field in ("{name}", "{style}", "{strength}", "{number}", "{date}"))
