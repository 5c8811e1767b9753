"""What the project keeps of Paint, also of what could not be read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from studio.documents.blobs import Blob
from studio.panes.paint.look import Setting, setting_state
from studio.panes.paint.negative import Negative

ReadBlob = Callable[[str], bytes]
#: What an older Reverie wrote in place of the looks.
_OLDER = ("style", "strength")


class Kept(Protocol):
    """A part of the pane with a state of its own: the takes, the own painting."""

    def collect(self) -> Any: ...

    def restore(self, state: Any, read_blob: ReadBlob) -> object: ...


class Keeping:
    """Gathers the state of the pane, and hands it out again."""

    def __init__(self) -> None:
        self._parts: dict[str, Kept] = {}
        #: The project's own words for what is not, or cannot be, read.
        self._unread: dict[str, Any] = {}

    def add(self, name: str, part: Kept) -> None:
        """Keep ``part`` under ``name`` from now on."""
        self._parts[name] = part

    def collect(self, negative: Negative | None, setting: Setting) -> dict[str, Any]:
        """The state for the project; nothing at all for an empty pane."""
        parts = {name: state for name, part in self._parts.items() if (state := part.collect())}
        if negative is None:
            # A photograph that is still being read, or cannot be, stays in the project as it is.
            return {**self._unread, **setting_state(setting), **parts} if self._unread else parts
        return {"photograph": negative.blob, "name": negative.name, **setting_state(setting), **parts}

    def read_photograph(self, state: Mapping[str, Any], read_blob: ReadBlob) -> tuple[bytes, str] | None:
        """The bytes and the name of the photograph in ``state``; None where there is none."""
        self._unread = {}
        if "photograph" not in state:
            return None
        data, name = read_blob(state["photograph"]), str(state.get("name", ""))
        others = {key: value for key, value in state.items() if key not in (*_OLDER, *self._parts)}
        self._unread = {**others, "photograph": Blob(data, "image/*")}
        return data, name

    def hand_out(self, state: Mapping[str, Any], read_blob: ReadBlob) -> None:
        """Give every part its state."""
        for name, part in self._parts.items():
            part.restore(state.get(name), read_blob)
