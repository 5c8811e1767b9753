"""The whole way with the real engines: draw, hear, let a shipped model go on, see why, look at the page, export."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.compose.notes import QUARTER, Note
from engines.compose.reading import read_score
from engines.compose.sound.outputs import Null
from engines.compose.sound.player import Player
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.engraved.part import EngravedPart
from studio.panes.compose.files.dialog import Choice
from studio.panes.compose.files.part import FilesPart
from studio.panes.compose.why.part import WhyPart
from tests.studio.panes.compose.band import Band

PHRASE = [Note(at * QUARTER, 0, pitch, QUARTER) for at, pitch in enumerate((67, 69, 71, 72, 74, 72, 71, 69))]


@pytest.mark.timeout(120)
def test_from_the_first_note_to_a_file(band: Band, tmp_path: Path) -> None:
    pane = band.pane
    composing, why, page, files = (pane.part(name) for name in ("composing", "why", "engraved", "files"))
    assert isinstance(composing, ComposingPart)
    assert isinstance(why, WhyPart)
    assert isinstance(page, EngravedPart)
    assert isinstance(files, FilesPart)
    band.playing.sound._build = lambda: Player(make_output=lambda: (Null(), ""))

    pane.roll.insert_notes("Draw", PHRASE)
    band.action("play").trigger()
    band.until(lambda: pane.outlook.playhead > QUARTER)
    band.action("play").trigger()
    pane.model.select(())

    assert composing.models.card() is not None
    band.action("generate").trigger()
    band.until(lambda: bool(composing.book.all()) and not composing.writing.is_busy)
    first = composing.book.all()[0]
    assert first.start == 8 * QUARTER
    assert max(note.end for note in first.notes) <= first.end
    band.action("keep").trigger()
    assert set(first.notes) <= set(band.score.notes)

    band.action("why").trigger()
    assert why.insight is first.insight
    pane.model.select(PHRASE[2:3])
    band.until(lambda: why.dock.subject.text() == "B4 at bar 1, beat 3")
    assert sum(chance.share for chance in why.dock.pitches.rows()) <= 1.001

    band.action("page").trigger()
    band.until(lambda: page.pages is not None)
    for name in ("mid", "wav"):
        files.write(Choice(str(tmp_path), name, tmp_path / f"tune.{name}"))
    band.until(lambda: (tmp_path / "tune.wav").exists() and (tmp_path / "tune.mid").exists())
    back = read_score(tmp_path / "tune.mid")
    assert [(note.start, note.pitch) for note in back.notes] == [(note.start, note.pitch) for note in band.score.notes]
