"""How the shell is answered: text or JSON on stdout, trouble as one line on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any


class Exit(IntEnum):
    """What the shell learns from the exit status."""

    WELL = 0
    FAILED = 1
    MISUSED = 2
    INTERRUPTED = 130


def print_json(value: Any) -> None:
    """Write ``value`` to stdout as JSON that a program can read; dataclasses and paths are understood."""
    # A terminal or pipe in another encoding still gets valid JSON, with escapes.
    as_it_is = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, indent=2, ensure_ascii=not as_it_is, default=_plain, allow_nan=False))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def counted(count: int, what: str) -> str:
    """How many of something whose plural ends in s: 1 step, 2 steps."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def complain(sentence: str) -> None:
    """Write one line to stderr, whatever line breaks the sentence holds."""
    print(f"reverie: {one_line(sentence)}", file=sys.stderr)


def one_line(text: str) -> str:
    """The text with every run of spaces and line breaks made one space."""
    return " ".join(text.split())


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of text under headings, each as wide as its widest cell."""
    lines = [list(headings), *[list(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    lines.insert(1, ["─" * width for width in widths])
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
