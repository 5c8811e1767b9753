"""`reverie tour OUT`: every finished engine on sample material, and every pane in pictures, in one folder."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.errors import CannotWrite, MissingWeights, ReverieError
from engines.files import write_text
from studio.cli.answers import Exit, print_json
from studio.version import reverie_version

SIZE = (1280, 720)


@dataclass(frozen=True)
class Stop:
    """One stop of the tour: a file, what it shows, and the seconds it took to make."""

    file: str
    shows: str
    seconds: float


@dataclass(frozen=True)
class Sight:
    """Something to make: its file, what it shows, and how."""

    file: str
    shows: str
    make: Callable[[Path], None]


def add_verbs(verbs: Any) -> None:
    """Register `tour`."""
    parser = verbs.add_parser("tour", help="run everything once on samples and save what comes out")
    parser.add_argument("folder", type=Path, metavar="OUT", help="the folder for the pictures; made when missing")
    parser.add_argument("--json", action="store_true", help="answer for a program")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make every sight, engines first, and an index of them."""
    from studio.cli import stage

    folder: Path = arguments.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(f"The folder “{folder}” cannot be made ({reason}). Choose another place.") from error
    sights = list(_paintings())
    with stage.window_on_stage(SIZE) as window:
        stops = _made([*sights, *_panes(window)], folder)
    write_text(folder / "index.md", _index(stops))
    if arguments.json:
        print_json({"folder": folder, "stops": stops})
    else:
        print(f"{len(stops)} pictures are in “{folder}”; index.md says what they show.")
    return Exit.WELL


def _made(sights: list[Sight], folder: Path) -> list[Stop]:
    from tqdm import tqdm

    from studio.cli.stage import obey_interrupt

    stops = []
    # Progress belongs on a terminal; a log file gets the last line only.
    for sight in tqdm(sights, desc="Tour", unit="picture", disable=None):
        began = time.perf_counter()
        sight.make(folder / sight.file)
        obey_interrupt()
        stops.append(Stop(sight.file, sight.shows, round(time.perf_counter() - began, 2)))
    return stops


def _paintings() -> Iterator[Sight]:
    """The sample photograph in every style."""
    from engines.paint.pictures import open_picture, resized
    from engines.paint.samples import CREDIT, sample_photograph
    from engines.paint.stylecatalogue import styles

    known = styles()
    if not known:
        raise MissingWeights("No styles are installed, so there is nothing to paint. Install Reverie again.")
    photo = resized(open_picture(sample_photograph()).pixels, 1024)
    for style in known:

        def paint(path: Path, style: Any = style) -> None:
            _paint(photo, style, path)

        yield Sight(f"paint-{style.name}.jpg", f"{CREDIT}, painted as {style.title} by {style.painter}", paint)


def _paint(photo: Any, style: Any, path: Path) -> None:
    """Paint, export with the recipe inside, and read the recipe back as a person would."""
    from engines.paint.looks import one_style
    from engines.paint.painting import PaintingRequest, paint_to_file
    from engines.paint.pictures import Picture
    from engines.paint.recipes import read_recipe
    from engines.steps import finish

    painted = finish(paint_to_file(PaintingRequest(Picture(photo), one_style(style.name), path, reverie_version())))
    if read_recipe(path) != painted.recipe:
        raise ReverieError(f"The recipe inside “{path.name}” came back changed.")


def _panes(window: Any) -> Iterator[Sight]:
    """Every pane, dark and light; Paint with the sample photograph on its easel, Compose with its sample tune."""
    from studio.cli import stage

    for theme in stage.THEMES:
        for pane in stage.PANES:

            def show(path: Path, pane: str = pane, theme: str = theme) -> None:
                stage.put_on(window, pane, theme)
                stage.settle(window)
                if pane == "paint":
                    _set_the_easel(window)
                elif pane == "compose":
                    _play_the_sample(window)
                elif pane == "play":
                    _drive_and_dream(window)
                stage.save_png(stage.picture_of(window), path)

            yield Sight(f"window-{pane}-{theme}.png", f"The pane {pane.capitalize()}, {theme}", show)


def _set_the_easel(window: Any) -> None:
    """Open the sample photograph and paint it."""
    from engines.paint.samples import sample_photograph
    from engines.paint.stylecatalogue import styles
    from studio.cli import stage

    window.open_files([sample_photograph()])
    stage.settle(window)
    stage.do(window, f"paint.style.{styles()[0].name}")
    stage.settle(window)


def _play_the_sample(window: Any) -> None:
    """Open the sample tune and let a model go on, where one is installed."""
    from studio.cli import stage

    stage.do(window, "compose.sample")
    stage.settle(window)
    if window.registry.action("compose.generate").isEnabled():
        stage.do(window, "compose.generate")
        stage.settle(window)


def _drive_and_dream(window: Any) -> None:
    """Drive two seconds, and two more with a dream beside it where a model is installed."""
    from studio.cli import stage

    stage.do(window, "play.start")
    stage.do(window, "play.ahead")
    if window.registry.action("play.dream").isEnabled():
        stage.do(window, "play.dream")
        stage.do(window, "play.ahead")
    stage.settle(window)


def _index(stops: list[Stop]) -> str:
    from studio import hardware

    machine = hardware.describe()
    lines = [
        "# A tour of Reverie",
        "",
        f"Made by Reverie {reverie_version()} in {sum(stop.seconds for stop in stops):.1f} seconds "
        f"on {machine.cpu}, {machine.cores} cores.",
        "",
        "| picture | seconds | shows |",
        "|---|---|---|",
        *[f"| [{stop.file}]({stop.file}) | {stop.seconds:.2f} | {stop.shows} |" for stop in stops],
        "",
    ]
    lines += [f"![{stop.shows}]({stop.file})" for stop in stops]
    return "\n".join(lines) + "\n"
