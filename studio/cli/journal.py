"""The shell's log: what only a maker of Reverie wants to read goes here, never onto the terminal."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler

from engines.errors import ReverieError
from studio import paths

#: Not the window's log: two processes that roll the same file over lose lines of it.
NAME = "shell.log"
BYTES = 1_000_000
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Journal(RotatingFileHandler):
    """A log file that is made with its first line, and does without where it cannot be."""

    #: One sentence when a line could not be written.
    trouble: str = ""

    def handleError(self, record: logging.LogRecord) -> None:
        """Remember it; logging itself would print a traceback."""
        del record
        self.trouble = "Nothing could be written to the log."

    def where(self) -> str:
        """A sentence that says where the details are."""
        return self.trouble or f"The details are in “{self.baseFilename}”."


@contextmanager
def keep_journal() -> Iterator[Journal]:
    """Log into the file until the end of the block, and nowhere else unless somebody listens already."""
    try:
        folder = paths.log_folder()
        trouble = ""
    except ReverieError as error:
        folder, trouble = None, str(error)
    place = os.devnull if folder is None else folder / NAME
    # delay: most verbs have nothing to log, and leave no empty file. devnull cannot be rolled over.
    journal = Journal(place, maxBytes=0 if folder is None else BYTES, backupCount=1, encoding="utf-8", delay=True)
    journal.trouble = trouble
    journal.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(journal)
    try:
        yield journal
    finally:
        root.removeHandler(journal)
        journal.close()
