"""Documents divided into what is learnt from, what is watched while learning, and what is tested at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engines.errors import BadInput
from engines.write.reading import Document, fingerprint
from engines.write.tokens import Token, count_words, detokenise, is_word, tokenise

LEAST_WORDS = 200
"""With fewer words there is nothing to learn from, nor to test on."""

# A collection of so many stories is divided between stories; a book of fewer chapters is cut finer first.
_MANY = 20
_LARGEST_SHARE = 0.1
_SENTENCE_ENDS = frozenset(".!?。！？؟…\"'”’")


@dataclass(frozen=True, slots=True)
class Split:
    """Three parts without a common document, each in the order of the corpus."""

    train: tuple[Document, ...]
    held_out: tuple[Document, ...]
    test: tuple[Document, ...]

    def record(self) -> dict[str, Any]:
        """What ``split.json`` holds: title, words and fingerprint of every document, part by part."""
        parts = {"train": self.train, "held_out": self.held_out, "test": self.test}
        return {
            name: [
                {"title": document.title, "words": count_words(document.text), "sha256": fingerprint(document.text)}
                for document in part
            ]
            for name, part in parts.items()
        }


def split_documents(documents: Sequence[Document], seed: int = 0, share: float = 0.1) -> Split:
    """Divide ``documents`` by their fingerprints: ``share`` of the words to test, as many held out, the rest to learn.

    The same documents and seed give the same split, in whatever order they come. Long documents are cut into
    consecutive sections first, so that one book alone can be divided.

    Raises:
        BadInput: there are fewer than LEAST_WORDS words.
    """
    sizes = [count_words(document.text) for document in documents]
    total = sum(sizes)
    _check_enough(total)
    largest = total * (_LARGEST_SHARE if len(documents) >= _MANY else 1 / _MANY)
    pieces: list[tuple[Document, int]] = []
    for document, size in zip(documents, sizes, strict=True):
        pieces += _sections(document, largest) if size > largest else [(document, size)]
    order = sorted(range(len(pieces)), key=lambda place: _rank(pieces[place][0], seed))
    # At least one piece for each part, then as many as its share of the words allows.
    test = _fill(order[:-2], pieces, share * total)
    rest = order[len(test) :]
    held_out = _fill(rest[:-1], pieces, share * total)
    train = rest[len(held_out) :]
    parts = (tuple(pieces[place][0] for place in sorted(part)) for part in (train, held_out, test))
    return Split(*parts)


def split_from(documents: Sequence[Document], held_out: Sequence[Document]) -> Split:
    """Learn from ``documents`` and watch ``held_out``; what is among both is only watched, and nothing is tested.

    Raises:
        BadInput: there are fewer than LEAST_WORDS words to learn from, or none to watch.
    """
    watched = {fingerprint(document.text) for document in held_out}
    learnt = tuple(document for document in documents if fingerprint(document.text) not in watched)
    if not any(count_words(document.text) for document in held_out):
        raise BadInput("There are no words in the texts to be held out. Choose texts of at least one sentence.")
    _check_enough(sum(count_words(document.text) for document in learnt))
    return Split(learnt, tuple(held_out), ())


def _check_enough(words: int) -> None:
    if words < LEAST_WORDS:
        raise BadInput(f"There are only {words} words to learn from. Add texts: {LEAST_WORDS} are the very least.")


def _rank(document: Document, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {fingerprint(document.text)}".encode()).digest()


def _fill(order: Sequence[int], pieces: Sequence[tuple[Document, int]], wanted: float) -> list[int]:
    """The first places of ``order``, until their words come nearest to ``wanted``."""
    taken: list[int] = []
    words = 0.0
    for place in order:
        size = pieces[place][1]
        if taken and words + size / 2 > wanted:
            break
        taken.append(place)
        words += size
    return taken


def _sections(document: Document, largest: float) -> list[tuple[Document, int]]:
    """Consecutive sections of about ``largest`` words, cut between paragraphs, with numbered titles.

    A paragraph longer than a section is cut too, after a sentence where there is one.
    """
    sections: list[tuple[str, int]] = []
    lines: list[str] = []
    words = 0
    for line, size in _lines(document.text, largest):
        if lines and words + size / 2 > largest:
            sections.append(("\n".join(lines).strip(), words))
            lines, words = [], 0
        lines.append(line)
        words += size
    sections.append(("\n".join(lines).strip(), words))
    filled = [(text, size) for text, size in sections if text]
    return [
        (Document(f"{document.title} ({number})", text, document.source), size)
        for number, (text, size) in enumerate(filled, start=1)
    ]


def _lines(text: str, largest: float) -> Iterator[tuple[str, int]]:
    """The lines of ``text`` and how many words they have; those with more than ``largest`` in pieces."""
    for line in text.split("\n"):
        size = count_words(line)
        if size <= largest:
            yield line, size
            continue
        piece: list[Token] = []
        words = 0
        for token in tokenise(line):
            # After a sentence; but a text without any must come to an end as well.
            ended = bool(piece) and piece[-1].text[-1:] in _SENTENCE_ENDS
            if (words >= largest and ended and is_word(token.text)) or words >= 1.5 * largest:
                yield detokenise(piece), words
                piece, words = [], 0
            piece.append(token)
            words += is_word(token.text)
        yield detokenise(piece), words
