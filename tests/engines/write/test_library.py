"""The shelf of models: renamed, copied out, brought in, taken away."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from engines.cards import CARD, read_card, verify
from engines.errors import BadInput, CannotWrite
from engines.folders import put_back
from engines.library import copy_out, remove, retitle, size_of
from engines.steps import finish
from engines.write.catalogue import word_models
from engines.write.library import LIBRARY, reliability
from tests.engines.write.littlemodel import shipped_model


def test_the_shelf_tells_own_models_from_shipped_ones(tmp_path: Path) -> None:
    shipped_model(tmp_path)
    found = {model.card.name: model for model in finish(LIBRARY.shelf(tmp_path))}
    assert found["little"].own
    assert found["little"].verdict.ok
    assert found["little"].size == size_of(tmp_path / "little") > 1_000
    assert not found["aesop"].own


def test_a_changed_file_is_told(tmp_path: Path) -> None:
    card = shipped_model(tmp_path)
    (card.folder / "vocabulary.json").write_text("[]", encoding="utf-8")
    found = {model.card.name: model for model in finish(LIBRARY.shelf(tmp_path))}
    assert not found["little"].verdict.ok


def test_another_title_stays_and_the_name_too(tmp_path: Path) -> None:
    card = retitle(shipped_model(tmp_path), "  My   fables ", tmp_path)
    assert read_card(card.folder).title == "My fables"
    assert read_card(card.folder).name == "little"
    with pytest.raises(BadInput, match="Type one"):
        retitle(card, " ", tmp_path)


def test_shipped_models_stay_as_they_are(tmp_path: Path) -> None:
    aesop = next(card for card in word_models() if card.name == "aesop")
    with pytest.raises(BadInput, match="came with Reverie"):
        retitle(aesop, "Mine", tmp_path)
    with pytest.raises(BadInput, match="came with Reverie"):
        remove(aesop, tmp_path)


def test_a_copy_can_be_brought_in_elsewhere(tmp_path: Path) -> None:
    place = finish(copy_out(shipped_model(tmp_path / "mine"), tmp_path))
    (tmp_path / "yours").mkdir()
    card = finish(LIBRARY.bring_in(place, tmp_path / "yours"))
    assert verify(card).ok
    assert card.folder == tmp_path / "yours" / "little"


def test_one_that_is_there_already_keeps_its_name(tmp_path: Path) -> None:
    card = shipped_model(tmp_path / "mine")
    again = finish(LIBRARY.bring_in(card.folder, tmp_path / "mine"))
    assert again.name == again.folder.name == "little-2"
    assert read_card(card.folder).name == "little"


def test_a_shipped_name_is_not_taken_twice(tmp_path: Path) -> None:
    aesop = next(card for card in word_models() if card.name == "aesop")
    assert finish(LIBRARY.bring_in(aesop.folder, tmp_path)).name == "aesop-2"


def test_folders_without_a_model_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no model in"):
        finish(LIBRARY.bring_in(tmp_path, tmp_path / "mine"))
    (tmp_path / CARD).write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="damaged"):
        finish(LIBRARY.bring_in(tmp_path, tmp_path / "mine"))


def test_a_card_that_reaches_outside_of_its_folder_is_refused(tmp_path: Path) -> None:
    card = shipped_model(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text("mine", encoding="utf-8")
    plain = json.loads((card.folder / CARD).read_text(encoding="utf-8"))
    from engines.files import sha256_of

    plain["files"]["../secret"] = sha256_of(secret)
    (card.folder / CARD).write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(BadInput, match="not what its card promises"):
        finish(LIBRARY.bring_in(card.folder, tmp_path / "mine"))


def test_a_full_disk_leaves_no_half_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = shipped_model(tmp_path / "mine")

    def full(_source: object, _target: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotWrite, match="The disk is full"):
        finish(copy_out(card, tmp_path))
    assert not (tmp_path / "little").exists()


def test_what_was_removed_comes_back(tmp_path: Path) -> None:
    card = shipped_model(tmp_path)
    removed = remove(card, tmp_path)
    assert "little" not in {known.name for known in word_models((tmp_path,))}
    put_back(removed)
    assert "little" in {known.name for known in word_models((tmp_path,))}


@pytest.mark.parametrize("title", ["Aesop", "aesop", " Storyteller ", "", "  "])
def test_a_title_that_is_taken_or_empty_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(BadInput):
        LIBRARY.check_title(title, tmp_path)
    LIBRARY.check_title("Something new", tmp_path)


def test_the_reliability_of_a_shipped_model_is_on_its_card() -> None:
    aesop = next(card for card in word_models() if card.name == "aesop")
    table = reliability(aesop)
    assert table is not None
    assert len(table.bins) == 10
    assert table.error == pytest.approx(aesop.figures["calibration_error_shown"], abs=1e-4)


def test_without_a_measurement_there_is_no_reliability(tmp_path: Path) -> None:
    assert reliability(shipped_model(tmp_path)) is None
