"""`reverie VERB …`: finds the verb, runs it, and turns whatever happens into one line and an exit status."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from engines.errors import ReverieError
from studio.cli import bench, compose, house, paint, play, snapshot, tour, write
from studio.cli.answers import Exit, complain
from studio.cli.journal import Journal, keep_journal
from studio.version import reverie_version

log = logging.getLogger(__name__)

#: Who brings verbs, in the order that the help shows them.
ROOMS = (paint, write, compose, play, house, snapshot, tour, bench)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line with the way out."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line in one line, and end with status 2."""
        complain(f"{_in_our_words(message)} Try “{self.prog} --help”.")
        raise SystemExit(int(Exit.MISUSED))


def _in_our_words(message: str) -> str:
    """argparse's message as a sentence."""
    message = message.removeprefix("argument ")
    return message if message.endswith((".", "?", "!")) else f"{message[:1].upper()}{message[1:]}."


def parser() -> Parser:
    """The parser with every verb of every room."""
    whole = Parser(
        prog="reverie",
        description="An offline creative studio. Without a verb it opens the window.",
        epilog="Without a verb: reverie [FILE…] opens the window, with these files.",
    )
    whole.add_argument("--version", action="version", version=f"reverie {reverie_version()}")
    verbs = whole.add_subparsers(title="verbs", dest="verb", metavar="VERB", required=True)
    for room in ROOMS:
        room.add_verbs(verbs)
    return whole


def verbs() -> tuple[str, ...]:
    """The first words that ask for the shell instead of the window."""
    subparsers = next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    return tuple(subparsers.choices)


def main(argv: Sequence[str]) -> int:
    """Run one verb and return the exit status: 0 done, 1 failed, 2 misused, 130 interrupted; never raises."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show “ ” gets question marks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        with keep_journal() as journal:
            return int(_guarded(argv, journal))
    except BrokenPipeError:
        # The reader has read enough (`reverie models | head -1`). What Python flushes at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.WELL)


def _guarded(argv: Sequence[str], journal: Journal) -> int:
    try:
        status = _run(argv)
        sys.stdout.flush()
        return status
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.WELL
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except ReverieError as error:
        log.info("reverie %s: %s", " ".join(argv), error)
        complain(str(error))
    except Exception as error:  # the last place that can tell the person
        log.critical("reverie %s", " ".join(argv), exc_info=error)
        complain(f"Reverie made a mistake: {_brief(error)}. {journal.where()}")
    return Exit.FAILED


def _run(argv: Sequence[str]) -> int:
    whole = parser()
    first = argv[0] if argv else ""
    known = verbs()
    if first and not first.startswith("-") and first not in known:
        near = get_close_matches(first, known, n=1)
        whole.error(f"There is no verb “{first}”.{f' Did you mean “{near[0]}”?' if near else ''}")
    arguments = whole.parse_args(list(argv))
    run: Callable[[argparse.Namespace], int] = arguments.run
    return int(run(arguments))


def _brief(error: Exception) -> str:
    text = str(error).strip().rstrip(".") or "no more is known"
    return f"{type(error).__name__}, {text[:200]}"
