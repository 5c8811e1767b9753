"""Puts the frame that is looked at on the page: the pictures at once, figures and curves eight times a second."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from engines.play.instants import Instant, View
from engines.play.session import Session
from studio.panes.play.bar import DRIVERS
from studio.panes.play.clip import ClipRecorder
from studio.panes.play.divergence import Course
from studio.panes.play.drive import Drive
from studio.panes.play.latents import Latents
from studio.panes.play.page import PlayPage
from studio.panes.play.stage import Plate

#: Timeline, curve and docks take turns, so that no frame has to draw all of them: each is drawn every 120 ms.
TURN_MS = 40
#: Roles of the dreams' colours.
COLOURS = ("track_1", "track_2", "track_3", "track_4")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Showing", text)


class Showing(QObject):
    """Looks, and shows; it changes nothing."""

    def __init__(self, page: PlayPage, drive: Drive, latents: Latents, clip: ClipRecorder, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._drive, self._latents, self._clip = page, drive, latents, clip
        #: Why there are no models; empty while they are being opened or where there are some.
        self.missing = ""
        self._turn = 0
        self._figures = QTimer(self, singleShot=True, interval=TURN_MS)
        self._figures.timeout.connect(self.show_next)
        drive.moved.connect(self.show_frame)
        latents.chosen.connect(self.show_figures)
        page.side_changed.connect(self.show_figures)

    def wait(self, words: str) -> None:
        """Say what is being waited for in place of pictures."""
        titles = (_tr("What is"), _tr("What V sees"), _tr("What M dreams"))
        self._page.stage.show_plates([Plate(title, "", None, words) for title in titles])

    def stop(self) -> None:
        """Nobody looks."""
        self._figures.stop()

    @Slot()
    def show_frame(self) -> None:
        """The pictures and the pedals, and soon the rest."""
        session = self._drive.session
        if session is None or not session.past:
            return
        view = session.view()
        instant = view.instant
        self._page.stage.show_plates(self._plates(view), self._notice(session))
        self._page.pedals.show_action(instant.action, instant.by_hand and bool(instant.number), self._who(instant))
        self._clip.keep(view)
        if not self._drive.clock.running:
            self.show_figures()
        elif not self._figures.isActive():
            self._figures.start()

    @Slot()
    def show_figures(self) -> None:
        """Timeline, curve, docks, and what a screen reader is told."""
        session, page = self._drive.session, self._page
        if session is None or not session.past:
            return
        for show in (self._show_place, self._show_chart, self._show_dock):
            show(session)
        if not self._drive.clock.running:
            for widget in (page.stage, page.pedals, page.chart):
                widget.tell()

    @Slot()
    def show_next(self) -> None:
        """One of them, whose turn it is."""
        session = self._drive.session
        if session is not None and session.past:
            self._turn = (self._turn + 1) % 3
            (self._show_place, self._show_chart, self._show_dock)[self._turn](session)

    def _show_place(self, session: Session) -> None:
        page, last = self._page, len(session.past) - 1
        blocked = page.timeline.blockSignals(True)
        page.timeline.setRange(0, last)
        page.timeline.setValue(session.at)
        page.timeline.blockSignals(blocked)
        seconds = session.shown.number / 50
        page.place.setText(_tr("{now} of {last} · {seconds:.1f} s").format(now=session.at, last=last, seconds=seconds))

    def _show_chart(self, session: Session) -> None:
        courses = [
            Course(_tr("Dream {number}").format(number=place + 1), COLOURS[place], session.divergence(branch.key))
            for place, branch in enumerate(session.shown.branches)
        ]
        self._page.chart.show_courses(courses)

    def _show_dock(self, session: Session) -> None:
        page = self._page
        shown = page.side.current() if page.is_side_open() else ""
        if shown == "latents":
            page.latents.show_session(session, self._latents.dimension)
        elif shown == "memory":
            page.memory.show_session(session, self._latents.dimension)

    # -- words -----------------------------------------------------------------------------------------------

    def _plates(self, view: View) -> list[Plate]:
        instant = view.instant
        score = _tr("score {score:.1f} · {tiles} tiles").format(score=instant.score, tiles=instant.tiles)
        plates = [Plate(_tr("What is"), score, instant.frame, brief=f"{instant.score:.1f} · {instant.tiles}")]
        if view.seen is None:
            missing = self.missing or _tr("Needs a model.")
            return [
                *plates,
                Plate(_tr("What V sees"), "", None, missing),
                Plate(_tr("What M dreams"), "", None, missing),
            ]
        plates.append(Plate(_tr("What V sees"), _tr("32 numbers, painted again"), view.seen, brief=_tr("32 numbers")))
        if not instant.branches:
            words = _tr("Press F to dream from here.")
            return [*plates, Plate(_tr("What M dreams"), "", None, words)]
        for place, (branch, picture) in enumerate(zip(instant.branches, view.dreams, strict=True)):
            over = _tr("the dream is over") if branch.over else _tr("{age} from anchor").format(age=branch.age)
            figures = _tr("dreamed {score:.1f} · {over}").format(score=branch.score, over=over)
            title = _tr("Dream at {temperature:.2f}").format(temperature=branch.temperature)
            brief = f"{branch.score:.1f} · {branch.age}"
            plates.append(Plate(title, figures, picture, colour=COLOURS[place], brief=brief))
        return plates

    def _notice(self, session: Session) -> str:
        ended = {"lap": _tr("Lap done"), "field": _tr("Off the field"), "time": _tr("Time is up")}
        if session.shown.ended:
            return ended[session.shown.ended]
        if not self._drive.clock.running and not session.shown.number:
            return _tr("Space drives, arrows steer")
        if self._clip.recording:
            return _tr("Recording")
        if session.alone:
            return _tr("Waiting for the dream")
        return ""

    def _who(self, instant: Instant) -> str:
        if instant.by_hand and instant.number:
            return _tr("You")
        return self._page.bar.driver_titles()[DRIVERS.index(self._drive.driver)]
