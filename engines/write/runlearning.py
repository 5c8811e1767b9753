"""Learning in a run's folder from its first step to a model: begun, gone on with after whatever ended it, shipped."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

from engines import checkpoints
from engines.cards import Card, read_card
from engines.errors import BadCheckpoint, CannotWrite, ReverieError
from engines.files import trouble_writing
from engines.folders import folder_name, take_away
from engines.orders import Orders
from engines.shipping import About
from engines.steps import Step, Task
from engines.training import CHECKPOINT, Outcome, Plan
from engines.write.library import LIBRARY
from engines.write.material import read_aside
from engines.write.presets import preset_named
from engines.write.runs import BEGUN, TEXTS, Run, note_result, read_run_folder
from engines.write.shipping import ship_words
from engines.write.training import MOST_STEPS, WordTraining, train_words

#: Models are made here and moved to their place when they are whole.
MAKING = ".making"


def learn(run: Path, models: Path, orders: Orders | None = None) -> Task[Outcome]:
    """Learn in ``run`` from the beginning or from where it was left, and put a model into ``models`` at the end.

    Steps are those of ``train_words``, with all words read so far among their metrics; a training of so many minutes
    counts seconds. Closed, it can be gone on with exactly. A model that cannot be made is told in ``orders`` and ends
    nothing: the run stays.

    Raises:
        BadCheckpoint, BadInput, CannotWrite, MissingWeights: with one sentence.
    """
    known = read_run_folder(run)
    orders = orders or Orders()
    request = _request(known, orders)
    task = train_words(request)
    words, spent = 0, _seconds_in(run)
    try:
        while True:
            since = time.monotonic()
            try:
                step: Step = next(task)
            except StopIteration as end:
                outcome: Outcome = end.value
                break
            if step.metrics:
                words = words or read_aside(run).words
                step = replace(step, metrics={**step.metrics, "words": step.metrics["rounds"] * words})
            spent += time.monotonic() - since
            yield step if request.plan.minutes is None else _by_the_clock(step, spent, request.plan.minutes)
            if step.metrics and orders.take():
                yield from _answered(run, models, orders, step)
    finally:
        task.close()
    note_result(run, finished=outcome.finished)
    yield from _answered(run, models, orders, Step(outcome.steps, None, metrics=outcome.metrics))
    return outcome


def _request(known: Run, orders: Orders) -> WordTraining:
    plan, run = known.plan, known.folder
    preset = preset_named(plan.preset)
    if not preset.book:
        preset = preset.changed(units=plan.units, layers=plan.layers)
    resume = (run / CHECKPOINT).is_file()
    minutes = plan.minutes
    if resume and minutes is not None:
        seconds = _seconds_in(run)
        # Whoever goes on after the time was up wants as much again.
        minutes = minutes + seconds / 60 if seconds >= minutes * 60 else minutes
    return WordTraining(
        (run / TEXTS,),
        run,
        Plan(MOST_STEPS, minutes, preview_every=60.0, save_now=orders.save_now),
        preset,
        plan.seed,
        resume,
        start_from=run / BEGUN if plan.begun else None,
    )


def _seconds_in(run: Path) -> float:
    """How long a run has been learning; raises BadCheckpoint."""
    path = run / CHECKPOINT
    return checkpoints.numbers(path).get("seconds", 0.0) if path.is_file() else 0.0


def _by_the_clock(step: Step, seconds: float, minutes: float) -> Step:
    """Where the end is a time, seconds are what is counted: the window can then say how long it still takes."""
    total = max(1, round(minutes * 60))
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
        orders.answers.append(read_made(run, models))
    finally:
        task.close()


def read_made(run: Path, models: Path) -> Card:
    """The card of the model that was made of ``run``; raises MissingWeights."""
    return read_card(models / read_run_folder(run).model)


def make_model(run: Path, models: Path) -> Task[Card]:
    """A model of the best that ``run`` has learnt so far, in ``models`` under the run's title.

    One that was made of the same run before makes way, and can be put back.

    Raises:
        BadInput: another model has that name.
        BadCheckpoint: nothing was learnt yet, or the run is damaged.
        CannotWrite: the disk is full.
    """
    known = read_run_folder(run)
    name = folder_name(known.plan.title)
    place = models / name
    LIBRARY.check_title(known.plan.title, models, known.model)
    if not (run / CHECKPOINT).is_file():
        raise BadCheckpoint(f"“{known.plan.title}” has learnt nothing yet. Go on with it first.")
    making = models / MAKING / name
    shutil.rmtree(making, ignore_errors=True)
    try:
        card = yield from ship_words(run, making, _about(known))
        _move(making, place)
    except OSError as error:
        raise CannotWrite(trouble_writing(place, error)) from error
    finally:
        shutil.rmtree(models / MAKING, ignore_errors=True)
    note_result(run, model=name)
    return replace(card, folder=place)


def _move(making: Path, place: Path) -> None:
    if place.exists():
        take_away(place, place.name)
    making.rename(place)


def _about(known: Run) -> About:
    data: tuple[str, ...] = ()
    if known.plan.begun:
        data = (*known.plan.texts, f"The model {known.plan.begun}, from which it began")
    return About(title=known.plan.title, data=data)
