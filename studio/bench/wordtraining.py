"""How fast words are learnt, against the book's windows on the same network, and what a million take in memory."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.bench.memory import peak_bytes
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.write.streams import Words

#: The book's: its vocabulary, its windows and how many at a time.
VOCABULARY, WINDOW, BATCH = 4169, 20, 32
TIMES_FASTER = 5.0
ROUNDS = 15
#: So many windows of the book's at a time learn as many words a step as we do.
LIKE_OURS = 560

CORPUS, DIFFERENT, DOCUMENTS = 1_000_000, 40_000, 400
EVERYBODYS = 5000
LIMIT_MB = 600.0
STEPS = 20


def figures() -> list[Figure]:
    """Time a word learnt, and the most memory of a whole training."""
    speed, memory = run_apart("studio.bench.wordtraining", "speed"), run_apart("studio.bench.wordtraining", "memory")
    ours, theirs = speed["ours"], speed["windows"]
    note = (
        f"{1e6 / ours:,.0f} words a second against {1e6 / theirs:,.0f}, {theirs / ours:.1f} times; against windows "
        f"taken {LIKE_OURS} at a time {speed['many'] / ours:.1f} times; one thread"
    )
    asked = f"{TIMES_FASTER:g} times faster than windows of {WINDOW} words, {BATCH} at a time, on the same network"
    size = f"{memory['words']:,.0f} words to learn from, {memory['vocabulary']:,.0f} different; whole process"
    return [
        Figure("Learning a word", "write", asked, "µs", ours, theirs / TIMES_FASTER, note),
        Figure(
            f"Peak memory, learning {CORPUS:,} words",
            "write",
            f"< {LIMIT_MB:g} MB",
            "MB",
            memory["megabytes"],
            LIMIT_MB,
            size,
        ),
    ]


def measure_speed() -> dict[str, float]:
    """Microseconds a word: our step, the book's windows on the same network, and many of its windows at a time."""
    import torch

    torch.set_num_threads(1)
    texts = _numbers()
    ways = {"ours": _ours(texts), "windows": _windowed(texts, BATCH), "many": _windowed(texts, LIKE_OURS)}
    for step in ways.values():
        step()  # the first one of each plans its memory
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, step in ways.items():
            began = time.perf_counter()
            words = step()
            spent[name].append((time.perf_counter() - began) / words * 1e6)
    return {name: median(each) for name, each in spent.items()}


def _numbers() -> list[Words]:
    """Documents as long as fables, of words drawn as words are: the commonest ones oftener."""
    import numpy as np

    chance = np.random.default_rng(0)
    shares = 1.0 / np.arange(3, VOCABULARY)
    drawn = [chance.choice(VOCABULARY - 3, 160, p=shares / shares.sum()) + 3 for _ in range(240)]
    return [np.concatenate([[1], words, [1]]) for words in drawn]


def _ours(texts: list[Words]) -> Callable[[], int]:
    from engines.write.learner import WordLearner
    from engines.write.networks import NetworkConfig
    from engines.write.presets import WordRecipe

    recipe = WordRecipe()
    learner = WordLearner(NetworkConfig(VOCABULARY), recipe, texts, texts[:1])
    read, rounds = 0, sum(len(text) - 1 for text in texts)
    done = 0

    def step() -> int:
        nonlocal read, done
        metrics = learner.update(done, done + 1)
        before, read, done = read, round(metrics["rounds"] * rounds), done + 1
        return read - before

    return step


def _windowed(texts: list[Words], batch: int) -> Callable[[], int]:
    """The book's form of learning on our network: each window is read from nothing for the one word after it."""
    import torch
    from torch.nn import functional as F

    from engines.write.booklearner import Windows
    from engines.write.networks import NetworkConfig, WordNetwork

    network = WordNetwork(NetworkConfig(VOCABULARY))
    optimiser = torch.optim.RMSprop(network.parameters(), lr=1e-3)
    windows = Windows(texts, WINDOW)
    chance = torch.Generator().manual_seed(0)

    def step() -> int:
        words, targets = windows.take(torch.randint(len(windows), (batch,), generator=chance))
        hidden = network.embedding(words.transpose(0, 1))
        for layer in network.layers:
            hidden, _ = layer(hidden)
        loss = F.cross_entropy(network.answer(network.narrow(hidden[-1])), targets)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        return batch

    return step


def measure_memory() -> dict[str, float]:
    """Train some steps on a made-up corpus, from its files on."""
    import torch

    from engines.steps import finish
    from engines.training import Plan
    from engines.write.training import WordTraining, read_run, train_words

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="reverie-") as folder:
        texts, run = Path(folder) / "texts", Path(folder) / "run"
        _write_corpus(texts)
        outcome = finish(train_words(WordTraining((texts,), run, Plan(STEPS))))
        megabytes = peak_bytes() / 1e6
        if outcome.steps != STEPS:
            raise RuntimeError(f"{outcome.steps} steps were done")
        vocabulary = read_run(run).identity["network"]["words"]
    return {"megabytes": megabytes, "words": float(CORPUS), "vocabulary": float(vocabulary)}


def _write_corpus(folder: Path) -> None:
    """Stories of drawn words in sentences and paragraphs, one file each."""
    import numpy as np

    folder.mkdir()
    chance = np.random.default_rng(0)
    letters = np.array(list("etaoinshrdlucmwfgypb"))
    words = sorted({"".join(chance.choice(letters, length)) for length in chance.integers(2, 11, DIFFERENT)})
    chance.shuffle(words)
    # As common as in novels: 1/rank, and 1/rank² beyond the words that everybody uses (Ferrer i Cancho and Solé, 2001).
    rank = np.arange(2.0, len(words) + 2)
    shares = np.cumsum(1 / (rank * np.maximum(1.0, rank / EVERYBODYS)))
    each = CORPUS // DOCUMENTS
    for number in range(DOCUMENTS):
        drawn = [words[place] for place in np.searchsorted(shares, chance.random(each) * shares[-1])]
        sentences = [" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, each, 12)]
        paragraphs = [" ".join(sentences[at : at + 6]) for at in range(0, len(sentences), 6)]
        (folder / f"{number:03}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure_speed() if sys.argv[1] == "speed" else measure_memory()))
