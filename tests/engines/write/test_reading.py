"""Files of every kind and encoding, and files that are no text."""

from __future__ import annotations

import io
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engines.errors import BadInput
from engines.write.reading import documents_of, read_corpus, read_document
from engines.write.tokens import document_units

FRENCH = "Le renard était fâché : « Ces raisins sont trop verts », dit-il à l’été naïf. Ça va ?"
CHINESE = "从前有一只狐狸，看见葡萄架上挂着一串串成熟的葡萄。它想吃，可是够不着。\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes | str, name: str = "story.txt") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        ("Der Bär fraß süße Äpfel.", "latin-1"),
        (CHINESE * 5, "gbk"),
        (CHINESE * 5, "utf-16"),
        ("むかしむかし、あるところにきつねがいました。", "shift_jis"),
        ("むかしむかし、あるところにきつねがいました。", "euc_jp"),
        ("Жила-была лиса, и увидела она виноград. " * 5, "cp1251"),
        ("Жила-была лиса, и увидела она виноград. " * 5, "utf-16-le"),
        ("שועל ראה ענבים ורצה לאכול אותם.", "utf-8"),
        ("👩‍👩‍👧 e\u0301te\u0301", "utf-8"),
    ],
)
def test_the_encoding_is_found_out(write: Write, text: str, encoding: str) -> None:
    assert read_document(write(text.encode(encoding))).text == text


def test_a_guessed_encoding_is_told(write: Write) -> None:
    reading = read_document(write(FRENCH.encode("cp1252")))
    assert reading.encoding == "cp1252"
    assert "cp1252" in reading.warnings[0]


def test_a_few_broken_bytes_cost_a_few_letters(write: Write) -> None:
    content = (FRENCH * 50).encode()
    reading = read_document(write(content[:500] + b"\xff" + content[500:]))
    assert reading.text.count("�") == 1
    assert "1 characters" in reading.warnings[0]


def test_line_ends_of_every_system_become_one(write: Write) -> None:
    assert read_document(write(b"a\r\nb\rc\n\xe2\x80\xa9d")).text == "a\nb\nc\n\nd"


def test_nuls_are_left_out_and_told(write: Write) -> None:
    reading = read_document(write("A fox\x00 ran.\x07"))
    assert reading.text == "A fox ran."
    assert "2 control characters" in reading.warnings[0]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.txt", "is empty"),
        (b" \n\x00", "a.txt", "is empty"),
        (b"\xef\xbb\xbf", "a.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "a picture"),
        (b"%PDF-1.7", "a.txt", "a PDF"),
        (b"PK\x03\x04", "a.txt", "a packed file"),
        (bytes(range(256)) * 20, "a.txt", "is no text"),
        (b"\x01\x00\x00\x02\x00\x00" * 500, "a.txt", "is no text"),
        (b"", "a.docx", "is empty"),
        (b"no zip", "a.docx", "no Word file"),
        (b"PK\x03\x04 damaged", "a.docx", "no Word file"),
        (b"<script>1</script>", "a.html", "is empty"),
        (b"***", "a.md", "is empty"),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(write: Write, content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_document(write(content, name))


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not there"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(BadInput, match="a folder"):
        read_document(tmp_path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx"])
@given(content=st.one_of(st.binary(max_size=400), st.text(st.sampled_from("<![a>#*_`- \n&\\&;(]~é")).map(str.encode)))
@example(content=b"<![x")
@example(content=b"<meta charset=unicode_escape>\\ud800 \xff")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_text_or_a_sentence(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    try:
        text = read_document(path).text
    except BadInput as error:
        text = str(error)
    assert text.strip()
    assert text.encode("utf-8")


def test_ten_megabytes_on_one_line_are_read(write: Write) -> None:
    line = "The fox saw the grapes, and left. " * 300_000
    start = time.process_time()
    for name in ("long.txt", "long.md", "long.html"):
        assert len(read_document(write(line, name)).text) > 10_000_000
    assert time.process_time() - start < 20


@pytest.mark.parametrize("unit", ["[", "![", "<a", "<a b=", "`", "*", "_", "# ", "<!--", "&", "~~a", "(", "- "])
def test_endless_marks_take_no_endless_time(write: Write, unit: str) -> None:
    start = time.process_time()
    for name in ("a.md", "a.html", "a.txt"):
        try:
            documents_of(read_document(write(f"x{unit * 20_000}", name)), name)
        except BadInput:
            continue
    assert time.process_time() - start < 5


def test_wrapped_lines_are_joined_unless_told_otherwise(write: Write) -> None:
    prose = "A hungry fox saw some fine bunches of grapes hanging from a vine, and did his best to reach them. " * 8
    path = write(textwrap.fill(prose, 60))
    assert "\n" not in read_document(path).text
    assert "were joined" in read_document(path).warnings[0]
    assert "\n" in read_document(path, unwrapped=False).text


def test_markdown_marks_go_and_headings_divide(write: Write) -> None:
    text = (
        "# The *Fox*\n\nA **hungry** fox\nsaw _some_ [grapes](http://x.y).\n\n---\n\n> He left  \n> at once.\n\n"
        "The Crow\n--------\n\n- 2 \\* 3 = `six`\n- snake_case\n\n```\ncode_block *here*\n```\n"
    )
    reading = read_document(write(text, "fables.md"))
    assert reading.text.split("\n\n") == [
        *["The Fox", "A hungry fox saw some grapes.", "He left\nat once.", "The Crow"],
        *["2 * 3 = six", "snake_case", "code_block *here*"],
    ]
    assert [document.title for document in documents_of(reading, "fables.md")] == ["The Fox", "The Crow"]


def test_a_web_page_gives_what_its_reader_sees(write: Write) -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"><title>No</title><style>no</style></head><body><h1>The  Fox</h1>'
        "<p>A <b>hungry</b>\nfox&nbsp;was f\xe2ch\xe9 &amp; left<br>at once.</p><script>no()</script><h2>II</h2>more"
    )
    reading = read_document(write(page.encode("latin-1"), "page.html"))
    assert reading.text == "The Fox\n\nA hungry fox\xa0was fâché & left\nat once.\n\nII\n\nmore"
    assert reading.encoding == "iso8859-1"
    assert [document.title for document in documents_of(reading, "page.html")] == ["The Fox", "II"]


def test_word_files_give_paragraphs_tables_and_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("The Fox", 1)
    document.add_paragraph("A fox ran.\nFast.")
    document.add_heading("The Crow", 1)
    document.add_paragraph("“Ça va”")
    document.add_table(1, 2).cell(0, 1).text = "cell"
    document.save(str(tmp_path / "a.docx"))
    reading = read_document(tmp_path / "a.docx")
    assert reading.text == "The Fox\n\nA fox ran.\nFast.\n\nThe Crow\n\n“Ça va”\n\n\tcell"
    assert [found.title for found in documents_of(reading, "a.docx")] == ["The Fox", "The Crow"]


def test_a_packed_file_that_is_no_word_file_is_told(write: Write) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(BadInput, match="no Word file"):
        read_document(write(packed.getvalue(), "a.docx"))


def test_folders_are_read_with_all_that_is_in_them(write: Write, tmp_path: Path) -> None:
    write("THE FOX\n\n\nA fox.\n\n\nTHE CROW\n\n\nA crow.", "books/fables.txt")
    write("# One\n\nfirst\n\n# Two\n\nsecond", "books/inner/notes.md")
    write("hidden", "books/.git/hidden.txt")
    write(b"\x89PNG", "books/picture.png")
    write(b"", "books/empty.txt")
    corpus = read_corpus([tmp_path / "books", tmp_path / "books" / "fables.txt"])
    assert [(document.title, document.source) for document in corpus.documents] == [
        *[("THE FOX", "fables.txt"), ("THE CROW", "fables.txt"), ("One", "notes.md"), ("Two", "notes.md")]
    ]
    assert [(file.path.name, file.documents, bool(file.problem)) for file in corpus.report.files] == [
        *[("empty.txt", 0, True), ("fables.txt", 2, False), ("notes.md", 2, False)]
    ]
    assert corpus.report.words == 6


def test_a_story_found_twice_is_taken_once(write: Write) -> None:
    corpus = read_corpus([write("A fox ran.", "a.txt"), write("A fox\r\nran.", "b.txt")])
    assert len(corpus.documents) == 1
    assert corpus.report.duplicates == 1


def test_a_small_corpus_is_told_honestly(write: Write) -> None:
    advice = read_corpus([write("one two three four five six seven eight nine ten")]).report.advice
    assert "small: 10 words" in advice[0]
    large = read_corpus([write("the fox ran " * 40_000)]).report
    assert large.advice == ()


def test_nothing_to_read_is_told(write: Write, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no text in what you chose"):
        read_corpus([tmp_path])
    with pytest.raises(BadInput, match="is empty"):
        read_corpus([write(b"")])


def test_text_from_right_to_left_and_emoji_reach_the_model(write: Write) -> None:
    text = "שועל ראה ענבים. 👩‍👩‍👧 e\u0301te\u0301"
    (document,) = read_corpus([write(text)]).documents
    assert document_units(document.text)[1:] == ["שועל", "ראה", "ענבים", ".", "👩‍👩‍👧", "été"]
