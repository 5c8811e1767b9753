"""`reverie snapshot` shows the real window, and says in one line why it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.studio.cli.answer import ROOT, Shell

#: Presses Ctrl-C as soon as the pane is on the stage.
INTERRUPT_ON_STAGE = """
import signal, sys
from studio.cli import main, stage
put_on = stage.put_on
def put_on_and_interrupt(*arguments):
    put_on(*arguments)
    signal.raise_signal(signal.SIGINT)
stage.put_on = put_on_and_interrupt
sys.exit(main.main(sys.argv[1:]))
"""


def brightness(path: Path) -> float:
    """The mean of the picture's grey, 0 to 255."""
    with Image.open(path) as image:
        pixels = image.convert("L").tobytes()
    return sum(pixels) / len(pixels)


def test_a_mistyped_pane_is_answered_with_the_nearest(shell: Shell, tmp_path: Path) -> None:
    answer = shell("snapshot", "--pane", "pant", "-o", tmp_path / "a.png")
    assert answer.status == 2
    assert "there is no pane “pant”. Did you mean “paint”?" in answer.err


@pytest.mark.parametrize("size", ["big", "1280", "12x12", "99999x720", "1280x720x3"])
def test_an_impossible_size_is_wrong_usage(shell: Shell, tmp_path: Path, size: str) -> None:
    answer = shell("snapshot", "--pane", "paint", "--size", size, "-o", tmp_path / "a.png")
    assert answer.status == 2
    assert size in answer.err


@pytest.mark.parametrize(
    ("output", "opened", "sentence"),
    [
        ("a.jpg", None, "A snapshot is a PNG"),
        ("missing/a.png", None, "does not exist"),
        ("a.png", "missing.jpg", "There is no file"),
    ],
)
def test_what_would_fail_later_is_said_at_once(
    shell: Shell, tmp_path: Path, output: str, opened: str | None, sentence: str
) -> None:
    more = [] if opened is None else ["--open", tmp_path / opened]
    answer = shell("snapshot", "--pane", "paint", *more, "-o", tmp_path / output)
    assert answer.status == 1
    assert len(answer.complaints) == 1
    assert sentence in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_themes_show_the_same_pane_dark_and_light(fresh_shell: Shell, tmp_path: Path) -> None:
    for theme in ("dark", "light"):
        path = tmp_path / f"{theme}.png"
        answer = fresh_shell("snapshot", "--pane", "write", "--theme", theme, "--size", "1000x700", "-o", path)
        assert (answer.status, answer.err) == (0, "")
        with Image.open(path) as image:
            assert image.size == (1000, 700)
    assert brightness(tmp_path / "dark.png") < 100 < 150 < brightness(tmp_path / "light.png")


def test_a_photograph_is_on_the_easel(fresh_shell: Shell, tmp_path: Path) -> None:
    photo = tmp_path / "red.png"
    Image.new("RGB", (640, 480), (255, 0, 0)).save(photo)
    path = tmp_path / "paint.png"
    answer = fresh_shell("snapshot", "--pane", "paint", "--open", photo, "-o", path)
    assert (answer.status, answer.err) == (0, "")
    with Image.open(path) as image:
        counts = image.convert("RGB").getcolors(image.width * image.height) or []
    assert sum(count for count, colour in counts if colour == (255, 0, 0)) > 50_000


def test_a_command_that_does_not_exist_is_one_line(fresh_shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    answer = fresh_shell("snapshot", "--pane", "paint", "--do", "paint.frobnicate", "-o", path)
    assert answer.status == 1
    assert len(answer.complaints) == 1
    assert "There is no command “paint.frobnicate”." in answer.err
    assert not path.exists()


def test_ctrl_c_takes_the_window_down_and_is_quiet(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    command = [sys.executable, "-c", INTERRUPT_ON_STAGE, "snapshot", "--pane", "write", "-o", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert not path.exists()


@pytest.mark.timeout(120)
def test_compose_is_shown_with_a_file_of_music(fresh_shell: Shell, tmp_path: Path) -> None:
    from engines.compose.midiwriting import midi_bytes
    from engines.compose.notes import Note
    from engines.compose.score import Score

    tune = tmp_path / "tune.mid"
    tune.write_bytes(midi_bytes(Score(notes=tuple(Note(at * 480, 0, 60 + at, 480) for at in range(8)))))
    answer = fresh_shell("snapshot", "--pane", "compose", "--open", tune, "-o", tmp_path / "a.png")
    assert (answer.status, answer.err) == (0, "")
    with Image.open(tmp_path / "a.png") as shown:
        assert shown.size == (1280, 720)
