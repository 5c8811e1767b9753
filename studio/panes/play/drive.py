"""The session as the window drives it: the clock, the hands, the driver, the dreams."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from engines.errors import ReverieError
from engines.play.hands import Hands
from engines.play.session import Session
from engines.play.wheel import PERSON
from engines.play.world import Action
from studio.panes.play.clock import FrameClock
from studio.panes.play.preparing import Ready
from studio.widgets.seedfield import thrown

#: Frames of “two seconds on”.
AHEAD = 100


class Drive(QObject):
    """Steps the session; what is to be shown it tells by signals."""

    #: Another frame is looked at, or the same with other dreams.
    moved = Signal()
    #: What can be done has changed, or what belongs in the project.
    changed = Signal()
    #: str: something could not be done.
    refused = Signal(str)

    def __init__(self, parent: QObject, read_pad: Callable[[], Action | None]) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.clock, self.hands = FrameClock(self), Hands()
        self.seed, self.locked = 0, False
        self.driver = "controller"
        self.temperatures: list[float] = [1.0]
        self.anchor_every = 0
        self._read_pad = read_pad
        self.clock.ticked.connect(self.tick)
        self.clock.running_changed.connect(self.changed)

    # -- what is known ---------------------------------------------------------------------------------------

    @property
    def minded(self) -> bool:
        """Whether there are models."""
        return self.session is not None and self.session.mind is not None

    @property
    def controlled(self) -> bool:
        """Whether C can drive."""
        mind = None if self.session is None else self.session.mind
        return mind is not None and mind.controller is not None

    @property
    def dreamed(self) -> bool:
        """Whether there is a dream at the frame looked at."""
        return self.session is not None and bool(self.session.past) and bool(self.session.shown.branches)

    # -- the clock -------------------------------------------------------------------------------------------

    def take(self, ready: Ready) -> None:
        """The game is there."""
        pins = {} if self.session is None else self.session.pins
        if self.session is not None and self.session.world is not ready.world:
            self.session.world.close()
        self.session = Session(ready.world, ready.mind)
        self.session.anchor_every, self.session.pins = self.anchor_every, pins
        if self.driver == "controller" and not self.controlled:
            self.driver = "scripted"
        self.session.wheel.give_to(self.driver)
        self.start_over()

    @Slot(int)
    def tick(self, steps: int) -> None:
        """So many frames on."""
        session = self.session
        if session is None:
            return
        for _ in range(steps):
            session.step(self._hand())
            if session.finished:
                self.clock.run(False)
                break
        self.moved.emit()

    def _hand(self) -> Action | None:
        pad = self._read_pad()
        if pad is not None:
            return pad
        return self.hands.tick() if self.hands.driving else None

    def run_or_pause(self) -> None:
        """Drive on, or rest; from an end, drive anew."""
        if self.session is None:
            return
        if not self.clock.running and self.session.finished:
            self.start_over() if self.locked else self.another()
        self.clock.run(not self.clock.running)

    def pause(self) -> None:
        """Rest, and let go of the wheel."""
        self.clock.run(False)
        self.hands.let_go()

    def single(self) -> None:
        """One frame on, and rest."""
        self.clock.run(False)
        self.tick(1)

    def back(self) -> None:
        """One frame back, and rest."""
        if self.session is not None:
            self.look_at(self.session.at - 1)

    def ahead(self) -> None:
        """Two seconds on at once; each frame is looked at, so that curves have no hole."""
        for _ in range(AHEAD):
            if self.session is None or self.session.finished:
                break
            self.session.step(self._hand())
            self.session.view()
        self.moved.emit()

    def look_at(self, place: int) -> None:
        """Look at another frame, and rest."""
        if self.session is not None:
            self.clock.run(False)
            self.session.look_at(place)
            self.moved.emit()
            self.changed.emit()

    # -- the track -------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """The same track from its beginning."""
        if self.session is not None:
            self.session.begin(self.seed)
            self.moved.emit()
        self.changed.emit()

    def another(self) -> None:
        """Any other track."""
        self.set_seed(thrown())

    def set_seed(self, seed: int) -> None:
        """The track of this number."""
        self.seed = seed
        self.start_over()

    def give_wheel_to(self, name: str) -> None:
        """Another driver from the next frame on."""
        try:
            if self.session is not None:
                self.session.wheel.give_to(name)
        except ReverieError as error:
            self.refused.emit(str(error))
            self.changed.emit()
            return
        self.driver = name
        if name == PERSON:
            self.hands.let_go()
        self.changed.emit()

    # -- dreams ----------------------------------------------------------------------------------------------

    def dream(self) -> None:
        """Dreams branch off here, as many as there are temperatures."""
        if self.session is None:
            return
        try:
            self.session.dream(self.temperatures)
        except ReverieError as error:
            self.refused.emit(str(error))
        self._told()

    def wake(self) -> None:
        """No dream any more."""
        if self.session is not None:
            self.session.wake()
            self._told()

    def anchor(self) -> None:
        """The dreams are brought back."""
        if self.session is not None:
            self.session.anchor()
            self._told()

    def heat(self, place: int, temperature: float) -> None:
        """Another temperature for one dream, or for the next one that begins."""
        self.temperatures[place] = temperature
        if self.session is not None and self.session.past and place < len(self.session.shown.branches):
            self.session.heat(place, temperature)
        self._told()

    def set_temperatures(self, temperatures: list[float]) -> None:
        """So many dreams; those under way begin anew."""
        self.temperatures = temperatures
        if self.dreamed:
            self.dream()
        else:
            self._told()

    def set_anchor_every(self, frames: int) -> None:
        """Bring dreams back by themselves."""
        self.anchor_every = frames
        if self.session is not None:
            self.session.anchor_every = frames
        self.changed.emit()

    def set_alone(self, alone: bool) -> None:
        """Only the dream goes on; where there is none, one begins."""
        if self.session is None:
            return
        if alone and not self.dreamed:
            self.dream()
        self.session.alone = alone and self.dreamed
        self._told()

    def _told(self) -> None:
        if self.session is not None and self.session.past:
            self.moved.emit()
        self.changed.emit()
