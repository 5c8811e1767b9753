"""The curves of a training."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.look.palette import current
from studio.widgets.losschart import Curve, LossChart, figure

FALLING = [(float(step), 1000.0 / (1 + step)) for step in range(20)]


@pytest.fixture
def chart(qapp: QApplication, qtbot: QtBot) -> LossChart:
    palette.apply(qapp, "dark")
    chart = LossChart("How near it comes", "rounds")
    qtbot.addWidget(chart)
    chart.resize(260, 180)
    return chart


def drawn(chart: LossChart) -> QImage:
    return chart.grab().toImage()


def has(image: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_curves_are_named_with_their_newest_values(chart: LossChart) -> None:
    chart.show_curves([Curve("Unread", "accent", FALLING), Curve("Counts", "warning", [(0, 93.6)], dashed=True)])
    assert chart.accessibleName() == "How near it comes"
    assert chart.accessibleDescription() == "Unread 50, Counts 93.6"


def test_every_curve_is_drawn_in_the_colour_of_its_role(chart: LossChart) -> None:
    empty = drawn(chart)
    assert not has(empty, current().accent)
    chart.show_curves([Curve("Unread", "accent", FALLING)])
    assert has(drawn(chart), current().accent)


def test_powers_are_equally_far_apart(chart: LossChart) -> None:
    chart.show_curves([Curve("a", "accent", [(0, 1000), (1, 100), (2, 10)])])
    drawn(chart)
    high, middle, low = (chart._at(chart._area, place, value).y() for place, value in ((0, 1000), (1, 100), (2, 10)))
    assert middle - high == pytest.approx(low - middle)


@pytest.mark.parametrize(
    "points",
    [[], [(0, 5)], [(0, 5), (0, 5)], [(0, math.nan), (1, 3)], [(0, math.inf), (1, 3)], [(0, 0), (1, -2), (2, 4)]],
)
def test_whatever_comes_is_drawn(chart: LossChart, points: list[tuple[float, float]]) -> None:
    chart.show_curves([Curve("a", "accent", points)])
    assert not drawn(chart).isNull()


def test_the_value_below_the_pointer_is_the_nearest(chart: LossChart) -> None:
    curve = Curve("Unread", "accent", FALLING)
    chart.show_curves([curve])
    drawn(chart)
    x = chart._under(chart._at(chart._area, 9, 100).x())
    assert x is not None
    assert chart._said(curve, x) == "Unread: 100"
    assert chart._under(QPointF(-50, 0).x()) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [(1240.3, "1,240"), (87.31, "87.3"), (0.254, "0.25"), (5.0, "5"), (math.nan, "–"), (None, "–")],
)
def test_figures_have_three_digits(value: float | None, said: str) -> None:
    assert figure(value) == said
