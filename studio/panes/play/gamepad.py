"""A gamepad where there is one, and one sentence where there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engines.play.gamepad import Gamepad, find_gamepad
from engines.play.world import Action
from studio.widgets.toast import Toasts


class PadReader(QObject):
    """Asks the gamepad each frame while it is wanted."""

    changed = Signal()

    def __init__(self, toasts: Toasts, parent: QObject, find: Callable[[], Gamepad | None] = find_gamepad) -> None:
        super().__init__(parent)
        self._toasts, self._find = toasts, find
        self._pad: Gamepad | None = None

    @property
    def wanted(self) -> bool:
        """Whether a gamepad drives."""
        return self._pad is not None

    def toggle(self) -> None:
        """Look for one, or leave it."""
        if self._pad is not None:
            self._pad = None
        else:
            self._pad = self._find()
            if self._pad is None:
                self._toasts.say(
                    self.tr("No gamepad was found. Plug one in and choose this again; the keys drive too.")
                )
            else:
                name = self._pad.name
                self._toasts.say(self.tr("{name}: left stick steers, triggers are gas and brake.").format(name=name))
        self.changed.emit()

    def read(self) -> Action | None:
        """The action, or None while nobody touches it; one that was unplugged is said once."""
        if self._pad is None:
            return None
        try:
            return self._pad.read()
        except OSError:
            self._pad = None
            self._toasts.say(self.tr("The gamepad is gone. The keys drive."))
            self.changed.emit()
            return None
