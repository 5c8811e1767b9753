"""`reverie paint batch`: a folder of photographs with one look."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engines.steps import Step
from studio.cli.answers import Exit, complain, print_json
from studio.cli.paintprogress import shown
from studio.cli.paintwords import add_file_options, add_look_options, chosen, file_choices
from studio.version import reverie_version

if TYPE_CHECKING:
    from engines.paint.batch import BatchReport

_FORMATS = {"jpg": ".jpg", "png": ".png", "webp": ".webp", "tiff": ".tif"}


def add_batch(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `batch`."""
    from engines.paint.patterns import FIELDS, USUAL

    fields = ", ".join(f"{{{name}}} {meaning}" for name, meaning in FIELDS.items())
    verb = actions.add_parser("batch", help="paint every photograph of a folder")
    verb.add_argument("folder", type=Path, metavar="DIR")
    verb.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder for the paintings")
    add_look_options(verb)
    verb.add_argument("--pattern", default=USUAL, help=f"names of the files (default: %(default)s): {fields}")
    verb.add_argument("--format", choices=list(_FORMATS), help="format of all files (default: as the photograph)")
    verb.add_argument("--no-subfolders", action="store_true", help="leave subfolders out")
    verb.add_argument(
        "--existing",
        choices=["skip", "number", "replace"],
        default="skip",
        help="what to do where a file is there already (default: %(default)s)",
    )
    add_file_options(verb)
    verb.add_argument("--json", action="store_true", help="print what was written, left out and failed as an object")
    verb.set_defaults(run=_batch)


def _batch(args: argparse.Namespace) -> int:
    from engines.paint.batch import BatchReport, BatchRequest, paint_folder

    wanted = chosen(args)
    suffix = None if args.format is None else _FORMATS[args.format]
    request = BatchRequest(
        args.folder,
        args.output,
        wanted.look,
        reverie_version(),
        outside=wanted.outside,
        mask=wanted.mask,
        pattern=args.pattern,
        suffix=suffix,
        recursive=not args.no_subfolders,
        max_size=wanted.max_size,
        overwrite=args.existing,
        **file_choices(args, suffix),
    )
    so_far = BatchReport()
    total = 0

    def follow(step: Step) -> None:
        nonlocal so_far, total
        so_far, total = step.preview or so_far, step.total or total

    try:
        report = shown(paint_folder(request), "Painting", unit="photo", on_step=follow)
    except KeyboardInterrupt:
        _answer(so_far, args)
        complain(f"Stopped: {len(so_far.written)} of {total} photographs are painted. The same command goes on.")
        return Exit.INTERRUPTED
    _answer(report, args)
    return Exit.FAILED if report.errors else Exit.WELL


def _answer(report: BatchReport, args: argparse.Namespace) -> None:
    for path, sentence in report.errors:
        complain(f"{path}: {sentence}")
    if args.json:
        errors = [{"path": path, "error": sentence} for path, sentence in report.errors]
        print_json({"written": report.written, "skipped": report.skipped, "errors": errors})
        return
    print(f"{args.output}: {len(report.written)} painted, {len(report.skipped)} left out, {len(report.errors)} failed")
