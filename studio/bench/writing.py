"""How soon ten words stand beside the cursor in a long document, and what keeping the network's state saves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, percentile, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.write.model import WordModel
    from engines.write.predicting import Predictor

WORDS = 100_000
TYPED = 300
LIMIT_MS = 10.0
WINDOW = 20
TIMES_FASTER = 8.0
ROUNDS = 101
#: What a word of English and the space after it take to type.
KEYS_A_WORD = 5.7


def figures() -> list[Figure]:
    """Key to list, and the network's time a word against the book's window."""
    found = run_apart("studio.bench.writing")
    keys = f"{found['keys']:.0f} keys; where a word ends {found['word_p95']:.1f} ms; opening {found['opening']:.0f} ms"
    key = f"Key to ten words, {WORDS:,} words open, p95"
    fused, stepped = found["window"] / found["step"], found["stepped"] / found["step"]
    # In one call the window is 20 recurrent steps, whose weights stay in the cache, and a single answer: where the
    # vocabulary is large, to answer is most of the work, and both forms do that once.
    ratios = (
        f"window in one call {fused:.1f} times, word by word {stepped:.1f}, at every key {KEYS_A_WORD * fused:.1f}; "
        f"{found['vocabulary']:,.0f} words to choose from"
    )
    return [
        Figure(key, "write", f"< {LIMIT_MS:g} ms", "ms", found["key_p95"], LIMIT_MS, keys),
        Figure(
            "Network a word, its state kept",
            "write",
            f"{TIMES_FASTER:g} times faster than the book's window of {WINDOW} words",
            "ms",
            found["step"],
            found["window"] / TIMES_FASTER,
            ratios,
        ),
    ]


def measure() -> dict[str, float]:
    """Milliseconds, with the model that answers when nobody chose one."""
    from engines.write.catalogue import first_choice
    from engines.write.model import WordModel
    from engines.write.predicting import Predictor

    model = WordModel.load(first_choice())
    found = _network(model)
    document = _document(model, WORDS)
    predictor = Predictor(model)
    opening = _milliseconds(partial(_ask, predictor, _Key(tuple(document), "", "", False)))
    keys = [(_milliseconds(partial(_ask, predictor, key)), key.ends_word) for key in _keys(model, document)]
    times = [spent for spent, _ in keys]
    return found | {
        "vocabulary": float(len(model.vocabulary)),
        "opening": opening,
        "keys": float(len(keys)),
        "key_p95": percentile(times, 0.95),
        "word_p95": percentile([spent for spent, ends_word in keys if ends_word], 0.95),
    }


@dataclass(frozen=True)
class _Key:
    """Where the cursor is after one key."""

    blocks: tuple[str, ...]
    before: str
    prefix: str
    ends_word: bool


def _ask(predictor: Predictor, key: _Key) -> object:
    from engines.write.predicting import SuggestRequest

    return predictor.suggest(SuggestRequest(key.blocks, key.before, key.prefix))


def _document(model: WordModel, words: int) -> list[str]:
    """Paragraphs of words drawn from the vocabulary, the commonest ones oftener, with names that nobody knows."""
    import numpy as np

    chance = np.random.default_rng(0)
    known = [word for word in model.vocabulary.words[3:] if word.isalpha()]
    shares = 1.0 / np.arange(2, len(known) + 2)
    drawn = chance.choice(len(known), words, p=shares / shares.sum())
    text = [known[number] if number % 97 else f"Name{number}" for number in drawn]
    return [" ".join(text[begin : begin + 60]) + "." for begin in range(0, words, 60)]


def _keys(model: WordModel, document: list[str]) -> Iterator[_Key]:
    """A person types at the end, then in the middle, with a new paragraph now and then."""
    typed = " ".join(_document(model, TYPED)).split()
    for at, words in ((len(document), typed[: TYPED // 2]), (len(document) // 2, typed[TYPED // 2 :])):
        blocks, before = tuple(document[:at]), ""
        for number, word in enumerate(words, start=1):
            for length in range(1, len(word) + 1):
                yield _Key(blocks, before, word[:length], False)
            before += f"{word} "
            if number % 60 == 0:
                blocks, before = (*blocks, before), ""
            yield _Key(blocks, before, "", True)


def _network(model: WordModel) -> dict[str, float]:
    """Median time of a word with the state kept, of the window in one call, and of the window word by word.

    All three on the same graph, and each answers once, after the last word, as the book's model does.
    """
    import numpy as np

    network = model.network
    words = np.random.default_rng(1).integers(3, len(model.vocabulary), (1, WINDOW))
    _, state = network.read(words, network.empty())

    def stepped() -> None:
        after = network.empty()
        for at in range(WINDOW - 1):
            after = network.skim(words[:, at : at + 1], after)
        network.read(words[:, WINDOW - 1 :], after)

    ways: dict[str, Callable[[], object]] = {
        "step": lambda: network.read(words[:, :1], state),
        "window": lambda: network.read(words, network.empty()),
        "stepped": stepped,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, run in ways.items():
            times[name].append(_milliseconds(run))
    return {name: median(found) for name, found in times.items()}


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
