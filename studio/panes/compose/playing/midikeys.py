"""A MIDI keyboard, where one is connected and the system lets us reach it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

#: A hand cannot tell five milliseconds.
_LOOK_MS = 5


class MidiKeys(QObject):
    """Notes of the first MIDI device; says in one sentence when there is none."""

    note_on = Signal(int, int)
    note_off = Signal(int)
    trouble = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._port: Any = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def connected(self) -> bool:
        """Whether a device is played with."""
        return self._port is not None

    @Slot()
    def toggle(self) -> None:
        """Connect the first device, or let it go."""
        if self._port is not None:
            self.close()
            return
        try:
            import mido

            names = mido.get_input_names()
            self._port = mido.open_input(names[0]) if names else None
        except ImportError:
            self.trouble.emit(self.tr("MIDI keyboards need the package python-rtmidi, which is not installed here."))
            return
        except OSError as error:
            self.trouble.emit(self.tr("The MIDI keyboard cannot be opened ({}).").format(error))
            return
        if self._port is None:
            self.trouble.emit(self.tr("No MIDI keyboard is connected. Plug one in and try again."))
            return
        self._timer.start()
        self.trouble.emit(self.tr("“{}” plays.").format(names[0]))

    def close(self) -> None:
        """Let the device go."""
        self._timer.stop()
        port, self._port = self._port, None
        if port is not None:
            port.close()

    @Slot()
    def _look(self) -> None:
        for message in self._port.iter_pending():
            if message.type == "note_on" and message.velocity:
                self.note_on.emit(message.note, message.velocity)
            elif message.type in ("note_on", "note_off"):
                self.note_off.emit(message.note)
