"""Where a person's things lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engines.errors import ReverieError
from studio import paths

FOLDERS = [paths.config_folder, paths.data_folder, paths.log_folder, paths.recovery_folder, paths.models_folder]


@pytest.mark.parametrize("folder", FOLDERS)
def test_everything_lies_under_the_chosen_home(
    folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "at home"))
    assert folder().parent == tmp_path / "at home"
    assert folder().is_dir()


def test_no_two_folders_are_the_same() -> None:
    assert len({folder() for folder in FOLDERS}) == len(FOLDERS)


def test_without_a_chosen_home_the_system_decides(monkeypatch: pytest.MonkeyPatch, own_person: Path) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.home() is None
    assert own_person in paths.recovery_folder().parents


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_that_cannot_be_made_is_one_sentence_with_the_way_out(
    folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(ReverieError, match=r"could not be made .* Set REVERIE_HOME to a folder"):
        folder()
