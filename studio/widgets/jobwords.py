"""What is said about a job: how far it is, how long it takes, how it ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from engines.errors import ReverieError
from studio.jobs.job import Job, State


def progress_words(job: Job) -> str:
    """One line such as “412 of 2,000 · about 3 min left”; empty when there is nothing to say yet."""
    if job.state is State.WAITING:
        return QCoreApplication.translate("JobWords", "Waiting for its turn")
    words = [QCoreApplication.translate("JobWords", "Paused")] if job.state is State.PAUSED else []
    if job.newest is not None:
        words.append(_count_words(job.newest.done, job.newest.total))
    seconds = job.seconds_left() if job.state is State.RUNNING else None
    if seconds is not None:
        words.append(time_left_words(seconds))
    return " · ".join(word for word in words if word)


def time_left_words(seconds: float) -> str:
    """The time left, no finer than anybody could know it."""
    if seconds < 5:
        return QCoreApplication.translate("JobWords", "a few seconds left")
    if seconds < 55:
        return QCoreApplication.translate("JobWords", "about %n s left", "", _rounded(seconds, 5))
    if seconds < 3570:
        return QCoreApplication.translate("JobWords", "about %n min left", "", _rounded(seconds / 60, 1))
    # Whole five minutes: nobody plans an hour by the minute.
    hours, minutes = divmod(_rounded(seconds / 60, 5), 60)
    if not minutes:
        return QCoreApplication.translate("JobWords", "about %n h left", "", hours)
    words = QCoreApplication.translate("JobWords", "about {hours} h {minutes} min left")
    return words.format(hours=hours, minutes=minutes)


def state_words(state: State) -> str:
    """The state as a person calls it."""
    words = {
        State.WAITING: QCoreApplication.translate("JobWords", "Waiting"),
        State.RUNNING: QCoreApplication.translate("JobWords", "Running"),
        State.PAUSED: QCoreApplication.translate("JobWords", "Paused"),
        State.STOPPING: QCoreApplication.translate("JobWords", "Stopping…"),
        State.DONE: QCoreApplication.translate("JobWords", "Done"),
        State.FAILED: QCoreApplication.translate("JobWords", "Failed"),
        State.CANCELLED: QCoreApplication.translate("JobWords", "Cancelled"),
    }
    return words[state]


def error_words(error: Exception | None) -> str:
    """The sentence that the error says to a person; empty without an error."""
    if error is None:
        return ""
    if isinstance(error, ReverieError):
        return str(error)
    words = QCoreApplication.translate(
        "JobWords", "Something went wrong that Reverie did not expect ({kind}). The log holds the details."
    )
    return words.format(kind=type(error).__name__)


def _count_words(done: int, total: int | None) -> str:
    locale = QLocale()
    if total is not None:
        words = QCoreApplication.translate("JobWords", "{done} of {total}")
        return words.format(done=locale.toString(done), total=locale.toString(total))
    if done:
        return QCoreApplication.translate("JobWords", "{done} so far").format(done=locale.toString(done))
    return ""


def _rounded(number: float, to: int) -> int:
    return max(to, round(number / to) * to)
