"""`reverie bench`: what was asked for and what this computer measures, as ratios of one run."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from engines.errors import BadInput, ReverieError
from studio import hardware
from studio.bench import (
    dreaming,
    driving,
    fables,
    keys,
    largephotos,
    melody,
    memory,
    musicopening,
    onepass,
    opening,
    playing,
    rendering,
    roll,
    sliders,
    ticks,
    transfer,
    treebank,
    viewing,
    wordtraining,
    writing,
)
from studio.bench.figures import Figure
from studio.cli.answers import Exit, print_json, table
from studio.cli.snapshot import pane_name
from studio.cli.writewords import between
from studio.version import reverie_version

#: One measurement: its pane, its name, and what does it.
Measurement = tuple[str, str, Callable[[], list[Figure]]]

#: Each measurement with the pane it belongs to; those of the house belong to none.
MEASUREMENTS: tuple[Measurement, ...] = (
    ("paint", "one pass", lambda: [onepass.figure()]),
    ("paint", "style transfer", transfer.figures),
    ("paint", "sliders", sliders.figures),
    ("paint", "memory", lambda: [memory.figure(), largephotos.camera()]),
    ("write", "fables", fables.figures),
    ("write", "treebank", lambda: [treebank.figure()]),
    ("write", "suggestions", writing.figures),
    ("write", "learning words", wordtraining.figures),
    ("write", "keys", lambda: [keys.figure()]),
    ("compose", "rendering", rendering.figures),
    ("compose", "playing", playing.figures),
    ("compose", "roll", roll.figures),
    ("compose", "opening music", lambda: [musicopening.figure()]),
    ("compose", "writing melodies", melody.figures),
    ("play", "driving", driving.figures),
    ("play", "dreaming", dreaming.figures),
    ("play", "viewing", viewing.figures),
    ("", "opening", lambda: [opening.figure()]),
    ("", "ticks", ticks.figures),
)

#: What takes minutes, on request.
LONG_MEASUREMENTS: tuple[Measurement, ...] = (
    ("paint", "a poster", lambda: [largephotos.poster()]),
    ("compose", "playing for a minute", playing.long_figures),
    ("compose", "learning melodies", melody.long_figures),
)


def add_verbs(verbs: Any) -> None:
    """Register `bench`."""
    parser = verbs.add_parser("bench", help="measure this computer")
    parser.add_argument("pane", nargs="?", type=pane_name, metavar="PANE", help="only what belongs to this pane")
    parser.add_argument("--long", action="store_true", help="also what takes minutes")
    parser.add_argument("--fables", type=Path, metavar="FILE", help="the text Aesop learnt from: measure it anew")
    parser.add_argument("--ptb", type=Path, metavar="FOLDER", help="Penn Treebank: learn and measure it (hours)")
    parser.add_argument("--ptb-run", type=Path, metavar="RUN", help="only measure what this run learnt of it")
    parser.add_argument(
        "--minutes", type=between(0, 24 * 60.0, above=True), default=treebank.MINUTES, metavar="M", help="to learn it"
    )
    parser.add_argument("--json", action="store_true", help="answer for a program")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure one thing after the other; fails when one could not be measured at all."""
    measured_anew = _on_texts(arguments)
    chosen = [
        (pane, name, measured_anew.get(name, measure))
        for pane, name, measure in (*MEASUREMENTS, *(LONG_MEASUREMENTS if arguments.long else ()))
        if arguments.pane in (None, pane)
    ]
    if not chosen:
        raise ReverieError(f"{arguments.pane.capitalize()} has nothing to measure yet.")
    load = _load()
    figures, troubles = _measured(chosen)
    machine = hardware.describe()
    if arguments.json:
        print_json(_for_a_program(figures, troubles, machine, load))
    else:
        print(_for_a_person(figures, machine, load))
    if troubles:
        raise ReverieError(" ".join(troubles))
    return Exit.WELL


def _on_texts(arguments: argparse.Namespace) -> dict[str, Callable[[], list[Figure]]]:
    """What is measured on texts that are not shipped, by name; without them it is only told of."""
    found: dict[str, Callable[[], list[Figure]]] = {}
    folder, run, minutes = arguments.ptb, arguments.ptb_run, arguments.minutes
    if run is not None and folder is None:
        raise BadInput("A run on Penn Treebank is measured on its test text. Say where that is with --ptb FOLDER.")
    if arguments.fables is not None:
        found["fables"] = partial(fables.figures, arguments.fables)
    if folder is not None:
        found["treebank"] = lambda: [treebank.figure(folder, run, minutes)]
    return found


def _measured(chosen: list[Measurement]) -> tuple[list[Figure], list[str]]:
    """The figures, and a sentence for each measurement that failed: the others still count."""
    from tqdm import tqdm

    figures: list[Figure] = []
    troubles: list[str] = []
    with tqdm(chosen, desc="Bench", disable=None) as bar:
        for _pane, name, measure in bar:
            bar.set_postfix_str(name)
            try:
                figures += measure()
            except ReverieError as error:
                troubles.append(str(error))
    return figures, troubles


def _load() -> float | None:
    """Processes that wanted a core in the last minute, before the bench began; None where nobody counts."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _for_a_program(
    figures: list[Figure], troubles: list[str], machine: hardware.Hardware, load: float | None
) -> dict[str, Any]:
    entries = [
        {
            "name": one.name,
            "pane": one.pane or None,
            "asked": one.asked,
            "unit": one.unit,
            "measured": one.measured,
            "limit": one.limit,
            "ratio": one.ratio,
            "met": one.met,
            "note": one.note,
        }
        for one in figures
    ]
    return {
        "date": date.today().isoformat(),
        "version": reverie_version(),
        "machine": machine,
        "load_before": load,
        "figures": entries,
        "not_measured": troubles,
    }


def _for_a_person(figures: list[Figure], machine: hardware.Hardware, load: float | None) -> str:
    cores = "one core" if machine.cores == 1 else f"{machine.cores} cores"
    heading = f"Reverie {reverie_version()}, {date.today().isoformat()}, {machine.cpu}, {cores}, {machine.system}"
    if load is not None:
        # Times on a busy computer say more about the others than about Reverie.
        heading += f"\nLoad before the run: {load:.1f}{' (busy: times are not ours alone)' if load > 1 else ''}"
    rows = [
        [one.name, one.asked, _amount(one.measured, one.unit), _amount(one.limit, one.unit), _ratio(one), one.note]
        for one in figures
    ]
    return f"{heading}\n\n{table(['figure', 'asked', 'measured', 'limit or peer', 'ratio', 'how'], rows)}"


def _amount(value: float | None, unit: str) -> str:
    """Three digits at least; a perplexity has no unit."""
    return "–" if value is None else (f"{value:.3g} {unit}" if value < 100 else f"{value:.0f} {unit}").rstrip()


def _ratio(figure: Figure) -> str:
    if figure.ratio is None:
        return "–"
    return f"{figure.ratio:.2f} {'✓' if figure.met else '✗'}"
