"""Qt draws engraved pages whole: staves, notes, words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from engines.compose.engraving import EngraveRequest, Pages, engrave
from engines.compose.notes import Note
from engines.compose.score import Score, Track
from engines.steps import finish

WIDTH, HEIGHT = 700, 990


@pytest.fixture(scope="module")
def pages() -> Pages:
    """A page with a title, the name of a part, and notes."""
    notes = tuple(Note(at * 480, 0, 60 + at % 12, 480) for at in range(16))
    return finish(engrave(EngraveRequest(Score((Track("Flute"),), notes, title="Song"))))


@pytest.fixture
def drawn(pages: Pages, qtbot: QtBot) -> npt.NDArray[np.uint8]:
    """The page as grey values."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    renderer(pages).render(painter, QRectF(0, 0, WIDTH, HEIGHT))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, image.bytesPerLine())[:, :WIDTH].copy()


def renderer(pages: Pages) -> QSvgRenderer:
    """The first page in Qt's renderer."""
    found = QSvgRenderer(QByteArray(pages.svgs[0].encode()))
    assert found.isValid()
    return found


def box(pages: Pages, name: str) -> QRectF:
    """Where an element is on the drawn page."""
    svg = renderer(pages)
    size = svg.viewBoxF()
    there = svg.transformForElement(name).mapRect(svg.boundsOnElement(name))
    across, down = WIDTH / size.width(), HEIGHT / size.height()
    return QRectF(there.x() * across, there.y() * down, there.width() * across, there.height() * down)


def test_every_note_is_found_where_it_is_drawn(pages: Pages, drawn: npt.NDArray[np.uint8]) -> None:
    for name in pages.notes:
        there = box(pages, name)
        assert QRectF(0, 0, WIDTH, HEIGHT).contains(there)
        inside = drawn[round(there.top()) : round(there.bottom()) + 1, round(there.left()) : round(there.right()) + 1]
        assert inside.min() < 100, name


def test_notes_follow_each_other_from_left_to_right_in_a_line(pages: Pages) -> None:
    lefts = [box(pages, pages.elements[place][0]).left() for place in range(8)]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 8


def test_staff_lines_are_drawn(drawn: npt.NDArray[np.uint8]) -> None:
    lines = (drawn < 250).mean(axis=1) > 0.3
    assert lines.sum() >= 5


def test_the_page_is_white_where_nothing_is_written(drawn: npt.NDArray[np.uint8]) -> None:
    assert (drawn == 255).mean() > 0.8
    assert (drawn[-50:] == 255).all()
