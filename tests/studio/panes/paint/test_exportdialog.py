"""The export dialog offers what means something, and says at once what stands in the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from engines.paint.profiles import adobe_rgb_profile, srgb_profile
from studio.panes.paint.exportchoice import ExportChoice, FileChoice, Offer, profile_name
from studio.panes.paint.exportdialog import ExportDialog, ExportSubject
from studio.panes.paint.exportoptions import FileOptions
from studio.settings import Paint

PHOTO = Offer((4000, 3000), None, True, "Adobe RGB (1998)", True)
Ask = Callable[..., ExportDialog]


@pytest.fixture
def ask(qtbot: QtBot, tmp_path: Path) -> Ask:
    def ask(offer: Offer = PHOTO, source: Path | None = None, **defaults: object) -> ExportDialog:
        paint = Paint(**{"export_folder": str(tmp_path), **defaults})  # type: ignore[arg-type]
        dialog = ExportDialog(ExportSubject("photo", offer, source), paint)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return ask


def offered(dialog: ExportDialog, control: QWidget) -> bool:
    return dialog.options.form.isRowVisible(control)


def test_everything_chosen_is_told(ask: Ask, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ask()
    options = dialog.options
    options.set_format("tiff")
    options.size_box.setCurrentIndex(options.size_box.findData(2048))
    options.exif.setChecked(True)
    options.bits.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.export.click()
    assert told.args == [ExportChoice(tmp_path / "photo.tif", 92, 2048, True, True, False)]
    assert not dialog.isVisible()


def test_it_begins_as_the_last_export_ended(ask: Ask) -> None:
    dialog = ask(export_format="jpeg", jpeg_quality=70, export_max_size=1500, keep_exif=True, keep_profile=False)
    assert dialog.file_choice() == FileChoice("jpeg", 70, 1500, True, False)


@pytest.mark.parametrize(("kind", "has_quality"), [("png", False), ("jpeg", True), ("webp", True), ("tiff", False)])
def test_quality_is_asked_only_where_it_means_something(ask: Ask, kind: str, has_quality: bool) -> None:
    dialog = ask(export_format=kind)
    assert offered(dialog, dialog.options.quality) is has_quality


@pytest.mark.parametrize(("kind", "is_deep"), [("png", True), ("jpeg", False), ("webp", False), ("tiff", True)])
def test_16_bits_are_offered_where_photograph_and_format_have_them(ask: Ask, kind: str, is_deep: bool) -> None:
    deep = ask(export_format=kind)
    assert offered(deep, deep.options.bits) is is_deep
    assert deep.file_choice().sixteen_bit is (True if is_deep else None)
    shallow = ask(Offer((4000, 3000), sixteen_bit=False), export_format=kind)
    assert not offered(shallow, shallow.options.bits)
    assert shallow.file_choice().sixteen_bit is None


def test_a_profile_is_offered_by_its_name_and_only_where_there_is_one(ask: Ask) -> None:
    dialog = ask()
    assert dialog.options.profile.itemText(0) == "The photograph's: Adobe RGB (1998)"
    assert dialog.file_choice().keep_profile
    plain = ask(Offer((40, 30)))
    assert not offered(plain, plain.options.profile)
    assert not plain.file_choice().keep_profile


@pytest.mark.parametrize("icc", [None, b"", b"no profile at all", srgb_profile()])
def test_srgb_and_broken_profiles_are_nothing_to_keep(icc: bytes | None) -> None:
    assert profile_name(icc) == ""


def test_a_profile_is_called_by_its_own_name() -> None:
    assert "adobe" in profile_name(adobe_rgb_profile()).lower()


def test_notes_that_are_not_there_cannot_be_kept(ask: Ask) -> None:
    dialog = ask(Offer((40, 30), has_exif=False), keep_exif=True)
    assert not dialog.options.exif.isEnabled()
    assert not dialog.file_choice().keep_exif


def test_sizes_above_the_photograph_are_not_offered(ask: Ask) -> None:
    box = ask(Offer((1500, 900))).options.size_box
    assert [box.itemData(place) for place in range(box.count())] == [0, 1080, -1]


def test_a_remembered_size_above_the_photograph_is_its_own(ask: Ask) -> None:
    assert ask(Offer((1500, 900)), export_max_size=2048).file_choice().max_size is None


def test_a_size_of_one_s_own_is_typed(ask: Ask) -> None:
    options = ask().options
    assert not options.longest.isVisible()
    options.size_box.setCurrentIndex(options.size_box.count() - 1)
    assert options.longest.isVisible()
    options.longest.setValue(1234)
    assert options.choice().max_size == 1234
    assert options.size_note.text() == "1234 × 926 pixels"


def test_the_weight_is_told_beside_the_size_until_something_changes(ask: Ask) -> None:
    options = ask().options
    options.say_weight(1_234_000)
    assert options.size_note.text() == "4000 × 3000 pixels, about 1.2 MB"
    options.set_format("webp")
    assert options.size_note.text() == "4000 × 3000 pixels"


def test_a_transfer_offers_its_own_size_and_the_photograph_s(ask: Ask) -> None:
    dialog = ask(Offer((4000, 3000), (512, 384)), enlarge_transfers=True)
    box = dialog.options.size_box
    assert [box.itemText(place) for place in range(box.count())] == [
        "As painted, 512 × 384",
        "The photograph's size, 4000 × 3000",
    ]
    assert dialog.choice().enlarged
    box.setCurrentIndex(0)
    assert not dialog.choice().enlarged
    assert dialog.options.size_note.text() == "512 × 384 pixels"


def test_the_name_s_end_follows_the_format(ask: Ask, tmp_path: Path) -> None:
    dialog = ask()
    dialog.options.set_format("jpeg")
    assert dialog.path() == tmp_path / "photo.jpg"


@pytest.mark.parametrize(
    ("typed", "name", "kind"), [("a.tiff", "a", "tiff"), ("b.JPG", "b", "jpeg"), ("v1.2", "v1.2", "png")]
)
def test_an_ending_that_is_typed_chooses_the_format(ask: Ask, typed: str, name: str, kind: str) -> None:
    dialog = ask()
    dialog.name.setText(typed)
    dialog.name.editingFinished.emit()
    assert (dialog.name.text(), dialog.file_choice().format) == (name, kind)


def test_what_is_there_already_is_said_before_it_is_replaced(ask: Ask, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "photo.png").touch()
    dialog = ask()
    assert dialog.export.text() == "Replace"
    assert dialog.verdict.text() == "“photo.png” is there already and will be replaced."
    with qtbot.waitSignal(dialog.chosen):
        dialog.export.click()


@pytest.mark.parametrize(
    ("name", "word"), [("", "Type a name"), ("a/b", "slash"), ("x" * 300, "too long"), ("sub", "is a folder")]
)
def test_a_name_that_will_not_do_is_said_and_not_told(
    ask: Ask, qtbot: QtBot, tmp_path: Path, name: str, word: str
) -> None:
    (tmp_path / "sub.png").mkdir()
    dialog = ask()
    dialog.name.setText(name)
    assert word in dialog.verdict.text()
    assert not dialog.export.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        dialog.accept()


@pytest.mark.parametrize("folder", ["", "/no/such/folder", "\0"])
def test_a_folder_that_is_none_is_said(ask: Ask, folder: str) -> None:
    dialog = ask()
    dialog.folder.set_text(folder)
    assert dialog.verdict.text() == "This folder does not exist. Choose another."
    assert not dialog.export.isEnabled()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(ask: Ask, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "Nothing can be written" in ask().verdict.text()
    tmp_path.chmod(0o700)


def test_the_photograph_itself_is_not_offered_to_be_replaced(ask: Ask, tmp_path: Path) -> None:
    source = tmp_path / "photo.png"
    source.touch()
    dialog = ask(source=source)
    assert "never written over" in dialog.verdict.text()
    assert not dialog.export.isEnabled()


def test_the_first_export_goes_beside_the_photograph(ask: Ask, tmp_path: Path) -> None:
    home = tmp_path / "photos"
    home.mkdir()
    assert ask(source=home / "photo.png", export_folder="/gone").folder.path() == home


def test_the_folder_can_be_chosen_in_the_system_s_dialog(ask: Ask, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    dialog = ask()
    dialog.folder.browse.click()
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(other))
    chooser.close()
    assert dialog.path() == other / "photo.png"


def test_a_folder_of_photographs_can_keep_each_format(qtbot: QtBot) -> None:
    options = FileOptions(Offer(), Paint())
    qtbot.addWidget(options)
    choice = options.choice()
    assert (choice.format, choice.suffix, choice.sixteen_bit, choice.keep_profile) == ("same", None, None, True)
    options.set_format("jpeg")
    assert options.choice().suffix == ".jpg"


def test_it_grows_for_a_long_sentence_and_squeezes_nothing(ask: Ask, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ask(export_format="png")
    name = " ".join(["a name that goes on for long"] * 6)
    (tmp_path / f"{name}.png").touch()
    before = dialog.height()
    dialog.name.setText(name)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog.name.height() >= dialog.name.sizeHint().height()
