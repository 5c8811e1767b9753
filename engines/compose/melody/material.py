"""What a model learns from: the lines of many pieces, divided by piece, kept beside the run."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.compose.melody.features import Encoded, encode
from engines.compose.melody.lines import Line
from engines.compose.melody.vocabulary import Ids, Vocabulary
from engines.errors import BadCheckpoint, BadInput
from engines.files import written_beside
from engines.steps import Step, Task, finish

LINES = "lines.npz"
LEAST_SOUNDS = 64
#: The share of the pieces that is never learnt from.
HELD_OUT = 0.12
#: With fewer pieces the last part of each line is held out instead.
FEW_PIECES = 6
#: Pieces that share so many intervals and durations in a row are one piece: the same tune in two files.
_ALIKE = 20
#: Lines between two reports.
_OFTEN = 16


@dataclass(frozen=True)
class Material:
    """Lines to learn from and lines held out, and what a model can say of them. ``way`` is how scores were read."""

    training: tuple[Line, ...]
    held_out: tuple[Line, ...]
    vocabulary: Vocabulary
    way: str

    @classmethod
    def of(cls, lines: Sequence[Line], way: str = "voices", seed: int = 0) -> Material:
        """``made`` in one go."""
        return finish(cls.made(lines, way, seed))

    @classmethod
    def made(cls, lines: Sequence[Line], way: str = "voices", seed: int = 0) -> Task[Material]:
        """``lines`` divided by piece; the vocabulary is that of what is learnt from.

        Raises:
            BadInput: there are fewer than LEAST_SOUNDS sounds.
        """
        sounds = sum(map(len, lines))
        if sounds < LEAST_SOUNDS:
            raise BadInput(
                f"There are only {sounds} notes to learn from. Add music: {LEAST_SOUNDS} are the very least."
            )
        training, held_out = yield from dividing(lines, seed)
        lengths = (int(length) for line in training for length in line.lengths)
        vocabulary = Vocabulary.of(lengths, (sound for line in training for sound in line.sounds))
        return cls(tuple(training), tuple(held_out), vocabulary, way)

    def encoded(self, lines: Iterable[Line]) -> list[Encoded]:
        """``lines`` in the numbers of the vocabulary."""
        return finish(self.encoding(lines))

    def encoding(self, lines: Iterable[Line]) -> Task[list[Encoded]]:
        """``encoded``, with a report now and then."""
        found = []
        for place, line in enumerate(lines):
            found.append(encode(line, self.vocabulary))
            if place % _OFTEN == 0:
                yield Step(place, None, "Preparing the music")
        return found

    @property
    def sounds(self) -> int:
        """How many sounds there are to learn from."""
        return sum(map(len, self.training))

    @property
    def pieces(self) -> int:
        """How many pieces there are to learn from."""
        return len({line.piece for line in self.training})

    def fingerprint(self) -> str:
        """A number that says whether the material is the same."""
        content = hashlib.sha256()
        for line in (*self.training, *self.held_out):
            content.update(repr((line.sounds, self.way)).encode())
            content.update(line.starts.tobytes() + line.places.tobytes() + line.keys.tobytes())
        return content.hexdigest()

    def save(self, path: Path) -> None:
        """Write everything into one file; raises CannotWrite."""
        lines = (*self.training, *self.held_out)
        rows = {
            "sizes": np.array([len(line) for line in lines]),
            "chords": np.array([len(sound) for line in lines for sound in line.sounds], dtype=np.int16),
            "pitches": np.array([pitch for line in lines for sound in line.sounds for pitch in sound], dtype=np.int16),
            "starts": np.concatenate([line.starts for line in lines]),
            "places": np.concatenate([line.places for line in lines]),
            "keys": np.concatenate([line.keys for line in lines]).astype(np.int16),
        }
        told = {"pieces": [line.piece for line in lines], "training": len(self.training), "way": self.way}
        text = json.dumps({**told, "vocabulary": self.vocabulary.to_json()})
        with written_beside(path) as beside, beside.open("wb") as stream:
            np.savez_compressed(stream, told=np.array(text), **rows)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Material:
        """What ``save`` wrote; raises BadCheckpoint."""
        try:
            with np.load(path, allow_pickle=False) as rows:
                told = json.loads(str(rows["told"]))
                lines = list(_lines({name: rows[name] for name in rows.files if name != "told"}, told["pieces"]))
            count = int(told["training"])
            vocabulary = Vocabulary.from_json(told["vocabulary"])
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise BadCheckpoint(
                f"The music of the run in “{path.parent}” is missing or damaged. Train again."
            ) from error
        return cls(tuple(lines[:count]), tuple(lines[count:]), vocabulary, str(told["way"]))


def _lines(rows: Mapping[str, Any], pieces: Sequence[str]) -> Iterator[Line]:
    chords = np.append(0, np.cumsum(rows["chords"], dtype=np.int64))
    pitches: list[int] = rows["pitches"].tolist()
    sound = entry = 0
    for piece, size in zip(pieces, rows["sizes"].tolist(), strict=True):
        sounds = tuple(tuple(pitches[chords[at] : chords[at + 1]]) for at in range(sound, sound + size))
        inside = slice(entry, entry + size + 1)
        keys = rows["keys"][inside].astype(np.int64)
        yield Line(piece, sounds, rows["starts"][inside], rows["places"][inside], keys)
        sound, entry = sound + size, entry + size + 1


def divided(lines: Sequence[Line], seed: int = 0) -> tuple[list[Line], list[Line]]:
    """``dividing`` in one go."""
    return finish(dividing(lines, seed))


def dividing(lines: Sequence[Line], seed: int = 0) -> Task[tuple[list[Line], list[Line]]]:
    """Lines to learn from and lines held out, the same ones whatever their order; a piece is never in both.

    Pieces that share a long passage are taken as one. Of a few pieces the last part of each line is held out.
    """
    families = yield from alike(lines)
    names = sorted(set(families.values()), key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())
    if len(names) < FEW_PIECES:
        return _halved(lines)
    wanted = HELD_OUT * len(families)
    chosen: set[str] = set()
    sizes = Counter(families.values())
    # A family of many tunes that lean on each other would be all that is held out.
    small = [name for name in names if sizes[name] <= max(2.0, wanted / 4)]
    for name in small or [min(names, key=lambda one: sizes[one])]:
        if chosen and sum(sizes[one] for one in chosen) >= wanted:
            break
        chosen.add(name)
    held_out = [line for line in lines if families[line.piece] in chosen]
    return [line for line in lines if families[line.piece] not in chosen], held_out


def _halved(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    training, held_out = [], []
    for line in lines:
        cut = len(line) - max(4, round(HELD_OUT * len(line)))
        training.append(part_of(line, 0, cut))
        held_out.append(part_of(line, cut, len(line)))
    return training, held_out


def part_of(line: Line, start: int, stop: int) -> Line:
    """The sounds of ``line`` from ``start`` up to, not with, ``stop``."""
    entries = slice(start, stop + 1)
    return Line(line.piece, line.sounds[start:stop], line.starts[entries], line.places[entries], line.keys[entries])


def alike(lines: Sequence[Line]) -> Task[dict[str, str]]:
    """For each piece the first of those that share a passage with it, itself where there is none."""
    parent = {line.piece: line.piece for line in lines}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    seen: dict[bytes, str] = {}
    for place, line in enumerate(lines):
        if place % _OFTEN == 0:
            yield Step(place, len(lines), "Comparing the pieces")
        for passage in set(_passages(line)):
            first, own = root(seen.setdefault(passage, line.piece)), root(line.piece)
            if first != own:
                parent[max(first, own)] = min(first, own)
    return {name: root(name) for name in parent}


def _passages(line: Line) -> Iterator[bytes]:
    tops = np.array([sound[-1] for sound in line.sounds if sound], dtype=np.int64)
    lengths = np.array(
        [length for length, sound in zip(line.lengths, line.sounds, strict=True) if sound], dtype=np.int64
    )
    steps: Ids = np.stack([np.diff(tops), lengths[1:]], axis=1)
    for at in range(len(steps) - _ALIKE + 1):
        passage = steps[at : at + _ALIKE]
        # One note many times is no tune.
        if len(np.unique(passage[:, 0])) > 3:
            yield passage.tobytes()
