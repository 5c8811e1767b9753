"""Scores as engraved pages, and which drawn note is which of the score."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engines.compose.musicxml import sheet_of
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.compose.svgtext import plain_svg
from engines.errors import BadInput
from engines.steps import Step, Task

#: A4 in tenths of a millimetre.
A4 = (2100, 2970)
MOST_NOTES = 50_000
_NARROWEST = 400
_TALLEST = 60_000
"""Verovio's highest page; what needs more is continued on another."""
_ID = re.compile(r'id="(n\d+-\d+)"')


@dataclass(frozen=True, slots=True)
class EngraveRequest:
    """Engrave a score on pages of ``width`` by ``height`` tenths of a millimetre.

    At ``scale`` 1 (0.2 to 4) a staff is 7 mm high. Without ``paged`` all is one page, as high as it needs to be
    (up to 6 m divided by the scale).

    Raises:
        BadInput: there are too many notes, or a size is out of its range.
    """

    score: Score
    width: int = A4[0]
    height: int = A4[1]
    scale: float = 0.7
    paged: bool = True

    def __post_init__(self) -> None:
        if not 0.2 <= self.scale <= 4 or min(self.width, self.height) < _NARROWEST:
            raise BadInput("A page must be 4 cm or more each way, and the scale from 0.2 to 4.")
        if len(self.score.notes) > MOST_NOTES:
            raise BadInput(f"This score has more than {MOST_NOTES:,} notes. Engrave fewer tracks or bars at once.")


@dataclass(frozen=True)
class Pages:
    """Engraved pages as SVG, and the elements in which the notes of the score are drawn.

    A note that is tied over a bar line is drawn more than once; one that is struck twice at once, only once.
    """

    svgs: tuple[str, ...]
    score: Score
    #: For the id of each drawn note its place among the notes of the score, and the page (from 0) where it stands.
    notes: Mapping[str, int]
    page_of: Mapping[str, int]
    #: For each place among the notes of the score the ids in which it is drawn.
    elements: Mapping[int, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        drawn: dict[int, list[str]] = {}
        for name, index in self.notes.items():
            drawn.setdefault(index, []).append(name)
        object.__setattr__(self, "elements", {index: tuple(names) for index, names in drawn.items()})

    def sounding(self, tick: float) -> list[str]:
        """The ids of the notes that sound at a tick, from left to right."""
        notes = self.score.notes
        first = bisect_left(notes, tick - self.score.longest, key=_start)
        last = bisect_right(notes, tick, key=_start)
        places = [place for place in range(first, last) if notes[place].end > tick]
        return [name for place in places for name in self.elements.get(place, ())]


def engrave(request: EngraveRequest) -> Task[Pages]:
    """Engrave a score; yields Step(pages done, pages) as they are drawn.

    Notes are brought onto what can be written (engines.compose.quantising), for the eye alone. The layout of all
    pages is one call into Verovio: 1.3 s of processor time for a piece of 6,289 notes on 13 tracks.

    Raises:
        BadInput: the engraver refuses the score.
    """
    import verovio

    sheet = yield from sheet_of(request.score)
    yield Step(0, None, "Laying out")
    verovio.enableLog(verovio.LOG_OFF)
    # Verovio remembers for each thread where its fonts lie, and its package tells only the first one.
    verovio.setDefaultResourcePath(str(Path(verovio.__file__).parent / "data"))
    toolkit = verovio.toolkit()
    toolkit.setOptions(_options(request))
    if not toolkit.loadData(sheet.xml):
        raise BadInput("This score cannot be engraved. Export it as MusicXML and open it in a notation program.")
    count = toolkit.getPageCount()
    svgs: list[str] = []
    page_of: dict[str, int] = {}
    for page in range(count):
        yield Step(page, count, "Drawing pages")
        svg = plain_svg(toolkit.renderToSVG(page + 1))
        page_of.update(dict.fromkeys(_ID.findall(svg), page))
        svgs.append(svg)
    notes = {name: index for name, index in sheet.notes.items() if name in page_of}
    return Pages(tuple(svgs), request.score, notes, page_of)


def _options(request: EngraveRequest) -> dict[str, object]:
    return {
        "pageWidth": round(request.width / request.scale),
        "pageHeight": round(request.height / request.scale) if request.paged else _TALLEST,
        "adjustPageHeight": not request.paged,
        "breaks": "auto",
        "header": "auto",
        "footer": "none",
        "scale": 100,
        "svgViewBox": True,
        "smuflTextFont": "none",
        "pageMarginLeft": 100,
        "pageMarginRight": 100,
        "pageMarginTop": 100,
        "pageMarginBottom": 100,
        "spacingStaff": 8,
        "justifyVertically": False,
        "lyricSize": 4.5,
        "xmlIdSeed": 1,
    }


def _start(note: Note) -> int:
    return note.start
