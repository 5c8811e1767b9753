"""The words that several verbs of `reverie write` share: which model, which text, and what numbers may be."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import BadInput

if TYPE_CHECKING:
    from engines.write.model import WordModel


def add_model_option(verb: argparse.ArgumentParser) -> None:
    """Which model answers."""
    verb.add_argument("--model", metavar="NAME", help="a model's name or folder (see “reverie write models”)")


def add_text_options(verb: argparse.ArgumentParser) -> None:
    """What was written so far."""
    text = verb.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar="T", help="what was written so far; “-” reads it from standard input")
    text.add_argument("--file", type=Path, metavar="FILE", help="a file with what was written so far")


def chosen_model(args: argparse.Namespace) -> WordModel:
    """The model that was asked for, or the first choice; raises BadInput or MissingWeights."""
    from engines.write.catalogue import first_choice, model_named
    from engines.write.model import WordModel

    folders = [own_models()]
    return WordModel.load(model_named(args.model, folders) if args.model else first_choice(folders))


def own_models() -> Path:
    """Where the models lie that the person trained or brought along."""
    from studio import paths

    return paths.models_folder()


def chosen_text(args: argparse.Namespace) -> str:
    """The text so far; raises BadInput when it cannot be read."""
    if args.file is not None:
        from engines.write.reading import read_document

        return read_document(args.file).text
    if args.text != "-":
        return str(args.text)
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise BadInput(
            "Standard input is no text in UTF-8. Name a file with --file: its encoding is found out."
        ) from error


def between(least: float, most: float, *, above: bool = False) -> Callable[[str], float]:
    """A reader of numbers from ``least`` (without it when ``above``) to ``most``."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (least < value if above else least <= value) or not value <= most:
            limits = f"above {least:g} and at most {most:g}" if above else f"from {least:g} to {most:g}"
            raise argparse.ArgumentTypeError(f"must be a number {limits}, not {text!r}")
        return value

    return read


def count(least: int, most: int | None = None) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` up, or to ``most``."""

    def read(text: str) -> int:
        value = int(text) if text.isdecimal() else -1
        if value < least or (most is not None and value > most):
            limits = f"from {least} up" if most is None else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"must be a whole number {limits}, not {text!r}")
        return value

    return read
