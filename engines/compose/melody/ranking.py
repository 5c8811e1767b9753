"""From passages to takes: notes, what was thought of each, and which take is the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from engines.compose.melody.composing import Passage, Thought
from engines.compose.melody.contexts import Context
from engines.compose.melody.lines import Sound
from engines.compose.melody.model import MelodyModel
from engines.compose.melody.takes import Insight, Take, Takes, in_scale, scale_consistency
from engines.compose.melody.vocabulary import END
from engines.compose.notes import Note

VELOCITY = 80
#: A take of less than this share of the surprise of real music is dull: it says one thing again and again.
_DULL = 0.7
#: What each nat a note below that costs a take.
_DULLNESS = 4.0
#: What a note outside of the scale costs a take when takes are ranked, in nats a note.
_OUTSIDE = 1.0


def insight_of(
    model: MelodyModel,
    columns: Sequence[Note | None],
    notes: Sequence[Sequence[Note]],
    thoughts: Sequence[Thought],
) -> Insight:
    """What was thought of each note. ``columns`` are those before the first sound; ``notes[i]`` are of sound i."""
    later = [max(each, key=lambda note: note.pitch) if each else None for each in notes]
    rows = [place for place, each in enumerate(notes) for _ in each]
    looked = np.zeros((len(rows), _heads(thoughts), len(columns) + len(notes)), dtype=np.float32)
    for row, place in enumerate(rows):
        seen = thoughts[place].looked
        stop = len(columns) + place
        seen = seen[:, -stop:]
        looked[row, :, stop - seen.shape[1] : stop] = seen
    vocabulary = model.vocabulary
    shares = np.array([thoughts[place].durations for place in rows], dtype=np.float32).reshape(len(rows), -1)
    sounds = np.array([thoughts[place].sounds for place in rows], dtype=np.float32).reshape(len(rows), -1)
    return Insight(
        notes=tuple(note for each in notes for note in each),
        columns=(*columns, *later)[: looked.shape[2]],
        attention=looked,
        pitch_probabilities=sounds @ vocabulary.pitches if rows else np.zeros((0, 128), np.float32),
        duration_probabilities=shares[:, END + 1 :],
        end_probabilities=shares[:, END] if rows else np.zeros(0, np.float32),
        durations=np.array(vocabulary.durations),
        surprise=np.array([thoughts[place].surprise for place in rows], dtype=np.float32).reshape(-1, 2),
    )


def _heads(thoughts: Sequence[Thought]) -> int:
    return thoughts[0].looked.shape[0] if thoughts else 1


def notes_of(sounds: Sequence[Sound], starts: Sequence[int], track: int, velocities: Sequence[int]) -> list[list[Note]]:
    """The notes of each sound; rests have none. ``velocities`` are taken one after the other, again from the first."""
    return [
        [Note(start, track, pitch, end - start, velocities[place % len(velocities)]) for pitch in sound]
        for place, (sound, start, end) in enumerate(zip(sounds, starts, starts[1:], strict=False))
    ]


def takes_of(
    model: MelodyModel,
    context: Context,
    passages: Iterable[tuple[Passage, float]],
    track: int,
    scale: Sequence[int],
    recipe: Mapping[str, Any],
    velocities: Sequence[int] = (VELOCITY,),
    *,
    usual: float = 0.0,
) -> Takes:
    """The passages, each with how well what follows it follows (nats a note, negative), as takes, the best first.

    With ``usual``, the surprise of real music in nats a note, takes far below it come last: the likeliest thing to say
    is always the same note again.
    """
    takes = []
    for passage, following in passages:
        notes = notes_of(passage.sounds, passage.starts, track, velocities)
        seen = insight_of(model, context.columns, notes, passage.thoughts)
        nats = -passage.log_probability / max(1, len(passage.sounds))
        consistent = in_scale(seen.notes, scale) if scale else scale_consistency(seen.notes)
        dull = _DULLNESS * max(0.0, _DULL * usual - nats)
        fit = following - nats - dull - _OUTSIDE * (1 - consistent)
        more = {"nats": nats, "in_scale": consistent, "fit": fit, "number": passage.number, "seed": recipe["seed"]}
        takes.append(Take(**{name: getattr(seen, name) for name in Insight.__dataclass_fields__}, **more))
    return Takes(tuple(sorted(takes, key=lambda take: (-take.fit, take.number))), recipe)
