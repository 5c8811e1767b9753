"""Texts as plain text and as Markdown, so that opening them again gives the same page."""

from __future__ import annotations

import re

from studio.panes.write.files.sheets import TextExport, has_stanzas

_MARKS = re.compile(r"([\\`*_\[\]<>~])")
# What only means something at the beginning of a line.
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$))")
_NUMBER = re.compile(r"^(\s*\d{1,3})([.)])(?=\s)")


def as_text(export: TextExport) -> str:
    """Paragraphs with a blank line between them; stanzas stay as they are."""
    text = export.text.strip("\n")
    return (text if has_stanzas(text) else text.replace("\n", "\n\n")) + "\n"


def as_markdown(export: TextExport) -> str:
    """The same with marks that stand for themselves escaped; lines of a stanza end in a backslash."""
    text = export.text.strip("\n")
    lines = [_escaped(line) for line in text.split("\n")]
    if not has_stanzas(text):
        return "\n\n".join(line for line in lines if line.strip()) + "\n"
    joined = "\n".join(
        f"{line}\\" if line.strip() and after.strip() else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )
    return re.sub(r"\n{3,}", "\n\n", joined) + "\n"


def _escaped(line: str) -> str:
    # Four spaces in front would make it code.
    bare = _MARKS.sub(r"\\\1", line.strip(" \t")).replace("](", r"]\(")
    bare = _AT_START.sub(r"\1\\\2", bare)
    return _NUMBER.sub(r"\1\\\2", bare)
