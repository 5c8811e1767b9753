"""A person's text as the models read it: word ids of everything before the cursor, redone only where it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from engines.write.tokens import Token, tokenise, units
from engines.write.vocabulary import PARAGRAPH_ID, STORY_ID, UNK_ID, Vocabulary

Ids = NDArray[np.int64]

#: A longer paragraph is read in pieces of about so many letters, so that a word more costs one piece.
_PIECE = 2048
#: A block of more pieces is very long.
_LONG = 16
#: Letters whose reading is remembered; more are forgotten all at once.
_REMEMBERED = 16_000_000
_NONE = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph as read: its ids without the breaks at its two ends, and those breaks (-1 where none)."""

    ids: Ids
    break_before: int = _NONE
    break_after: int = _NONE


class Manuscript:
    """Reads blocks of text (paragraphs without their line breaks) into one row of ids that begins with STORY.

    A word outside the vocabulary gets an id of its own behind it: V + its place in ``own_words``. What is the same as
    the last time is not looked at again, and a paragraph seen before is not read again. Not for two threads at once.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._size = len(vocabulary.words)
        self.own_words: list[str] = []
        self._own_ids: dict[str, int] = {}
        self._remembered: dict[str, Passage] = {}
        self._letters = 0
        self._blocks: tuple[str, ...] = ()
        #: For each block: how many ids stand before it and which break is due there.
        self._begins: list[tuple[int, int]] = []
        self._end = (0, STORY_ID)
        #: The pieces of the cursor's block that cannot grow any more, and where the ids of each end.
        self._settled: list[tuple[str, tuple[int, int]]] = []
        #: The last very long block that was read ahead, and its pieces.
        self._cut: tuple[str, list[str]] = ("", [])
        self._ids: Ids = np.empty(1024, dtype=np.int64)

    def read(self, blocks: Sequence[str], before: str) -> Ids:
        """Ids of all of ``blocks`` and of ``before``, the cursor's block up to the cursor; valid until the next call.

        Line breaks at the end are there, for the next word begins a paragraph.
        """
        self._read_blocks(tuple(blocks))
        length, due = self._read_growing(before)
        if due != _NONE:
            length = self._write(length, np.array([due], dtype=np.int64))
        return self._ids[:length]

    def prepare(self, blocks: Sequence[str]) -> Iterator[int]:
        """Read ``blocks`` ahead, a few at a time; yields how many were read."""
        count = 0
        for number, block in enumerate(blocks):
            pieces = []
            for piece in _pieces(block):
                self._passage(piece)
                pieces.append(piece)
                count += 1
                if count % 32 == 0:
                    yield number
            if len(pieces) > _LONG:
                self._cut = (block, pieces)

    def plain(self, ids: Ids) -> Ids:
        """``ids`` as the models know them: every word of the writer's own is ``<unk>``."""
        return np.where(ids < self._size, ids, UNK_ID)

    def id_of(self, unit: str) -> int:
        """The id of one unit, an own one where the vocabulary has none."""
        found = self._vocabulary.index.get(unit)
        if found is not None:
            return found
        if unit not in self._own_ids:
            self._own_ids[unit] = self._size + len(self.own_words)
            self.own_words.append(unit)
        return self._own_ids[unit]

    def spelled(self, number: int) -> str:
        """The word with this id, of the vocabulary or the writer's own."""
        return self._vocabulary.words[number] if number < self._size else self.own_words[number - self._size]

    def _read_blocks(self, blocks: tuple[str, ...]) -> None:
        known = len(self._blocks)
        if self._blocks == blocks:
            return
        if self._blocks != blocks[:known]:
            pairs = zip(self._blocks, blocks, strict=False)
            known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if known < len(self._begins):
            self._end = self._begins[known]
            del self._begins[known:]
        # Should the reading break off, what is kept is still true.
        self._blocks = blocks[:known]
        self._settled.clear()
        for block in blocks[known:]:
            self._begins.append(self._end)
            for piece in self._pieces_of(block):
                self._end = self._append(self._passage(piece), *self._end)
            length, due = self._end
            self._end = length, due if due == STORY_ID else PARAGRAPH_ID
        self._blocks = blocks

    def _read_growing(self, block: str) -> tuple[int, int]:
        """Read the cursor's block behind the others: how many ids there are then, and the break that is due.

        Its last piece is another one with the next word and not worth remembering.
        """
        begin, end = 0, self._end
        for number, (piece, after) in enumerate(self._settled):
            if len(block) - begin <= len(piece) or not block.startswith(piece, begin):
                del self._settled[number:]
                break
            begin, end = begin + len(piece), after
        *pieces, last = self._pieces_of(block[begin:])
        for piece in pieces:
            end = self._append(self._passage(piece), *end)
            self._settled.append((piece, end))
        return self._append(self._read(tokenise(last)), *end)

    def _pieces_of(self, block: str) -> list[str]:
        return self._cut[1] if len(block) > _PIECE and block == self._cut[0] else list(_pieces(block))

    def _append(self, passage: Passage, length: int, due: int) -> tuple[int, int]:
        """Write ``passage`` behind the first ``length`` ids; the new length and the break that is due after it."""
        due = _stronger(due, passage.break_before)
        if passage.ids.size:
            if due != _NONE:
                length = self._write(length, np.array([due], dtype=np.int64))
            length = self._write(length, passage.ids)
            due = passage.break_after
        return length, due

    def _write(self, length: int, ids: Ids) -> int:
        end = length + ids.size
        if end > self._ids.size:
            self._ids = np.concatenate([self._ids[:length], np.empty(end * 2, dtype=np.int64)])
        self._ids[length:end] = ids
        return end

    def _passage(self, text: str) -> Passage:
        passage = self._remembered.get(text)
        if passage is None:
            self._letters += len(text)
            if self._letters > _REMEMBERED:
                self._remembered.clear()
                self._letters = len(text)
            passage = self._remembered[text] = self._read(tokenise(text))
        return passage

    def _read(self, tokens: Sequence[Token]) -> Passage:
        ids = [self.id_of(unit) for unit in units(tokens)]
        begin, end = 0, len(ids)
        first = last = _NONE
        while begin < end and ids[begin] in (STORY_ID, PARAGRAPH_ID):
            first = _stronger(first, ids[begin])
            begin += 1
        while end > begin and ids[end - 1] in (STORY_ID, PARAGRAPH_ID):
            last = _stronger(last, ids[end - 1])
            end -= 1
        return Passage(np.array(ids[begin:end], dtype=np.int64), first, last)


def _stronger(one: int, other: int) -> int:
    """The break that counts of two that meet: a story's before a paragraph's before none."""
    if STORY_ID in (one, other):
        return STORY_ID
    return PARAGRAPH_ID if PARAGRAPH_ID in (one, other) else _NONE


def _pieces(block: str) -> Iterator[str]:
    """``block`` cut so that no word is: tokens do not depend on what follows the one after them."""
    begin = 0
    while len(block) - begin > _PIECE:
        end = _cut(block, begin)
        if end == len(block):
            break
        yield block[begin:end]
        begin = end
    yield block[begin:] if begin else block


def _cut(block: str, begin: int) -> int:
    """The first place at least a piece behind ``begin`` where white space begins; in scripts without any, a word."""
    for end in range(begin + _PIECE, min(begin + 2 * _PIECE, len(block))):
        if block[end].isspace():
            return end
    width = 2 * _PIECE
    while begin + width < len(block):
        tokens = tokenise(block[begin : begin + width])
        if len(tokens) > 2:
            return begin + sum(len(before) + len(text) for before, text in tokens[:-2])
        width *= 2
    return len(block)
