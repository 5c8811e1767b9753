"""What a person is told of texts before anything is learnt from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engines.steps import Step, Task
from engines.write.reading import CorpusReport, look_through
from engines.write.split import LEAST_WORDS


@dataclass(frozen=True)
class Preview:
    """What was read, and whether it is enough; ``trouble`` is one sentence about why it is not."""

    report: CorpusReport
    documents: int
    trouble: str = ""

    @property
    def readable(self) -> tuple[Path, ...]:
        """The files there is something to learn from."""
        return tuple(file.path for file in self.report.files if not file.problem)


def preview(paths: Sequence[Path]) -> Task[Preview]:
    """Look through files and folders; yields a Step per file. A bad file is reported and stops nothing."""
    yield Step(0, None, note="Looking for texts")
    corpus = yield from look_through(paths)
    report = corpus.report
    if report.words >= LEAST_WORDS:
        return Preview(report, len(corpus.documents))
    # What is far too little need not be told that it is small as well.
    return Preview(replace(report, advice=()), len(corpus.documents), _too_little(report))


def _too_little(report: CorpusReport) -> str:
    if not report.files:
        return "There is no text in what you chose. Choose .txt, .md, .docx or .html files."
    if not report.words:
        return "None of these files can be read. Choose .txt, .md, .docx or .html files."
    return (
        f"This is too little to learn from: {report.words:,} words, and {LEAST_WORDS:,} are the very least. "
        "Add more texts."
    )
