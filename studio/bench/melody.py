"""How fast melodies are written, against the book's model that reads its window anew for each note; how both learn."""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.compose.melody.material import Material
    from engines.compose.melody.model import MelodyModel

NOTES_A_SECOND = 200.0
TIMES_FASTER = 10.0
WINDOW = 32
BARS, TAKES, MANY, ROUNDS = 16, 4, 16, 7
#: Processor time that each way of learning has, and what is asked for at its end.
BUDGET_S = 160.0
NATS = 2.3
#: Rounds through the chorales in which the rate falls, near to what one processor manages in that time.
TIMES_THROUGH = 14


def figures() -> list[Figure]:
    """A note of generation, with a pane's limits and what it shows, and the network's part of it against the book's."""
    found = run_apart("studio.bench.melody", "writing")
    speed = f"{found['alone']:,.0f} a second for one take, {found['together']:,.0f} for {TAKES} takes at once"
    one, many = found["book"] / found["step"], found["book_many"] / found["step_many"]
    ratio = f"{many:.1f} times for {MANY} takes at once, {one:.1f} for one; the book reads {WINDOW} notes anew for each"
    return [
        Figure(
            "A note of a melody",
            "compose",
            f"at least {NOTES_A_SECOND:g} notes a second",
            "ms",
            1000 / found["alone"],
            1000 / NOTES_A_SECOND,
            speed,
        ),
        Figure(
            f"Network a note, {MANY} takes at once",
            "compose",
            f"{TIMES_FASTER:g} times faster than the book's preset recomputed for each note",
            "ms",
            found["step_many"],
            found["book_many"] / TIMES_FASTER,
            ratio,
        ),
    ]


def long_figures() -> list[Figure]:
    """Nats a note on held-out chorales after as much processor time of learning, ours and the book's."""
    with tempfile.TemporaryDirectory(prefix="reverie-") as folder:
        path = str(Path(folder) / "chorales.npz")
        size = run_apart("studio.bench.melody", "chorales", path)
        ours, book = (run_apart("studio.bench.melody", preset, path) for preset in ("melody", "book"))
    parts = [f"{one['total']:.2f} (pitch {one['pitch']:.2f}, duration {one['duration']:.2f})" for one in (book, ours)]
    held_out = f"{size['held_out']:,.0f} notes of {size['pieces']:.0f} chorales held out"
    note = f"the book's preset {parts[0]} on the same split and time, ours {parts[1]}; {held_out}"
    name = f"Chorale voices after {BUDGET_S:g} processor seconds"
    return [Figure(name, "compose", f"at most {NATS:g} nats a note", "nats", ours["total"], NATS, note)]


def measure_writing() -> dict[str, float]:
    """Notes a second through the whole task; milliseconds a step of the network with and without its memory."""
    from engines.compose.melody.catalogue import first_choice
    from engines.compose.melody.model import WINDOW as WINDOW_FACT
    from engines.compose.melody.model import MelodyModel

    model = MelodyModel.load(first_choice())
    written = {
        name: median(_notes_a_second(model, takes, seed) for seed in range(ROUNDS))
        for name, takes in (("alone", 1), ("together", TAKES))
    }
    book = MelodyModel("the book's", model.vocabulary, _book(model), {WINDOW_FACT: WINDOW})
    ways = {"step": (model, 1), "book": (book, 1), "step_many": (model, MANY), "book_many": (book, MANY)}
    return written | _steps(ways)


def _notes_a_second(model: MelodyModel, takes: int, seed: int) -> float:
    from engines.compose.melody.continuing import ContinueRequest, continue_melody
    from engines.compose.melody.settings import Settings
    from engines.compose.score import Score
    from engines.steps import finish

    request = ContinueRequest(Score(), 0, 0, BARS, settings=Settings(takes=takes, seed=seed))
    began = time.perf_counter()
    found = finish(continue_melody(request, model))
    return sum(len(take.notes) for take in found.takes) / (time.perf_counter() - began)


def _steps(ways: dict[str, tuple[MelodyModel, int]]) -> dict[str, float]:
    """Median milliseconds a note after a window of notes, for each model with so many lines side by side.

    They take turns melody by melody, so that what else this computer does slows them alike.
    """
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (model, rows) in ways.items():
            spent[name].append(_step(model, rows))
    return {name: median(each) for name, each in spent.items()}


def _step(model: MelodyModel, rows: int) -> float:
    """Median milliseconds a note of one melody for each row."""
    import numpy as np

    stepper, quarter = model.stepper(), int(model.vocabulary.duration_ids([480])[0])
    stepper.keep([0] * rows)
    spent = []
    for place in range(2 * WINDOW):
        told = np.repeat([[62 + place % 5, quarter, 6, 15, 0, 0, 9, 0, 1]], rows, axis=0)
        began = time.perf_counter()
        stepper.hear(told, np.full(rows, 480 * (place + 1)), np.full(rows, 1920)).after(quarter)
        spent.append((time.perf_counter() - began) * 1000 / rows)
    return median(spent[WINDOW:])


def _book(model: MelodyModel) -> Any:
    """A session of the book's network, as large as the book has it; what it says means nothing."""
    from engines.compose.melody.booknetwork import BookNetwork
    from engines.compose.melody.exporting import graph_of
    from engines.runtime import session_of

    words = model.vocabulary
    return session_of(graph_of(BookNetwork(words.sounds, words.lengths)), "the book", 1)


def chorales() -> list[Path]:
    """The files of Bach's music in music21's corpus."""
    from music21 import corpus

    return [Path(place) for place in corpus.getComposer("bach", fileExtensions=("mxl",))]


def gather_chorales(path: Path) -> dict[str, float]:
    """Read the four-voice chorales of music21's corpus, divide them and write them to ``path``."""
    from engines.compose.melody.material import Material
    from engines.compose.melody.voices import lines_of
    from engines.compose.reading import read_score
    from engines.errors import BadInput

    lines = []
    for place in chorales():
        try:
            score = read_score(place)
        except BadInput:
            continue
        if len(score.tracks) == 4:
            lines += lines_of(score, piece=place.stem)
    material = Material.of(lines)
    material.save(path)
    held_out = {line.piece for line in material.held_out}
    return {"held_out": float(sum(map(len, material.held_out))), "pieces": float(len(held_out))}


def measure_learning(preset: str, path: Path) -> dict[str, float]:
    """Nats a note on held-out chorales after BUDGET_S processor seconds of updates and looks, one thread."""
    import torch

    from engines.compose.melody.material import Material

    torch.set_num_threads(1)
    material = Material.load(path)
    learner = _learner(preset, material)
    began, step = time.process_time(), 0
    while time.process_time() - began < BUDGET_S and not learner.finished:
        for _ in learner.pieces(step, step + 1):
            pass
        step += 1
    spent = time.process_time() - began
    for _ in learner.conclude():
        pass
    pitch, duration = _surprise(learner, material)
    found = {"pitch": pitch, "duration": duration, "total": pitch + duration}
    if not all(map(math.isfinite, found.values())):
        raise RuntimeError("nothing was learnt")
    return {**found, "seconds": spent, "steps": float(step)}


def _learner(preset: str, material: Material):  # type: ignore[no-untyped-def]
    from engines.compose.melody.booklearner import BookLearner
    from engines.compose.melody.learner import MelodyLearner
    from engines.compose.melody.network import MelodyConfig
    from engines.compose.melody.presets import BookRecipe, MelodyRecipe

    words = material.vocabulary
    parts = material.encoded(material.training), material.encoded(material.held_out)
    if preset == "book":
        return BookLearner(words, BookRecipe(), *parts)
    return MelodyLearner(MelodyConfig(words.sounds, words.lengths), MelodyRecipe(rounds=TIMES_THROUGH), words, *parts)


def _surprise(learner, material: Material) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Nats a note of pitch and duration of the best weights, on all that is held out."""
    from engines.compose.melody.booklearner import score_windows
    from engines.compose.melody.booknetwork import BookNetwork
    from engines.compose.melody.scoring import score

    learner.net.load_state_dict(learner.best.weights)
    held_out = material.encoded(material.held_out)
    book = isinstance(learner.net, BookNetwork)
    task = score_windows(learner.net, held_out, WINDOW) if book else score(learner.net, held_out)
    while True:
        try:
            next(task)
        except StopIteration as end:
            return end.value.pitch / end.value.notes, end.value.duration / end.value.notes


def _measured(what: str, *places: str) -> dict[str, float]:
    if what == "writing":
        return measure_writing()
    if what == "chorales":
        return gather_chorales(Path(places[0]))
    return measure_learning(what, Path(places[0]))


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(_measured(*sys.argv[1:])))
