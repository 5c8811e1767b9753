"""Play's pane: what is, what V sees of it, and what M dreams, in step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.play.mind import Mind
from engines.steps import Task
from studio.commands import Command
from studio.look.icons import icon
from studio.panes.errands import send
from studio.panes.pane import Desk, Pane
from studio.panes.play.clip import ClipRecorder
from studio.panes.play.commands import QUIET, dreaming_commands, driving_commands, view_commands
from studio.panes.play.dreamdock import USUAL
from studio.panes.play.drive import Drive
from studio.panes.play.gamepad import PadReader
from studio.panes.play.keeping import drive_values, take_values
from studio.panes.play.keys import command_of, control_of
from studio.panes.play.latents import Latents
from studio.panes.play.learning.part import LearningPart
from studio.panes.play.page import PlayPage
from studio.panes.play.preparing import Ready, get_ready
from studio.panes.play.showing import Showing


class PlayPane(Pane):
    """Wires the session, the page and the keys."""

    name = "play"

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, prepare: Callable[[Path | None], Task[Ready]] = get_ready
    ) -> None:
        super().__init__(desk, parent)
        self._prepare, self._asked = prepare, False
        #: The folder of the models that see, dream and drive; None: the shipped ones.
        self.model: Path | None = None
        self._pins: dict[int, float] = {}
        self._actions: dict[str, QAction] = {}
        self.page = PlayPage()
        self.pad = PadReader(desk.toasts, self)
        self.drive = Drive(self, self.pad.read)
        self.latents = Latents(self.drive, self.page.latents, self.undo_stack, self)
        self.clip = ClipRecorder(self)
        self.showing = Showing(self.page, self.drive, self.latents, self.clip, self)
        self.learning = LearningPart(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.setAccessibleName(self.tr("Play"))
        self._connect()
        self._show_settings()
        self.showing.wait(self.tr("Getting the game ready…"))

    def _connect(self) -> None:
        drive, bar, dreams = self.drive, self.page.bar, self.page.dreams
        drive.changed.connect(self._show_settings)
        drive.changed.connect(self.changed)
        drive.refused.connect(self.desk.toasts.warn)
        drive.moved.connect(self._show_offers)
        self.pad.changed.connect(self.commands_changed)
        self.clip.changed.connect(self.commands_changed)
        self.page.side_changed.connect(self.changed)
        self.page.side_changed.connect(self.commands_changed)
        self.page.timeline.valueChanged.connect(drive.look_at)
        bar.driver_changed.connect(drive.give_wheel_to)
        bar.speed_changed.connect(self._set_speed)
        bar.seed.changed.connect(self._seed_changed)
        dreams.heated.connect(drive.heat)
        dreams.count_changed.connect(lambda _count: drive.set_temperatures(dreams.temperatures()))
        dreams.anchor_every_changed.connect(drive.set_anchor_every)
        dreams.alone_changed.connect(drive.set_alone)
        self.page.stage.pressed.connect(drive.hands.point)
        self.page.stage.released.connect(drive.hands.lift)
        self.page.memory.chosen.connect(self.latents.choose)
        self.page.stage.installEventFilter(self)
        self._could = (False, False)

    # -- what the window asks --------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        return [*driving_commands(self), *dreaming_commands(self), *view_commands(self)]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Letters and Space belong to whatever has the focus first; the pane listens after it."""
        for name in QUIET:
            self._actions[name] = action_of(f"play.{name}")
            self._actions[name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.page.bar.offer(action_of)
        self.page.dreams.offer(action_of)
        self._show_settings()

    def collect(self) -> dict[str, Any]:
        return {
            **drive_values(self.drive),
            "model": "" if self.model is None else str(self.model),
            "side_open": self.page.is_side_open(),
            "dock": self.page.side.current(),
            "dimension": self.latents.dimension,
            "clip_folder": self.clip.folder,
            "clip_format": self.clip.format,
        }

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:  # noqa: ARG002
        drive = self.drive
        drive.pause()
        pins = take_values(drive, state)
        if drive.session is not None:
            drive.take(Ready(drive.session.world, drive.session.mind))
            drive.session.pins = pins
        self._pins = pins
        model = state.get("model")
        before, self.model = self.model, Path(model) if isinstance(model, str) and model else None
        if self.model != before and self._asked:
            self.prepare()
        self.page.set_side_open(state.get("side_open") is not False)
        if state.get("dock") in self.page.side.names():
            self.page.side.show_dock(state["dock"])
        dimension = state.get("dimension")
        self.latents.dimension = dimension if type(dimension) is int and 0 <= dimension < 32 else 0
        folder, format_name = state.get("clip_folder"), state.get("clip_format")
        self.clip.folder = folder if isinstance(folder, str) else ""
        self.clip.format = format_name if format_name in ("mp4", "gif", "webp") else "gif"
        self._show_settings()

    # -- keys ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Driving, and the pane's own keys, where nobody else has taken them."""
        control, name = control_of(event), command_of(event)
        if control:
            if not event.isAutoRepeat():
                self.drive.hands.press(control)
        elif name in self._actions:
            if not event.isAutoRepeat() or name in ("step", "back"):
                self._actions[name].trigger()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key is let go."""
        control = control_of(event)
        if not control:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.drive.hands.release(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whose focus goes elsewhere has let go of the keys."""
        if event.type() == QEvent.Type.FocusOut:
            self.drive.hands.lift()
            for key in tuple(self.drive.hands.held):
                self.drive.hands.release(key)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """At the first visit the game is brought in, away from the window's thread."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self.prepare()

    def hideEvent(self, event: QHideEvent) -> None:
        """In another room nobody drives."""
        self.drive.pause()
        self.showing.stop()
        super().hideEvent(event)

    # -- the models ------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Get the game and its models, or look for the models again."""
        title, model, make = self.tr("Getting the game ready"), self.model, self._prepare
        self.drive.pause()
        lanes = self.desk.lanes
        send(lanes, title, lambda: make(model), self._take, self._fail, owner=self, key="prepare", lane="now")

    def choose_model(self, folder: Path | None) -> None:
        """See, dream and drive with the models of another folder; the track begins anew."""
        self.model = folder
        self._pins = {}
        if self._asked:
            self.prepare()
        self.changed.emit()

    @Slot(object)
    def _take(self, ready: Ready) -> None:
        self.showing.missing = ready.missing
        self.page.latents.show_mind(ready.mind)
        self.drive.take(ready)
        if self.drive.session is not None:
            self.drive.session.pins = dict(self._pins)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._asked = False
        self.showing.wait(sentence)
        self.desk.toasts.warn(sentence)

    def mind(self) -> Mind | None:
        """The models that see and dream here."""
        return None if self.drive.session is None else self.drive.session.mind

    # -- showing settings ------------------------------------------------------------------------------------

    @Slot()
    def _show_settings(self) -> None:
        drive, bar, dreams = self.drive, self.page.bar, self.page.dreams
        session = drive.session
        bar.seed.show_seed(drive.seed, locked=drive.locked)
        bar.show_driver(drive.driver, drive.controlled or session is None)
        bar.show_speed(drive.clock.speed)
        note = "" if drive.minded or session is None else self.showing.missing
        dreams.show_count(len(drive.temperatures))
        dreams.show_temperatures([*drive.temperatures, *USUAL[len(drive.temperatures) :]])
        dreams.show_switches(drive.anchor_every, session is not None and session.alone, drive.minded, note)
        dreams.alone.setEnabled(drive.minded)
        run = self._actions.get("run")
        if run is not None:
            run.setIcon(icon("pause" if drive.clock.running else "play-triangle"))
        self._say()
        self.commands_changed.emit()

    @Slot()
    def _show_offers(self) -> None:
        """Commands are asked again only where a frame changed what they can do."""
        could = (self.drive.dreamed, self.drive.session is not None)
        if could != self._could:
            self._could = could
            self.commands_changed.emit()

    def _say(self) -> None:
        rate = self.drive.clock.rate()
        words = self.tr("Track {seed}").format(seed=self.drive.seed)
        if rate:
            words += self.tr("   ·   {rate:.0f} frames a second").format(rate=rate)
        self.status.emit(words)

    @Slot(float)
    def _set_speed(self, speed: float) -> None:
        self.drive.clock.speed = speed
        self.changed.emit()

    @Slot()
    def _seed_changed(self) -> None:
        field, drive = self.page.bar.seed, self.drive
        drive.locked = field.lock.isChecked()
        if field.number.value() != drive.seed:
            drive.set_seed(field.number.value())
        self.changed.emit()
