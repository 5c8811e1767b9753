"""A folder is painted in the background; the end tells what was painted and lists what was not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engines.paint.batch import BatchReport, BatchRequest
from engines.paint.recipes import read_recipe
from engines.steps import Step, Task
from studio.jobs.job import State
from studio.panes.paint import batching
from studio.panes.paint.batchchoice import BatchChoice, example_name, request_of
from studio.panes.paint.batchdialog import BatchDialog
from studio.panes.paint.batching import Batcher
from studio.panes.paint.batchreport import BatchReportDialog
from studio.panes.paint.exportchoice import FileChoice
from studio.panes.paint.look import PLAIN, Look, MaskLayer, Setting
from tests.studio.panes.paint.workroom import Workroom, noise

TITLES = {"udnie": "Udnie"}
UDNIE = Setting(Look((("udnie", 1.0),), 0.6))
MASKED = Setting(PLAIN, UDNIE.inside, MaskLayer(np.zeros((4, 4), np.uint8), 0.1))


class Workshop(Workroom):
    """A folder of photographs and a batcher."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.photos = folder / "photos"
        (self.photos / "beach").mkdir(parents=True)
        self.batcher = Batcher(self.desk, self.window)
        self.reports: list[BatchReport] = []
        self.batcher.finished.connect(self.reports.append)

    def hang(self, *names: str) -> None:
        for number, name in enumerate(names):
            Image.fromarray(noise(24, 16, number)).save(self.photos / name)

    def choice(self, **more: object) -> BatchChoice:
        usual = BatchChoice(self.photos, self.folder / "out", "{name}", FileChoice("same"))
        return replace(usual, **more)  # type: ignore[arg-type]

    def ask(self, setting: Setting = UDNIE) -> BatchDialog:
        dialog = self.batcher.ask(setting, TITLES)
        dialog.folder.set_text(str(self.photos))
        return dialog

    def listing(self) -> list[str]:
        out = self.folder / "out"
        return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path) -> Iterator[Workshop]:
    shop = Workshop(qtbot, tmp_path)
    yield shop
    shop.close()


def test_a_folder_is_painted_with_its_subfolders_kept(shop: Workshop) -> None:
    shop.hang("a.png", "beach/b.jpg")
    shop.batcher.start(UDNIE, shop.choice())
    shop.quiet()
    assert shop.listing() == ["a.png", "beach/b.jpg"]
    recipe = read_recipe(shop.folder / "out" / "a.png")
    assert recipe is not None
    assert recipe.look == UDNIE.inside
    message = shop.toast().message
    assert (message.text, message.action_text) == ("2 painted.", "Show folder")


def test_what_could_not_be_painted_is_counted_and_listed(shop: Workshop) -> None:
    shop.hang("a.png")
    (shop.photos / "broken.jpg").write_bytes(b"no picture at all")
    shop.batcher.start(UDNIE, shop.choice())
    shop.quiet()
    card = shop.toast()
    assert card.message.text == "1 painted, 1 could not be."
    assert card.message.stays
    card.button.click()
    dialog = shop.dialog(BatchReportDialog)
    path, reason = shop.reports[0].errors[0]
    assert str(path) in dialog.list.toPlainText()
    assert reason in dialog.list.toPlainText()
    assert dialog.text() == f"{path}\t{reason}"
    dialog.close()


def test_the_list_can_be_copied(shop: Workshop) -> None:
    report = BatchReport(errors=[(Path("/x/a.jpg"), "It is damaged."), (Path("/x/b.jpg"), "It is empty.")])
    dialog = shop.batcher.show_list(report, "2 could not be.")
    copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == "/x/a.jpg\tIt is damaged.\n/x/b.jpg\tIt is empty."
    dialog.close()


def test_an_empty_folder_is_told(shop: Workshop) -> None:
    shop.batcher.start(UDNIE, shop.choice())
    shop.quiet()
    assert shop.said() == ["There is no picture in this folder."]


def test_what_is_there_already_is_left_and_counted(shop: Workshop) -> None:
    shop.hang("a.png", "b.png")
    shop.batcher.start(UDNIE, shop.choice())
    shop.quiet()
    shop.hang("c.png")
    shop.toasts.clear()
    shop.batcher.start(UDNIE, shop.choice())
    shop.quiet()
    assert shop.said() == ["1 painted, 2 there already."]


def test_a_folder_that_is_gone_is_told(shop: Workshop) -> None:
    shop.batcher.start(UDNIE, shop.choice(folder=shop.folder / "gone"))
    shop.quiet()
    assert "There is no folder" in shop.toast().message.text
    assert shop.reports == []


def test_a_pattern_that_is_none_starts_nothing(shop: Workshop) -> None:
    assert shop.batcher.start(UDNIE, shop.choice(pattern="{nam}")) is None
    assert "{nam}" in shop.toast().message.text


def test_a_run_that_is_stopped_tells_what_it_did(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    written, go_on = [Path("/out/a.png")], threading.Event()

    def half(_request: BatchRequest) -> Task[BatchReport]:
        yield Step(1, 2, preview=BatchReport(written=written, errors=[(Path("/x.jpg"), "It is empty.")]))
        go_on.wait(10)
        yield Step(1, 2, preview=BatchReport(written=[*written, Path("/out/b.png")]))
        return BatchReport()

    monkeypatch.setattr(batching, "paint_folder", half)
    job = shop.batcher.start(UDNIE, shop.choice())
    assert job is not None
    shop.until(lambda: job.newest is not None)
    job.cancel()
    assert job.state is State.STOPPING
    go_on.set()
    shop.quiet()
    # What was painted while the stop was on its way counts too.
    assert shop.said() == ["Stopped: 2 painted."]
    assert len(shop.reports) == 1


def test_a_run_gives_way_to_what_the_person_waits_for(shop: Workshop) -> None:
    shop.hang("a.png")
    job = shop.batcher.start(UDNIE, shop.choice())
    assert job is not None
    assert job.can_pause
    assert job.title == "Painting “photos”"
    assert [entry.lane_name for entry in shop.lanes._entries] == ["train"]
    shop.quiet()


def test_the_mask_stays_with_its_photograph_unless_it_is_wanted_everywhere(shop: Workshop) -> None:
    alone = request_of(MASKED, shop.choice())
    assert (alone.look, alone.outside, alone.mask) == (UDNIE.inside, PLAIN, None)
    everywhere = request_of(MASKED, shop.choice(with_mask=True))
    assert (everywhere.look, everywhere.outside) == (PLAIN, UDNIE.inside)
    assert everywhere.mask is not None
    assert everywhere.mask.feather == 0.1


def test_everything_chosen_reaches_the_engine(shop: Workshop) -> None:
    file = FileChoice("jpeg", 70, 1024, True, True, False)
    request = request_of(UDNIE, shop.choice(file=file, recursive=False, overwrite="number", pattern="{number}"))
    asked = (request.suffix, request.quality, request.max_size, request.keep_exif, request.keep_profile)
    assert asked == (".jpg", 70, 1024, True, True)
    assert (request.sixteen_bit, request.recursive, request.overwrite) == (False, False, "number")
    assert request.pattern == "{number}"


def test_the_example_is_what_the_engine_will_write(shop: Workshop) -> None:
    shop.hang("IMG_2041.jpg")
    choice = shop.choice(pattern="{number}-{name}-{style}-{strength}", file=FileChoice("tiff"))
    shop.batcher.start(UDNIE, choice)
    shop.quiet()
    assert shop.listing() == [example_name(UDNIE, choice)]


def test_the_dialog_counts_the_pictures_and_again_without_subfolders(shop: Workshop) -> None:
    shop.hang("a.png", "b.png", "beach/c.png")
    dialog = shop.ask()
    shop.until(lambda: dialog.found.text() == "3 pictures found")
    dialog.subfolders.click()
    shop.until(lambda: dialog.found.text() == "2 pictures found")
    dialog.reject()


def test_a_folder_without_pictures_cannot_be_started(shop: Workshop) -> None:
    dialog = shop.ask()
    shop.until(lambda: dialog.found.text() == "No picture found that is not painted yet.")
    assert not dialog.start.isEnabled()
    shop.hang("a.png")
    dialog.subfolders.click()
    shop.until(lambda: dialog.found.text() == "1 picture found")
    assert dialog.start.isEnabled()
    dialog.reject()


def test_the_dialog_says_the_look_and_with_the_mask_both(shop: Workshop) -> None:
    dialog = shop.ask(MASKED)
    assert dialog.look.text() == "Udnie; strength 60 %"
    dialog.with_mask.click()
    assert dialog.look.text() == "Inside the mask: the photograph as it is. Outside: Udnie; strength 60 %"
    dialog.reject()


def test_without_a_mask_none_is_offered(shop: Workshop) -> None:
    dialog = shop.ask()
    assert not dialog.with_mask.isVisible()
    dialog.reject()


def test_the_example_follows_the_pattern_and_a_wrong_one_is_said(shop: Workshop) -> None:
    dialog = shop.ask()
    assert dialog.example.text() == "IMG_2041.jpg becomes IMG_2041__udnie__60.jpg"
    dialog.options.set_format("png")
    assert dialog.example.text().endswith("60.png")
    dialog.pattern.setText("{nam}")
    assert "{nam}" in dialog.verdict.text()
    assert not dialog.start.isEnabled()
    dialog.reject()


def test_a_field_is_put_into_the_pattern_where_the_caret_is(shop: Workshop) -> None:
    dialog = shop.ask()
    dialog.pattern.setText("x")
    menu = dialog.fields.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith("Number")).trigger()
    assert dialog.pattern.text() == "x{number}"
    dialog.reject()


def test_the_usual_place_moves_along_with_the_photographs_and_a_chosen_one_stays(shop: Workshop) -> None:
    dialog = shop.ask()
    assert dialog.out.path() == shop.photos / "painted"
    dialog.folder.set_text(str(shop.photos / "beach"))
    assert dialog.out.path() == shop.photos / "beach" / "painted"
    dialog.out.set_text(str(shop.folder / "mine"))
    dialog.folder.set_text(str(shop.photos))
    assert dialog.out.path() == shop.folder / "mine"
    dialog.reject()


@pytest.mark.parametrize("folder", ["", "/no/such/folder"])
def test_a_folder_that_is_none_cannot_be_started(shop: Workshop, folder: str) -> None:
    dialog = shop.ask()
    dialog.folder.set_text(folder)
    assert not dialog.start.isEnabled()
    with shop.qtbot.assertNotEmitted(dialog.chosen):
        dialog.accept()
    dialog.reject()


def test_start_paints_and_the_next_time_begins_there(shop: Workshop) -> None:
    shop.hang("a.png", "beach/b.png")
    dialog = shop.ask()
    shop.until(lambda: dialog.start.isEnabled())
    dialog.subfolders.click()
    dialog.pattern.setText("{name}-painted")
    dialog.options.set_format("jpeg")
    dialog.start.click()
    shop.quiet()
    assert [path.name for path in (shop.photos / "painted").iterdir()] == ["a-painted.jpg"]
    again = shop.batcher.ask(UDNIE, TITLES)
    choice = again.choice()
    assert (choice.folder, choice.out) == (shop.photos, shop.photos / "painted")
    assert (choice.pattern, choice.recursive, choice.file.format) == ("{name}-painted", False, "jpeg")
    again.reject()


def test_the_dialog_begins_in_the_photograph_s_own_folder(shop: Workshop) -> None:
    dialog = shop.batcher.ask(UDNIE, TITLES, shop.photograph())
    assert dialog.folder.path() == shop.folder
    dialog.reject()
