"""The page of learning: a folder is read, learnt from, rested, gone on with, and its model composes."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from engines.cards import Card
from engines.compose.melody.gathering import Gathered
from engines.compose.melody.runs import Run, RunPlan
from engines.compose.notes import QUARTER, Note
from engines.errors import BadInput
from engines.orders import Orders
from engines.steps import Step, Task
from studio.jobs.job import State
from studio.panes.compose.learning.part import LearningPart
from studio.panes.compose.learning.trace import MOST_POINTS, Trace
from tests.studio.panes.compose.band import Band
from tests.studio.panes.compose.muse import Muse, card, install

MELODY = tuple(Note(at * QUARTER, 0, 60 + at, QUARTER) for at in range(4))


class School:
    """Engines that learn nothing: one step after the other until the bell rings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bell = Event()
        self.ways: list[str] = []
        self.trouble = ""
        self.kept: list[Run] = []

    def read(self, folder: Path, way: str) -> Task[Gathered]:
        self.ways.append(way)
        yield Step(1, 2, "one.mid")
        if self.trouble:
            raise BadInput(self.trouble)
        return Gathered([], [(f"{folder.name}/one", 2, 300)], [("bad.mid", "“bad.mid” cannot be read.")])

    def begin(self, plan: RunPlan, _gathered: Gathered) -> Task[Run]:
        yield Step(0, 1)
        run = Run(self.folder / plan.title, plan)
        self.kept.append(run)
        return run

    def learn(self, _run: Path, orders: Orders) -> Task[Any]:
        count = 0
        while not self.bell.wait(0.002):
            count += 1
            metrics = {"step": count, "rounds": count / 10, "smooth": 5 - count / 1e3, "held_out": 4.0, "best": 4.0}
            yield Step(count, None, metrics=metrics, preview=MELODY if count == 3 else None)
            orders.save_now()
            if orders.take():
                orders.answers.append(card("mine", "Mine"))
        return None

    def make(self, _run: Path) -> Task[Card]:
        yield Step(0, 1)
        return card("mine", "Mine")

    def runs(self) -> Task[list[Run]]:
        yield Step(0, 1)
        return list(self.kept)


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


@pytest.fixture
def part(band: Band, school: School) -> LearningPart:
    install(band, Muse())
    part = band.pane.part("learning")
    assert isinstance(part, LearningPart)
    engine = part.engine
    engine.read, engine.begin, engine.learn = school.read, school.begin, school.learn
    engine.make, engine.runs = school.make, school.runs
    band.pane.page.show_dock("learn")
    return part


def learning(band: Band, part: LearningPart, folder: Path) -> None:
    part.read(folder)
    band.until(lambda: part.dock.choosing.gathered is not None)
    part.dock.choosing.start.click()
    band.until(lambda: part.sitting is not None and bool(part.sitting.trace.samples))


def ended(band: Band, part: LearningPart) -> None:
    part.stop()
    band.until(lambda: part.sitting is None)


def test_a_folder_says_what_was_read_and_what_was_not_and_why(band: Band, part: LearningPart, tmp_path: Path) -> None:
    part.read(tmp_path / "fugues")
    choosing = part.dock.choosing
    assert not choosing.start.isEnabled()
    band.until(lambda: choosing.gathered is not None)
    assert choosing.found.text() == "1 piece, 300 notes · 1 file was passed over"
    rows = [choosing.files.topLevelItem(at) for at in range(choosing.files.topLevelItemCount())]
    assert [(row.text(0), row.text(1)) for row in rows if row is not None] == [
        ("bad.mid", "“bad.mid” cannot be read."),
        ("one", "300 notes in 2 lines"),
    ]
    assert choosing.title.text() == "fugues"
    assert choosing.start.isEnabled()
    choosing.title.clear()
    assert not choosing.start.isEnabled()


def test_another_way_of_reading_reads_again(band: Band, part: LearningPart, school: School, tmp_path: Path) -> None:
    part.read(tmp_path)
    choosing = part.dock.choosing
    choosing.way.setCurrentIndex(2)
    choosing.way.activated.emit(2)
    band.until(lambda: choosing.gathered is not None)
    assert school.ways[-1] == "chords"


def test_a_folder_without_music_says_so(band: Band, part: LearningPart, school: School, tmp_path: Path) -> None:
    school.trouble = "There is no music in it."
    part.read(tmp_path)
    band.until(lambda: part.dock.choosing.found.text() == "There is no music in it.")
    assert not part.dock.choosing.start.isEnabled()
    part.dock.choosing.cancel.click()
    assert not part.dock.choosing.isVisible()


def test_a_training_is_watched_paused_and_stopped(band: Band, part: LearningPart, tmp_path: Path) -> None:
    learning(band, part, tmp_path)
    watch = part.dock.watch
    assert watch.isVisible()
    band.until(lambda: len(watch.chart.curves()[0].points) > 1)
    watch.buttons.pause.click()
    assert part.sitting is not None
    assert part.sitting.job.state is State.PAUSED
    assert watch.headline.text() == "Paused"
    watch.buttons.pause.click()
    assert part.sitting.job.state is State.RUNNING
    watch.buttons.stop.click()
    assert watch.buttons.stop.text() == "Stopping…"
    band.until(lambda: part.sitting is None)
    band.until(lambda: len(part.dock.rows) == 1)
    part.dock.rows[0].go_on.click()
    assert part.sitting is not None
    ended(band, part)


def test_the_melody_of_a_minute_is_heard_and_the_piece_again_afterwards(
    band: Band, part: LearningPart, tmp_path: Path
) -> None:
    learning(band, part, tmp_path)
    band.until(lambda: part.dock.watch.samples.count() == 1)
    part.dock.watch.listen.click()
    assert band.player.playing
    assert band.player.scores[-1].notes == MELODY
    part.dock.watch.listen.click()
    assert not band.player.playing
    assert band.player.scores[-1] == band.score
    ended(band, part)


def test_a_model_is_made_while_it_learns_and_composes(band: Band, part: LearningPart, tmp_path: Path) -> None:
    learning(band, part, tmp_path)
    part.models.find = lambda: (card(), card("mine", "Mine"))
    band.until(part.dock.watch.buttons.model.isEnabled)
    part.dock.watch.buttons.model.click()
    band.until(lambda: part.dock.news.says)
    assert "“Mine” has learnt from your music." in band.said()
    assert part.sitting is not None
    part.dock.news.use.click()
    chosen = part.models.card()
    assert chosen is not None
    assert chosen.name == "mine"
    assert band.pane.page.side.current() == "compose"
    ended(band, part)


def test_one_training_at_a_time(band: Band, part: LearningPart, school: School, tmp_path: Path) -> None:
    learning(band, part, tmp_path)
    part.read(tmp_path / "more")
    band.until(lambda: part.dock.choosing.gathered is not None)
    part.begin()
    assert "Stop it first" in part.dock.choosing.found.text()
    assert len(school.kept) == 1
    ended(band, part)


def test_an_empty_page_says_what_learning_is(band: Band, part: LearningPart) -> None:
    part.refresh()
    band.until(lambda: not band.lanes.jobs())
    assert part.dock._stack.currentIndex() == 2


def test_a_long_trace_is_thinned_and_keeps_its_newest_point() -> None:
    trace = Trace()
    for count in range(MOST_POINTS * 3):
        trace.note(Step(count, metrics={"rounds": count, "smooth": 3.0, "held_out": 2.0}))
    assert len(trace.training()) <= MOST_POINTS
    assert trace.held_out()[0][1] == 2.0
