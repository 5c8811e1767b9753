"""The drawer of jobs."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from engines.errors import BadInput
from engines.steps import Step, Task
from studio.jobs.job import Job, State
from studio.jobs.lanes import Lanes
from studio.widgets.jobdrawer import EndedRow, JobDrawer, JobRow


@pytest.fixture
def lanes(qapp: object) -> Iterator[Lanes]:
    lanes = Lanes(on_thread_start=None)
    yield lanes
    assert lanes.close(5)


@pytest.fixture
def drawer(qtbot, lanes) -> JobDrawer:
    drawer = JobDrawer(lanes)
    qtbot.addWidget(drawer)
    drawer.show()
    return drawer


def lasting() -> Task[None]:
    while True:
        threading.Event().wait(0.01)
        yield Step(1, None, "Matching brush strokes")


def failing(error: Exception) -> Task[None]:
    yield Step(1)
    raise error


def shown(drawer: JobDrawer, kind: type) -> list:
    return [row for row in drawer.findChildren(kind) if row.isVisible()]


def texts(drawer: JobDrawer) -> list[str]:
    return [label.text() for label in drawer.findChildren(QLabel) if label.isVisible()]


def test_an_empty_drawer_says_what_it_is_for(drawer):
    assert any(text.startswith("Nothing is under way.") for text in texts(drawer))
    assert "Earlier" not in texts(drawer)


def test_running_and_waiting_jobs_have_a_row_each(qtbot, lanes, drawer):
    for title in ("Learn", "Learn more"):
        lanes.submit("train", Job(title, lasting))
    qtbot.waitUntil(lambda: len(shown(drawer, JobRow)) == 2)
    names = [row.accessibleName() for row in shown(drawer, JobRow)]
    assert names == ["Learn: Running", "Learn more: Waiting"]
    assert not any(text.startswith("Nothing is under way.") for text in texts(drawer))
    qtbot.waitUntil(lambda: "Matching brush strokes" in texts(drawer))


def test_delete_cancels_the_row_with_the_keyboard(qtbot, lanes, drawer):
    job = Job("Learn", lasting)
    lanes.submit("train", job)
    qtbot.waitUntil(lambda: bool(shown(drawer, JobRow)))
    qtbot.keyClick(shown(drawer, JobRow)[0], Qt.Key.Key_Delete)
    assert job.state is State.STOPPING
    assert shown(drawer, JobRow)[0].accessibleName() == "Learn: Stopping…"
    qtbot.waitUntil(lambda: not shown(drawer, JobRow))
    assert [row.accessibleName() for row in shown(drawer, EndedRow)] == ["Learn: Cancelled"]


def test_a_waiting_job_can_be_cancelled_by_its_button(qtbot, lanes, drawer):
    running, waiting = Job("Learn", lasting), Job("Learn more", lasting)
    for job in (running, waiting):
        lanes.submit("train", job)
    qtbot.waitUntil(lambda: len(shown(drawer, JobRow)) == 2)
    cancel = shown(drawer, JobRow)[1].findChild(QToolButton, "cancel_button")
    assert cancel.accessibleName() == "Cancel “Learn more”"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert waiting.state is State.CANCELLED
    assert [row.job for row in shown(drawer, JobRow)] == [running]


def test_a_failed_job_leaves_its_sentence(qtbot, lanes, drawer):
    lanes.submit("disk", Job("Open", lambda: failing(BadInput("This is no picture. Choose a PNG or JPEG file."))))
    qtbot.waitUntil(lambda: bool(shown(drawer, EndedRow)))
    row = shown(drawer, EndedRow)[0]
    assert row.state is State.FAILED
    assert "This is no picture. Choose a PNG or JPEG file." in texts(drawer)
    assert row.accessibleName() == "Open: Failed. This is no picture. Choose a PNG or JPEG file."


def test_an_unexpected_error_is_not_said_in_a_programmers_words(qtbot, lanes, drawer):
    lanes.submit("disk", Job("Open", lambda: failing(KeyError("state_dict"))))
    qtbot.waitUntil(lambda: bool(shown(drawer, EndedRow)))
    sentence = shown(drawer, EndedRow)[0].sentence
    assert "state_dict" not in sentence
    assert "The log holds the details." in sentence


def test_only_the_last_twenty_are_remembered_newest_first(qtbot, lanes, drawer):
    for number in range(25):
        lanes.submit("disk", Job(f"Open {number}", lambda: failing(BadInput("No."))))
    qtbot.waitUntil(lambda: not lanes.jobs())
    names = [row.accessibleName() for row in drawer._ended]
    assert names == [f"Open {number}: Failed. No." for number in range(24, 4, -1)]
    qtbot.waitUntil(lambda: len(drawer.findChildren(EndedRow)) == 20)


def test_a_title_that_looks_like_html_is_shown_as_it_is(qtbot, lanes, drawer):
    lanes.submit("disk", Job("<b>Open</b>", lambda: failing(BadInput("No."))))
    qtbot.waitUntil(lambda: "<b>Open</b>" in texts(drawer))
    (title,) = [label for label in drawer.findChildren(QLabel) if label.text() == "<b>Open</b>"]
    assert title.textFormat() == Qt.TextFormat.PlainText
