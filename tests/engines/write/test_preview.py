"""What is told of texts before anything is learnt from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.steps import finish
from engines.write.preview import preview
from engines.write.reading import SMALL_CORPUS
from tests.engines.write.taughtwords import fable, shelf


def test_a_bad_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    folder = shelf(tmp_path / "texts", 12)
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "empty.md").write_text("", encoding="utf-8")
    found = finish(preview([folder]))
    assert found.documents == 12
    assert not found.trouble
    assert {file.path.name for file in found.report.files if file.problem} == {"picture.txt", "empty.md"}
    assert len(found.readable) == 12


def test_every_file_is_a_step(tmp_path: Path) -> None:
    notes = [step.note for step in preview([shelf(tmp_path / "texts", 3)])]
    assert notes[1:] == [f"Reading “fable {number}.txt”" for number in range(3)]


def test_a_small_text_is_advised_about_and_can_be_learnt_from(tmp_path: Path) -> None:
    found = finish(preview([shelf(tmp_path / "texts", 12)]))
    assert found.report.words < SMALL_CORPUS
    assert any("small" in advice for advice in found.report.advice)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "There is no text"),
        ("", "None of these files"),
        ("Ten words are far too few to learn from, alas.", "too little"),
    ],
)
def test_too_little_is_one_sentence(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = finish(preview([tmp_path]))
    assert said in found.trouble
    assert not found.report.advice


def test_encodings_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(fable(1).encode("utf-16"))
    (file,) = finish(preview([tmp_path])).report.files
    assert "utf-16" in file.encoding.lower()
