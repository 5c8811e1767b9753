"""The surface: what can be pressed when, in which order Tab walks, and what a screen reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.commands import paint_commands
from tests.studio.panes.paint.easel import Easel

NEED_A_PHOTOGRAPH = ("compare", "fit", "actual", "style.udnie")


@pytest.mark.parametrize("name", [*NEED_A_PHOTOGRAPH, "export"])
def test_without_a_photograph_there_is_nothing_to_do_with_it(easel: Easel, name: str) -> None:
    assert not easel.action(name).isEnabled()


@pytest.mark.parametrize("name", NEED_A_PHOTOGRAPH)
def test_with_a_photograph_it_can_be_looked_at_and_painted(easel: Easel, name: str) -> None:
    easel.open(easel.photo())
    assert easel.action(name).isEnabled()


def test_only_a_painting_can_be_exported(easel: Easel) -> None:
    easel.open(easel.photo())
    assert not easel.action("export").isEnabled()
    easel.pane.choose_style("udnie")
    assert easel.action("export").isEnabled()
    easel.pane.undo_stack.undo()
    assert not easel.action("export").isEnabled()


def test_the_compare_button_shows_whether_both_are_compared(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.action("compare").trigger()
    assert easel.pane.canvas.view.is_comparing()
    assert easel.action("compare").isChecked()
    easel.pane.canvas.view.set_comparing(False)
    assert not easel.action("compare").isChecked()


def test_every_style_has_a_command_for_the_palette(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.action("style.the_scream").trigger()
    assert easel.pane.look.names == ("the_scream",)


def test_no_two_commands_share_a_shortcut(easel: Easel) -> None:
    keys = [command.shortcut for command in paint_commands(easel.pane) if command.shortcut]
    assert len(keys) == len(set(keys))


def test_everything_that_takes_the_focus_has_a_name(easel: Easel) -> None:
    easel.open(easel.photo())
    for stop in tab_stops(easel):
        assert stop.accessibleName() or (isinstance(stop, QAbstractButton) and stop.text()), stop


def test_every_button_tells_what_it_does(easel: Easel) -> None:
    for button in easel.pane.canvas.findChildren(QToolButton):
        assert button.toolTip()


def test_the_tab_key_walks_from_left_to_right(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.pane.choose_style("udnie")
    pane = easel.pane
    assert pane.panel.export is not None
    stops = tab_stops(easel)
    page = pane.panel.styles
    bar = [button.accessibleName() for button in stops[:5]]
    titles = [easel.action(name).text() for name in ("open", "paste", "compare", "fit", "actual")]
    assert bar == titles
    assert stops[5:] == [
        pane.canvas.view,
        pane.panel.tabs,
        page.gallery,
        page.strength.number,
        page.strength.slider,
        page.colours.buttons["off"],
        page.brush.number,
        page.brush.slider,
        *(stop for stop in pane.rooms.mask_stops() if stop in stops),
        pane.panel.export,
        pane.rooms.strip.keep,
    ]


def test_a_long_name_does_not_widen_the_window(easel: Easel) -> None:
    narrow = easel.pane.minimumSizeHint().width()
    easel.open(easel.photo("a" * 200 + ".png"))
    assert easel.pane.minimumSizeHint().width() == narrow
    label = name_label(easel)
    assert "…" in label.text()
    assert label.text().endswith(".png")
    assert "a" * 200 in label.toolTip()


def test_a_name_is_never_read_as_markup(easel: Easel) -> None:
    easel.open(easel.photo("<b>bold<b>.png"))
    assert name_label(easel).text() == "<b>bold<b>.png"


@pytest.mark.parametrize(("height", "columns"), [(400, 3), (640, 3), (1300, 2)])
def test_the_gallery_stands_in_columns_in_line_with_the_button(easel: Easel, height: int, columns: int) -> None:
    easel.open(easel.photo())
    easel.window.resize(900, height)
    easel.qtbot.waitUntil(lambda: easel.window.height() == height)
    gallery = easel.pane.panel.styles.gallery
    boxes = [gallery.visualItemRect(gallery.item(row)) for row in range(gallery.count())]
    assert len({box.left() for box in boxes}) == columns
    assert gallery.mapTo(easel.pane.panel, boxes[0].topLeft()).x() + SPACE.s // 2 == SPACE.l
    assert max(box.right() for box in boxes) < gallery.viewport().width()
    assert not gallery.horizontalScrollBar().isVisible()


def test_the_empty_gallery_marks_no_choice_that_cannot_be_changed(easel: Easel) -> None:
    assert not easel.pane.panel.styles.isEnabled()
    easel.open(easel.photo())
    assert easel.pane.panel.styles.isEnabled()
    assert easel.pane.panel.styles.gallery.currentItem().text() == "Original"


def test_the_gallery_shows_where_the_keyboard_is_but_not_to_a_mouse(easel: Easel) -> None:
    easel.open(easel.photo())
    easel.window.activateWindow()
    gallery = easel.pane.panel.styles.gallery
    gallery.setFocus()
    easel.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    mouse = gallery.grab().toImage()
    easel.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, True)
    assert gallery.grab().toImage() != mouse


def name_label(easel: Easel) -> QLabel:
    assert easel.pane.photograph is not None
    name = easel.pane.photograph.name
    return next(label for label in easel.pane.canvas.findChildren(QLabel) if label.accessibleName() == name)


def tab_stops(easel: Easel) -> list[QWidget]:
    """Where Tab stops in the pane, from the first button on."""
    first = easel.pane.canvas.findChildren(QToolButton)[0]
    stops: list[QWidget] = []
    widget: QWidget | None = first
    while widget is not None:
        proxied = widget.focusProxy() is not None
        if not proxied and widget.isVisible() and widget.isEnabled() and takes_tab(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
        if widget is first:
            break
    return stops


def takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
