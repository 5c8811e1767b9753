"""Clips: recorded as shown, written in the background, and gone without a trace where nobody wants them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from studio.jobs.state import State
from studio.panes.play import clip as clips
from studio.panes.play.clip import ClipSheet
from tests.studio.panes.play.cockpit import Cockpit


def test_a_clip_holds_the_frames_that_were_shown(cockpit: Cockpit, tmp_path: Path) -> None:
    cockpit.do("dream")
    cockpit.do("record")
    assert cockpit.registry.action("play.record").isChecked()
    for _ in range(6):
        cockpit.do("step")
    cockpit.pane.clip.folder = str(tmp_path)
    cockpit.do("record")
    (sheet,) = cockpit.window.findChildren(ClipSheet)
    sheet.format.setCurrentIndex(sheet.format.findData("gif"))
    sheet.name.setText("mine")
    sheet.accept()
    cockpit.until(lambda: (tmp_path / "mine.gif").exists())
    cockpit.until(lambda: any("is written" in words for words in cockpit.said()))
    with Image.open(tmp_path / "mine.gif") as film:
        assert film.n_frames in (1, 3)  # type: ignore[attr-defined]  # alike pictures are one
        assert film.width == 8 + 3 * (256 + 8)


def test_nothing_driven_is_no_clip(cockpit: Cockpit) -> None:
    cockpit.do("record")
    cockpit.do("record")
    assert "Nothing was driven" in cockpit.said()[-1]
    assert not cockpit.window.findChildren(ClipSheet)


def test_a_clip_stops_by_itself_after_its_longest(cockpit: Cockpit, monkeypatch: object) -> None:
    cockpit.do("record")
    before, clips.LONGEST = clips.LONGEST, 4
    try:
        for _ in range(4):
            cockpit.do("step")
    finally:
        clips.LONGEST = before
    assert not cockpit.pane.clip.recording
    (sheet,) = cockpit.window.findChildren(ClipSheet)
    sheet.reject()


def test_closing_while_a_clip_is_written_leaves_no_half_file(cockpit: Cockpit, tmp_path: Path) -> None:
    cockpit.do("record")
    cockpit.do("step")
    frames = cockpit.pane.clip._frames
    frames *= 500
    job = cockpit.pane.clip.write(tmp_path / "a.gif")
    cockpit.until(lambda: job.newest is not None)
    assert cockpit.lanes.close(10)
    assert job.state in (State.CANCELLED, State.DONE)
    left = list(tmp_path.glob("*.gif")) + list(tmp_path.glob(".*.gif"))
    assert left == ([tmp_path / "a.gif"] if job.state is State.DONE else [])
