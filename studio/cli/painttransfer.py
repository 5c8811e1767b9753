"""`reverie paint transfer`: a photograph in the manner of any pictures, optimised step by step."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.paint.looks import COLOURS
from engines.paint.transfer.request import FEATURES, OPTIMIZERS, STARTS, TransferSettings
from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.paintwords import add_file_options, file_choices, positive, whole
from studio.version import reverie_version

if TYPE_CHECKING:
    from engines.paint.painting import Painted
    from engines.paint.transfer.request import StylePicture, Transferred

_USUAL = TransferSettings()


def add_transfer(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `transfer`."""
    verb = actions.add_parser("transfer", help="paint a photograph after any pictures, step by step")
    verb.add_argument("photo", type=Path, metavar="IN")
    style: dict[str, Any] = {"nargs": "+", "action": "extend", "required": True, "metavar": "PICTURE[:WEIGHT]"}
    verb.add_argument("--style", type=_picture, **style, help="style pictures, mixed by their weights")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="PNG, JPEG, WebP or TIFF")
    _add_settings(verb)
    verb.add_argument("--full-size", action="store_true", help="enlarge the change to the photograph's own size")
    add_file_options(verb)
    verb.add_argument("--json", action="store_true", help="print losses, seconds per step and size as an object")
    verb.set_defaults(run=_transfer, misused=verb.error)


def _add_settings(verb: argparse.ArgumentParser) -> None:
    """One option for each setting; the ranges are the engine's."""
    verb.add_argument("--size", type=whole, default=_USUAL.size, metavar="N", help="longer side to paint at, in pixels")
    verb.add_argument("--steps", type=whole, default=_USUAL.steps, metavar="N", help="optimiser steps in all")
    weights = {"content": _USUAL.content, "style_weight": _USUAL.style, "smoothness": _USUAL.smoothness}
    for name, usual in weights.items():
        help_text = f"weight of the {name.removesuffix('_weight')} loss, {usual:g} if not given"
        verb.add_argument(f"--{name.replace('_', '-')}", type=float, default=usual, metavar="W", help=help_text)
    verb.add_argument(
        "--brush", type=positive, default=_USUAL.brush, metavar="B", help="2 makes strokes twice as broad"
    )
    verb.add_argument(
        "--layers", type=_weighed, nargs="+", action="extend", metavar="NAME[:WEIGHT]", help="style layers"
    )
    verb.add_argument("--features", choices=FEATURES, default=_USUAL.features, help="the network that looks")
    verb.add_argument("--checkpoint", type=Path, metavar="FILE", help="torchvision's vgg19 checkpoint")
    verb.add_argument("--optimizer", choices=OPTIMIZERS, default=_USUAL.optimizer)
    verb.add_argument("--start", choices=STARTS, default=_USUAL.start)
    verb.add_argument("--seed", type=int, default=_USUAL.seed, metavar="N", help="of the noise to start from")
    verb.add_argument("--keep-colors", choices=COLOURS[1:], help="keep the photograph's colours")


def _picture(text: str) -> tuple[Path, float]:
    # A file whose name ends like a weight is still a file.
    name, weight = (text, 1.0) if Path(text).exists() else _weighed(text)
    return Path(name), weight


def _weighed(text: str) -> tuple[str, float]:
    name, colon, weight = text.rpartition(":")
    if not colon or any(mark in weight for mark in "/\\"):  # a drive's letter is no name with a weight
        return text, 1.0
    return name, positive(weight)


def _transfer(args: argparse.Namespace) -> int:
    from engines.paint.pictures import open_picture
    from engines.paint.transfer.request import StylePicture, TransferRequest

    settings = _settings(args)
    choices = file_choices(args, args.output.suffix)
    checkpoint = _checkpoint(args)
    picture = open_picture(args.photo)
    paintings = tuple(StylePicture(open_picture(path).pixels, weight, path.name) for path, weight in args.style)
    request = TransferRequest(picture.pixels, paintings, settings, checkpoint)
    transferred, interrupted = _painted(request)
    painted = _written(args, picture, transferred, settings, paintings, choices)
    if transferred.note:
        complain(transferred.note)
    if interrupted:
        complain(f"Stopped after {transferred.steps} of {settings.steps} steps; the best picture so far was written.")
    if args.json:
        print_json(_for_a_program(painted, transferred))
    else:
        first, last = transferred.first["loss"], transferred.last["loss"]
        print(f"{painted.path}: {painted.width} × {painted.height}, loss {first:.3f} to {last:.3f}")
    return Exit.INTERRUPTED if interrupted else Exit.WELL


def _checkpoint(args: argparse.Namespace) -> Path | None:
    """The file of the network, where one is needed: the one named, else the one that the window downloaded."""
    from engines.paint.transfer.fetching import FILE
    from studio.paths import models_folder

    if args.features != "vgg19" or args.checkpoint is not None:
        checkpoint: Path | None = args.checkpoint
        return checkpoint
    if not (models_folder() / FILE).is_file():
        args.misused("--features vgg19 needs the file of the network; name it with --checkpoint.")
    return models_folder() / FILE


def _settings(args: argparse.Namespace) -> TransferSettings:
    return TransferSettings(
        size=args.size,
        steps=args.steps,
        content=args.content,
        style=args.style_weight,
        smoothness=args.smoothness,
        layers=tuple(args.layers or ()),
        brush=args.brush,
        features=args.features,
        optimizer=args.optimizer,
        start=args.start,
        seed=args.seed,
        colours=args.keep_colors or "off",
    )


def _painted(request: Any) -> tuple[Transferred, bool]:
    """The finished picture; after Ctrl-C the best one so far, and True."""
    from engines.paint.transfer.transfer import transfer
    from studio.jobs.warmth import warm_torch

    shown(warm_torch(), "Getting ready")
    try:
        return shown(transfer(request), "Painting"), False
    except KeyboardInterrupt:
        if request.easel.result is None:
            raise
        return request.easel.result, True


def _written(
    args: argparse.Namespace,
    picture: Any,
    transferred: Transferred,
    settings: TransferSettings,
    paintings: tuple[StylePicture, ...],
    choices: dict[str, Any],
) -> Painted:
    from engines.paint.painting import TransferWriting, transferred_to_file

    writing = TransferWriting(
        picture,
        transferred,
        settings,
        paintings,
        args.output,
        reverie_version(),
        full_size=args.full_size,
        max_size=args.max_size,
        **choices,
    )
    return shown(transferred_to_file(writing), "Writing")


def _for_a_program(painted: Painted, transferred: Transferred) -> dict[str, Any]:
    height, width = transferred.pixels.shape[:2]
    return {
        "path": painted.path,
        "width": painted.width,
        "height": painted.height,
        "bits": painted.bits,
        "painted_size": [width, height],
        "steps": transferred.steps,
        "seconds_per_step": transferred.seconds_per_step,
        "first": transferred.first,
        "last": transferred.last,
        "note": transferred.note,
    }
