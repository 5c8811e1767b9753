"""Learning to drive: begins, watches and ends the stages of courses, and hands their models to the viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engines.cards import Card
from engines.errors import ReverieError
from engines.orders import Orders
from engines.play.course.courses import STAGES, Course, Stage, Standing, Wishes, rewritten
from engines.play.course.speeds import estimate, estimate_left
from engines.runlog import curve_of
from engines.steps import Step, Task
from studio.jobs.job import State
from studio.panes.errands import send
from studio.panes.play.learning.drawer import LearnDrawer
from studio.panes.play.learning.engine import CourseEngine
from studio.panes.play.learning.trace import Trace, watched
from studio.panes.play.learning.words import span_words, stage_words
from studio.panes.sitting import TrainingSitting

if TYPE_CHECKING:
    from studio.panes.play.pane import PlayPane

DOCK = "learn"


class LearningPart(QObject):
    """One stage at a time; the others rest in their folders."""

    def __init__(self, pane: PlayPane, engine: CourseEngine | None = None) -> None:
        super().__init__(pane)
        self.pane, self.engine, self.lanes = pane, engine or CourseEngine(), pane.desk.lanes
        self.drawer = LearnDrawer()
        self.course: Course | None = None
        self.courses: list[Course] = []
        self.sitting: TrainingSitting | None = None
        self.stage: Stage | None = None
        self.all_four = self._making = self._new = False
        self.speeds: dict[str, float] = {}
        self.traces = {stage: Trace() for stage in STAGES}
        pane.page.add_dock(self.tr("Learn"), self.drawer, DOCK)
        drawer, form = self.drawer, self.drawer.form
        drawer.shown.connect(self.refresh)
        drawer.all_wanted.connect(self.start_all)
        drawer.model_wanted.connect(self.use_model)
        form.chosen.connect(self.choose)
        form.changed.connect(self._wishes_changed)
        for card in drawer.cards.values():
            card.started.connect(self.start)
            card.paused.connect(self.pause)
            card.stopped.connect(self.stop)
        self._show()

    # -- what there is ------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Look for courses, and measure how fast this computer is."""
        say, engine = self.drawer.say, self.engine
        send(self.lanes, self.tr("Looking for courses"), engine.courses, self._found, say, owner=self, key="courses")
        self._measure()

    def _measure(self) -> None:
        if self.sitting is not None:
            return
        preset, measure = str(self.drawer.form.preset.currentData()), self.engine.measure
        title = self.tr("Measuring this computer")
        work = lambda: measure(preset)  # noqa: E731
        send(self.lanes, title, work, self._measured, self.drawer.say, owner=self, key="measure", lane="train")

    @Slot(object)
    def _measured(self, speeds: dict[str, float]) -> None:
        self.speeds = {**self.speeds, **speeds}
        self._show()

    @Slot(object)
    def _found(self, courses: list[Course]) -> None:
        self.courses = courses
        if self.course is None and courses and not self._new and self.sitting is None:
            self._take(courses[0])
            stage = courses[0].next_stage()
            if stage is not None:
                words = self.tr("“{course}” can be gone on with at “{stage}”.")
                self.drawer.say(words.format(course=courses[0].wishes.title, stage=stage_words(stage).title))
        self._show_courses()

    @Slot(int)
    def choose(self, place: int) -> None:
        """Another course; -1: a new one."""
        self._new = place < 0
        self._take(None if place < 0 else self.courses[place])
        self.drawer.say("")
        self._show_courses()

    def _take(self, course: Course | None) -> None:
        self.course = course
        self.traces = {stage: Trace() for stage in STAGES}
        for stage in STAGES[1:] if course is not None else ():
            assert course is not None
            self.traces[stage].remember(curve_of(course.run_of(stage)))
        for card in self.drawer.cards.values():
            card.say("")

    @Slot()
    def _wishes_changed(self) -> None:
        form, course = self.drawer.form, self.course
        if course is not None:
            self._change(course, form.way.currentData(), float(form.minutes.value()))
        elif f"vision-{form.preset.currentData()}" not in self.speeds:
            self._measure()
        form.show_busy(self.sitting is not None)
        self._show()

    def _change(self, course: Course, way: str, minutes: float) -> None:
        """Another way to drive, or another time for it."""
        try:
            other = rewritten(course, way=way, minutes=minutes)
        except ReverieError as error:
            self.drawer.say(str(error))
            return
        self.course, self.traces["controller"] = other, Trace()
        self.traces["controller"].remember(curve_of(other.run_of("controller")))
        self.courses = [other if each.folder == course.folder else each for each in self.courses]

    # -- doing --------------------------------------------------------------------------------------------

    @Slot()
    def start_all(self) -> None:
        """All stages that are not done, one after the other."""
        stage = STAGES[0] if self.course is None else self.course.next_stage()
        if stage is not None:
            self.all_four = True
            self.start(stage)

    @Slot(str)
    def start(self, stage: Stage) -> None:
        """Begin a stage or go on with it; the first time the course is made."""
        if self.sitting is not None:
            return
        if self.course is not None:
            self._begin(stage)
            return
        try:
            wishes = self.drawer.form.wishes()
        except ReverieError as error:
            self.all_four = False
            self.drawer.say(str(error))
            return
        begin = self.engine.begin
        title = self.tr("Making the folder")
        failed = self._not_begun
        send(
            self.lanes,
            title,
            lambda: begin(wishes),
            lambda made: self._made_course(made, stage),
            failed,
            owner=self,
            key="begin",
        )

    @Slot(str)
    def _not_begun(self, sentence: str) -> None:
        self.all_four = False
        self.drawer.say(sentence)

    def _made_course(self, course: Course, stage: Stage) -> None:
        self._new = False
        self.courses = [course, *self.courses]
        self._take(course)
        self._begin(stage)
        self._show_courses()

    def _begin(self, stage: Stage) -> None:
        course, learn, trace = self.course, self.engine.learn, self.traces[stage]
        assert course is not None
        self.drawer.say("")
        self.drawer.cards[stage].say("")

        def task() -> Task[Any]:
            yield Step(0, None)
            return (yield from watched(learn(course, stage), trace))

        self.stage = stage
        title = self.tr("{stage}: “{course}”").format(stage=stage_words(stage).title, course=course.wishes.title)
        self.sitting = sitting = TrainingSitting(self.lanes, title, task, Orders(), self)
        sitting.moved.connect(self._show_job)
        sitting.ended.connect(self._ended)
        sitting.begin()
        self._show()

    @Slot()
    def pause(self) -> None:
        """Rest, or go on."""
        if self.sitting is not None:
            self.sitting.pause_or_resume()

    @Slot()
    def stop(self) -> None:
        """End it; it can be gone on with."""
        self.all_four = False
        if self.sitting is not None:
            self.sitting.stop()

    @Slot(str)
    def _ended(self, trouble: str) -> None:
        sitting, stage, self.sitting, self.stage = self.sitting, self.stage, None, None
        assert sitting is not None
        assert stage is not None
        well = sitting.job.state is State.DONE
        sitting.deleteLater()
        self.drawer.cards[stage].say(trouble)
        if trouble:
            self.pane.desk.toasts.warn(trouble)
        following = self.course.next_stage() if self.course is not None and well and self.all_four else None
        if following is not None and following != stage:
            self._begin(following)
        else:
            self.all_four = False
            self._show()

    # -- models -------------------------------------------------------------------------------------------

    @Slot()
    def use_model(self) -> None:
        """Make a model of what was learnt, and let the viewer drive with it."""
        course, make = self.course, self.engine.make
        if course is None or self._making or self.sitting is not None:
            return
        self._making = True
        self.drawer.say(self.tr("Making the model…"))
        title = self.tr("Making the model “{}”").format(course.wishes.title)
        send(self.lanes, title, lambda: make(course), self._made, self._unmade, owner=self, key="make", lane="train")
        self._show()

    @Slot(object)
    def _made(self, card: Card) -> None:
        self._making = False
        self.drawer.say(self.tr("“{}” drives now.").format(card.title))
        self.pane.choose_model(card.folder)
        self._show()

    @Slot(str)
    def _unmade(self, sentence: str) -> None:
        self._making = False
        self.drawer.say(sentence)
        self._show()

    # -- showing ------------------------------------------------------------------------------------------

    def _show_courses(self) -> None:
        self.drawer.form.show_courses(self.courses, self.course)
        self.drawer.form.show_busy(self.sitting is not None)
        self._show()

    def _wishes(self) -> Wishes | None:
        try:
            return self.course.wishes if self.course is not None else self.drawer.form.wishes()
        except ReverieError:
            return None

    @Slot()
    def _show_job(self) -> None:
        if self.sitting is not None and self.stage is not None:
            self.drawer.cards[self.stage].show_job(self.sitting.job, self.traces[self.stage])

    def _show(self) -> None:
        course, busy = self.course, self.sitting is not None or self._making
        left: list[float | None] = []
        for stage, card in self.drawer.cards.items():
            seconds = self._seconds(stage)
            left.append(seconds)
            standing = Standing() if course is None else course.standing(stage)
            missing = None if stage == "collect" else "collect" if course is None else course.missing_for(stage)
            if stage != self.stage:
                said = "" if missing is None else self._after(missing, seconds)
                card.show_rest(standing, seconds, self.traces[stage], can_start=said, busy=busy)
        self._show_job()
        known: list[float] = [each for each in left if each is not None]
        whole = self.tr("All four, about {}").format(span_words(sum(known, 0.0)))
        self.drawer.all.setText(whole if len(known) == len(left) and any(known) else self.tr("All four"))
        self.drawer.all.setEnabled(not busy and (course is None or course.next_stage() is not None))
        self.drawer.model.setEnabled(not busy and course is not None and course.standing("controller").begun)
        self.drawer.form.show_busy(busy)

    def _after(self, missing: Stage, seconds: float | None) -> str:
        said = self.tr("After “{}”").format(stage_words(missing).title)
        return said if seconds is None else self.tr("{}; takes about {}").format(said, span_words(seconds))

    def _seconds(self, stage: Stage) -> float | None:
        wishes = self._wishes()
        if self.course is not None:
            return estimate_left(self.course, stage, self.speeds)
        return None if wishes is None else estimate(wishes, stage, self.speeds)
