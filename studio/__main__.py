"""Where Reverie starts: ``reverie`` opens the window, ``reverie VERB …`` works without one."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from studio.threads import prepare_environment

IMPORTED_AT = time.time()


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, with the files that are named, or hand everything else to the command line."""
    # First of all: number libraries read this once, when they are imported.
    prepare_environment()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and not _names_a_file(arguments[0]):
        return _work_without_window(arguments)
    return _open_window([each for each in arguments if not each.startswith("-")])


def _names_a_file(argument: str) -> bool:
    """Verbs are plain words; what Reverie opens has a suffix or lies in a folder."""
    return not argument.startswith("-") and (Path(argument).suffix != "" or len(Path(argument).parts) > 1)


def _work_without_window(arguments: list[str]) -> int:
    from studio.cli.main import main as work

    return work(arguments)


def _open_window(files: list[str]) -> int:
    from studio.binding import require_qt

    require_qt()
    from studio.app import run

    return run(files)


if __name__ == "__main__":
    raise SystemExit(main())
