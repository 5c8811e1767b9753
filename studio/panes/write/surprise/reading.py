"""What is known of one paragraph's surprise, kept in place while the paragraph is edited."""

from __future__ import annotations

from collections.abc import Iterable

from engines.write.surprise import WordSurprise
from studio.panes.write.places import to_qt
from studio.panes.write.surprise.scale import step_of


class Reading:
    """The words of a paragraph with their surprise, and which of them are up to date.

    Places are Python's. ``context`` stands for everything before the paragraph: with another one all is out of date,
    and shown until it is known better.
    """

    def __init__(self, text: str, context: int) -> None:
        self.text, self.context = text, context
        self._words: dict[int, WordSurprise] = {}
        #: Stretches that are up to date, apart from each other, from left to right.
        self._fresh: list[tuple[int, int]] = []
        self._marks: list[tuple[int, int, int]] | None = None

    def words(self) -> list[WordSurprise]:
        """Every word something is known of, from left to right."""
        return [self._words[start] for start in sorted(self._words)]

    def word_at(self, place: int) -> WordSurprise | None:
        """The word that a place stands in or at the end of; of two that meet there the one that begins."""
        touching = [word for word in self._words.values() if word.start <= place <= word.end]
        return max(touching, default=None)

    def marks(self) -> list[tuple[int, int, int]]:
        """Beginning and end of each word that is to be marked, in Qt's units, and its step."""
        if self._marks is None:
            self._marks = [
                (to_qt(self.text, word.start), to_qt(self.text, word.end), step)
                for word in self.words()
                if (step := step_of(word))
            ]
        return self._marks

    def follow(self, text: str, context: int) -> None:
        """Be of another text or context: words before the change stay true, those behind it move along."""
        if context != self.context:
            self.context, self._fresh = context, []
        self.follow_text(text)

    def follow_text(self, text: str) -> None:
        """Be of another text, which may have changed in one place."""
        if text == self.text:
            return
        head = _alike(self.text, text)
        tail = _alike(self.text[head:][::-1], text[head:][::-1])
        by, behind = len(text) - len(self.text), len(self.text) - tail
        # A word that touches the change may be another one now.
        kept = [word for word in self._words.values() if word.end < head]
        moved = [word for word in self._words.values() if word.start > behind]
        shifted = [word._replace(start=word.start + by, end=word.end + by) for word in moved]
        self._words = {word.start: word for word in (*kept, *shifted)}
        true = head
        while true and not text[true - 1].isspace():
            true -= 1
        self._fresh = [(start, min(end, true)) for start, end in self._fresh if start < true]
        self.text, self._marks = text, None

    def take(self, start: int, end: int, words: Iterable[WordSurprise]) -> None:
        """The words that begin from ``start`` to ``end`` are known."""
        self._words = {place: word for place, word in self._words.items() if not start <= place < end}
        self._words.update({word.start: word for word in words})
        self._fresh = _joined([*self._fresh, (start, end)])
        self._marks = None

    def gap(self, start: int, end: int) -> int | None:
        """The first place between two that is not up to date; None where all is."""
        for first, last in self._fresh:
            if first <= start < last:
                start = last
        return start if start < end else None


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning; halving is quicker than counting."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        elif start < end:
            whole.append((start, end))
    return whole
