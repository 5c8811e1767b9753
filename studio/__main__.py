"""Where Reverie starts: ``reverie`` opens the window, ``reverie VERB …`` works without one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from studio.threads import prepare_environment

IMPORTED_AT = time.time()
#: What a shell expects of a program ended by Ctrl-C.
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, with the files that are named, or hand everything else to the command line."""
    # First of all: number libraries read this once, when they are imported.
    prepare_environment()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments and not _names_a_file(arguments[0]):
            return _work_without_window(arguments)
        return _open_window([each for each in arguments if not each.startswith("-")])
    except KeyboardInterrupt:
        return INTERRUPTED


def _names_a_file(argument: str) -> bool:
    """Verbs are plain words; what Reverie opens has a suffix or lies in a folder."""
    return not argument.startswith("-") and (Path(argument).suffix != "" or len(Path(argument).parts) > 1)


def _has_display() -> bool:
    """Only Linux can be without one; a platform that was asked for by name needs none."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _work_without_window(arguments: list[str]) -> int:
    from studio.cli.main import main as work

    return work(arguments)


def _open_window(files: list[str]) -> int:
    from studio.binding import require_qt

    require_qt()
    if not _has_display():
        # Qt would end the process with a core dump; a sentence helps more.
        sentence = "There is no display here. “reverie tour FOLDER” draws every pane into a folder instead."
        print(f"reverie: {sentence}", file=sys.stderr)
        return 1
    from studio.app import run

    return run(files)


if __name__ == "__main__":
    raise SystemExit(main())
