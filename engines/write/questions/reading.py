"""Questions with their answers from SQuAD's JSON, NewsQA's table and QAMR, and what of them could not be used."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines.errors import BadInput
from engines.write.questions.words import Word, covering, words_of


@dataclass(frozen=True)
class Asked:
    """One question about ``text[start:end]`` of the text of an article."""

    article: str
    text: str
    start: int
    end: int
    question: str


@dataclass
class Reading:
    """What was read, and for every skipped row its place and the reason."""

    asked: list[Asked] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def take(self, place: str, asked: Asked) -> None:
        """Keep one question, or say why not."""
        if not asked.question.strip():
            self.skipped.append((place, "it has no question"))
        elif not 0 <= asked.start < asked.end <= len(asked.text):
            self.skipped.append((place, "its answer lies outside the text"))
        elif covering(words_of(asked.text[asked.start : asked.end]), 0, len(asked.text)) is None:
            self.skipped.append((place, "its answer holds no word"))
        else:
            self.asked.append(asked)


def read_squad(path: Path) -> Reading:
    """SQuAD 1.1 or 2.0; raises ``BadInput`` where the file is no such JSON."""
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{path.name} is not a SQuAD JSON file ({error}); it needs a list “data” of articles."
        ) from error
    reading = Reading()
    for number, article in enumerate(articles):
        try:
            for place, asked in _of_article(article, f"article {number + 1}"):
                reading.take(place, asked) if asked else reading.skipped.append((place, "it has no answer"))
        except (KeyError, TypeError, AttributeError) as error:
            reading.skipped.append((f"article {number + 1}", f"it is not built like SQuAD ({error!r})"))
    return reading


def _of_article(article: dict[str, Any], place: str) -> Iterator[tuple[str, Asked | None]]:
    """Every question of an article, with None where it has no answer."""
    title = str(article.get("title", place))
    for paragraph in article["paragraphs"]:
        for entry in paragraph["qas"]:
            where = f"question {entry.get('id', '?')}"
            if not entry.get("answers"):
                yield where, None
                continue
            answer = entry["answers"][0]
            start = int(answer["answer_start"])
            end = start + len(answer["text"])
            yield where, Asked(title, paragraph["context"], start, end, entry["question"])


def read_newsqa(path: Path) -> Reading:
    """NewsQA's table: ``answer_token_ranges`` count words between spaces, and only the first range is used."""
    reading = Reading()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            missing = {"story_id", "story_text", "question", "answer_token_ranges"} - set(rows.fieldnames or ())
            if missing:
                raise BadInput(f"{path.name} lacks the columns {', '.join(sorted(missing))}.")
            for row in rows:
                _take_news(reading, f"line {rows.line_num}", row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} cannot be read as a table ({error}).") from error
    return reading


def _take_news(reading: Reading, place: str, row: dict[str, str | None]) -> None:
    """One row of NewsQA's table."""
    text = row["story_text"] or ""
    try:
        first, end = (int(number) for number in (row["answer_token_ranges"] or "").split(",")[0].split(":"))
    except ValueError:
        reading.skipped.append((place, f"its answer range “{row['answer_token_ranges']}” is not first:end"))
        return
    pieces = _between_spaces(text)
    if not 0 <= first < end <= len(pieces):
        reading.skipped.append((place, f"its answer range {first}:{end} lies outside {len(pieces)} words"))
        return
    asked = Asked(row["story_id"] or place, text, pieces[first].start, pieces[end - 1].end, row["question"] or "")
    reading.take(place, asked)


def _between_spaces(text: str) -> list[Word]:
    """The pieces of a text between white space, with their places."""
    pieces, place = [], 0
    for piece in text.split():
        place = text.index(piece, place)
        pieces.append(Word(piece, place, place + len(piece)))
        place += len(piece)
    return pieces


def read_qamr(path: Path, sentences: Path) -> Reading:
    """QAMR's table with its sentences; an answer reaches from its first word to its last, if without a gap."""
    texts = dict(line.split("\t", 1) for line in sentences.read_text(encoding="utf-8").splitlines() if "\t" in line)
    reading = Reading()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields, place = line.split("\t"), f"line {number}"
        if len(fields) < 7 or fields[0] not in texts:
            reading.skipped.append((place, "it has too few columns or names an unknown sentence"))
            continue
        pieces = _between_spaces(texts[fields[0]])
        chosen = [int(word) for word in fields[6].split() if word.isdigit()]
        if not chosen or chosen != list(range(chosen[0], chosen[0] + len(chosen))) or chosen[-1] >= len(pieces):
            reading.skipped.append((place, "its answer is not one unbroken stretch of the sentence"))
            continue
        start, end = pieces[chosen[0]].start, pieces[chosen[-1]].end
        reading.take(place, Asked(fields[0], texts[fields[0]], start, end, fields[5]))
    return reading
