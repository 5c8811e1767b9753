"""The page of styles: one style or a blend, by mouse, by keyboard and by command; colours and brush."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engines.paint.looks import BROADEST_BRUSH, FINEST_BRUSH
from studio.panes.paint.brushslider import brush_at, position_of
from studio.panes.paint.gallery import StyleGallery
from studio.panes.paint.panel import PaintPanel
from studio.panes.paint.section import Section
from studio.panes.paint.stylespage import StylesPage
from studio.panes.paint.thumbnail import badge_box
from tests.studio.panes.paint.easel import Easel

FOUR = ("udnie", "great_wave", "the_scream", "starry_night")


@pytest.fixture
def page(easel: Easel) -> StylesPage:
    """The page over an open photograph."""
    easel.open(easel.photo())
    return easel.pane.panel.styles


def click(gallery: StyleGallery, title: str, *, control: bool = False, badge: bool = False) -> None:
    (item,) = gallery.findItems(title, Qt.MatchFlag.MatchExactly)
    gallery.scrollToItem(item)
    area = gallery.visualItemRect(item)
    modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    point = badge_box(area).center() if badge else area.center() + QPoint(0, 6)
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, modifiers, point)


def selected(gallery: StyleGallery) -> set[str]:
    return {item.text() for item in gallery.selectedItems()}


def test_a_click_chooses_one_style(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie")
    click(page.gallery, "The Scream")
    assert easel.pane.look.names == ("the_scream",)
    assert selected(page.gallery) == {"The Scream"}


def test_a_click_with_ctrl_blends_and_takes_out(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie")
    click(page.gallery, "The Scream", control=True)
    assert easel.pane.look.shares == (("udnie", 0.5), ("the_scream", 0.5))
    assert selected(page.gallery) == {"Udnie", "The Scream"}
    click(page.gallery, "Udnie", control=True)
    assert easel.pane.look.names == ("the_scream",)


def test_the_badge_blends_without_a_key(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie")
    click(page.gallery, "The Scream", badge=True)
    assert easel.pane.look.names == ("udnie", "the_scream")
    click(page.gallery, "The Scream", badge=True)
    assert easel.pane.look.names == ("udnie",)


def test_where_no_badge_is_drawn_the_corner_is_part_of_the_picture(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie", badge=True)
    assert easel.pane.look.names == ("udnie",)


def test_a_click_on_the_original_shows_the_photograph(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie")
    click(page.gallery, "Original")
    assert easel.pane.look.names == ()
    assert selected(page.gallery) == {"Original"}


def test_a_click_beside_the_pictures_changes_nothing(easel: Easel, page: StylesPage) -> None:
    click(page.gallery, "Udnie")
    QTest.mouseClick(page.gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(page.gallery.width() - 3, 2))
    assert easel.pane.look.names == ("udnie",)
    assert selected(page.gallery) == {"Udnie"}


def test_a_fifth_style_is_refused_with_a_word(easel: Easel, page: StylesPage) -> None:
    easel.pane.choose_style(FOUR[0])
    for style in FOUR[1:]:
        page.toggle(style)
    page.toggle("olive_trees")
    assert easel.pane.look.names == FOUR
    assert easel.said() == ["A blend holds four styles. Take one out to add another."]


def test_space_blends_and_enter_chooses(easel: Easel, page: StylesPage) -> None:
    gallery = page.gallery
    gallery.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert len(easel.pane.look.names) == 1
    QTest.keyClick(gallery, Qt.Key.Key_Space)
    first, second = (style.name for style in easel.pane.styles[:2])
    assert easel.pane.look.names == (first, second)
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert easel.pane.look.names == (second,)


def test_arrows_only_walk_while_there_is_a_blend(easel: Easel, page: StylesPage) -> None:
    easel.blend("udnie", "the_scream")
    page.gallery.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(page.gallery, key)
    assert easel.pane.look.names == ("udnie", "the_scream")


def test_the_shares_stand_on_the_thumbnails_and_are_read_out(easel: Easel, page: StylesPage) -> None:
    easel.blend("udnie", "the_scream")
    (item,) = page.gallery.findItems("Udnie", Qt.MatchFlag.MatchExactly)
    assert "50 % of the blend" in item.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_the_blend_is_shown_from_two_styles_on(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    assert not page.blend.isVisible()
    page.toggle("the_scream")
    assert page.blend.isVisible()
    assert [row.name for row in page.blend.rows] == ["udnie", "the_scream"]
    page.blend.rows[0].remove.click()
    assert easel.pane.look.names == ("the_scream",)
    assert not page.blend.isVisible()


def test_a_share_is_dragged_in_one_step_and_the_rest_keep_their_proportions(easel: Easel, page: StylesPage) -> None:
    easel.blend("udnie", "the_scream", "great_wave")
    steps = easel.pane.undo_stack.count()
    slider = page.blend.rows[0].slider
    slider.setSliderDown(True)
    for value in (900, 990, 1000, 500):
        slider.setSliderPosition(value)
    slider.setSliderDown(False)
    assert [round(share, 4) for _, share in easel.pane.look.shares] == [0.5, 0.25, 0.25]
    assert easel.pane.undo_stack.count() == steps + 1
    assert easel.pane.undo_stack.undoText() == "Blend"
    easel.pane.undo_stack.undo()
    assert [row.number.value() for row in page.blend.rows] == [34, 33, 33]


def test_every_step_is_named(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    page.toggle("the_scream")
    page.set_colours("luminance")
    page.set_brush(2.0)
    page.toggle("udnie")
    page.choose("")
    texts = [easel.pane.undo_stack.text(place) for place in range(1, easel.pane.undo_stack.count())]
    assert texts == [
        "Paint as Udnie",
        "Blend in The Scream",
        "Colours",
        "Brush",
        "Take out Udnie",
        "Show the original",
    ]


def test_colours_and_brush_come_back_with_undo(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    page.colours.buttons["histogram"].click()
    page.brush.slider.setValue(position_of(2.0))
    assert (easel.pane.look.colours, easel.pane.look.brush) == ("histogram", 2.0)
    easel.pane.undo_stack.undo()
    easel.pane.undo_stack.undo()
    assert (page.colours.choice(), page.brush.brush()) == ("off", 1.0)
    assert (easel.pane.look.colours, easel.pane.look.brush) == ("off", 1.0)


def test_arrow_keys_walk_through_the_colours(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    page.colours.buttons["off"].setFocus()
    QTest.keyClick(page.colours.buttons["off"], Qt.Key.Key_Right)
    assert easel.pane.look.colours == "luminance"


def test_a_double_click_puts_the_brush_back(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    page.set_brush(0.25)
    QTest.mouseDClick(page.brush.slider, Qt.MouseButton.LeftButton)
    assert easel.pane.look.brush == 1.0


@pytest.mark.parametrize("brush", [FINEST_BRUSH, 0.5, 1.0, 2.0, BROADEST_BRUSH])
def test_a_brush_has_its_place_on_the_slider(brush: float) -> None:
    assert brush_at(position_of(brush)) == pytest.approx(brush, rel=0.02)


def test_a_typed_brush_is_taken_as_it_is(easel: Easel, page: StylesPage) -> None:
    page.choose("udnie")
    page.brush.number.setValue(137)
    assert easel.pane.look.brush == 1.37
    assert page.brush.number.value() == 137


def test_commands_blend_recolour_and_change_the_brush(easel: Easel, page: StylesPage) -> None:
    assert not easel.action("blend.udnie").isEnabled()
    easel.action("style.the_scream").trigger()
    easel.action("blend.udnie").trigger()
    assert easel.action("blend.udnie").isChecked()
    easel.action("colours.luminance").trigger()
    assert easel.action("colours.luminance").isChecked()
    easel.action("brush.broader").trigger()
    easel.action("brush.finer").trigger()
    easel.action("brush.finer").trigger()
    look = easel.pane.look
    assert (look.names, look.colours, look.brush) == (("the_scream", "udnie"), "luminance", 0.84)
    easel.action("original").trigger()
    assert easel.pane.look.names == ()
    assert not easel.action("brush.finer").isEnabled()


def test_without_a_style_nothing_says_how_it_paints(page: StylesPage) -> None:
    assert not page.strength.isEnabled()
    assert not page.colours.isEnabled()
    assert not page.brush.isEnabled()


@pytest.mark.parametrize("height", [720, 1440])
def test_four_styles_and_a_section_leave_everything_within_reach(easel: Easel, page: StylesPage, height: int) -> None:
    section = page.add_section(QWidget(), "Mask")
    assert isinstance(section, Section)
    section.content.setMinimumHeight(160)
    easel.blend(*FOUR)
    easel.window.resize(1280, height - 80)
    easel.until(lambda: easel.window.height() == height - 80)
    rows = page.gallery.visualItemRect(page.gallery.item(0)).height()
    assert page.gallery.height() >= 2 * rows
    page.controls.ensureWidgetVisible(section.content)
    export = easel.pane.panel.export
    assert export is not None
    assert page.controls.geometry().bottom() <= page.height()
    assert export.mapTo(easel.pane, export.rect().bottomLeft()).y() < easel.pane.height()
    section.set_open(False)
    assert not section.content.isVisible()


def test_tabs_are_shown_from_the_second_on(easel: Easel, page: StylesPage) -> None:
    alone = PaintPanel()
    easel.qtbot.addWidget(alone)
    alone.show()
    assert not alone.tabs.isVisible()
    panel = easel.pane.panel
    other = QWidget()
    panel.add_tab("Another page", other)
    assert panel.tabs.isVisible()
    panel.show_page(other)
    assert other.isVisible()
    assert not page.isVisible()
