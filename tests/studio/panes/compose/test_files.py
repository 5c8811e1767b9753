"""Music leaves the house as notes, sound and pages, and comes back."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from engines.compose.notes import Note
from engines.compose.reading import read_score
from engines.errors import CannotWrite
from studio.panes.compose.composing.wishes import Wishes, wishes_of
from studio.panes.compose.files.dialog import FORMATS, Choice, ExportMusicDialog
from studio.panes.compose.files.pagefiles import names_of
from studio.panes.compose.files.part import FilesPart
from tests.studio.panes.compose.band import Band, tune
from tests.studio.panes.compose.muse import Muse, install


@pytest.fixture
def files(band: Band) -> FilesPart:
    part = band.pane.part("files")
    assert isinstance(part, FilesPart)
    band.put(tune())
    return part


def written(band: Band, files: FilesPart, format_name: str) -> Path:
    path = band.folder / f"out{FORMATS[format_name]}"
    files.write(Choice(str(band.folder), format_name, path))
    band.until(lambda: bool(band.said()))
    assert band.said() == [f"“{path.name}” is written."]
    return path


@pytest.mark.parametrize("format_name", ["mid", "musicxml"])
def test_notes_come_back_as_they_went(band: Band, files: FilesPart, format_name: str) -> None:
    back = read_score(written(band, files, format_name))
    assert [(note.start, note.pitch, note.length) for note in back.notes] == [
        (note.start, note.pitch, note.length) for note in tune().notes
    ]


def test_sound_is_as_long_as_the_music_and_its_release(band: Band, files: FilesPart) -> None:
    with wave.open(str(written(band, files, "wav"))) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    assert 4 <= seconds <= 7


def test_a_page_is_written_as_a_picture(band: Band, files: FilesPart) -> None:
    picture = QImage(str(written(band, files, "png")))
    assert picture.width() == 2480
    assert picture.height() == pytest.approx(3507, abs=3)
    dark = sum(picture.pixelColor(x, y).lightness() < 100 for x in range(0, 2480, 7) for y in range(0, 700, 7))
    assert dark > 100


def test_a_page_is_written_as_a_drawing_and_as_pdf(band: Band, files: FilesPart) -> None:
    assert "<svg" in written(band, files, "svg").read_text("utf-8")
    band.toasts.clear()
    assert written(band, files, "pdf").read_bytes().startswith(b"%PDF")


def test_pages_have_numbers_when_there_are_several(tmp_path: Path) -> None:
    assert names_of(tmp_path / "a.png", 1) == [tmp_path / "a.png"]
    assert names_of(tmp_path / "a.png", 2) == [tmp_path / "a-1.png", tmp_path / "a-2.png"]


def test_a_disk_that_is_full_is_said_with_a_way_out(band: Band, files: FilesPart) -> None:
    def fails(*_: Any) -> Any:
        raise CannotWrite("The disk is full.")
        yield

    files._write = fails
    files.write(Choice(str(band.folder), "mid", band.folder / "x.mid"))
    band.until(lambda: bool(band.said()))
    assert band.said() == ["The disk is full."]


def test_an_empty_piece_is_not_exported(band: Band, files: FilesPart) -> None:
    band.pane.restore({}, lambda _name: b"")
    assert files.ask() is None
    assert "nothing to export" in band.said()[0]


def test_the_dialog_suggests_the_title_and_remembers(band: Band, files: FilesPart) -> None:
    band.pane.title = "My: tune"
    dialog = files.ask()
    assert isinstance(dialog, ExportMusicDialog)
    assert dialog.name.text() == "My  tune"
    dialog.folder.setText(str(band.folder))
    dialog.name.setText("song.musicxml")
    dialog.accept()
    band.until(lambda: (band.folder / "song.musicxml").exists())
    assert files.collect() == {"folder": str(band.folder), "format": "musicxml", "recipe": None}


def test_the_settings_of_the_last_take_travel_inside_and_can_be_used_again(band: Band, files: FilesPart) -> None:
    part = install(band, Muse())
    part.go()
    band.until(lambda: bool(part.book.all()))
    part.keep(1)
    seed = part.book.all()[0].wishes.seed
    path = written(band, files, "mid")
    band.toasts.clear()
    part.dock.controls.show_wishes(Wishes(seed=seed + 1))
    band.pane.open_files([path])
    band.until(lambda: "carries the settings" in "".join(band.said()))
    band.toasts.cards()[-1].message.action()  # type: ignore[misc]
    assert part.dock.controls.wishes().seed == seed
    assert part.dock.controls.wishes().locked


def test_a_recipe_tells_only_what_makes_sense() -> None:
    recipe = {
        "what": "vary",
        "keep": "rhythm",
        "temperature": 1.5,
        "rhythm_temperature": "hot",
        "seed": 12,
        "strict": True,
    }
    wishes = wishes_of(recipe, Wishes())
    assert (wishes.mode, wishes.keeps, wishes.temperature, wishes.rhythm) == ("vary", "rhythm", 1.5, 0.8)
    assert (wishes.seed, wishes.locked, wishes.within, wishes.scale) == (12, True, "strict", False)
    assert wishes_of({}, Wishes()) == Wishes()
    assert isinstance(tune().notes[0], Note)
