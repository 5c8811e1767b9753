"""The strip in the status bar."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from engines.steps import Step, Task
from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.widgets.jobstrip import JobStrip
from studio.widgets.jobwords import time_left_words
from studio.widgets.thinbar import ThinBar


@pytest.fixture
def finish() -> Iterator[threading.Event]:
    finish = threading.Event()
    yield finish
    finish.set()


@pytest.fixture
def lanes(qapp: object) -> Iterator[Lanes]:
    lanes = Lanes(on_thread_start=None)
    yield lanes
    assert lanes.close(5)


@pytest.fixture
def strip(qtbot, lanes) -> JobStrip:
    strip = JobStrip(lanes)
    qtbot.addWidget(strip)
    return strip


def counting(finish: threading.Event, total: int | None = None, pace: float = 0.01) -> Task[None]:
    done = 0
    while not finish.wait(pace):
        done += 1
        yield Step(done, total)


def button(strip: JobStrip, name: str) -> QToolButton:
    return strip.findChild(QToolButton, name)


def texts(strip: JobStrip) -> str:
    return " ".join(label.text() for label in strip.findChildren(QLabel))


def submitted(lanes: Lanes, lane_name: str, title: str, task, **options) -> Job:
    job = Job(title, task, **options)
    lanes.submit(lane_name, job)
    return job


def test_the_strip_is_hidden_without_jobs(strip):
    assert strip.isHidden()


def test_a_job_that_is_over_in_a_blink_is_never_shown(qtbot, lanes, strip, finish):
    finish.set()
    shown: list[bool] = []
    lanes.jobs_changed.connect(lambda: shown.append(not strip.isHidden()))
    job = Job("Preview", lambda: counting(finish))
    with qtbot.waitSignal(job.done):
        lanes.submit("now", job)
    assert shown
    assert not any(shown)


def test_a_job_that_lasts_appears_and_goes_with_its_end(qtbot, lanes, strip, finish):
    job = submitted(lanes, "train", "Learn", lambda: counting(finish))
    assert strip.isHidden()
    qtbot.waitUntil(lambda: strip.shown_job() is job)
    assert strip.isVisible()
    finish.set()
    qtbot.waitUntil(strip.isHidden)


def test_count_and_time_left_are_shown(qtbot, lanes, strip, finish):
    submitted(lanes, "train", "Learn", lambda: counting(finish, total=600))
    qtbot.waitUntil(lambda: "of 600 · " in texts(strip) and "left" in texts(strip))
    bar = strip.findChild(ThinBar)
    assert bar.maximum() > bar.value() > 0


def test_an_unknown_total_makes_the_bar_wander(qtbot, lanes, strip, finish):
    submitted(lanes, "disk", "Import", lambda: counting(finish))
    qtbot.waitUntil(lambda: "so far" in texts(strip))
    assert strip.findChild(ThinBar).maximum() == 0


def test_cancel_says_stopping_at_once(qtbot, lanes, strip, finish):
    release = threading.Event()

    def slow_to_stop() -> Task[None]:
        try:
            yield from counting(finish)
        finally:
            release.wait(5)

    job = submitted(lanes, "train", "Learn", slow_to_stop)
    qtbot.waitUntil(strip.isVisible)
    cancel = button(strip, "cancel_button")
    before = cancel.width()
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert (job.state, cancel.text(), cancel.isEnabled()) == (State.STOPPING, "Stopping…", False)
    assert cancel.width() == before
    release.set()
    qtbot.waitUntil(strip.isHidden)


def test_pause_and_go_on_from_the_keyboard(qtbot, lanes, strip, finish):
    job = submitted(lanes, "train", "Learn", lambda: counting(finish, total=1000), can_pause=True)
    qtbot.waitUntil(strip.isVisible)
    pause = button(strip, "pause_button")
    assert pause.accessibleName() == "Pause “Learn”"
    qtbot.keyClick(pause, Qt.Key.Key_Space)
    assert job.state is State.PAUSED
    assert "Paused" in texts(strip)
    assert pause.accessibleName() == "Go on with “Learn”"
    qtbot.keyClick(pause, Qt.Key.Key_Space)
    assert job.state is State.RUNNING


def test_a_job_that_cannot_pause_offers_no_pause(qtbot, lanes, strip, finish):
    submitted(lanes, "disk", "Import", lambda: counting(finish))
    qtbot.waitUntil(strip.isVisible)
    assert not button(strip, "pause_button").isVisible()


def test_more_jobs_are_counted_and_open_the_drawer(qtbot, lanes, strip, finish):
    first = submitted(lanes, "train", "Learn", lambda: counting(finish))
    qtbot.waitUntil(strip.isVisible)
    more = button(strip, "more_button")
    assert not more.isVisible()
    submitted(lanes, "disk", "Import", lambda: counting(finish))
    submitted(lanes, "train", "Learn more", lambda: counting(finish))
    qtbot.waitUntil(lambda: more.text() == "+2 more")
    assert strip.shown_job() is first
    with qtbot.waitSignal(strip.drawer_requested):
        qtbot.keyClick(more, Qt.Key.Key_Space)


def test_a_running_job_is_more_relevant_than_a_paused_one(qtbot, lanes, strip, finish):
    paused = submitted(lanes, "train", "Learn", lambda: counting(finish), can_pause=True)
    qtbot.waitUntil(lambda: strip.shown_job() is paused)
    running = submitted(lanes, "disk", "Import", lambda: counting(finish))
    paused.pause()
    qtbot.waitUntil(lambda: strip.shown_job() is running)


def test_the_buttons_take_the_keyboard_by_tab_and_leave_it_at_a_click(strip):
    for name in ("pause_button", "cancel_button", "more_button"):
        assert button(strip, name).focusPolicy() == Qt.FocusPolicy.TabFocus


def test_the_bar_spends_no_time_while_hidden(qtbot, lanes, strip, finish):
    submitted(lanes, "disk", "Import", lambda: counting(finish))
    bar = strip.findChild(ThinBar)
    qtbot.waitUntil(lambda: bar._frames.isActive())
    finish.set()
    qtbot.waitUntil(strip.isHidden)
    assert not bar._frames.isActive()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "a few seconds left"),
        (5.0, "about 5 s left"),
        (43.0, "about 45 s left"),
        (58.0, "about 1 min left"),
        (200.0, "about 3 min left"),
        (3569.0, "about 59 min left"),
        (3590.0, "about 1 h left"),
        (4800.0, "about 1 h 20 min left"),
        (7200.0, "about 2 h left"),
    ],
)
def test_the_time_left_is_no_finer_than_anybody_could_know(seconds, words):
    assert time_left_words(seconds) == words
