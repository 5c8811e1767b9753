"""The words that several verbs of the composer share: which model, how notes are drawn, and how many."""

from __future__ import annotations

import argparse
import secrets
from typing import TYPE_CHECKING

from studio.cli.writewords import between, count, own_models

if TYPE_CHECKING:
    from engines.compose.melody.model import MelodyModel
    from engines.compose.melody.settings import Settings

#: Seeds that are easy to read and to type again.
_SEEDS = 1_000_000


def add_model_option(verb: argparse.ArgumentParser) -> None:
    """Which model writes."""
    verb.add_argument("--model", metavar="NAME", help="a model's name or folder (see “reverie compose models”)")


def add_drawing_options(verb: argparse.ArgumentParser) -> None:
    """How notes are drawn."""
    verb.add_argument("--bars", type=count(1, 256), default=4, metavar="N", help="how many bars (default %(default)s)")
    verb.add_argument("--temperature", type=between(0, 10), default=0.9, metavar="X", help="below 1 is surer")
    verb.add_argument("--rhythm-temperature", type=between(0, 10), metavar="X", help="that of durations, if another")
    verb.add_argument(
        "--top-p", type=between(0, 1, above=True), default=0.95, metavar="P", help="(default %(default)s)"
    )
    verb.add_argument("--top-k", type=count(0), default=0, metavar="K", help="only the K likeliest (default: all)")
    verb.add_argument("--no-repeat", type=count(0), default=0, metavar="N", help="no N notes follow each other twice")
    verb.add_argument("--lowest", type=count(0, 127), default=0, metavar="PITCH", help="lowest pitch; 60 is middle C")
    verb.add_argument(
        "--highest", type=count(0, 127), default=127, metavar="PITCH", help="highest pitch (default: any)"
    )
    verb.add_argument("--in-key", action="store_true", help="prefer the notes of the key")
    verb.add_argument("--strict", action="store_true", help="nothing outside of key and range")
    verb.add_argument("--takes", type=count(1, 16), default=1, metavar="N", help="write several and keep the best")
    verb.add_argument("--seed", type=count(0), metavar="S", help="the same seed writes the same notes")
    verb.add_argument("--json", action="store_true", help="print an object")


def settings_of(args: argparse.Namespace, scale: frozenset[int]) -> Settings:
    """The settings that were asked for; ``scale`` is that of the key."""
    from engines.compose.melody.settings import Settings

    rhythm = args.temperature if args.rhythm_temperature is None else args.rhythm_temperature
    return Settings(
        temperature=args.temperature,
        rhythm_temperature=rhythm,
        top_p=args.top_p,
        top_k=args.top_k,
        scale=tuple(sorted(scale)) if args.in_key or args.strict else (),
        lowest=args.lowest,
        highest=args.highest,
        strict=args.strict,
        no_repeat=args.no_repeat,
        takes=args.takes,
        seed=secrets.randbelow(_SEEDS) if args.seed is None else args.seed,
    )


def chosen_model(args: argparse.Namespace) -> MelodyModel:
    """The model that was asked for, or the first choice; raises BadInput or MissingWeights."""
    from engines.compose.melody.catalogue import first_choice, model_named
    from engines.compose.melody.model import MelodyModel

    folders = [own_models()]
    return MelodyModel.load(model_named(args.model, folders) if args.model else first_choice(folders))
