"""Three forms of questions are read, and what is skipped is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.errors import BadInput
from engines.write.questions.reading import read_newsqa, read_qamr, read_squad

PASSAGE = "Joe Bloggs scored , for 50 million pounds ."


def test_newsqa_counts_words_between_spaces(tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    head = "story_id,story_text,question,answer_token_ranges\n"
    table.write_text(f'{head}a,"{PASSAGE}",How much ?,"5:8,0:1"\nb,"{PASSAGE}",Who ?,90:91\nc,"{PASSAGE}",Who ?,x\n')
    reading = read_newsqa(table)
    assert [one.text[one.start : one.end] for one in reading.asked] == ["50 million pounds"]
    assert reading.skipped == [
        ("line 3", "its answer range 90:91 lies outside 9 words"),
        ("line 4", "its answer range “x” is not first:end"),
    ]


def test_squad_keeps_the_answers_place_and_tells_what_has_none(tmp_path: Path) -> None:
    asks = [
        {"id": "1", "question": "Who?", "answers": [{"answer_start": 0, "text": "Joe Bloggs"}]},
        {"id": "2", "question": "When?", "answers": []},
        {"id": "3", "question": "Where?", "answers": [{"answer_start": 400, "text": "far"}]},
    ]
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [{"title": "Cup", "paragraphs": [{"context": PASSAGE, "qas": asks}]}]}))
    reading = read_squad(file)
    assert [(one.article, one.text[one.start : one.end]) for one in reading.asked] == [("Cup", "Joe Bloggs")]
    assert reading.skipped == [
        ("question 2", "it has no answer"),
        ("question 3", "its answer lies outside the text"),
    ]


def test_qamr_skips_answers_with_a_gap(tmp_path: Path) -> None:
    (tmp_path / "s.tsv").write_text(f"s\t{PASSAGE}\n")
    rows = "s\t0\t1\t0\t0\tWho scored?\t0 1\t2:0\t3:0\ns\t0\t1\t0\t0\tWhat?\t0 2\t2:0\t3:0\n"
    (tmp_path / "q.tsv").write_text(rows)
    reading = read_qamr(tmp_path / "q.tsv", tmp_path / "s.tsv")
    assert [one.text[one.start : one.end] for one in reading.asked] == ["Joe Bloggs"]
    assert reading.skipped == [("line 2", "its answer is not one unbroken stretch of the sentence")]


def test_a_file_that_is_no_squad_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"rows": 3')
    with pytest.raises(BadInput, match=r"bad\.json is not a SQuAD JSON file"):
        read_squad(tmp_path / "bad.json")
