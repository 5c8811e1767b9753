"""Where a painting stands, in the words that the page's foot shows."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from studio.jobs.job import Job, State
from studio.panes.paint.look import Photograph
from studio.panes.paint.own.levels import effective_steps
from studio.panes.paint.own.losses import Losses, Point
from studio.panes.paint.own.plan import Outcome, Plan
from studio.panes.paint.own.sitting import Sitting
from studio.widgets.jobwords import time_left_words


class Stage(enum.Enum):
    """What the person can do now."""

    MISSING = "missing"  # a photograph or a painting
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    FINISHED = "finished"
    SHOWN = "shown"  # finished, but something is missing for the next one

    @property
    def working(self) -> bool:
        """Whether a painting is under way."""
        return self in (Stage.RUNNING, Stage.PAUSED, Stage.STOPPING)


@dataclass(frozen=True)
class Standing:
    """What the foot shows: two lines, the curve over so many steps, and the job under way."""

    stage: Stage
    headline: str = ""
    detail: str = ""
    hint: str = ""
    points: Sequence[Point] = ()
    total: int = 0
    job: Job | None = None


def working(sitting: Sitting, *, plan_changed: bool) -> Standing:
    """The standing of a painting under way."""
    job = sitting.job
    stages = {State.PAUSED: Stage.PAUSED, State.RUNNING: Stage.RUNNING, State.WAITING: Stage.RUNNING}
    stage = stages.get(job.state, Stage.STOPPING)
    total = (job.newest.total if job.newest is not None else None) or sitting.request.settings.steps
    hint = _tr("What you change now counts for the next painting.") if plan_changed else ""
    pace = _pace(sitting.losses, stage)
    return Standing(stage, _headline(job, stage, total), pace, hint, sitting.losses.points(), total, job)


def resting(missing: str, outcome: Outcome | None, losses: Losses | None) -> Standing:
    """The standing while nothing is under way; ``missing`` says what a painting still needs."""
    if outcome is None:
        return Standing(Stage.MISSING if missing else Stage.READY, hint=missing)
    done = outcome.transferred
    height, width = done.pixels.shape[:2]
    headline = f"{_steps(done.steps)} · {width} × {height}"
    each = done.seconds_per_step
    detail = _tr("{} a step").format(seconds_words(each)) if each > 0 else ""
    points = losses.points() if losses is not None else []
    stage = Stage.SHOWN if missing else Stage.FINISHED
    return Standing(stage, headline, detail, missing, points, points[-1].step if points else 0)


def missing_words(plan: Plan, photograph: Photograph | None) -> str:
    """What has to be there before a painting can begin; empty: everything is."""
    if photograph is None:
        return _tr("Open a photograph first.")
    if not plan.paintings:
        return _tr("Add a painting to begin.")
    if plan.settings.features == "vgg19" and not plan.checkpoint:
        return _tr("VGG19 needs its file: choose or download it under “More”.")
    return ""


def estimate_words(plan: Plan, outcome: Outcome | None, photograph_side: int) -> str:
    """How long the plan will take, by the pace of the last painting; empty when that says nothing about it."""
    if outcome is None or outcome.transferred.seconds_per_step <= 0:
        return ""
    before, now = outcome.plan.settings, plan.settings
    if (before.features, before.optimizer) != (now.features, now.optimizer):
        return ""
    was, side = max(outcome.transferred.pixels.shape[:2]), min(now.size, photograph_side or now.size)
    seconds = outcome.transferred.seconds_per_step * (side / was) ** 2 * effective_steps(now.steps, side)
    return _tr("Takes about {} at this machine's last pace.").format(duration_words(seconds))


def duration_words(seconds: float) -> str:
    """How long something takes, no finer than anybody could know it."""
    if seconds < 55:
        return QCoreApplication.translate("Standing", "%n s", "", max(5, round(seconds / 5) * 5))
    if seconds < 3570:
        return QCoreApplication.translate("Standing", "%n min", "", max(1, round(seconds / 60)))
    return _tr("{} h").format(QLocale().toString(seconds / 3600, "f", 1))


def seconds_words(seconds: float) -> str:
    """The length of one step."""
    digits = 2 if seconds < 1 else 1 if seconds < 10 else 0
    return _tr("{} s").format(QLocale().toString(seconds, "f", digits))


def _headline(job: Job, stage: Stage, total: int) -> str:
    if stage is Stage.STOPPING:
        return _tr("Stopping. The best picture stays.")
    if job.state is State.WAITING:
        return _tr("Waiting for its turn")
    if job.newest is None or not job.newest.done:
        return (job.newest.note if job.newest is not None else "") or _tr("Looking at the pictures")
    locale = QLocale()
    words = _tr("Step {done} of {total}").format(done=locale.toString(job.newest.done), total=locale.toString(total))
    return f"{words} · {job.newest.note}" if job.newest.note else words


def _pace(losses: Losses, stage: Stage) -> str:
    if stage is Stage.STOPPING:
        return ""
    words = [_tr("Paused")] if stage is Stage.PAUSED else []
    each = losses.seconds_per_step()
    if each is not None:
        words.append(_tr("{} a step").format(seconds_words(each)))
    left = losses.seconds_left() if stage is Stage.RUNNING else None
    if left is not None:
        words.append(time_left_words(left))
    return " · ".join(words)


def _steps(count: int) -> str:
    return _tr("1 step") if count == 1 else _tr("{} steps").format(QLocale().toString(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Standing", text)
