"""The place of the cursor as a model is asked about it, and how a word is put there."""

from __future__ import annotations

from dataclasses import dataclass

from engines.write.predicting import split_prefix
from engines.write.spacing import glue
from engines.write.tokens import is_word, tokenise
from studio.panes.write.editor import WriteEditor
from studio.panes.write.places import to_python, to_qt
from studio.panes.write.suggesting.choices import Choices

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one state of the text.

    ``before`` is its paragraph up to it, without ``prefix``, the letters of a word begun. What is chosen goes in
    place of the characters from ``start`` to ``end`` (Qt's positions); ``after`` is the rest of the paragraph.
    """

    revision: int
    block: int
    before: str
    prefix: str
    after: str
    start: int
    end: int


def spot_of(editor: WriteEditor, choices: Choices) -> Spot:
    """Where the cursor stands; a selection is what would be replaced."""
    cursor = editor.textCursor()
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    block = editor.document().findBlock(first)
    text = block.text()
    at = end = to_python(text, first - block.position())
    before, prefix = text[:at], ""
    if first == last and not is_whole(editor, first, choices):
        before, prefix = split_prefix(text[:at])
        end = max(at, _word_end(text, len(before))) if prefix else at
        last = block.position() + to_qt(text, end)
    start = block.position() + to_qt(text, len(before))
    ending = editor.document().findBlock(last)
    after = ending.text()[to_python(ending.text(), last - ending.position()) :]
    return Spot(editor.document().revision(), block.blockNumber(), before, prefix, after, start, last)


def is_whole(editor: WriteEditor, position: int, choices: Choices) -> bool:
    """Whether a word that was picked or generated ends here: it is no beginning of another one."""
    tag = editor.tag_at(position - 1) if position else 0
    choice = choices.get(tag) if tag and editor.tag_at(position) != tag else None
    if choice is None:
        return False
    block = editor.document().findBlock(position)
    text = block.text()
    return text[: to_python(text, position - block.position())].endswith(choice.word)


def word_at(editor: WriteEditor, position: int) -> Spot | None:
    """The whole word that a position stands in or at; None between words."""
    block = editor.document().findBlock(position)
    text = block.text()
    at = to_python(text, position - block.position())
    # From white space on, so that no word is cut in two.
    far = max(-1, at - _LONGEST)
    begin = end = next((place for place in range(at - 1, far, -1) if text[place].isspace()), far + 1)
    for before, word in tokenise(text[begin : at + _LONGEST]):
        start, end = end + len(before), end + len(before) + len(word)
        if start <= at <= end and word and (is_word(word) or at < end):
            first, last = (block.position() + to_qt(text, place) for place in (start, end))
            revision = editor.document().revision()
            return Spot(revision, block.blockNumber(), text[:start], word, text[end:], first, last)
        if start > at:
            break
    return None


def spaced(before: str, word: str, *, begun: bool = False) -> tuple[int, str]:
    """How many spaces at the end of ``before`` to take away, and the white space to put before ``word``.

    A mark takes the place of the space that the writer typed already; a word that is ``begun`` needs none.
    """
    if begun:
        return 0, ""
    bare = before.rstrip(" ")
    if bare and bare != before and not is_word(word) and not glue(bare, word):
        return len(before) - len(bare), ""
    return 0, glue(before, word)


def space_after(text: str, after: str) -> str:
    """The space that keeps ``text`` apart from a word that follows."""
    return glue(text, after[0]) if after[:1].isalnum() else ""


def _word_end(text: str, start: int) -> int:
    tokens = tokenise(text[start : start + _LONGEST])
    return start + len(tokens[0].text) if tokens and not tokens[0].before else start
