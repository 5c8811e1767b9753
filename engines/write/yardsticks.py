"""Texts that the field measures on, and what was published for them: read beside our figures, never shipped."""

from __future__ import annotations

from dataclasses import dataclass

from engines.write.reading import fingerprint


@dataclass(frozen=True)
class Published:
    """A model's test perplexity as its authors give it; ``parameters`` is in millions, None where they do not say."""

    model: str
    perplexity: float
    parameters: float | None
    source: str


@dataclass(frozen=True)
class Yardstick:
    """A test text by its fingerprint, with its ``words`` (ends of lines among them) and the published figures."""

    name: str
    fingerprint: str
    words: int
    published: tuple[Published, ...]


_PRESS = "Press and Wolf 2017"

PENN_TREEBANK = Yardstick(
    "Penn Treebank, test",
    "900cfc61a7a63afcd086c5e1cce90554764eae65cb2ca9f5d4cac47be5f0f394",
    82_430,
    (
        Published("Kneser-Ney 5-gram", 141.0, None, "Mikolov and Zweig 2012"),
        Published("small LSTM, 2 layers of 200, nothing hidden", 114.5, 4.6, _PRESS),
        Published("the same, tied and projected", 100.9, None, _PRESS),
        Published("PyTorch's example, 2 layers of 200, tied", 87.2, 2.7, "pytorch/examples#104"),
        Published("medium LSTM, 2 layers of 650", 82.7, 20.0, "Zaremba et al. 2014"),
        Published("AWD-LSTM, 3 layers of 1150", 57.3, 24.0, "Merity et al. 2017"),
    ),
)


def yardstick_of(text: str) -> Yardstick | None:
    """The yardstick that ``text`` is, or None."""
    return next((one for one in (PENN_TREEBANK,) if one.fingerprint == fingerprint(text)), None)
