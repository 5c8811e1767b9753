"""z by hand: moved, held, thrown, put back, and undone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.studio.panes.play.cockpit import Cockpit


def test_moving_a_number_begins_a_dream_with_it_and_can_be_undone(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.page.show_dock("latents")
    slider = pane.page.latents.rows[4].slider
    before = float(cockpit.session.shown.z[4])  # type: ignore[index]
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    (branch,) = cockpit.session.shown.branches
    assert abs(float(branch.z[4]) - before - 0.5) < 0.02
    assert pane.undo_stack.undoText() == "Move z 4"
    pane.undo_stack.undo()
    assert abs(float(cockpit.session.shown.branches[0].z[4]) - before) < 1e-6
    pane.undo_stack.redo()
    assert float(cockpit.session.shown.branches[0].z[4]) > before + 0.4


def test_a_drag_is_one_step_of_undo_and_holds_the_number_meanwhile(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.page.show_dock("latents")
    slider = pane.page.latents.rows[0].slider
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, middle))
    slider.setValue(-200)
    pane.drive.single()
    assert cockpit.session.shown.branches[0].z[0] == -2
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, middle))
    assert pane.undo_stack.count() == 1
    assert cockpit.session.pins == {}


def test_a_pin_holds_and_letting_it_go_is_undone(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.page.show_dock("latents")
    pin = pane.page.latents.rows[2].pin
    pin.click()
    held = cockpit.session.pins[2]
    cockpit.do("ahead")
    assert cockpit.session.shown.branches[0].z[2] == held
    pin.click()
    assert cockpit.session.pins == {}
    pane.undo_stack.undo()
    assert cockpit.session.pins == {2: held}
    assert pin.isChecked()


def test_randomise_leaves_what_is_held_and_reset_lets_all_go(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.page.show_dock("latents")
    pane.page.latents.rows[2].pin.click()
    held = cockpit.session.pins[2]
    pane.page.latents.randomise.click()
    z = cockpit.session.shown.branches[0].z
    assert z[2] == held
    assert len(set(z.tolist())) > 20
    pane.page.latents.reset.click()
    assert cockpit.session.pins == {}
    assert cockpit.session.shown.branches[0].z.tolist() == cockpit.session.shown.z.tolist()  # type: ignore[union-attr]
    assert [pane.undo_stack.text(at) for at in range(pane.undo_stack.count())][-2:] == ["Randomise z", "Reset z"]


def test_the_mixture_of_the_chosen_number_is_drawn(cockpit: Cockpit) -> None:
    pane = cockpit.pane
    pane.page.latents.rows[9].title.click()
    pane.page.show_dock("memory")
    assert pane.page.memory.dimension.value() == 9
    mixture = pane.page.memory.plot._mixture
    assert mixture is not None
    assert abs(float(mixture.weights.sum()) - 1) < 1e-6
    assert pane.page.memory.real._values is not None
    assert pane.page.memory.real._values.shape == (256,)


def test_without_models_no_number_can_be_moved(mindless: Cockpit) -> None:
    latents = mindless.pane.page.latents
    assert not latents.rows[0].isEnabled()
    assert "none is installed" in latents.note.text()
