"""What an earlier sitting has thrown away, and nobody can put back any more."""

from __future__ import annotations

from pathlib import Path

from engines.folders import forget_removed

_FORGOTTEN: set[Path] = set()


def forget_leftovers(parent: Path) -> None:
    """Delete it for good, once a sitting: what one pane has thrown away since can still be put back there."""
    if parent not in _FORGOTTEN:
        _FORGOTTEN.add(parent)
        forget_removed(parent)
