"""`reverie tour` runs everything once and leaves a folder of pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from engines.paint.looks import one_style
from engines.paint.recipes import read_recipe
from engines.paint.stylecatalogue import styles
from tests.studio.cli.answer import Shell


def test_a_folder_that_cannot_be_made_is_one_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = shell("tour", tmp_path / "file" / "tour")
    assert answer.status == 1
    assert len(answer.complaints) == 1
    assert "cannot be made" in answer.err


def test_without_styles_the_tour_says_so(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path / "nothing"))
    answer = shell("tour", tmp_path / "tour")
    assert answer.status == 1
    assert answer.complaints == [
        "reverie: No styles are installed, so there is nothing to paint. Install Reverie again."
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_tour_makes_every_painting_and_every_pane(fresh_shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "tour"
    answer = fresh_shell("tour", folder, "--json")
    assert (answer.status, answer.err) == (0, "")
    files = {stop["file"] for stop in json.loads(answer.out)["stops"]}
    panes = {
        f"window-{pane}-{theme}.png" for pane in ("paint", "write", "compose", "play") for theme in ("dark", "light")
    }
    assert files == panes | {f"paint-{style.name}.jpg" for style in styles()}
    index = (folder / "index.md").read_text(encoding="utf-8")
    for file in files:
        assert f"]({file})" in index
        with Image.open(folder / file) as image:
            image.load()
    recipe = read_recipe(folder / f"paint-{styles()[0].name}.jpg")
    assert recipe is not None
    assert recipe.look == one_style(styles()[0].name)
