"""The clipboard when Python ends: what Python made must not lie on it then, or the process would end in a crash."""

from __future__ import annotations

import atexit
from functools import cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_PLAIN = "text/plain"
_own: set[str] = set()


def leave_plain_text_at_the_end(kind: str) -> None:
    """Data of this kind, which only we read, may lie on the clipboard: at the end its plain text alone stays."""
    _own.add(kind)
    _at_exit()


def leave_plain_text() -> None:
    """Leave the plain text of what is ours; what others put there stays."""
    if QGuiApplication.instance() is not None:
        clipboard = QGuiApplication.clipboard()
        # Nothing at all after it was cleared, though Qt's types do not say so.
        held: QMimeData | None = clipboard.mimeData()
        # Not every platform tells whose it is; plain text stays what it was, and a picture is not ours.
        if held is not None and set(held.formats()) <= {_PLAIN, *_own}:
            clipboard.setText(clipboard.text())


@cache
def _at_exit() -> None:
    atexit.register(leave_plain_text)
