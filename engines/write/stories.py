"""Where one story of a long text ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

_LONGEST_TITLE = 100
_LONGEST_PLAIN_TITLE = 70
_NUMBER = (
    r"(?:\d+|[ivxlcdm]+|(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
    r"|(?:twenty|thirty|forty|fifty)?[- ]?(?:one|two|three|four|five|six|seven|eight|nine)"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"
)
_CHAPTER = re.compile(
    rf"(?:chapter|chap\.|book|part|volume|letter|canto|act|scene|stave|kapitel|teil|chapitre|livre|partie|cap[íi]tulo"
    rf"|capitolo|parte|hoofdstuk|глава|часть|книга)\s+{_NUMBER}(?:\s*$|\s*[.:,)\]—–-]|\s+\(|\s+(?-i:[A-Z“\"'‘]))"
    rf"|(?:prologue|epilogue|introduction|preface|foreword|afterword|postscript|prolog|epilog)\s*\.?$"
    rf"|第[\d〇一二三四五六七八九十百千]+[章回节節話话]",
    re.IGNORECASE,
)
_STAR_ROW = re.compile(r"^\s*(?:[*#~=_•·-]\s*){3,}$")
_GUTENBERG = re.compile(r"^\*\*\* ?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*$", re.MULTILINE)
_PICTURE = re.compile(r"\[Illustration[^\]]{0,400}\]")
_EMPHASIS = re.compile(
    r"(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])|(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])"
)


class Story(NamedTuple):
    """One story: its title ("" where it has none) and its text without the title."""

    title: str
    text: str


class _Title(NamedTuple):
    first: int
    end: int
    text: str


def without_furniture(text: str) -> str:
    """``text`` without what is no story: Gutenberg's header and licence, picture marks, rows of stars, _emphasis_."""
    marks = list(_GUTENBERG.finditer(text))
    start = next((mark.end() for mark in marks if mark[1] == "START"), 0)
    end = next((mark.start() for mark in reversed(marks) if mark[1] == "END"), len(text))
    kept = text[start:end] if start < end else text
    return "\n".join(map(_without_marks, _PICTURE.sub("", kept).split("\n")))


def _without_marks(line: str) -> str:
    """Line by line: one search through a whole book would keep the interpreter from everybody else."""
    plain = _EMPHASIS.sub("", line)
    return "" if _STAR_ROW.match(plain) else plain


def split_stories(text: str, headings: Collection[int] = ()) -> list[Story]:
    """The stories of ``text``, in order; one without a title where nothing divides it.

    It is cut at form feeds; else at the lines in ``headings`` (known from the file's format); else at chapter
    headings; else at titles after two blank lines, in capitals or in Capitals of Each Word. One title alone
    divides nothing, and a title without a text (a volume's, a table of contents) is left out.
    """
    if "\f" in text:
        pages = [page.strip("\n") for page in text.split("\f")]
        return [_with_own_title(page) for page in pages if page.strip()]
    lines = text.split("\n")
    titles = [_Title(line, line + 1, lines[line].strip()) for line in sorted(headings)]
    for find in (_chapters, _capitals_and_titles):
        if len(titles) < 2:
            titles = find(lines)
    if len(titles) < 2:
        return [Story("", text.strip())] if text.strip() else []
    return _between(lines, titles)


def _between(lines: list[str], titles: list[_Title]) -> list[Story]:
    stories = [Story("", "\n".join(lines[: titles[0].first]).strip())]
    ends = [title.first for title in titles[1:]] + [len(lines)]
    for title, end in zip(titles, ends, strict=True):
        stories.append(Story(title.text, "\n".join(lines[title.end : end]).strip()))
    return [story for story in stories if story.text]


def _with_own_title(page: str) -> Story:
    """A page whose first line stands alone and is short has that line for its title."""
    first, _, rest = page.strip().partition("\n")
    alone = rest.startswith("\n") and len(first) <= _LONGEST_PLAIN_TITLE and first[-1:] not in ".,;:"
    return Story(first.strip(), rest.strip()) if alone and rest.strip() else Story("", page.strip())


def _blank_before(lines: list[str], index: int, count: int) -> bool:
    """Whether ``count`` blank lines, or the beginning of the text, stand before the line."""
    above = lines[max(0, index - count) : index]
    return not any(line.strip() for line in above) and (len(above) == count or index == len(above))


def _chapters(lines: list[str]) -> list[_Title]:
    found: list[_Title] = []
    for index, line in enumerate(lines):
        text = line.strip()
        if len(text) > _LONGEST_TITLE or not _CHAPTER.match(text) or not _blank_before(lines, index, 1):
            continue
        below = lines[index + 1].strip() if index + 1 < len(lines) else ""
        if _CHAPTER.match(below):
            continue  # a table of contents
        after = lines[index + 2].strip() if index + 2 < len(lines) else ""
        named = 0 < len(below) <= _LONGEST_PLAIN_TITLE and not after
        found.append(_Title(index, index + 1 + named, f"{text} {below}" if named else text))
    return found


def _capitals_and_titles(lines: list[str]) -> list[_Title]:
    found: list[_Title] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and end - index < 4 and lines[end].strip():
            end += 1
        block = [line.strip() for line in lines[index:end]]
        ends = end == len(lines) or not lines[end].strip()
        if block and ends and _blank_before(lines, index, 2) and _is_title(block):
            found.append(_Title(index, end, " ".join(block)))
        index = max(end, index + 1)
    return found


def _is_title(block: list[str]) -> bool:
    """Capitals throughout, on three lines at most; or one line with a capital on each word of weight."""
    text = " ".join(block)
    if text.isupper() and len(block) <= 3:
        return (len(text) <= _LONGEST_TITLE and sum(map(str.isalpha, text)) >= 2) or text in ("I", "V", "X")
    if len(block) > 1 or len(text) > _LONGEST_PLAIN_TITLE or text[-1] in ".,;:!-—" or not text[0].isupper():
        return False
    weighty = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 4]
    return bool(weighty) and all(word[0].isupper() for word in weighty)
