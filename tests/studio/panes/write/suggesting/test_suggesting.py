"""Ten words beside the page: when they are asked for, how they are taken, what they leave in the text."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.errors import MissingWeights
from studio.panes.write.suggesting.part import SuggestingPart
from tests.studio.panes.write.oracle import Oracle, card, install
from tests.studio.panes.write.study import Study, press

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def part(study: Study, oracle: Oracle) -> SuggestingPart:
    part = install(study, oracle)
    settle(study, part)
    return part


def settle(study: Study, part: SuggestingPart) -> None:
    """Wait until what is listed belongs to where the cursor is."""
    study.until(lambda: part.answer is not None and part.answer.spot == part.asker.spot())


def listed(part: SuggestingPart) -> list[str]:
    return [other.word for other in part.dock.words.rows.words]


def test_the_list_follows_the_letters_that_are_typed(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    study.type("The ")
    settle(study, part)
    assert listed(part) == list(oracle.words)
    study.type("l")
    settle(study, part)
    assert listed(part) == ["lion"]
    assert (oracle.asked[-1].before, oracle.asked[-1].prefix) == ("The ", "l")


def test_moving_the_cursor_asks_about_the_other_place(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    study.type("One.\nThe ")
    settle(study, part)
    assert (oracle.asked[-1].blocks, oracle.asked[-1].before) == (("One.",), "The ")
    study.editor.go_to(4)
    settle(study, part)
    assert (oracle.asked[-1].blocks, oracle.asked[-1].before) == ((), "One.")


def test_alt_and_a_digit_take_a_row_in_one_step_that_names_the_word(study: Study, part: SuggestingPart) -> None:
    study.type("The")
    study.type(" ")
    settle(study, part)
    study.key(Qt.Key.Key_3, ALT)
    assert study.editor.text() == "The lion"
    assert study.steps()[-1] == "Picked “lion”"
    assert study.editor.author_at(5) == "picked"
    study.pane.undo_stack.undo()
    assert study.editor.text() == "The "


def test_alt_and_0_take_the_tenth_row(study: Study, part: SuggestingPart) -> None:
    study.key(Qt.Key.Key_0, ALT)
    assert study.editor.text() == "tree"


def test_a_picked_word_is_whole_and_the_next_one_stands_apart(
    study: Study, part: SuggestingPart, oracle: Oracle
) -> None:
    study.key(Qt.Key.Key_1, ALT)
    settle(study, part)
    assert (oracle.asked[-1].before, oracle.asked[-1].prefix) == ("fox", "")
    study.key(Qt.Key.Key_7, ALT)
    assert study.editor.text() == "fox ran"


def test_a_letter_typed_after_a_picked_word_begins_another_one(study: Study, part: SuggestingPart) -> None:
    study.key(Qt.Key.Key_1, ALT)
    study.type("jumps")
    assert study.editor.text() == "fox jumps"
    assert study.editor.author_at(5) == "person"


def test_a_mark_typed_after_a_picked_word_stands_close(study: Study, part: SuggestingPart) -> None:
    study.key(Qt.Key.Key_1, ALT)
    study.type("'s.")
    assert study.editor.text() == "fox's."


def test_a_picked_mark_takes_the_place_of_the_space(study: Study, part: SuggestingPart) -> None:
    study.type("A dog ")
    settle(study, part)
    study.key(Qt.Key.Key_6, ALT)
    assert study.editor.text() == "A dog,"


def test_a_word_picked_before_another_one_stands_apart_from_it(study: Study, part: SuggestingPart) -> None:
    study.type("The ran")
    study.editor.go_to(4)
    settle(study, part)
    study.key(Qt.Key.Key_1, ALT)
    assert study.editor.text() == "The fox ran"
    assert study.editor.textCursor().position() == 7


def test_letters_begun_are_completed_also_in_the_middle_of_a_word(study: Study, part: SuggestingPart) -> None:
    study.type("The monkey ran")
    study.editor.go_to(6)
    settle(study, part)
    assert listed(part) == ["mouse"]
    study.key(Qt.Key.Key_1, ALT)
    assert study.editor.text() == "The mouse ran"


def test_enter_never_takes_a_word(study: Study, part: SuggestingPart) -> None:
    part.dock.tab.setChecked(True)
    part.dock.ghost.setChecked(True)
    study.key(Qt.Key.Key_Return)
    assert study.editor.text() == "\n"


def test_tab_takes_the_first_word_only_when_armed(study: Study, part: SuggestingPart) -> None:
    study.key(Qt.Key.Key_Tab)
    assert study.editor.is_blank()
    assert not study.editor.hasFocus()
    study.editor.setFocus()
    study.action("armed").trigger()
    study.key(Qt.Key.Key_Tab)
    assert study.editor.text() == "fox"
    assert study.editor.hasFocus()


def test_an_armed_tab_with_nothing_to_take_walks_on(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    part.dock.tab.setChecked(True)
    study.type("xq")
    settle(study, part)
    study.key(Qt.Key.Key_Tab)
    assert study.editor.text() == "xq"
    assert not study.editor.hasFocus()


def test_a_list_that_is_out_of_date_cannot_be_taken(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    oracle.gate.clear()
    study.type("The ")
    assert part.dock.words.stale
    assert not part.take(0)
    oracle.gate.set()
    settle(study, part)
    assert not part.dock.words.stale
    assert part.take(0)


def test_a_late_answer_is_dropped(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    answers: list[str] = []
    part.asker.answered.connect(lambda answer: answers.append(answer.spot.before + answer.spot.prefix))
    oracle.gate.clear()
    study.type("A ")
    study.until(lambda: len(study.lanes.jobs()) == 1)
    study.type("cat ")
    oracle.gate.set()
    settle(study, part)
    assert answers == ["A cat "]


def test_a_click_takes_a_row_and_leaves_the_keyboard_with_the_text(study: Study, part: SuggestingPart) -> None:
    view = part.dock.words
    place = view.visualRect(view.rows.index(1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert study.editor.text() == "crow"
    assert study.editor.hasFocus()


def test_in_the_list_arrows_walk_and_enter_takes(study: Study, part: SuggestingPart) -> None:
    study.action("suggestions").trigger()
    view = part.dock.words
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert study.editor.text() == "crow"
    settle(study, part)
    QTest.keyClick(view, Qt.Key.Key_8)
    assert study.editor.text() == "crow said"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert study.editor.hasFocus()


def test_a_letter_typed_in_the_list_goes_into_the_text(study: Study, part: SuggestingPart) -> None:
    study.action("suggestions").trigger()
    QTest.keyClicks(part.dock.words, "x")
    assert study.editor.text() == "x"
    assert study.editor.hasFocus()


def test_type_your_own_is_one_click_away(study: Study, part: SuggestingPart) -> None:
    study.action("suggestions").trigger()
    part.dock.own.click()
    assert study.editor.hasFocus()


def test_the_ghost_is_off_until_wanted_and_the_right_arrow_takes_it(study: Study, part: SuggestingPart) -> None:
    study.type("The ")
    settle(study, part)
    assert part.ghost.text == ""
    study.action("ghost").trigger()
    assert part.ghost.text == "fox"
    study.key(Qt.Key.Key_Right)
    assert study.editor.text() == "The fox"
    settle(study, part)
    assert part.ghost.text == " fox"


def test_the_ghost_shows_only_what_is_missing_and_only_at_the_end(study: Study, part: SuggestingPart) -> None:
    part.dock.ghost.setChecked(True)
    study.type("The cr")
    settle(study, part)
    assert part.ghost.text == "ow"
    study.editor.go_to(3)
    settle(study, part)
    assert part.ghost.text == ""
    study.key(Qt.Key.Key_Right)
    assert study.editor.text() == "The cr"


def test_the_temperature_is_asked_with(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    part.dock.temperature.slider.setValue(50)
    study.until(lambda: oracle.asked[-1].temperature == 0.5)


def test_another_model_answers_once_it_is_chosen(study: Study, oracle: Oracle) -> None:
    part = install(study, oracle, card(), card("grimm", "Grimm"))
    other = Oracle(words=("witch", "oven"))
    part.models.load = lambda chosen: other if chosen.name == "grimm" else oracle
    settle(study, part)
    part.dock.models.setCurrentIndex(1)
    part.dock.models.activated.emit(1)
    study.until(lambda: listed(part) == ["witch", "oven"])
    assert part.collect()["model"] == "grimm"


def test_without_a_model_the_dock_says_so(study: Study) -> None:
    part = study.pane.part("suggesting")
    assert isinstance(part, SuggestingPart)
    part.models.find = tuple
    part.models.refresh()
    assert part.dock.empty.isVisible()
    assert not study.action("generate").isEnabled()


def test_a_model_that_fails_is_told_once_and_asked_no_more(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    oracle.error = MissingWeights("The model is damaged. Install it again.")
    study.type("A ")
    study.until(lambda: part.dock.note.text() == "The model is damaged. Install it again.")
    study.type("b ")
    part.asker.ask()
    assert study.lanes.jobs() == []


def test_nothing_is_asked_while_nobody_looks(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    study.pane.page.show_dock("generate")
    before = len(oracle.asked)
    study.type("A ")
    part.asker.ask()
    assert study.lanes.jobs() == []
    study.pane.page.show_dock("suggest")
    study.until(lambda: len(oracle.asked) > before)


def test_what_was_chosen_from_comes_back_with_the_project(study: Study, part: SuggestingPart) -> None:
    study.key(Qt.Key.Key_2, ALT)
    part.dock.tab.setChecked(True)
    tag = study.editor.tag_at(1)
    state = json.loads(json.dumps(study.pane.collect()))
    study.pane.restore({}, lambda _name: b"")
    assert part.choices.get(tag) is None
    assert not part.dock.tab.isChecked()
    study.pane.restore(state, lambda _name: b"")
    choice = part.choices.get(tag)
    assert choice is not None
    assert (choice.word, choice.others[0].word, choice.others[0].probability) == ("crow", "fox", 0.31)
    assert part.dock.tab.isChecked()
    assert part.choices.keep("new", ()) > tag


@pytest.mark.parametrize(
    "state", [{"choices": [[1, 2, 3], [-1, "a", []], 7], "temperature": "hot", "model": 4}, {"choices": 3}]
)
def test_a_damaged_state_is_as_at_the_beginning(study: Study, part: SuggestingPart, state: dict[str, object]) -> None:
    part.restore(state)
    assert part.asker.temperature == 1.0
    assert part.choices.keep("first", ()) == 1


def test_words_wait_while_an_input_method_is_at_work(study: Study, part: SuggestingPart, oracle: Oracle) -> None:
    press(study.editor, "a")
    settle(study, part)
    study.editor._composing = True
    asked = len(oracle.asked)
    part.asker.anew()
    part.asker.ask()
    study.editor._composing = False
    assert len(oracle.asked) == asked
    assert study.lanes.jobs() == []
