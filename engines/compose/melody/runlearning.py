"""Learning in a run's folder from its first step to a model: begun, gone on with after whatever ended it, shipped."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

from engines import checkpoints
from engines.cards import Card, read_card
from engines.compose.melody.catalogue import melody_models
from engines.compose.melody.material import LINES, Material
from engines.compose.melody.presets import preset_named
from engines.compose.melody.runs import Run, note_result, read_run_folder
from engines.compose.melody.sampletune import melody_sample
from engines.compose.melody.shipping import ship_melody
from engines.compose.melody.training import MOST_STEPS, MelodyTraining
from engines.compose.melody.training import learn as learn_material
from engines.errors import BadCheckpoint, BadInput, CannotWrite, ReverieError
from engines.files import trouble_writing
from engines.folders import folder_name, take_away
from engines.orders import Orders
from engines.shipping import About
from engines.steps import Step, Task
from engines.training import CHECKPOINT, Outcome, Plan

#: Models are made here and moved to their place when they are whole.
MAKING = ".making"
_A_MINUTE = 60.0


def learn(run: Path, models: Path, orders: Orders | None = None) -> Task[Outcome]:
    """Learn in ``run`` from the beginning or from where it was left, and put a model into ``models`` at the end.

    Steps are those of ``train_melody``; a training of so many minutes counts seconds, and each minute a step has a
    melody (notes) as its preview. Closed, it can be gone on with exactly. A model that cannot be made is told in
    ``orders`` and ends nothing: the run stays.

    Raises:
        BadCheckpoint, BadInput, CannotWrite, MissingWeights: with one sentence.
    """
    known = read_run_folder(run)
    orders = orders or Orders()
    material = Material.load(run / LINES)
    request = _request(known, orders)
    task = learn_material(material, request, melody_sample(material))
    spent = _seconds_in(known.training)
    try:
        while True:
            since = time.monotonic()
            try:
                step: Step = next(task)
            except StopIteration as end:
                outcome: Outcome = end.value
                break
            spent += time.monotonic() - since
            yield step if request.plan.minutes is None else _by_the_clock(step, spent, request.plan.minutes)
            if step.metrics and orders.take():
                yield from _answered(run, models, orders, step)
    finally:
        task.close()
    note_result(run, finished=outcome.finished)
    yield from _answered(run, models, orders, Step(outcome.steps, None, metrics=outcome.metrics))
    return outcome


def make_model(run: Path, models: Path) -> Task[Card]:
    """A model of the best that ``run`` has learnt so far, in ``models`` under the run's title.

    One that was made of the same run before makes way.

    Raises:
        BadInput: another model has that name.
        BadCheckpoint: nothing was learnt yet, or the run is damaged.
        CannotWrite: the disk is full.
    """
    known = read_run_folder(run)
    name = folder_name(known.plan.title)
    check_title(known.plan.title, models, known.model)
    if not (known.training / CHECKPOINT).is_file():
        raise BadCheckpoint(f"“{known.plan.title}” has learnt nothing yet. Go on with it first.")
    making, place = models / MAKING / name, models / name
    shutil.rmtree(making, ignore_errors=True)
    about = About(title=known.plan.title, data=(known.plan.source,) if known.plan.source else ())
    try:
        card = yield from ship_melody(known.training, making, about)
        if place.exists():
            take_away(place, place.name)
        making.rename(place)
    except OSError as error:
        raise CannotWrite(trouble_writing(place, error)) from error
    finally:
        shutil.rmtree(models / MAKING, ignore_errors=True)
    note_result(run, model=name)
    return replace(card, folder=place)


def check_title(title: str, models: Path, made: str = "") -> None:
    """Whether a new model can be called ``title``; ``made`` names the one that it would replace.

    Raises:
        BadInput: it is empty or taken.
    """
    if not title.strip():
        raise BadInput("A model needs a name. Type one.")
    name = folder_name(title)
    if name != made and (name in {card.name for card in melody_models((models,))} or (models / name).exists()):
        raise BadInput(f"There is already a model called “{title.strip()}”. Choose another name.")


def _request(known: Run, orders: Orders) -> MelodyTraining:
    resume = (known.training / CHECKPOINT).is_file()
    minutes = known.plan.minutes
    if resume and minutes is not None:
        seconds = _seconds_in(known.training)
        # Whoever goes on after the time was up wants as much again.
        minutes = minutes + seconds / _A_MINUTE if seconds >= minutes * _A_MINUTE else minutes
    return MelodyTraining(
        (),
        known.training,
        Plan(MOST_STEPS, minutes, preview_every=_A_MINUTE, save_now=orders.save_now),
        preset_named(known.plan.preset),
        known.plan.seed,
        resume,
        known.plan.way,
    )


def _seconds_in(training: Path) -> float:
    """How long a run has been learning; raises BadCheckpoint."""
    path = training / CHECKPOINT
    return checkpoints.numbers(path).get("seconds", 0.0) if path.is_file() else 0.0


def _by_the_clock(step: Step, seconds: float, minutes: float) -> Step:
    """Where the end is a time, seconds are what is counted: the window can then say how long it still takes."""
    total = max(1, round(minutes * _A_MINUTE))
    return replace(step, done=min(total, int(seconds)), total=total)


def _answered(run: Path, models: Path, orders: Orders, at: Step) -> Task[None]:
    """Make a model and put the card, or the reason why there is none, among the answers."""
    task = make_model(run, models)
    try:
        for step in task:
            # Its own counts are not those of the training.
            yield replace(at, note=step.note or "Making the model", preview=None)
    except ReverieError as error:
        orders.answers.append(error)
    else:
        orders.answers.append(read_card(models / read_run_folder(run).model))
    finally:
        task.close()
