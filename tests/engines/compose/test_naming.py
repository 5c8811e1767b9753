from __future__ import annotations

import pytest

from engines.compose.naming import class_name, key_name, pitch_name
from engines.compose.notes import Key


@pytest.mark.parametrize(
    ("pitch", "key", "name"),
    [(60, None, "C4"), (61, Key(0, 2), "C♯4"), (61, Key(0, -3), "D♭4"), (0, None, "C-1"), (127, None, "G9")],
)
def test_a_pitch_is_named_as_its_key_writes_it(pitch: int, key: Key | None, name: str) -> None:
    assert pitch_name(pitch, key) == name


def test_keys_are_named_by_tonic_and_mode() -> None:
    assert key_name(Key(0, 4, True)) == "C♯ minor"
    assert key_name(Key(0, -2)) == "B♭ major"
    assert class_name(70) == "A♯"
