"""The panes of a document: what each holds is gathered here and shown again here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from engines.errors import ReverieError
from studio.documents.project import Project
from studio.documents.writer import Snapshot

log = logging.getLogger(__name__)

#: What a pane holds now, as a new dict; called on the GUI thread: cheap, no copies of large pictures.
Collect = Callable[[], dict[str, Any]]
#: Show a state again; ``{}`` means an empty pane. The function gives the bytes of a blob by its SHA-256.
Restore = Callable[[dict[str, Any], Callable[[str], bytes]], None]


@dataclass(frozen=True)
class _Pane:
    collect: Collect
    restore: Restore


class Roster:
    """Who takes part in a document. One faulty pane costs the others nothing."""

    def __init__(self) -> None:
        self._panes: dict[str, _Pane] = {}
        #: Panes that could not show what the file holds: they must not overwrite it with nothing.
        self._unreadable: set[str] = set()
        self._uncollected: set[str] = set()
        self._order = 0

    def add(self, name: str, collect: Collect, restore: Restore) -> None:
        """A pane joins, or joins anew."""
        self._panes[name] = _Pane(collect, restore)

    def names(self) -> list[str]:
        """Every pane that joined."""
        return list(self._panes)

    def may_write(self, name: str) -> bool:
        """Whether the pane's changes belong in the file; raises KeyError for a pane that never joined."""
        if name not in self._panes:
            raise KeyError(name)
        return name not in self._unreadable

    def snapshot(self, names: Iterable[str]) -> tuple[Snapshot, list[str]]:
        """What these panes hold now, and a sentence for each that newly failed to tell."""
        self._order += 1
        states: dict[str, dict[str, Any]] = {}
        troubles: list[str] = []
        for name in names:
            if name in self._unreadable:
                continue
            try:
                states[name] = self._panes[name].collect()
                self._uncollected.discard(name)
            except Exception:
                log.exception("collecting %s failed", name)
                if name not in self._uncollected:
                    troubles.append(_said("“{pane}” could not be saved: please send a report.").format(pane=name))
                self._uncollected.add(name)
        return Snapshot(self._order, states), troubles

    def restore(self, project: Project | None, names: Iterable[str]) -> list[str]:
        """Show panes what the project holds of them, and a sentence for each that could not."""
        troubles: list[str] = []
        for name in names:
            self._unreadable.discard(name)
            try:
                state = {} if project is None else project.read_pane(name)
                self._panes[name].restore(state, _no_blobs if project is None else project.get_blob)
            except Exception as error:
                log.exception("restoring %s failed", name)
                self._unreadable.add(name)
                troubles.append(_not_restored(name, error))
        return troubles


def _no_blobs(sha: str) -> bytes:
    raise KeyError(sha)


def _not_restored(pane: str, error: Exception) -> str:
    reason = str(error) if isinstance(error, ReverieError) else type(error).__name__
    sentence = _said(
        "“{pane}” could not show its part of the project, which stays in the file as it is. "
        "Changes in “{pane}” are not saved: {reason}"
    )
    return sentence.format(pane=pane, reason=reason)


def _said(sentence: str) -> str:
    return QCoreApplication.translate("Roster", sentence)
