"""Texts go out and come back: the same page, whatever the format."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.errors import CannotWrite
from engines.steps import finish
from studio.panes.write.authors import Span
from studio.panes.write.files.dialog import Choice, ExportTextDialog
from studio.panes.write.files.part import COLOURS, FilesPart
from studio.panes.write.files.sheets import FORMATS, TextExport, lines_of
from studio.panes.write.files.writing import write_export
from studio.panes.write.opening import read_file
from tests.studio.panes.write.study import Study

FABLE = "The Fox\nA fox — “clever” as ever — saw 😀 grapes.\n" + (
    "1. He jumped *twice*, at [the_vine](so high).\n# No use.\n- Sour!"
)
VERSE = "The rose is red,\nthe violet blue.\n\nSugar is sweet,\nand so are you."
LEGEND = {"picked": "Picked", "generated": "Generated", "edited": "Edited"}


def written(folder: Path, text: str, format_name: str, spans: tuple[Span, ...] = ()) -> Path:
    path = folder / f"out{FORMATS[format_name]}"
    return finish(write_export(TextExport(text, path, format_name, "A <title>", spans, COLOURS, LEGEND)))


@pytest.mark.parametrize("text", [FABLE, VERSE, "One line only"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_text_comes_back_as_it_went(tmp_path: Path, text: str, format_name: str) -> None:
    assert finish(read_file(written(tmp_path, text, format_name))).text == text


MARKS = (
    r"<b> </i> <!-- &amp; * **a** _b_ \ # - --- === 1. [x](y) ![ ~~c~~ `d` ``` > | + http://x.y <http://x.y> a\ 1) ***"
)
WORD = st.sampled_from(["fox", "😀", "é", "- [ ] f", *MARKS.split(" ")])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORD, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=3).map("\n".join))
@pytest.mark.parametrize("format_name", ["txt", "md", "html"])
def test_marks_of_any_format_are_letters_to_a_writer(tmp_path: Path, format_name: str, text: str) -> None:
    assert finish(read_file(written(tmp_path, text, format_name))).text == text


@pytest.mark.parametrize("format_name", ["docx", "html"])
def test_the_legend_is_no_part_of_the_text(tmp_path: Path, format_name: str) -> None:
    path = written(tmp_path, FABLE, format_name, (Span(8, 5, "generated"), Span(20, 30, "picked")))
    assert finish(read_file(path)).text == FABLE


def test_a_web_page_colours_what_was_generated(tmp_path: Path) -> None:
    page = written(tmp_path, "A 😀 fox ran", "html", (Span(5, 3, "generated"),)).read_text("utf-8")
    assert '<span class="generated">fox</span>' in page
    assert COLOURS["generated"] in page
    assert "Generated</text>" in page
    assert "&lt;title&gt;" in page


def test_a_plain_web_page_has_no_legend(tmp_path: Path) -> None:
    assert "<svg" not in written(tmp_path, "A fox", "html").read_text("utf-8")


def test_a_word_file_shades_what_was_picked_and_explains_it_at_the_foot(tmp_path: Path) -> None:
    path = written(tmp_path, "A fox ran", "docx", (Span(2, 3, "picked"),))
    document = docx.Document(str(path))
    runs = {run.text: "w:shd" in run._r.xml for run in document.paragraphs[0].runs}
    assert runs == {"A ": False, "fox": True, " ran": False}
    assert "Picked" in document.sections[0].footer.paragraphs[0].text


def test_control_characters_do_not_spoil_a_word_file(tmp_path: Path) -> None:
    path = written(tmp_path, "A\x01 fox\x0b ran\ud800", "docx")
    assert docx.Document(str(path)).paragraphs[0].text == "A fox ran"


def test_runs_never_cross_a_line() -> None:
    assert lines_of("ab\ncd\n", (Span(1, 3, "picked"),)) == [
        [("a", "person"), ("b", "picked")],
        [("c", "picked"), ("d", "person")],
        [],
    ]


def test_a_folder_that_is_gone_leaves_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        written(tmp_path / "gone", "A fox", "txt")


def test_the_dialog_writes_the_page_with_its_authors(study: Study) -> None:
    study.type("A ")
    study.editor.insert_words("fox", "generated", name="Generated 1 word")
    part = study.pane.part("files")
    assert isinstance(part, FilesPart)
    dialog = part.ask()
    assert isinstance(dialog, ExportTextDialog)
    assert dialog.name.text() == "A fox"
    dialog.folder.setText(str(study.folder))
    dialog.name.setText("mine.html")
    dialog.authors.setChecked(True)
    dialog.accept()
    study.until(lambda: study.said() == ["“mine.html” is written."])
    assert '<span class="generated">fox</span>' in (study.folder / "mine.html").read_text("utf-8")
    assert part.collect() == {"folder": str(study.folder), "format": "html", "authors": True}


def test_a_blank_page_is_not_exported(study: Study) -> None:
    part = study.pane.part("files")
    assert isinstance(part, FilesPart)
    assert part.ask() is None
    assert study.said() == ["There is nothing to export yet: the page is blank."]


def test_where_nothing_can_be_written_another_place_is_offered(study: Study) -> None:
    study.type("A fox")
    part = study.pane.part("files")
    assert isinstance(part, FilesPart)
    part.write(Choice(format="txt", path=study.folder / "gone" / "a.txt"))
    study.until(lambda: bool(study.said()))
    assert "does not exist" in study.said()[0]


@pytest.mark.parametrize(
    ("name", "verdict"), [("", "Give it a name."), ("a/b", "slash"), ("x" * 300, "too long"), ("there", "replaced")]
)
def test_the_dialog_says_what_is_wrong(study: Study, name: str, verdict: str) -> None:
    (study.folder / "there.docx").write_bytes(b"")
    dialog = ExportTextDialog("a", Choice(str(study.folder)), has_authors=False, parent=study.window)
    dialog.name.setText(name)
    assert verdict in dialog.verdict.text()
    assert dialog.export.isEnabled() == (name == "there")
    dialog.close()


def test_a_damaged_state_is_the_beginning(study: Study) -> None:
    part = study.pane.part("files")
    part.restore({"folder": 3, "format": "exe", "authors": "yes"})
    assert part.collect() == {"folder": "", "format": "docx", "authors": False}
