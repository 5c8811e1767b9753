"""What a project and a take keep of the page, and how it comes back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.errors import ReverieError
from engines.paint.transfer.request import Transferred
from engines.steps import Step, Task
from studio.documents.blobs import Blob
from studio.panes.paint.own.plan import MOST_PAINTINGS, Outcome, Painting, Plan, plan_state, settings_in, weight_in
from studio.panes.paint.own.reading import read_bytes, shown_image, unpacked
from studio.widgets.jobwords import error_words

_LOSSES = ("loss", "style", "content", "smoothness")


@dataclass(frozen=True)
class Kept:
    """What came back, and a sentence for each picture that did not."""

    plan: Plan
    outcome: Outcome | None = None
    sentences: tuple[str, ...] = ()


def take_setting(outcome: Outcome) -> dict[str, Any]:
    """What makes the outcome again, for a take: all but its picture, which a take has of its own."""
    done = outcome.transferred
    return {
        **plan_state(outcome.plan),
        "steps": done.steps,
        "seconds_per_step": done.seconds_per_step,
        "first": dict(done.first),
        "last": dict(done.last),
    }


def outcome_state(outcome: Outcome) -> dict[str, Any]:
    """The outcome for the project, so that it can be shown and continued after a restart."""
    raw = {} if outcome.raw is None else {"raw": outcome.raw}
    return {**take_setting(outcome), "picture": outcome.blob, "photograph": outcome.photograph, **raw}


def with_blobs(value: Any, read_blob: Callable[[str], bytes]) -> Any:
    """A state with each picture's name replaced by its blob; one that is lost stays a name, and is told later."""
    if isinstance(value, list):
        return [with_blobs(each, read_blob) for each in value]
    if not isinstance(value, Mapping):
        return value
    state = {name: with_blobs(each, read_blob) for name, each in value.items()}
    for name in ("picture", "raw"):
        if isinstance(state.get(name), str):
            try:
                state[name] = Blob(read_blob(state[name]), "image/*")
            except (ReverieError, LookupError):
                continue
    return state


def unpack(state: Mapping[str, Any]) -> Task[Kept]:
    """The plan and the outcome in a state whose pictures are blobs; damaged pictures are left out and told."""
    sentences: list[str] = []
    known: dict[str, Painting] = {}
    plan = yield from _plan_in(state.get("plan"), known, sentences)
    result = state.get("result")
    if not isinstance(result, Mapping):
        return Kept(plan, None, tuple(sentences))
    made_from = yield from _plan_in(result, known, [])
    yield Step(1, 2)
    return Kept(plan, _outcome_in(result, made_from, sentences), tuple(sentences))


def _plan_in(values: object, known: dict[str, Painting], sentences: list[str]) -> Task[Plan]:
    yield Step(0, 2)
    if not isinstance(values, Mapping):
        return Plan()
    listed, pictures = values.get("paintings"), []
    for each in listed[:MOST_PAINTINGS] if isinstance(listed, list) else ():
        if not isinstance(each, Mapping):
            continue
        name = each["name"] if isinstance(each.get("name"), str) else ""
        painting = yield from _painting_in(each.get("picture"), name, known, sentences)
        if painting is not None:
            pictures.append((painting, weight_in(each.get("weight"))))
    checkpoint = values.get("checkpoint")
    return Plan(
        settings_in(values.get("settings")),
        tuple(pictures),
        checkpoint if isinstance(checkpoint, str) else "",
        values.get("seed_locked") is True,
    )


def _painting_in(blob: object, name: str, known: dict[str, Painting], sentences: list[str]) -> Task[Painting | None]:
    if not isinstance(blob, Blob):
        sentences.append(f"The style picture “{name}” is no longer in the project. Add it once more.")
        return None
    try:
        if blob.sha not in known:
            known[blob.sha] = yield from read_bytes(blob.data, name)
        return known[blob.sha]
    except ReverieError as error:
        sentences.append(error_words(error))
        return None


def _outcome_in(values: Mapping[str, Any], plan: Plan, sentences: list[str]) -> Outcome | None:
    blob, raw, photograph = values.get("picture"), values.get("raw"), values.get("photograph")
    if not isinstance(blob, Blob) or not isinstance(photograph, str):
        return None
    try:
        pixels, alpha = unpacked(blob.data, "painting")
        untreated = unpacked(raw.data, "painting")[0] if isinstance(raw, Blob) else pixels
    except ReverieError as error:
        sentences.append(error_words(error))
        return None
    if untreated.shape != pixels.shape:
        untreated = pixels
    done = Transferred(
        pixels,
        untreated.astype(np.float32) / np.float32(255),
        int(_number_in(values.get("steps"))),
        _number_in(values.get("seconds_per_step")),
        _losses_in(values.get("first")),
        _losses_in(values.get("last")),
    )
    image = shown_image(pixels, alpha)
    return Outcome(done, plan, photograph, image, blob, raw if isinstance(raw, Blob) else None)


def _losses_in(values: object) -> dict[str, float]:
    found = values if isinstance(values, Mapping) else {}
    return {name: _number_in(found[name]) for name in _LOSSES if name in found}


def _number_in(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number and 0 <= value < 1e12 else 0.0  # type: ignore[operator, arg-type]
