"""Texts as Word files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from studio.panes.write.authors import PERSON
from studio.panes.write.files.sheets import Line, TextExport, paragraphs_of

# XML has no way to say these.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FACE, _POINTS, _LEADING, _BETWEEN = "Georgia", 12, 1.4, 8
#: So much of an author's colour is in the tint behind the words.
_TINT = 0.28


def save_docx(export: TextExport, path: Path) -> None:
    """Write the file to ``path``; where there are authors to show, with a legend at the foot of each page."""
    # Late: lxml costs a tenth of a second, and most sessions export nothing.
    import docx
    from docx.shared import Pt

    document = docx.Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(_POINTS)
    style.paragraph_format.line_spacing = _LEADING
    style.paragraph_format.space_after = Pt(_BETWEEN)
    document.core_properties.title = _safe(export.title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for lines in paragraphs_of(export.text, export.spans):
        paragraph = document.add_paragraph()
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            _add(paragraph, line, export)
    if export.spans:
        foot: Any = document.sections[0].footer.paragraphs[0]
        for number, (author, words) in enumerate(export.legend.items()):
            if number:
                foot.add_run("   ")
            _shade(foot.add_run(f" {words} "), export.colours[author])
    document.save(str(path))


def _add(paragraph: Any, line: Line, export: TextExport) -> None:
    for text, author in line:
        run = paragraph.add_run(_safe(text))
        if author != PERSON and author in export.colours:
            _shade(run, export.colours[author])


def _shade(run: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _tint(colour))):
        shade.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(shade)


def _tint(colour: str) -> str:
    """The colour as paper takes it: mostly white."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "".join(f"{round(255 - (255 - channel) * _TINT):02X}" for channel in channels)


def _safe(text: str) -> str:
    return _UNFIT.sub("", text)
