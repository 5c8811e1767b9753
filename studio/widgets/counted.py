"""Words with a count in them: Qt leaves “(s)” in English, where no translator chooses a plural."""

from __future__ import annotations

_EITHER = "(s)"


def counted(words: str, count: int) -> str:
    """What ``tr`` made of ``%n note(s)`` as English says it; a translation has chosen its plural already."""
    return words.replace(_EITHER, "" if count == 1 else "s")
