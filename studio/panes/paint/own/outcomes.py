"""The newest result for each of the last few photographs: an undone step brings its painting back too."""

from __future__ import annotations

from studio.panes.paint.look import Photograph
from studio.panes.paint.own.plan import Outcome

_KEPT = 4


class Outcomes:
    """Results by the fingerprint of their photograph's file."""

    def __init__(self) -> None:
        self._kept: dict[str, Outcome] = {}

    def keep(self, outcome: Outcome) -> None:
        """Keep it in place of an older one of the same photograph; the oldest of all goes."""
        self._kept.pop(outcome.photograph, None)
        self._kept[outcome.photograph] = outcome
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]

    def of(self, photograph: Photograph | None) -> Outcome | None:
        """The result for this photograph."""
        return None if photograph is None else self._kept.get(photograph.blob.sha)

    def newest(self, photograph: Photograph | None) -> Outcome | None:
        """The one for this photograph, else the newest: the photograph may still be on its way."""
        return self.of(photograph) or next(reversed(self._kept.values()), None)

    def clear(self) -> None:
        """Another project."""
        self._kept.clear()
