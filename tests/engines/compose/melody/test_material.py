"""What is learnt from: divided by piece, the same tune never on both sides, kept beside the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engines.compose.melody.material import Material, alike, divided
from engines.compose.melody.voices import lines_of
from engines.errors import BadCheckpoint, BadInput
from engines.steps import finish
from tests.engines.compose.melody.tunes import tune, tunes


def test_a_piece_is_never_on_both_sides() -> None:
    training, held_out = divided(tunes(40))
    names = {line.piece for line in training}, {line.piece for line in held_out}
    assert not names[0] & names[1]
    assert len(names[0] | names[1]) == 40
    assert 3 <= len(names[1]) <= 7


def test_the_same_tune_under_two_names_is_on_one_side() -> None:
    lines = [replace(line, piece=f"{line.piece} {which}") for line in tunes(30) for which in ("here", "there")]
    _, held_out = divided(lines)
    names = {line.piece for line in held_out}
    assert names
    assert all(f"{name.rsplit(' ', 1)[0]} {which}" in names for name in names for which in ("here", "there"))


def test_a_tune_in_another_key_is_the_same_tune() -> None:
    score = tune(5)
    higher = score.with_notes(note.moved(0, 5) for note in score.notes)
    lines = [*lines_of(score, piece="low"), *lines_of(higher, piece="high"), *lines_of(tune(6), piece="other")]
    families = finish(alike(lines))
    assert families["low"] == families["high"] != families["other"]


def test_the_order_of_the_files_changes_nothing() -> None:
    lines = tunes(30)
    one, other = divided(lines), divided(lines[::-1])
    assert {line.piece for line in one[1]} == {line.piece for line in other[1]}


def test_of_a_few_pieces_the_last_part_is_held_out() -> None:
    training, held_out = divided(tunes(2))
    assert [len(line) for line in training] == [42, 42]
    assert [len(line) for line in held_out] == [6, 6]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    made = Material.of(tunes(20), "skyline")
    made.save(tmp_path / "lines.npz")
    found = Material.load(tmp_path / "lines.npz")
    assert found.fingerprint() == made.fingerprint()
    assert (found.vocabulary, found.way, found.pieces) == (made.vocabulary, "skyline", made.pieces)
    assert [line.piece for line in found.held_out] == [line.piece for line in made.held_out]


def test_other_music_has_another_fingerprint() -> None:
    assert Material.of(tunes(20)).fingerprint() != Material.of(tunes(21)).fingerprint()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lines.npz").write_bytes(b"PK nonsense")
    with pytest.raises(BadCheckpoint):
        Material.load(tmp_path / "lines.npz")


def test_too_little_music_is_refused() -> None:
    with pytest.raises(BadInput, match="10 notes"):
        Material.of(tunes(1, 10))
