"""Counting words, and what is known of each paragraph, so that a key costs one paragraph and not the whole book."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtGui import QTextBlock, QTextDocument

from studio.panes.write.authors import Span, joined, spans_of

# Chinese characters and Japanese kana are written without spaces: each counts as a word, as editors there do.
_ALONE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_DASHES = re.compile("[\u2014\u2015]|--+")
# From the first letter or figure to the next space: one for each word that says something.
_SAYS_SOMETHING = re.compile(r"[^\W_]\S*")


def count_words(text: str) -> int:
    """Words as a person counts them: a dash is none, don't and well-known are one."""
    alone = 0
    if not text.isascii():
        text, alone = _ALONE.subn(" ", text)
    if "\u2014" in text or "\u2015" in text or "--" in text:
        text = _DASHES.sub(" ", text)
    return alone + len(_SAYS_SOMETHING.findall(text))


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of one paragraph."""

    text: str
    words: int
    spans: tuple[Span, ...]


class Notes:
    """A note for each paragraph of a document, kept up with what the document says of its changes."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._notes: list[Note] = []
        self.words = 0
        self.rebuild()

    def __len__(self) -> int:
        return len(self._notes)

    def __getitem__(self, number: int) -> Note:
        return self._notes[number]

    def rebuild(self) -> None:
        """Read every paragraph."""
        self._notes = []
        block = self._document.firstBlock()
        while block.isValid():
            self._notes.append(_note(block, None))
            block = block.next()
        self.words = sum(note.words for note in self._notes)

    def follow(self, position: int, added: int) -> bool:
        """Read the paragraphs of a change; whether their text is another one now, and not only its marks."""
        document = self._document
        first = document.findBlock(min(position, document.characterCount() - 1))
        last = document.findBlock(min(position + added, document.characterCount() - 1))
        began, ended = first.blockNumber(), last.blockNumber() + 1
        ended_before = ended + len(self._notes) - document.blockCount()
        if not began < ended_before <= len(self._notes):
            self.rebuild()
            return True
        old = self._notes[began:ended_before]
        same = len(old) == ended - began
        new: list[Note] = []
        block = first
        for number in range(ended - began):
            new.append(_note(block, old[number] if same else None))
            block = block.next()
        self._notes[began:ended_before] = new
        self.words += sum(note.words for note in new) - sum(note.words for note in old)
        return not same or any(one.text != other.text for one, other in zip(old, new, strict=True))

    def texts(self) -> tuple[str, ...]:
        """Every paragraph."""
        return tuple([note.text for note in self._notes])

    def spans(self) -> list[Span]:
        """All marks, counted from the beginning of the text."""
        found: list[Span] = []
        starts = accumulate((len_in_qt(note) + 1 for note in self._notes), initial=0)
        for note, start in zip(self._notes, starts, strict=False):
            found.extend(span._replace(start=span.start + start) for span in note.spans)
        return joined(found)


def len_in_qt(note: Note) -> int:
    """How long a paragraph is to Qt."""
    text = note.text
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _note(block: QTextBlock, before: Note | None) -> Note:
    text = block.text()
    # Marking a book anew must not count its words again.
    words = before.words if before is not None and before.text == text else count_words(text)
    return Note(text, words, spans_of(block))
