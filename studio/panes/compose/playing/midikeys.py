"""MIDI keyboards: found when they are plugged in, missed when they go, and played with velocity and pedal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engines.compose.sound.mididevices import Devices, Kind, Played, Port, SystemDevices, plain_name
from engines.errors import BadInput
from studio.settings import SettingsStore

#: A hand cannot tell five milliseconds.
_LISTEN_MS = 5
#: How soon a keyboard that was plugged in plays.
_LOOK_MS = 1000


class MidiKeys(QObject):
    """While it is on it plays with one keyboard, the chosen one or else the first that is there."""

    note_on = Signal(int, int)
    note_off = Signal(int)
    #: Something to say, in one sentence.
    trouble = Signal(str)
    #: It is on or off, or plays with another keyboard than before.
    changed = Signal()

    def __init__(
        self,
        settings: SettingsStore,
        wanted: Callable[[], bool],
        parent: QObject,
        build: Callable[[], Devices] = SystemDevices,
    ) -> None:
        """``wanted``: whether what is played shall be heard now."""
        super().__init__(parent)
        self._settings, self._wanted, self.build = settings, wanted, build
        self._devices: Devices | None = None
        self._port: Port | None = None
        self._name = ""
        self._refused: set[str] = set()
        self._down: set[int] = set()
        self._ringing: set[int] = set()
        self._pedal = False
        self._listening = QTimer(self, interval=_LISTEN_MS)
        self._listening.timeout.connect(self.listen)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)

    @property
    def on(self) -> bool:
        """Whether it plays, or waits for a keyboard to be plugged in."""
        return self._devices is not None

    @property
    def connected(self) -> bool:
        """Whether a keyboard is played with."""
        return self._port is not None

    @property
    def name(self) -> str:
        """The keyboard that is played with; empty for none."""
        return plain_name(self._name)

    def names(self) -> list[str]:
        """Every keyboard that is plugged in, by the names a person knows."""
        try:
            return [plain_name(name) for name in self._devices.names()] if self._devices is not None else []
        except BadInput:
            return []

    # -- on and off ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Go on as in the last sitting; nothing is said where there is nothing to play on."""
        if self._settings.settings.compose.midi_input:
            self._turn_on(quiet=True)

    @Slot()
    def toggle(self) -> None:
        """Play with a MIDI keyboard, or no more."""
        if self.on:
            self.close()
            self._settings.put("compose.midi_input", False)
        else:
            self._turn_on(quiet=False)
            self._settings.put("compose.midi_input", self.on)

    def choose(self, name: str) -> None:
        """Play with this one whenever it is there."""
        self._settings.put("compose.midi_keyboard", name)
        self._refused.clear()
        if self._port is not None and self.name != name:
            self._let_device_go()
        if not self.on:
            self.toggle()
        else:
            self.look()

    def close(self) -> None:
        """Let everything go."""
        self._looking.stop()
        self._let_device_go()
        devices, self._devices = self._devices, None
        if devices is not None:
            devices.close()
        self.changed.emit()

    def _turn_on(self, *, quiet: bool) -> None:
        try:
            self._devices = self.build()
        except BadInput as error:
            if not quiet:
                self.trouble.emit(str(error))
            return
        self._refused.clear()
        self._looking.start()
        self.look()
        if self._port is None and self.on and not self._refused and not quiet:
            self.trouble.emit(self.tr("No MIDI keyboard is connected. Plug one in: it plays as soon as it is there."))
        self.changed.emit()

    # -- plugging in and out ------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Miss a keyboard that went, take one that came."""
        if self._devices is None:
            return
        try:
            names = self._devices.names()
        except BadInput as error:
            self.close()
            self.trouble.emit(str(error))
            return
        self._refused &= set(names)
        if self._port is not None and self._name not in names:
            gone = self.name
            self._let_device_go()
            self.trouble.emit(self.tr("“{}” is gone. It plays on when it is plugged in again.").format(gone))
            self.changed.emit()
        if self._port is None:
            self._take([name for name in names if name not in self._refused])

    def _take(self, names: list[str]) -> None:
        chosen = self._settings.settings.compose.midi_keyboard
        names.sort(key=lambda name: plain_name(name) != chosen)
        if not names or self._devices is None:
            return
        try:
            self._port = self._devices.open(names[0])
        except BadInput as error:
            # Said once; the next one that is there is taken instead.
            self._refused.add(names[0])
            self.trouble.emit(str(error))
            self._take(names[1:])
            return
        self._name = names[0]
        self._listening.start()
        self.trouble.emit(self.tr("“{}” plays.").format(self.name))
        self.changed.emit()

    def _let_device_go(self) -> None:
        self._listening.stop()
        self.let_go()
        port, self._port, self._name = self._port, None, ""
        if port is not None:
            port.close()

    # -- playing ------------------------------------------------------------------------------------------

    @Slot()
    def listen(self) -> None:
        """Hand on what was played."""
        if self._port is None:
            return
        played = self._port.played()
        if not self._wanted():
            self.let_go()
            return
        for one in played:
            self._hand_on(one)

    def let_go(self) -> None:
        """Every key and the pedal go up."""
        self._pedal = False
        self._down.clear()
        self._damp()

    def _hand_on(self, one: Played) -> None:
        if one.kind is Kind.DOWN:
            if one.pitch in self._ringing:
                # The pedal held it: the same string is struck anew.
                self.note_off.emit(one.pitch)
            self._down.add(one.pitch)
            self._ringing.add(one.pitch)
            self.note_on.emit(one.pitch, one.value)
        elif one.kind is Kind.UP:
            self._down.discard(one.pitch)
            self._damp()
        elif one.kind is Kind.PEDAL:
            self._pedal = bool(one.value)
            self._damp()
        else:
            self.let_go()

    def _damp(self) -> None:
        """What no key and no pedal holds ends."""
        if self._pedal:
            return
        for pitch in sorted(self._ringing - self._down):
            self._ringing.discard(pitch)
            self.note_off.emit(pitch)
