"""Texts that somebody else divided into words: the yardsticks of the field, Penn Treebank and WikiText."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engines.errors import BadInput
from engines.write.reading import Corpus, CorpusReport, Document, FileReport, read_document
from engines.write.tokens import PARAGRAPH, STORY, document_units


def divided_units(text: str) -> list[str]:
    """What stands between spaces is a word, and so is the end of a line, PARAGRAPH; “<unk>” is any unknown word.

    Counted as the published figures count (Mikolov et al., “Empirical Evaluation and Combination of Advanced Language
    Modeling Techniques”, 2011): every word and every end of a line.
    """
    lines = text.split("\n")
    if not lines[-1].strip():
        lines.pop()
    return [unit for line in lines for unit in (*line.split(), PARAGRAPH)]


def framed_units(text: str, divided: bool) -> list[str]:
    """The units of a document as a network reads it, of which all but the first are to be foreseen.

    STORY stands first and last; in a divided text, where no story ends, it begins as if a line had just ended.
    """
    return [PARAGRAPH, *divided_units(text)] if divided else [*document_units(text), STORY]


def read_divided(paths: Iterable[Path]) -> Corpus:
    """Each file as a single document, word for word; a folder is none.

    Raises:
        BadInput: a file cannot be read, or holds no word.
    """
    documents: list[Document] = []
    reports: list[FileReport] = []
    for path in paths:
        reading = read_document(path, unwrapped=False)
        words = len(divided_units(reading.text))
        if not reading.text.strip():
            raise BadInput(f"“{path.name}” is empty. Choose a file with text in it.")
        documents.append(Document(path.stem, reading.text, path.name))
        reports.append(FileReport(path, reading.encoding, 1, words))
    total = sum(report.words for report in reports)
    characters = sum(len(document.text) for document in documents)
    return Corpus(tuple(documents), CorpusReport(tuple(reports), total, characters, 0, ()))
