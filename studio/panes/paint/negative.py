"""Photographs put away: their files' bytes, from which each can be developed again."""

from __future__ import annotations

import weakref
from collections import deque

from studio.documents.blobs import Blob
from studio.panes.paint.look import Photograph

#: Photographs up to so many pixels stay developed for a while, so that undo shows them at once.
_SMALL_PIXELS = 12_000_000
_STAY = 2


class Negative:
    """What the history keeps of a photograph. A developed one takes ten times its file, so it is not kept here."""

    def __init__(self, photograph: Photograph) -> None:
        self.name = photograph.name
        self.blob: Blob = photograph.blob
        self._developed: weakref.ref[Photograph] | None = weakref.ref(photograph)

    @classmethod
    def stored(cls, name: str, blob: Blob) -> Negative:
        """The negative of a photograph that only its file's bytes are left of."""
        negative = cls.__new__(cls)
        negative.name, negative.blob, negative._developed = name, blob, None
        return negative

    @property
    def photograph(self) -> Photograph | None:
        """The developed picture, if somebody still has it."""
        return None if self._developed is None else self._developed()

    def develop(self, photograph: Photograph) -> None:
        """Remember that ``photograph`` was made from this negative."""
        self._developed = weakref.ref(photograph)


class Darkroom:
    """Keeps the newest few small photographs developed."""

    def __init__(self) -> None:
        self._kept: deque[Photograph] = deque(maxlen=_STAY)

    def keep(self, photograph: Photograph) -> None:
        """Hold on to ``photograph`` until others have come."""
        if photograph.picture.width * photograph.picture.height <= _SMALL_PIXELS and photograph not in self._kept:
            self._kept.append(photograph)

    def clear(self) -> None:
        """Let all of them go."""
        self._kept.clear()
