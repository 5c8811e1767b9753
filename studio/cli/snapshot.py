"""`reverie snapshot`: a picture of the real window, drawn without a screen; the README's pictures come from it."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from engines.errors import BadInput
from studio.cli.answers import Exit
from studio.cli.stage import PANES, THEMES

SMALLEST, LARGEST = 320, 7680


def add_verbs(verbs: Any) -> None:
    """Register `snapshot`."""
    parser = verbs.add_parser("snapshot", help="save a picture of a pane")
    parser.add_argument("--pane", required=True, type=pane_name, metavar="NAME", help=", ".join(PANES))
    parser.add_argument("--open", type=Path, metavar="FILE", help="open this file first")
    parser.add_argument("--theme", choices=THEMES, default="dark", help="dark unless told otherwise")
    parser.add_argument("--size", type=size, default=(1280, 720), metavar="WxH", help="1280x720 unless told otherwise")
    parser.add_argument(
        "--do", action="append", default=[], metavar="COMMAND", help="run a command by its id first; may be repeated"
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="PNG", help="where the picture goes")
    parser.set_defaults(run=run)


def pane_name(text: str) -> str:
    """One of the four panes, whatever its case."""
    name = text.strip().lower()
    if name in PANES:
        return name
    near = get_close_matches(name, PANES, n=1)
    advice = f"Did you mean “{near[0]}”?" if near else f"Choose one of {', '.join(PANES)}."
    raise argparse.ArgumentTypeError(f"there is no pane “{text}”. {advice}")


def size(text: str) -> tuple[int, int]:
    """Width and height from a text such as 1280x720."""
    found = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", text.strip().lower())
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is no size. Write it as 1280x720.")
    width, height = int(found[1]), int(found[2])
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise argparse.ArgumentTypeError(f"a window of {text} is not possible: {SMALLEST} to {LARGEST} a side are.")
    return width, height


def run(arguments: argparse.Namespace) -> int:
    """Show the pane, open the file, do what is asked, wait until all is done, and save the picture."""
    from studio.cli import stage

    _check(arguments.output, arguments.open)
    with stage.window_on_stage(arguments.size) as window:
        stage.put_on(window, arguments.pane, arguments.theme)
        stage.settle(window)
        if arguments.open is not None:
            window.open_files([arguments.open.absolute()])
            stage.settle(window)
        for command in arguments.do:
            stage.do(window, command)
            stage.settle(window)
        stage.save_png(stage.picture_of(window), arguments.output)
    return Exit.WELL


def _check(output: Path, opened: Path | None) -> None:
    """Say before the window is built what would fail after it."""
    if output.suffix.lower() != ".png":
        raise BadInput(f"A snapshot is a PNG: call it “{output.stem}.png”, not “{output.name}”.")
    if not output.parent.is_dir():
        raise BadInput(f"The folder “{output.parent}” does not exist. Make it first or choose another.")
    if opened is not None and not opened.is_file():
        raise BadInput(f"There is no file “{opened}”.")
