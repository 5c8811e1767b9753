"""What a network learns from: texts read, divided, counted and numbered, and kept in the folder of the run."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import BadCheckpoint
from engines.files import write_text
from engines.steps import Step, Task
from engines.training import prepare_run
from engines.write.copying import CopyIndex
from engines.write.learner import LOOK
from engines.write.ngram import KneserNey
from engines.write.reading import Corpus, Document, FileReport, fingerprint, read_texts
from engines.write.scoring import cut
from engines.write.split import Split, split_documents
from engines.write.tokens import STORY, document_units
from engines.write.vocabulary import Ids, Vocabulary

VOCABULARY, COUNTS, COPIES, SPLIT, TEXTS = "vocabulary.json", "ngram.npz", "copies.npz", "split.json", "texts.json"


@dataclass(frozen=True)
class Material:
    """Numbered documents, STORY first and last, to learn from and held out; ``baseline`` is the counts' perplexity.

    ``fingerprint`` changes with the texts and with the way they were divided.
    """

    vocabulary: Vocabulary
    training: Sequence[Ids]
    held_out: Sequence[Ids]
    baseline: float
    fingerprint: str

    @property
    def words(self) -> int:
        """How many words there are to learn."""
        return sum(len(document) - 1 for document in self.training)


@dataclass(frozen=True)
class Aside:
    """What a run keeps of its texts: names and words of the files, and the stories it does not learn from."""

    sources: tuple[tuple[str, int], ...]
    words: int
    held_out: tuple[str, ...]
    test: tuple[str, ...]


def gather(paths: Sequence[Path], run: Path, *, cap: int, least: int = 2, seed: int, resume: bool) -> Task[Material]:
    """Read ``paths`` and keep in ``run`` what an export and a resume need.

    The vocabulary has ``cap`` words at most, each at least ``least`` times in the stories to learn from.

    Raises:
        BadInput: nothing to learn from, or a run is there already and ``resume`` is False.
        BadCheckpoint: the run to be resumed learns from other texts.
        CannotWrite: the folder cannot be made or the disk is full.
    """
    prepare_run(run, resume)
    yield Step(0, None, note="Reading the texts")
    corpus = yield from _without_total(read_texts(paths))
    yield Step(0, None, note="Dividing the texts")
    split = split_documents(corpus.documents, seed)
    yield Step(0, None, note="Finding the words")
    stories = []
    for document in split.train:
        stories.append(_units(document))
        yield Step(0, None, note="Finding the words")
    vocabulary = Vocabulary.of_corpus(stories, least=least, cap=cap)
    training = [vocabulary.encode(story) for story in stories]
    held_out = [vocabulary.encode(_units(document)) for document in split.held_out]
    del stories
    mark = _mark(split)
    if resume:
        _check_same(run, mark)
    else:
        # Before the counts, whose large arrays would be kept apart by its small pieces.
        yield Step(0, None, note="Noting what would be a copy")
        CopyIndex.of_texts(document.text for document in split.train).save(run / COPIES)
    yield Step(0, None, note="Counting words that follow one another")
    # Where every word is known, counts too must learn how often a new one comes.
    ngram = KneserNey.fit(training, len(vocabulary), half_of_singletons_unknown=least == 1)
    baseline = _perplexity(ngram, held_out)
    if not resume:
        ngram.save(run / COUNTS)
        vocabulary.save(run / VOCABULARY)
        _keep(run, split, corpus.report.files, mark, sum(len(one) - 1 for one in training))
    return Material(vocabulary, training, held_out, baseline, mark)


def read_aside(run: Path) -> Aside:
    """What ``gather`` kept; raises BadCheckpoint."""
    kept = _kept(run)
    try:
        sources = tuple((str(name), int(words)) for name, words in kept["sources"])
        return Aside(sources, int(kept["words"]), tuple(kept["held_out"]), tuple(kept["test"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadCheckpoint(_damaged(run)) from error


def _without_total(task: Task[Corpus]) -> Task[Corpus]:
    """The same steps, but files are not what a training counts."""
    try:
        while True:
            try:
                step = next(task)
            except StopIteration as end:
                corpus: Corpus = end.value
                return corpus
            yield Step(0, None, note=step.note)
    finally:
        task.close()


def _units(document: Document) -> list[str]:
    # Interned: a million words are some ten thousand different ones.
    return [sys.intern(unit) for unit in (*document_units(document.text), STORY)]


def _mark(split: Split) -> str:
    digest = hashlib.sha256()
    for part in (split.train, split.held_out, split.test):
        digest.update("".join(fingerprint(document.text) for document in part).encode() + b"\n")
    return digest.hexdigest()


def _perplexity(ngram: KneserNey, documents: Iterable[Ids]) -> float:
    surprise = [ngram.log_probabilities(document) for document in cut(list(documents), LOOK)]
    return math.exp(-float(np.concatenate(surprise).astype(np.float64).mean()))


def _keep(run: Path, split: Split, files: Sequence[FileReport], mark: str, words: int) -> None:
    write_text(run / SPLIT, json.dumps(split.record(), indent=1, ensure_ascii=False) + "\n")
    content = {
        "format": 1,
        "fingerprint": mark,
        "sources": [[report.path.name, report.words] for report in files if not report.problem],
        "words": words,
        "held_out": [document.text for document in split.held_out],
        "test": [document.text for document in split.test],
    }
    # As ASCII: a text may hold half a surrogate pair, which no file in UTF-8 can.
    write_text(run / TEXTS, json.dumps(content, indent=0) + "\n")


def _kept(run: Path) -> dict[str, Any]:
    try:
        content = json.loads((run / TEXTS).read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content["format"] != 1:
            raise ValueError("format")
    except (OSError, ValueError, KeyError) as error:
        raise BadCheckpoint(_damaged(run)) from error
    return content


def _damaged(run: Path) -> str:
    return f"“{run}” is no training run of words, or “{TEXTS}” in it is damaged. Train again."


def _check_same(run: Path, mark: str) -> None:
    if _kept(run).get("fingerprint") != mark:
        raise BadCheckpoint(f"The run in “{run}” learns from other texts. Resume it with the same files.")
