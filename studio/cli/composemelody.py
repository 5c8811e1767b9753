"""`reverie compose continue`, `new` and `models`: a model writes melodies."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import BadInput
from studio.cli.answers import Exit, counted, print_json, table
from studio.cli.composewords import add_drawing_options, add_model_option, chosen_model, settings_of
from studio.cli.paintprogress import shown
from studio.cli.writewords import between, count, own_models

if TYPE_CHECKING:
    from engines.compose.melody.continuing import ContinueRequest
    from engines.compose.melody.takes import Takes
    from engines.compose.notes import Key, Metre
    from engines.compose.score import Score

_SHARPS = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}


def add_melody(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `continue`, `new` and `models`."""
    going_on = actions.add_parser("continue", help="let a model go on where a piece ends")
    going_on.add_argument("source", type=Path, metavar="IN", help="a .mid, .musicxml, .mxl or .abc file")
    going_on.add_argument("--track", type=count(1), metavar="N", help="the track to continue (default: the first one)")
    new = actions.add_parser("new", help="let a model write a new melody")
    new.add_argument("--metre", type=_metre, default="4/4", metavar="M", help="such as 3/4 (default %(default)s)")
    new.add_argument("--key", type=_key, metavar="K", help="such as G, Bb or Em")
    new.add_argument("--tempo", type=between(4, 1000), default=96.0, metavar="BPM", help="(default %(default)g)")
    for verb, run in ((going_on, _continue), (new, _new)):
        verb.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="a .mid or .musicxml file")
        add_model_option(verb)
        add_drawing_options(verb)
        verb.set_defaults(run=run)
    models = actions.add_parser("models", help="list the models at hand")
    models.add_argument("--json", action="store_true", help="print a list of objects")
    models.set_defaults(run=_models)


def _continue(args: argparse.Namespace) -> int:
    from engines.compose.melody.continuing import ContinueRequest
    from engines.compose.reading import read_score

    score = read_score(args.source)
    track = _track(score, args.track)
    start = max(note.end for note in score.of_track(track))
    key = score.key_at(start)
    settings = settings_of(args, key.scale if key is not None else frozenset())
    return _write(args, ContinueRequest(score, track, start, args.bars, settings=settings))


def _track(score: Score, number: int | None) -> int:
    """The track that was asked for, or the first that has notes and is no drum kit; raises BadInput."""
    sounding = {note.track for note in score.notes}
    if number is not None:
        if number - 1 not in sounding:
            others = ", ".join(str(place + 1) for place in sorted(sounding))
            way_out = f"Those with notes: {others}." if others else "Begin with “reverie compose new”."
            raise BadInput(f"Track {number} has no notes to continue. {way_out}")
        return number - 1
    pitched = [place for place in sorted(sounding) if not score.tracks[place].drums]
    if not pitched:
        raise BadInput("There are no notes to continue. Begin with “reverie compose new”.")
    return pitched[0]


def _new(args: argparse.Namespace) -> int:
    from engines.compose.melody.continuing import ContinueRequest
    from engines.compose.notes import Tempo
    from engines.compose.score import Score

    key: Key | None = args.key
    keys = () if key is None else (key,)
    score = Score(tempos=(Tempo.at(args.tempo),), metres=(args.metre,), keys=keys, title="Melody")
    settings = settings_of(args, key.scale if key is not None else frozenset())
    return _write(args, ContinueRequest(score, 0, 0, args.bars, (), settings, closing=True))


def _write(args: argparse.Namespace, request: ContinueRequest) -> int:
    from engines.compose.melody.continuing import continue_melody
    from engines.compose.writing import write_score

    _check(args.output)
    takes = shown(continue_melody(request, chosen_model(args)), "Writing", unit="tick")
    score = request.score.changed(come=takes.best.notes)
    write_score(score, args.output, takes.recipe)
    if args.json:
        print_json({"output": args.output, "recipe": takes.recipe, "takes": _told(takes)})
    else:
        best = takes.best
        print(
            f"{args.output}: {counted(len(best.notes), 'note')} in {counted(request.bars, 'bar')} "
            f"by {takes.recipe['model']}, {best.nats:.2f} nats a note; --seed {best.seed} writes them again"
        )
    return Exit.WELL


def _check(output: Path) -> None:
    """Say before anything is composed what would fail after it."""
    from engines.compose.writing import WRITABLE

    if output.suffix.lower() not in WRITABLE:
        endings = ", ".join(WRITABLE)
        raise BadInput(f"“{output}” cannot be written: choose a name that ends in one of {endings}.")
    if not output.absolute().parent.is_dir():
        raise BadInput(f"The folder “{output.parent}” does not exist. Make it first or choose another.")


def _told(takes: Takes) -> list[dict[str, object]]:
    return [
        {
            "number": take.number,
            "nats": take.nats,
            "in_scale": take.in_scale,
            "notes": [[note.start, note.length, note.pitch, note.velocity] for note in take.notes],
        }
        for take in takes.takes
    ]


def _models(args: argparse.Namespace) -> int:
    from engines.compose.melody.catalogue import melody_models

    cards = melody_models([own_models()])
    if args.json:
        print_json(
            [{"name": card.name, "title": card.title, "folder": card.folder, "figures": card.figures} for card in cards]
        )
    elif not cards:
        print("No models for melodies are installed. Train one of your own with “reverie compose train”.")
    else:
        print(table(["name", "title", "what it is"], [[card.name, card.title, card.summary] for card in cards]))
    return Exit.WELL


def _metre(text: str) -> Metre:
    from engines.compose.notes import Metre

    beats, _, unit = text.partition("/")
    try:
        return Metre(0, int(beats), int(unit))
    except (ValueError, BadInput):
        raise argparse.ArgumentTypeError(f"must be a metre such as 3/4, not {text!r}") from None


def _key(text: str) -> Key:
    """The key of a name: a letter, # or b, and m for minor."""
    from engines.compose.notes import Key

    letter, rest = text[:1].upper(), text[1:]
    minor = rest.endswith("m")
    sign = rest.removesuffix("m")
    if letter in _SHARPS and sign in ("", "#", "b"):
        sharps = _SHARPS[letter] + {"": 0, "#": 7, "b": -7}[sign] - (3 if minor else 0)
        if -7 <= sharps <= 7:
            return Key(0, sharps, minor)
    raise argparse.ArgumentTypeError(f"must be a key such as G, Bb or Em, not {text!r}")
