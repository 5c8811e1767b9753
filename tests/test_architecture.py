"""The house keeps its rules, and every rule can be broken."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import rules
from tests.house import Source, house

Rule = Callable[[Source], Iterator[str]]


@functools.cache
def product() -> tuple[Source, ...]:
    """Every file of engines/ and studio/, read once."""
    return tuple(house(Path(__file__).parents[1]))


def test_the_files_of_the_product_are_found() -> None:
    names = {source.module for source in product()}
    assert {"engines", "engines.steps", "studio", "studio.hardware"} <= names


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    broken = [sentence for source in product() for sentence in rule(source)]
    assert not broken, "\n".join([str(rule.__doc__), *broken])


def test_no_circle_closes_while_modules_are_first_imported() -> None:
    assert rules.circles(product()) == []


def lines(count: int) -> str:
    """A function of ``count`` lines."""
    return "@decorated\ndef long():\n" + "    call()\n" * (count - 1)


BROKEN: list[tuple[Rule, str, str]] = [
    (rules.engines_stand_alone, "engines.paint.style", "from PySide6.QtGui import QImage"),
    (rules.engines_stand_alone, "engines.paint.style", "def late():\n    import studio.jobs"),
    (rules.engines_keep_to_their_pane, "engines.paint.style", "from engines.write import model"),
    (rules.engines_keep_to_their_pane, "engines.training", "import engines.paint.style"),
    (rules.engines_keep_to_their_pane, "engines.paint.style", "from ..play import world"),
    (rules.panes_keep_to_themselves, "studio.panes.paint.view", "from studio.panes.write.view import View"),
    (rules.panes_keep_to_themselves, "studio.panes.paint.view", "def late():\n    import engines.compose.midi"),
    (rules.panes_keep_to_themselves, "studio.panes.pane", "from studio.panes import paint"),
    (rules.arrows_point_down, "studio.widgets.toast", "from studio.panes.pane import Pane"),
    (rules.arrows_point_down, "studio.look.icons", "from studio import app"),
    (rules.arrows_point_down, "studio.jobs.lane", "def late():\n    from studio.window import Window"),
    (rules.arrows_point_down, "studio.documents.project", "import studio.dialogs.export"),
    (rules.arrows_point_down, "studio.panes.play.view", "from studio.window import Window"),
    (rules.shell_starts_without_a_window, "studio.cli.paint", "from PySide6.QtCore import QObject"),
    (rules.shell_starts_without_a_window, "studio.cli", "import studio.panes.paint"),
    (rules.shell_starts_without_a_window, "studio.__main__", "from studio.app import build"),
    (rules.heavy_packages_come_later, "studio.panes.paint.view", "import torch.nn as nn"),
    (rules.heavy_packages_come_later, "studio.hardware", "try:\n    import onnxruntime\nexcept ImportError:\n    pass"),
    (rules.heavy_packages_come_later, "studio.panes.play.view", "class View:\n    import gymnasium"),
    (rules.files_stay_short, "engines.paint.style", "call()\n" * 301),
    (rules.functions_stay_short, "engines.paint.style", lines(41)),
    (
        rules.functions_stay_short,
        "studio.window",
        "class Window:\n"
        + lines(41).replace("@decorated\n", "").replace("def", "  async def").replace("    call", "      call"),
    ),
    (rules.names_say_something, "engines.paint.utils", ""),
    (rules.names_say_something, "studio.common.toast", ""),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'ACCENT = "#1e1f22"'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'ACCENT = "#fff"'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'label.setStyleSheet(f"color: red; {rest}")'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'label.setStyleSheet("border: rgba(0, 0, 0, 80)")'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", "QColor(12, 13, 14)"),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'QtGui.QColor("tomato")'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", "QColor.fromHsl(hue, 200, 90)"),
    (rules.colours_come_from_the_look, "studio.widgets.toast", "painter.setPen(Qt.red)"),
    (rules.colours_come_from_the_look, "studio.window", "painter.setPen(Qt.GlobalColor.darkGray)"),
    (rules.engines_explain_themselves, "engines.steps", "def finish(task): ..."),
    (rules.engines_explain_themselves, "engines.steps", "class Step: ..."),
    (rules.files_bring_no_code, "engines.checkpoints", "import torch\ntorch.load(path)"),
    (rules.files_bring_no_code, "engines.checkpoints", "torch.load(path, weights_only=safe)"),
    (rules.files_bring_no_code, "engines.checkpoints", "from torch import load"),
    (rules.files_bring_no_code, "studio.documents.project", "import pickle"),
    (rules.nobody_turns_the_event_loop, "studio.window", "QApplication.processEvents()"),
]

KEPT: list[tuple[Rule, str, str]] = [
    (rules.engines_stand_alone, "studio.window", "from PySide6.QtGui import QImage"),
    (rules.engines_keep_to_their_pane, "engines.paint.style", "from . import vgg\nfrom engines import steps"),
    (rules.engines_keep_to_their_pane, "engines.training", "import engines.painting"),
    (
        rules.panes_keep_to_themselves,
        "studio.panes.paint.view",
        "from studio.panes.pane import Pane\nimport engines.paint",
    ),
    (rules.panes_keep_to_themselves, "studio.panes", "def open_pane():\n    from studio.panes import paint"),
    (rules.arrows_point_down, "studio.window", "from studio.panes.paint.view import View"),
    (rules.arrows_point_down, "studio.widgets.jobstrip", "from studio.jobs.job import Job\nfrom studio import look"),
    (rules.shell_starts_without_a_window, "studio.__main__", "def main():\n    from studio.app import build"),
    (rules.heavy_packages_come_later, "studio.hardware", "def ask():\n    import onnxruntime"),
    (rules.heavy_packages_come_later, "studio.hardware", "if TYPE_CHECKING:\n    import torch"),
    (rules.heavy_packages_come_later, "engines.training", "import torch"),
    (rules.files_stay_short, "engines.paint.style", "call()\n" * 300),
    (rules.functions_stay_short, "engines.paint.style", lines(40)),
    (rules.names_say_something, "engines.commons", ""),
    (rules.colours_come_from_the_look, "studio.look.tokens", 'ACCENT = "#1e1f22"'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'QColor(tokens.accent); name = f"Take #{100}: red"'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", 'sheet = "color: palette(text)"; take = "Take #100"'),
    (rules.colours_come_from_the_look, "studio.widgets.toast", "pixmap.fill(Qt.GlobalColor.transparent); shot.red"),
    (rules.engines_explain_themselves, "engines.steps", "def _inner(): ..."),
    (rules.files_bring_no_code, "engines.checkpoints", "torch.load(path, map_location=here, weights_only=True)"),
    (rules.nobody_turns_the_event_loop, "studio.window", "QApplication.exec()"),
]


@pytest.mark.parametrize(("rule", "module", "text"), BROKEN)
def test_a_file_that_breaks_the_rule_is_named(rule: Rule, module: str, text: str) -> None:
    found = list(rule(Source(module, text)))
    assert len(found) == 1
    assert found[0].startswith(module)


@pytest.mark.parametrize(("rule", "module", "text"), KEPT)
def test_a_file_that_keeps_the_rule_is_left_alone(rule: Rule, module: str, text: str) -> None:
    assert list(rule(Source(module, text))) == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_been_seen_to_fail(rule: Rule) -> None:
    assert rule in [broken for broken, _, _ in BROKEN]


def test_a_circle_is_told_with_its_way() -> None:
    a = Source("studio.a", "from studio import b")
    b = Source("studio.b", "import studio.c")
    c = Source("studio.c", "from .a import anything")
    assert rules.circles([a, b, c]) == ["studio.a → studio.b → studio.c → studio.a"]


def test_a_package_that_imports_from_its_own_rooms_and_they_from_it_is_a_circle() -> None:
    jobs = Source("studio.jobs", "from studio.jobs.lane import Lane", is_package=True)
    lane = Source("studio.jobs.lane", "from studio.jobs import Job")
    assert rules.circles([jobs, lane]) == ["studio.jobs → studio.jobs.lane → studio.jobs"]


def test_an_import_inside_a_function_closes_no_circle() -> None:
    a = Source("studio.a", "from studio import b")
    b = Source("studio.b", "def late():\n    from studio import a")
    assert rules.circles([a, b]) == []
