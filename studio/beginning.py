"""What happens right after the window is up: files, unsaved work, a crash to tell of, a welcome."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from engines.errors import ReverieError
from engines.steps import Step, Task
from studio.jobs.job import Job
from studio.offerbar import Offer
from studio.recovery import Leftover, Recovery
from studio.window import Window
from studio.windowshape import last_project


def begin(
    window: Window, files: Sequence[Path], *, last_crash: str | None = None, troubles: Sequence[str | None] = ()
) -> None:
    """Open what was asked for, or what was open last, and offer the rest without being in the way."""
    settings = window.desk.settings
    for trouble in troubles:
        if trouble:
            window.desk.toasts.warn(trouble)
    if files:
        window.open_files(files)
    elif settings.settings.startup.restore_last:
        project = last_project(window)
        if project is not None:
            window.files.open_project(project)
    if last_crash is not None:
        _tell_of_crash(window, last_crash)
    _look_for_leftovers(window)
    quiet = bool(files) or last_crash is not None or not window.document.is_untitled
    if settings.settings.startup.show_welcome and not quiet:
        settings.put("seen_welcome", True)
        window.house.show_welcome()


def _tell_of_crash(window: Window, report: str) -> None:
    sentence = _said("Reverie ended unexpectedly last time.")
    show = (_said("Show report"), lambda: window.house.show_report(report))
    window.offers.offer(Offer(sentence, [show], "warning"))


def _look_for_leftovers(window: Window) -> None:
    """On the disk lane, for each file is checked from end to end."""
    recovery = window.recovery
    job = Job(_said("Looking for unsaved work"), lambda: _found(recovery))
    job.done.connect(lambda leftovers: _offer_each(window, leftovers))
    window.desk.lanes.submit("disk", job)


def _found(recovery: Recovery) -> Task[list[Leftover]]:
    yield Step(0, 1)
    return recovery.leftovers()


def _offer_each(window: Window, leftovers: Sequence[Leftover]) -> None:
    # The newest is the one that is missed; the others come up at later starts.
    for leftover in leftovers[:1]:
        when = QLocale().toString(_local(leftover), QLocale.FormatType.ShortFormat)
        sentence = _said("Unsaved work from {when} was found: “{title}”.").format(
            when=when, title=leftover.title or _said("Untitled")
        )
        window.offers.offer(
            Offer(
                sentence,
                [
                    (_said("Restore"), partial(_restore, window, leftover)),
                    (_said("Discard"), partial(_decline, window, leftover)),
                ],
                "save",
            )
        )


def _local(leftover: Leftover) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(leftover.when.timestamp()))


def _restore(window: Window, leftover: Leftover) -> None:
    try:
        window.document.recover(leftover)
    except ReverieError as error:
        window.desk.toasts.warn(str(error))


def _decline(window: Window, leftover: Leftover) -> None:
    """Gone when the window closes; until then it can be put back."""
    window.declined.add(leftover.path)

    def put_back() -> None:
        window.declined.discard(leftover.path)
        _offer_each(window, [leftover])

    window.desk.toasts.say(_said("The unsaved work is discarded."), _said("Undo"), put_back)


def _said(sentence: str) -> str:
    return QCoreApplication.translate("Beginning", sentence)
