"""Writing on, branching, and a history that loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from engines.errors import BadInput
from engines.files import sha256_of
from engines.write.copying import CopyIndex
from studio.panes.write.counting import count_words
from studio.panes.write.generating.copymarks import COPIES
from studio.panes.write.generating.part import GeneratingPart
from studio.panes.write.generating.wishes import Wishes
from tests.studio.panes.write.oracle import Oracle, card, install
from tests.studio.panes.write.study import Study

PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def oracle() -> Oracle:
    return Oracle(words=("fox", "crow", "lion", "mouse", "wolf", "ran", "said", "old", "tree", "hid"))


@pytest.fixture
def part(study: Study, oracle: Oracle) -> GeneratingPart:
    install(study, oracle)
    part = study.pane.part("generating")
    assert isinstance(part, GeneratingPart)
    study.pane.page.show_dock("generate")
    study.editor.setFocus()
    part.dock.controls.show_wishes(Wishes(words=10, seed=0, locked=True))
    return part


def generate(study: Study, part: GeneratingPart, **changes: int) -> None:
    part.dock.controls.show_wishes(replace(part.dock.controls.wishes(), **changes))
    study.action("generate").trigger()
    assert part.writing.is_busy
    study.until(lambda: not part.writing.is_busy)


def titles(part: GeneratingPart) -> list[tuple[str, int, bool]]:
    return [(row.title, row.depth, row.standing) for row in part.dock.history.passages()]


def other_word(study: Study, part: GeneratingPart, word: str, row: int) -> None:
    part.other_words.open_at(study.editor.text().index(word) + 1)
    card = part.other_words.card
    assert card is not None
    card.words.taken.emit(row)


ALL = "fox crow lion mouse wolf ran said old tree hid"


def test_words_are_written_on_at_the_cursor_as_one_step(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    study.type("The ")
    generate(study, part)
    assert study.editor.text() == f"The {ALL}"
    assert study.steps()[-1] == "Generated 10 words"
    assert study.editor.author_at(8) == "generated"
    assert oracle.written[-1].text_before == "The"
    study.pane.undo_stack.undo()
    assert study.editor.text() == "The "


def test_words_in_the_middle_stand_apart_from_those_that_follow(study: Study, part: GeneratingPart) -> None:
    study.type("A dog\nThe end")
    study.editor.go_to(10)
    generate(study, part)
    assert study.editor.text() == f"A dog\nThe {ALL} end"
    study.pane.undo_stack.undo()
    assert study.editor.text() == "A dog\nThe end"


def test_words_stream_and_stop_at_once_and_stay(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    oracle.stops_after = 3
    study.type("The")
    study.action("generate").trigger()
    study.until(lambda: study.editor.text() == "The fox crow lion")
    assert part.dock.go.text() == "Stop"
    study.key(Qt.Key.Key_Escape)
    assert not part.writing.is_busy
    assert part.dock.go.text() == "Generate"
    study.until(lambda: not study.lanes.jobs())
    assert study.editor.text() == "The fox crow lion"
    assert study.steps()[-1] == "Generated 3 words"
    assert titles(part) == [("Generated", 0, True)]


def test_who_writes_meanwhile_ends_the_generation(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    oracle.stops_after = 2
    study.action("generate").trigger()
    study.until(lambda: study.editor.text() == "fox crow")
    study.type("!")
    assert not part.writing.is_busy
    oracle.pause.set()
    study.until(lambda: not study.lanes.jobs())
    assert study.editor.text() == "fox crow!"


def test_undo_while_words_stream_takes_all_and_ends_it(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    oracle.stops_after = 2
    study.action("generate").trigger()
    study.until(lambda: study.editor.text() == "fox crow")
    study.key(Qt.Key.Key_Z, CTRL)
    assert not part.writing.is_busy
    assert study.editor.is_blank()
    study.until(lambda: titles(part) == [("Generated", 0, False)])


def test_the_seed_is_kept_only_while_locked(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    generate(study, part, seed=7)
    assert oracle.written[-1].seed == 7
    part.dock.controls.seed.lock.setChecked(False)
    seeds = set()
    for _ in range(4):
        generate(study, part)
        seeds.add(oracle.written[-1].seed)
        assert part.dock.controls.seed.number.value() == oracle.written[-1].seed
    assert len(seeds) > 1


def test_the_settings_are_what_is_asked_with(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    controls = part.dock.controls
    for slider, steps in ((controls.temperature, 130), (controls.top_p, 70), (controls.top_k, 40)):
        slider.slider.setValue(steps)
    controls.no_repeat.slider.setValue(3)
    generate(study, part)
    asked = oracle.written[-1]
    assert (asked.temperature, asked.top_p, asked.top_k, asked.no_repeat, asked.words) == (1.3, 0.7, 40, 3, 10)


def test_trying_again_replaces_the_words_and_keeps_both(study: Study, part: GeneratingPart) -> None:
    study.type("The ")
    generate(study, part)
    part.dock.controls.show_wishes(replace(part.dock.controls.wishes(), seed=5))
    study.action("again").trigger()
    study.until(lambda: not part.writing.is_busy)
    assert study.editor.text() == "The ran said old tree hid fox crow lion mouse wolf"
    assert titles(part) == [("Generated", 0, False), ("Tried again", 0, True)]
    study.pane.undo_stack.undo()
    assert study.editor.text() == f"The {ALL}"


def test_several_candidates_wait_to_be_chosen(study: Study, part: GeneratingPart) -> None:
    study.type("The end")
    study.editor.go_to(4)
    generate(study, part, candidates=3)
    assert study.editor.text() == "The end"
    rows = part.dock.candidates.passages()
    assert [row.title for row in rows] == ["Candidate 1", "Candidate 2", "Candidate 3"]
    QTest.keyClick(part.dock.candidates, Qt.Key.Key_2)
    assert study.editor.text() == "The crow lion mouse wolf ran said old tree hid fox end"
    assert study.steps()[-1] == "Generated 10 words"
    assert not part.dock.candidates.isVisible()
    assert [standing for _, _, standing in titles(part)] == [False, True, False]
    study.pane.undo_stack.undo()
    assert study.editor.text() == "The end"


def test_no_candidate_need_be_taken_and_all_stay_in_the_history(study: Study, part: GeneratingPart) -> None:
    generate(study, part, candidates=2)
    part.dock.leave.click()
    assert study.editor.is_blank()
    assert len(titles(part)) == 2


def test_another_word_cuts_the_generated_rest_and_offers_to_go_on(study: Study, part: GeneratingPart) -> None:
    study.type("The ")
    generate(study, part)
    study.type(". Mine.")
    other_word(study, part, "mouse", 0)
    assert study.editor.text() == "The fox crow lion fox. Mine."
    assert study.steps()[-1] == "Picked “fox”"
    assert study.said() == ["The 6 words after “fox” have made way; the history keeps them."]
    assert study.toasts.cards()[0].message.action_text == "Go on from here"
    action = study.toasts.cards()[0].message.action
    assert action is not None
    action()
    study.until(lambda: not part.writing.is_busy)
    assert study.editor.text() == f"The fox crow lion fox {ALL}. Mine."
    assert titles(part) == [("Generated", 0, False), ("Branch at “fox”", 1, False), ("Branch at “fox”", 2, True)]


def test_another_word_also_cuts_what_was_generated_later_behind_it(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    generate(study, part)
    study.editor.go_to(study.editor.text().rindex("tree") + 4)
    study.type("s")
    other_word(study, part, "wolf", 9)
    assert study.editor.text() == "fox crow lion mouse hids hid"
    kept = [row.text for row in part.dock.history.passages() if row.title == "As you had changed it"]
    assert kept == [" " + ALL.replace("tree", "trees")]


def test_trying_a_branch_again_leaves_what_led_to_it(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    other_word(study, part, "lion", 9)
    generate(study, part)
    part.dock.controls.show_wishes(replace(part.dock.controls.wishes(), seed=9))
    study.action("again").trigger()
    study.until(lambda: not part.writing.is_busy)
    assert study.editor.text() == "fox crow hid hid fox crow lion mouse wolf ran said old tree"


def test_a_passage_can_be_put_back_and_that_undone(study: Study, part: GeneratingPart) -> None:
    study.type("The ")
    generate(study, part)
    other_word(study, part, "mouse", 0)
    part.dock.history.setCurrentRow(0)
    part.dock.back.click()
    assert study.editor.text() == f"The {ALL}"
    assert study.editor.tag_at(5) != 0
    study.pane.undo_stack.undo()
    assert study.editor.text() == "The fox crow lion fox"


def test_a_passage_that_is_gone_from_the_text_comes_back_at_the_cursor(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    study.pane.undo_stack.undo()
    study.type("Once, the")
    part.dock.put_back.emit(part.dock.history.passages()[0].number)
    assert study.editor.text() == f"Once, the {ALL}"


def test_what_the_person_changed_is_kept_before_it_is_replaced(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    study.editor.go_to(3)
    study.type("y")
    study.action("again").trigger()
    study.until(lambda: not part.writing.is_busy)
    kept = [row.text for row in part.dock.history.passages() if row.title == "As you had changed it"]
    assert kept == [ALL.replace("fox", "foxy", 1)]


def test_the_word_that_stands_is_shown_among_those_stored_with_it(
    study: Study, part: GeneratingPart, oracle: Oracle
) -> None:
    generate(study, part)
    asked = len(oracle.asked)
    part.other_words.open_at(5)
    card = part.other_words.card
    assert card is not None
    assert card.words.standing == "crow"
    assert [other.word for other in card.words.rows.words] == list(oracle.words)
    assert len(oracle.asked) == asked
    card.close()


def test_a_word_without_stored_ones_is_asked_about_anew(study: Study, part: GeneratingPart, oracle: Oracle) -> None:
    study.type("The dog ran")
    part.other_words.open_at(5)
    card = part.other_words.card
    assert card is not None
    study.until(lambda: bool(card.words.rows.words))
    assert (oracle.asked[-1].before, oracle.asked[-1].prefix) == ("The ", "")
    card.words.taken.emit(1)
    assert study.editor.text() == "The crow ran"
    assert study.steps()[-1] == "Picked “crow”"


def test_control_and_a_click_open_the_card_and_a_click_alone_does_not(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    editor = study.editor
    cursor = QTextCursor(editor.document())
    cursor.setPosition(5)
    place = editor.cursorRect(cursor).center() + QPoint(2, 0)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    assert part.other_words.card is None
    editor.go_to(0)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, CTRL, place)
    card = part.other_words.card
    assert card is not None
    assert card.words.standing == "crow"
    QTest.keyClick(card.words, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_the_menu_offers_other_words_where_there_is_a_word(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    menu = QMenu(study.editor)
    study.editor.menu_wanted.emit(menu, 1)
    assert [action.text() for action in menu.actions() if action.text()] == ["Other words here…"]


def test_the_history_comes_back_with_the_project(study: Study, part: GeneratingPart) -> None:
    study.type("The ")
    generate(study, part)
    other_word(study, part, "mouse", 0)
    state = json.loads(json.dumps(study.pane.collect()))
    before = titles(part)
    study.pane.restore({}, lambda _name: b"")
    assert titles(part) == []
    study.pane.restore(state, lambda _name: b"")
    assert titles(part) == before
    assert json.loads(json.dumps(study.pane.collect()))["parts"] == state["parts"]
    part.dock.put_back.emit(part.dock.history.passages()[0].number)
    assert study.editor.text() == f"The {ALL}"


DAMAGED = [
    {"branches": [{"number": 1}, 3, {"number": 1, "family": 1, "pieces": [["a", 9, 0]]}], "wishes": {"words": "many"}},
    {"branches": "x", "wishes": [1]},
]


@pytest.mark.parametrize("state", DAMAGED)
def test_a_damaged_history_costs_only_itself(study: Study, part: GeneratingPart, state: dict[str, object]) -> None:
    part.restore(state)
    assert titles(part) == []
    assert part.dock.controls.wishes() == Wishes()


def test_a_model_that_cannot_go_on_says_why(study: Study, part: GeneratingPart) -> None:
    def refuse(*_: object) -> object:
        raise BadInput("This text is too strange to go on with.")

    part.models.write_on = refuse  # type: ignore[assignment]
    study.action("generate").trigger()
    study.until(lambda: not part.writing.is_busy)
    assert part.dock.note.text() == "This text is too strange to go on with."
    study.toasts.clear()


def shipped_with_copies(part: GeneratingPart, folder: Path) -> None:
    """Let the model come with an index of a training text that holds all its words."""
    CopyIndex.of_texts([f"Once {ALL} away."]).save(folder / COPIES)
    shipped = replace(card(folder=folder), files={COPIES: sha256_of(folder / COPIES)})
    part.models.find = lambda: (shipped,)
    part.models.refresh()


def test_copied_words_are_underlined_and_told(
    study: Study, part: GeneratingPart, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shipped_with_copies(part, tmp_path_factory.mktemp("model"))
    generate(study, part)
    study.until(lambda: bool(part.copies.marks))
    mark = part.copies.mark_at(5)
    assert mark is not None
    assert mark.words == count_words(ALL)
    assert "word for word" in part.dock.note.text()
    study.editor.go_to(5)
    study.type("x")
    assert part.copies.mark_at(5) is None


def copied_words(part: GeneratingPart) -> list[int]:
    return [mark.words for mark in part.copies.marks if mark.stands]


def test_copied_words_are_looked_for_again_when_undo_or_a_key_changes_them(
    study: Study, part: GeneratingPart, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shipped_with_copies(part, tmp_path_factory.mktemp("model"))
    generate(study, part)
    every = count_words(ALL)
    study.until(lambda: copied_words(part) == [every])
    study.editor.go_to(1)
    study.type("x")
    study.until(lambda: copied_words(part) == [every - 1])
    study.pane.undo_stack.undo()
    study.until(lambda: copied_words(part) == [every])
    study.pane.undo_stack.undo()
    study.until(lambda: copied_words(part) == [] and not part.dock.note.isVisible())
    study.pane.undo_stack.redo()
    study.until(lambda: copied_words(part) == [every] and "word for word" in part.dock.note.text())


def test_words_that_were_not_copied_are_not_marked(study: Study, part: GeneratingPart) -> None:
    generate(study, part)
    study.until(lambda: not study.lanes.jobs())
    assert part.copies.marks == []
    assert not part.dock.note.isVisible()
