"""A folder is painted photograph by photograph: subfolders kept, nothing lost, nothing painted twice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engines.errors import BadInput, CannotWrite
from engines.paint.batch import BatchReport, BatchRequest, paint_folder
from engines.paint.looks import Look, one_style
from engines.paint.pictures import open_picture, save_picture
from engines.paint.recipes import read_recipe
from engines.paint.stylecatalogue import styles
from engines.steps import Step, finish
from tests.engines.paint.picture_files import encoded, gradient, photo_exif, tiff

STYLE = styles()[0].name
LOOK = one_style(STYLE, 0.8)
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photographs, one of them below."""
    put(tmp_path / "photos" / "a.jpg")
    put(tmp_path / "photos" / "sea" / "b.png")
    return tmp_path / "photos"


def put(path: Path, **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = {".jpg": "JPEG", ".tif": "TIFF"}.get(path.suffix.lower(), path.suffix[1:].upper())
    path.write_bytes(encoded(Image.fromarray(gradient()), kind, **options))
    return path


def paint(folder: Path, out: Path, look: Look = LOOK, **changes: Any) -> BatchReport:
    return finish(paint_folder(BatchRequest(folder, out, look, "1.2.3", **changes)))


def names(out: Path) -> list[str]:
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())


def test_subfolders_are_kept_and_names_say_what_was_done(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = paint(folder, out)
    assert names(out) == [f"a__{STYLE}__80.jpg", str(Path("sea") / f"b__{STYLE}__80.png")]
    assert report == BatchReport([out / f"a__{STYLE}__80.jpg", out / "sea" / f"b__{STYLE}__80.png"], [], [])
    assert not np.array_equal(open_picture(report.written[1]).pixels, gradient())
    recipe = read_recipe(report.written[0])
    assert recipe is not None
    assert recipe.look == LOOK


def test_subfolders_can_be_left_out(folder: Path, tmp_path: Path) -> None:
    assert len(paint(folder, tmp_path / "out", recursive=False).written) == 1


def test_the_settings_of_a_single_export_hold_for_all(folder: Path, tmp_path: Path) -> None:
    samples = np.dstack([gradient().astype(np.uint16) * 250] * 1)
    (folder / "deep.tif").write_bytes(tiff(samples))
    put(folder / "camera.jpg", exif=photo_exif())
    report = paint(folder, tmp_path / "out", max_size=20, keep_exif=True, pattern="{name}")
    pictures = {path.stem: open_picture(path) for path in report.written}
    assert all(max(picture.width, picture.height) == 20 for picture in pictures.values())
    assert pictures["deep"].sixteen_bit
    assert b"D850" in (pictures["camera"].exif or b"")


def test_what_is_no_picture_is_passed_over_in_silence(folder: Path, tmp_path: Path) -> None:
    for name in ("notes.txt", "film.mp4", ".hidden.jpg", "._a.jpg", "README", "a.xmp"):
        (folder / name).write_bytes(b"no picture")
    (folder / ".cache").mkdir()
    put(folder / ".cache" / "thumbnail.jpg")
    report = paint(folder, tmp_path / "out")
    assert (len(report.written), report.skipped, report.errors) == (2, [], [])


def test_broken_and_foreign_pictures_are_listed_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "a.jpg").read_bytes()
    (folder / "0-half.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "1-empty.png").write_bytes(b"")
    (folder / "2-telephone.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    report = paint(folder, tmp_path / "out")
    assert len(report.written) == 2
    assert [path.name for path, _ in report.errors] == ["0-half.jpg", "1-empty.png", "2-telephone.HEIC"]
    assert all(sentence.endswith(".") and path.name in sentence for path, sentence in report.errors)
    assert "HEIC" in report.errors[2][1]


def test_an_unforeseen_mistake_costs_one_photograph(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: Path) -> Any:
        if path.name == "a.jpg":
            raise ZeroDivisionError("oops")
        return open_picture(path)

    monkeypatch.setattr("engines.paint.batch.open_picture", opened)
    report = paint(folder, tmp_path / "out")
    assert len(report.written) == 1
    assert "ZeroDivisionError" in report.errors[0][1]


@as_root
def test_photographs_and_folders_without_rights_are_listed(folder: Path, tmp_path: Path) -> None:
    secret = put(folder / "secret.jpg")
    closed = put(folder / "closed" / "c.jpg").parent
    secret.chmod(0)
    closed.chmod(0)
    try:
        report = paint(folder, tmp_path / "out")
    finally:
        secret.chmod(0o600)
        closed.chmod(0o700)
    assert len(report.written) == 2
    assert {path for path, _ in report.errors} == {secret, closed}


def test_a_folder_that_cannot_be_listed_is_an_error_in_the_report(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def scandir(place: str | Path) -> Any:
        if Path(place).name == "sea":
            raise PermissionError(13, "Permission denied", str(place))
        return listed(place)

    monkeypatch.setattr(os, "scandir", scandir)
    report = paint(folder, tmp_path / "out")
    assert len(report.written) == 1
    assert [path for path, _ in report.errors] == [folder / "sea"]
    assert "may not be read" in report.errors[0][1]


def test_the_folder_itself_without_rights_is_a_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def scandir(place: str | Path) -> Any:
        if Path(place) == folder:
            raise PermissionError(13, "Permission denied", str(place))
        return listed(place)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(BadInput, match="may not be read"):
        paint(folder, tmp_path / "out")


@pytest.mark.parametrize("place", ["gone", "photos/a.jpg"])
def test_a_folder_that_is_none_is_a_sentence(place: str, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        paint(tmp_path / place, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_to_write_to_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWrite, match="cannot be made"):
        paint(folder, tmp_path / "out")


def test_a_style_that_is_none_ends_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no style"):
        paint(folder, tmp_path / "out", one_style("nonsense"))
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    assert paint(tmp_path / "photos", tmp_path / "out") == BatchReport()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("out", ["painted", "sea/painted", "."])
def test_paintings_inside_the_folder_are_not_painted_again(out: str, folder: Path) -> None:
    place = folder / out
    first = paint(folder, place)
    before = names(folder)
    again = paint(folder, place, one_style(STYLE, 0.4))
    assert len(first.written) == len(again.written) == 2
    assert len(names(folder)) == len(before) + 2
    assert not [name for name in names(folder) if name.count("__80") + name.count("__40") > 1]


def test_paintings_of_another_batch_inside_the_folder_are_not_painted_again(folder: Path) -> None:
    paint(folder, folder / "first")
    report = paint(folder, folder / "second")
    assert len(report.written) == 2
    assert len(report.skipped) == 2


def test_a_folder_of_paintings_can_be_painted_elsewhere(folder: Path, tmp_path: Path) -> None:
    paint(folder, tmp_path / "first")
    assert len(paint(tmp_path / "first", tmp_path / "second").written) == 2


def test_a_folder_through_a_link_is_known_for_the_same(folder: Path, tmp_path: Path) -> None:
    (folder / "painted").mkdir()
    (tmp_path / "link").symlink_to(folder / "painted", target_is_directory=True)
    paint(folder, tmp_path / "link")
    assert len(paint(folder, tmp_path / "link", one_style(STYLE, 0.4)).written) == 2


def test_two_photographs_of_one_name_get_numbers(folder: Path, tmp_path: Path) -> None:
    put(folder / "a.png")
    put(folder / "A.webp")
    report = paint(folder, tmp_path / "out", suffix=".png", pattern="{name}", recursive=False)
    assert sorted(path.name.lower() for path in report.written) == ["a-2.png", "a-3.png", "a.png"]
    assert len(paint(folder, tmp_path / "out", suffix=".png", pattern="{name}", recursive=False).skipped) == 3


def test_a_photograph_of_the_folder_is_never_written_over(folder: Path) -> None:
    put(folder / "a.bmp")
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    report = paint(folder, folder, pattern="{name}", suffix=".jpg", overwrite="replace")
    assert len(report.written) == 3
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_files_that_are_there_are_left_alone(folder: Path, tmp_path: Path) -> None:
    first = paint(folder, tmp_path / "out")
    first.written[0].write_bytes(b"mine")
    again = paint(folder, tmp_path / "out")
    assert again == BatchReport([], [folder / "a.jpg", folder / "sea" / "b.png"], [])
    assert first.written[0].read_bytes() == b"mine"


def test_files_that_are_there_are_written_beside(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        paint(folder, tmp_path / "out", overwrite="number", pattern="x", recursive=False)
    assert names(tmp_path / "out") == ["x-2.jpg", "x.jpg"]


def test_files_that_are_there_are_replaced(folder: Path, tmp_path: Path) -> None:
    first = paint(folder, tmp_path / "out")
    first.written[0].write_bytes(b"mine")
    again = paint(folder, tmp_path / "out", overwrite="replace")
    assert again.written == first.written
    assert open_picture(first.written[0]).width == 40


@pytest.mark.parametrize(
    ("kind", "options", "suffix"),
    [("BMP", {}, ".png"), ("GIF", {}, ".png"), ("PPM", {}, ".png"), ("AVIF", {}, ".jpg"), ("JPEG", {}, ".png")],
)
def test_a_format_that_is_not_written_becomes_another(
    kind: str, options: dict[str, Any], suffix: str, tmp_path: Path
) -> None:
    name = "a" if kind == "JPEG" else f"a.{kind.lower()}"
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / name).write_bytes(encoded(Image.fromarray(gradient()), kind, **options))
    assert [path.suffix for path in paint(tmp_path / "photos", tmp_path / "out").written] == [suffix]


def test_transparency_chooses_png(tmp_path: Path) -> None:
    clear = Image.fromarray(np.dstack([gradient(), np.full((24, 40), 90, np.uint8)]))
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.avif").write_bytes(encoded(clear, "AVIF"))
    (written,) = paint(tmp_path / "photos", tmp_path / "out").written
    assert written.suffix == ".png"
    assert open_picture(written).alpha is not None


@pytest.mark.parametrize("suffix", [".JPG", ".Jpeg", ".TIFF"])
def test_the_photograph_s_own_suffix_is_kept_as_it_is_spelled(suffix: str, tmp_path: Path) -> None:
    kind = "TIFF" if suffix == ".TIFF" else "JPEG"
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / f"IMG{suffix}").write_bytes(encoded(Image.fromarray(gradient()), kind))
    assert [path.suffix for path in paint(tmp_path / "photos", tmp_path / "out").written] == [suffix]


def test_the_day_is_the_one_the_photograph_was_taken(tmp_path: Path) -> None:
    put(tmp_path / "photos" / "camera.jpg", exif=photo_exif())
    scan = put(tmp_path / "photos" / "scan.jpg")
    os.utime(scan, (1_000_000_000, 1_000_000_000))
    put(tmp_path / "photos" / "undatable.jpg", exif=photo_exif().replace(b"2024:05:06", b"0000:00:00"))
    paint(tmp_path / "photos", tmp_path / "out", pattern="{date} {number}")
    written = names(tmp_path / "out")
    assert written[:2] == ["2001-09-09 002.jpg", "2024-05-06 001.jpg"]
    assert written[2].endswith(" 003.jpg")


def test_steps_count_photographs_and_name_them(folder: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    finish(paint_folder(BatchRequest(folder, tmp_path / "out", LOOK, "1")), steps.append)
    counted = [(step.done, step.total) for step in steps if step.total is not None]
    assert counted == sorted(counted)
    assert (counted[0], counted[-1]) == ((0, 2), (2, 2))
    assert {step.note for step in steps if step.total} >= {"a.jpg", str(Path("sea") / "b.png")}
    assert len(steps[-1].preview.written) == 2


def test_a_stop_leaves_whole_files_and_tells_them(folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        put(folder / f"c{number}.jpg")
    task = paint_folder(BatchRequest(folder, tmp_path / "out", LOOK, "1"))
    report = BatchReport()
    for step in task:
        report = step.preview or report
        if step.done == 2 and step.note == "c1.jpg":
            break
    next(task)  # in the middle of the third
    task.close()
    assert len(report.written) == 2
    assert names(tmp_path / "out") == sorted(path.name for path in report.written)
    assert all(open_picture(path).width == 40 for path in report.written)
    assert len(paint(folder, tmp_path / "out").written) == 3


def test_loops_of_links_end(folder: Path, tmp_path: Path) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    report = paint(folder, tmp_path / "out")
    assert len(report.written) == 2
    assert [path.name for path, _ in report.errors] == ["nowhere.jpg"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pattern": "{who}"}, "{name}"),
        ({"suffix": ".gif"}, ".png"),
        ({"overwrite": "perhaps"}, "skip"),
    ],
)
def test_a_request_that_makes_no_sense_is_a_sentence(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        BatchRequest(tmp_path, tmp_path / "out", LOOK, "1", **changes)
    assert words in str(caught.value)


def test_a_picture_without_a_suffix_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    save_picture(tmp_path / "photos" / "a.png", gradient())
    (tmp_path / "photos" / "a.png").rename(tmp_path / "photos" / "scan")
    (tmp_path / "photos" / "Makefile").write_text("all:\n")
    assert [path.name for path in paint(tmp_path / "photos", tmp_path / "out", pattern="{name}").written] == [
        "scan.png"
    ]
