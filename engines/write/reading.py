"""Files of a person as plain text to open, and as documents to learn from."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engines.errors import BadInput
from engines.steps import Step, Task, finish
from engines.write.encodings import decode
from engines.write.markup import Paragraphs, declared_charset, from_docx, from_html, from_markdown
from engines.write.stories import split_stories, without_furniture
from engines.write.tokens import count_words
from engines.write.unwrapping import unwrap

MARKDOWN = frozenset((".md", ".markdown"))
HTML = frozenset((".html", ".htm", ".xhtml"))
SUFFIXES = frozenset((".txt", ".text", ".docx")) | MARKDOWN | HTML
"""The endings that are looked for in folders; a file chosen by itself may have any."""

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
LARGEST_FILE = 200_000_000
SMALL_CORPUS = 100_000
"""Below so many words a person is told that the text is small."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as text: ``\\n`` for every line break, blank lines kept; ``headings`` are numbers of lines."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One story to learn from; its title is no part of ``text``. ``source`` is the file's name."""

    title: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file; ``problem`` is empty unless it could not be read."""

    path: Path
    encoding: str = ""
    documents: int = 0
    words: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What was read: a line for each file, the sum of words, what a person should know before training."""

    files: tuple[FileReport, ...]
    words: int
    characters: int
    duplicates: int
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents to learn from, and how they were found."""

    documents: tuple[Document, ...]
    report: CorpusReport


def read_document(path: Path, unwrapped: bool = True) -> Reading:
    """The text of a .txt, .md, .docx or .html file, whatever its encoding.

    Hard-wrapped lines are joined into paragraphs where ``unwrapped``; marks of Markdown and HTML are left out.

    Raises:
        BadInput: the file is missing, empty, binary, damaged or too large.
    """
    content = _bytes_of(path)
    suffix = path.suffix.lower()
    if suffix == ".docx":
        if not content:
            raise BadInput(f"“{path.name}” is empty. Choose a file with text in it.")
        return _of_paragraphs(from_docx(content, path.name), "docx", (), path.name)
    text, encoding, warnings = decode(content, path.name, declared_charset(content) if suffix in HTML else None)
    text = _LINE_ENDS.sub("\n", text)
    if suffix in MARKDOWN:
        return _of_paragraphs(from_markdown(text), encoding, warnings, path.name)
    if suffix in HTML:
        return _of_paragraphs(from_html(text), encoding, warnings, path.name)
    if unwrapped:
        text, wrapping = unwrap(text)
        if wrapping is not None:
            warnings = (*warnings, f"Lines of “{path.name}” broken at {wrapping.width} letters were joined.")
    return Reading(text, encoding, warnings)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"“{path.name}” is a folder. Choose a file.")
        if not path.is_file():
            raise BadInput(f"“{path.name}” is not there. Choose another file.")
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"“{path.name}” is larger than {LARGEST_FILE // 1_000_000} MB. Split it into smaller files.")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"“{path.name}” cannot be read ({error.strerror}). Choose another file.") from error


def _of_paragraphs(found: Paragraphs, encoding: str, warnings: tuple[str, ...], name: str) -> Reading:
    text = "\n".join(found.lines)
    if not text.strip():
        raise BadInput(f"“{name}” is empty. Choose a file with text in it.")
    return Reading(text, encoding, warnings, tuple(found.headings))


def documents_of(reading: Reading, name: str) -> list[Document]:
    """The stories of one file: without Gutenberg's header, picture marks and _emphasis_ (unless Markdown)."""
    if reading.headings:
        stories = split_stories(reading.text, reading.headings)
    else:
        stories = split_stories(without_furniture(reading.text))
    stem = Path(name).stem
    return [Document(story.title or stem, story.text, name) for story in stories]


def read_corpus(paths: Iterable[Path]) -> Corpus:
    """``read_texts`` in one go.

    Raises:
        BadInput: there is nothing to read at all.
    """
    return finish(read_texts(paths))


def read_texts(paths: Iterable[Path]) -> Task[Corpus]:
    """The documents of files and of folders with all that is in them; yields a Step per file.

    A file that cannot be read is reported. Stories that occur twice are taken once: the same words to learn from and
    to be tested on tell nothing.

    Raises:
        BadInput: there is nothing to read at all.
    """
    corpus = yield from look_through(paths)
    if not corpus.documents:
        problem = next((report.problem for report in corpus.report.files if report.problem), "")
        raise BadInput(problem or "There is no text in what you chose. Choose .txt, .md, .docx or .html files.")
    return corpus


def look_through(paths: Iterable[Path]) -> Task[Corpus]:
    """The same for somebody who only looks: where nothing can be read, the report says why and nothing is raised."""
    documents: dict[str, tuple[Document, int]] = {}
    reports: list[FileReport] = []
    found = 0
    files = files_of(paths)
    for at, path in enumerate(files):
        yield Step(at, len(files), note=f"Reading “{path.name}”")
        try:
            reading = read_document(path)
        except BadInput as error:
            reports.append(FileReport(path, problem=str(error)))
            continue
        stories = documents_of(reading, path.name)
        found += len(stories)
        words = [count_words(story.text) for story in stories]
        reports.append(FileReport(path, reading.encoding, len(stories), sum(words), reading.warnings))
        for story, size in zip(stories, words, strict=True):
            documents.setdefault(fingerprint(story.text), (story, size))
    kept = tuple(story for story, _ in documents.values())
    words_kept = sum(size for _, size in documents.values())
    return Corpus(kept, _report(kept, words_kept, tuple(reports), found - len(kept)))


def fingerprint(text: str) -> str:
    """The SHA-256 of a text; different white space makes no difference."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _report(
    documents: tuple[Document, ...], words: int, files: tuple[FileReport, ...], duplicates: int
) -> CorpusReport:
    advice: list[str] = []
    if words < SMALL_CORPUS:
        advice.append(
            f"Your text is small: {words:,} words. The suggestions will be plain; from {SMALL_CORPUS:,} words on "
            "a model finds a voice. Begin from a shipped model or add more texts."
        )
    if duplicates:
        advice.append(f"{duplicates:,} stories occur more than once and were taken once.")
    characters = sum(len(document.text) for document in documents)
    return CorpusReport(files, words, characters, duplicates, tuple(advice))


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files of ``paths`` in order, folders opened, each once; hidden ones and links to folders are passed by."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path.resolve(), path)
            continue
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder) / name
                if not name.startswith((".", "~$")) and file.suffix.lower() in SUFFIXES:
                    found.setdefault(file.resolve(), file)
    return list(found.values())
