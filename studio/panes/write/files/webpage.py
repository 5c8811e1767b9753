"""Texts as a web page that needs nothing besides itself."""

from __future__ import annotations

import re
from html import escape
from string import Template

from studio.panes.write.authors import PERSON
from studio.panes.write.files.sheets import Line, TextExport, paragraphs_of

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_PAGE = Template("""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Reverie">
<title>$title</title>
<style>
body { font: 1.15rem/1.6 Charter, Georgia, Cambria, serif; max-width: 36em; margin: 3em auto; padding: 0 1.2em; }
p { margin: 0 0 .8em; overflow-wrap: anywhere; }
svg { display: block; margin-top: 2.5em; font: .85rem/1 system-ui, sans-serif; fill: currentColor; }
$styles</style>
</head>
<body>
$body
$legend</body>
</html>
""")
_ROW = 26


def as_html(export: TextExport) -> str:
    """The page; where there are authors to show, with a legend below."""
    styles = "".join(
        f".{author} {{ background: {colour}40; box-shadow: inset 0 -2px {colour}; }}\n"
        for author, colour in export.colours.items()
    )
    paragraphs = paragraphs_of(export.text, export.spans)
    body = "\n".join(f"<p>{'<br>'.join(_line(line) for line in lines)}</p>" for lines in paragraphs)
    return _PAGE.substitute(
        title=_safe(export.title), styles=styles if export.spans else "", body=body, legend=_legend(export)
    )


def _line(line: Line) -> str:
    return "".join(
        _safe(text) if author == PERSON else f'<span class="{author}">{_safe(text)}</span>' for text, author in line
    )


def _legend(export: TextExport) -> str:
    """A picture, so that whoever copies or opens the text gets the text alone."""
    if not export.spans:
        return ""
    rows = "".join(
        f'<rect x="0" y="{at * _ROW + 4}" width="18" height="14" rx="3" fill="{export.colours[author]}"/>'
        f'<text x="28" y="{at * _ROW + 16}">{_safe(words)}</text>'
        for at, (author, words) in enumerate(export.legend.items())
    )
    said = _safe(", ".join(export.legend.values()))
    return f'<svg role="img" aria-label="{said}" width="320" height="{len(export.legend) * _ROW}">{rows}</svg>\n'


def _safe(text: str) -> str:
    return escape(_UNFIT.sub("", text))
