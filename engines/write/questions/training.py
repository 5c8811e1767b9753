"""Learning questions as a task: from files to a run that can be resumed."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch

from engines.errors import BadInput
from engines.files import sha256_of, write_text
from engines.steps import Step, Task
from engines.training import Outcome, Plan, prepare_run, train
from engines.write.questions.features import Example, example_of
from engines.write.questions.learner import QuestionLearner, QuestionRecipe
from engines.write.questions.networks import QuestionConfig
from engines.write.questions.reading import Asked, Reading, read_newsqa, read_qamr, read_squad

KIND = "questions"
SIGNS = ("", "<UNK>", "<START>", "<END>")
VOCABULARY, SKIPPED = "vocabulary.json", "skipped.txt"
LONGEST, SAID_MOST = 300, 24


@dataclass(frozen=True)
class QuestionTraining:
    """A request: learn from question files in ``paths``, in the folder ``run``, beginning with the vectors ``glove``.

    ``held_out`` are files whose articles are watched; without any, every tenth article of ``paths`` is.
    """

    paths: tuple[Path, ...]
    run: Path
    glove: Path
    plan: Plan = field(default_factory=lambda: Plan(1_000_000))
    preset: str = "default"
    held_out: tuple[Path, ...] = ()
    seed: int = 0
    resume: bool = False
    words: int = 12_000


def train_questions(request: QuestionTraining) -> Task[Outcome]:
    """Learn to tag answers and to ask; yields a Step per update. Raises BadInput, BadCheckpoint or CannotWrite."""
    prepare_run(request.run, request.resume)
    readings = [read_file(path) for path in request.paths]
    yield Step(0, None, "Reading questions")
    asked = [one for reading in readings for one in reading.asked]
    watched = [one for path in request.held_out for one in read_file(path).asked]
    if not watched:
        chosen = set(sorted({one.article for one in asked})[::10])
        watched = [one for one in asked if one.article in chosen]
        asked = [one for one in asked if one.article not in chosen]
    if not asked or not watched:
        raise BadInput("There are too few questions: give at least two articles with one question each.")
    words, vectors = vocabulary_of(asked, request.glove, request.words)
    write_text(request.run / VOCABULARY, json.dumps(words))
    rows = [
        f"{path}\t{where}\t{why}\n"
        for path, one in zip(request.paths, readings, strict=True)
        for where, why in one.skipped
    ]
    write_text(request.run / SKIPPED, "".join(rows))
    book = request.preset == "book"
    config = QuestionConfig(len(words), vectors.shape[1], tags=2 if book else 3, attention=not book)
    recipe = QuestionRecipe(seed=request.seed)
    places = {word: number for number, word in enumerate(words)}
    parts = examples_of(asked, places), examples_of(watched, places)
    identity = {"kind": KIND, "preset": request.preset, "network": asdict(config), "recipe": asdict(recipe)}
    identity["texts"] = [sha256_of(path) for path in (*request.paths, *request.held_out, request.glove)]
    learner = QuestionLearner(config, recipe, *parts, torch.from_numpy(vectors))
    return (yield from train(learner, request.plan, request.run, identity=identity, resume=request.resume))


def read_file(path: Path) -> Reading:
    """SQuAD by .json, NewsQA by .csv, QAMR by .tsv with ``qamr_sentences.tsv`` beside it; raises BadInput."""
    if path.suffix == ".json":
        return read_squad(path)
    if path.suffix == ".csv":
        return read_newsqa(path)
    if path.suffix == ".tsv":
        return read_qamr(path, path.with_name("qamr_sentences.tsv"))
    raise BadInput(f"{path.name} is no question file; give SQuAD's .json, NewsQA's .csv or QAMR's .tsv.")


def vocabulary_of(asked: Sequence[Asked], glove: Path, most: int) -> tuple[list[str], np.ndarray]:
    """The commonest words that GloVe knows, after the four signs, with vectors (words, size) in float32."""
    from engines.write.questions.words import words_of

    texts = [*sorted({one.text for one in asked}), *(one.question for one in asked)]
    counts = Counter(word.text.lower() for text in texts for word in words_of(text))
    known: dict[str, np.ndarray] = {}
    with gzip.open(glove, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, numbers = line.partition(" ")
            if word in counts:
                known[word] = np.array(numbers.split(), np.float32)
    words = sorted(known, key=lambda word: (-counts[word], word))[: most - len(SIGNS)]
    if not words:
        raise BadInput("No word of these texts is known to GloVe; the model asks in English only.")
    signs = np.random.default_rng(0).normal(0, 0.3, (len(SIGNS), len(known[words[0]]))).astype(np.float32)
    signs[0] = 0
    return [*SIGNS, *words], np.concatenate([signs, np.stack([known[word] for word in words])])


def examples_of(asked: Sequence[Asked], places: dict[str, int]) -> list[Example]:
    """The features of every question whose answer lies within the first ``LONGEST`` words."""
    answers: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in asked:
        answers[one.text].add((one.start, one.end))
    made = (example_of(one, sorted(answers[one.text]), places, LONGEST, SAID_MOST) for one in asked)
    return [one for one in made if one is not None]
