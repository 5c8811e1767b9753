"""Markdown, web pages and Word files as plain paragraphs, with the lines that are headings."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser

from engines.errors import BadInput

_LARGEST_UNPACKED = 400_000_000


@dataclass(slots=True)
class Paragraphs:
    """Plain text under way: paragraphs stand apart by a blank line, headings are remembered by their line."""

    lines: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def add(self, paragraph: str, heading: bool = False) -> None:
        """Add one paragraph; its own line breaks (verse) stay."""
        lines = [line.rstrip() for line in paragraph.strip("\n").split("\n")]
        if not any(lines):
            return
        if self.lines:
            self.lines.append("")
        if heading:
            self.headings.append(len(self.lines))
            lines = [" ".join(" ".join(lines).split())]
        self.lines.extend(lines)


# Markdown ---------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*)$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^ {0,3}([*_-])(?:\s*\1){2,}\s*$")
_QUOTE = re.compile(r"^ {0,3}(?:>\s?)+")
_BULLET = re.compile(r"^\s*(?:[*+-]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_INLINE = (
    (re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]*>"), ""),
    (re.compile(r"(?<![\\`])`+([^`\n]+)`+"), r"\1"),
    (re.compile(r"(?<![\\\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\\\w_])(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~]+?)~~"), r"\1"),
)
# An escaped mark is none: it stands aside as a character that no text may hold while the others are read.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
_ASIDE = str.maketrans(_MARKS, "".join(chr(0xFDD0 + place) for place in range(len(_MARKS))))
_BACK = {aside: mark for mark, aside in _ASIDE.items()}


def from_markdown(text: str) -> Paragraphs:
    """The paragraphs of Markdown without its marks; code blocks stay as they are."""
    found = Paragraphs()
    piece: list[str] = []
    fenced = False
    # Two spaces or a backslash at the end of a line keep the break; any other break is a space.
    for line in [*text.split("\n"), ""]:
        if _FENCE.match(line) or (not fenced and (not line.strip() or _RULE.match(line) or _HASHES.match(line))):
            if piece and not fenced and _RULE.match(line) and _UNDERLINE.match(line):
                found.add(_inline(piece), heading=True)
            else:
                found.add("\n".join(piece) if fenced else _inline(piece))
            piece = []
            fenced ^= bool(_FENCE.match(line))
            heading = None if fenced else _HASHES.match(line)
            if heading:
                found.add(_inline([heading[1].rstrip().rstrip("#")]), heading=True)
        elif not fenced and piece and _UNDERLINE.match(line):
            found.add(_inline(piece), heading=True)
            piece = []
        elif not fenced and _BULLET.match(line):
            found.add(_inline(piece))
            piece = [_BULLET.sub("", line)]
        else:
            piece.append(line)
    found.add("\n".join(piece))
    return found


def _inline(lines: list[str]) -> str:
    """One paragraph without quotation marks of Markdown, emphasis, links and code marks."""
    parts: list[str] = []
    for line in lines:
        bare = _QUOTE.sub("", line)
        kept = bare.endswith(("  ", "\\"))
        parts.append(bare.strip().removesuffix("\\") + ("\n" if kept else " "))
    text = _ESCAPED.sub(lambda found: found[1].translate(_ASIDE), "".join(parts).strip())
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.translate(_BACK)


# Web pages --------------------------------------------------------------------------------------------------

_BLOCK_NAMES = (
    "address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = frozenset(("script", "style", "template", "title", "noscript", "svg", "math"))
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPEN_TAG = re.compile(r"<(?![^<>]*>)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)


def declared_charset(content: bytes) -> str | None:
    """The encoding that a web page names in its head, or None."""
    match = _CHARSET.search(content[:4_096])
    return match[1].decode("ascii") if match else None


class _Page(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Paragraphs()
        self._piece: list[str] = []
        self._hidden = 0
        self._preformatted = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._piece.append("\n")
        elif tag in _BLOCKS:
            self.finish_paragraph()
            self._preformatted += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # <title/> and <script/> hide nothing.
        if tag == "br" or tag in _BLOCKS - {"pre"}:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.finish_paragraph(heading=tag in _HEADINGS)
            self._preformatted = max(0, self._preformatted - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._piece.append(data if self._preformatted else re.sub(r"[ \t\r\n\f]+", " ", data))

    def finish_paragraph(self, heading: bool = False) -> None:
        """End the paragraph under way."""
        text = "".join(self._piece)
        if not self._preformatted:
            text = re.sub(r" *\n *", "\n", re.sub(r" +", " ", text)).strip()
        self.found.add(text, heading)
        self._piece = []


def from_html(text: str) -> Paragraphs:
    """The paragraphs of a web page."""
    page = _Page()
    try:
        # The parser would look for the end of an open comment or tag again and again.
        page.feed(_OPEN_TAG.sub("&lt;", _COMMENT.sub("", text)))
        page.close()
    # What Python's parser says of marks that no browser minds, such as <![x.
    except AssertionError:
        page.handle_data(page.rawdata)
    page.finish_paragraph()
    return page.found


# Word files -------------------------------------------------------------------------------------------------


def from_docx(content: bytes, name: str) -> Paragraphs:
    """The paragraphs of a Word file, tables included, headings by their style.

    Raises:
        BadInput: the file is damaged or holds something else.
    """
    # Late: lxml costs a tenth of a second, and most texts are plain.
    import docx
    from docx.table import Table

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise BadInput(f"“{name}” is too large once unpacked. Split it into smaller files.")
        found = Paragraphs()
        for block in docx.Document(io.BytesIO(content)).iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    found.add("\t".join(cell.text for cell in row.cells))
            else:
                style = (block.style.name or "") if block.style is not None else ""
                found.add(block.text, heading=style.startswith(("Heading", "Title")))
    except BadInput:
        raise
    # A damaged package fails in zipfile, lxml or python-docx, each with errors of its own.
    except Exception as error:
        raise BadInput(f"“{name}” is damaged or no Word file. Open it in Word, save it again and retry.") from error
    return found
