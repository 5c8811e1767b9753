"""Words coloured by surprise: on demand, what shows first, kept up with every edit, and never in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from engines.errors import BadInput
from engines.write.ranking import Suggestion
from engines.write.surprise import WordSurprise
from studio.look import palette
from studio.look.palette import current
from studio.look.tokens import DARK, LIGHT, Tokens, contrast
from studio.panes.write.surprise.part import SurprisePart
from studio.panes.write.surprise.scale import RAREST, UNKNOWN, one_in, step_of, tint_of
from studio.panes.write.surprise.scale import told as said_of
from tests.studio.panes.write.study import Study, compose
from tests.studio.panes.write.surprise.surveyor import Surveyor, surveyed

STORY = "The fox ran.\nThe lantern shone.\nZorgle slept."


@pytest.fixture
def surveyor() -> Surveyor:
    return Surveyor({"lantern": 0.00002, "shone": 0.004}, frozenset({"Zorgle"}))


@pytest.fixture
def part(study: Study, surveyor: Surveyor) -> Iterator[SurprisePart]:
    study.editor.load(STORY)
    part = surveyed(study, surveyor)
    yield part
    surveyor.gate.set()
    QToolTip.hideText()


def told(part: SurprisePart, block: int) -> list[str]:
    """The words of a paragraph that are known and up to date."""
    reading = part.watching.reading_of(part.editor.document().findBlockByNumber(block))
    if reading is None:
        return []
    fresh = (word for word in reading.words() if reading.gap(word.start, word.end) is None)
    return [reading.text[word.start : word.end] for word in fresh]


def switched_on(study: Study, part: SurprisePart) -> None:
    study.action("surprise").trigger()
    study.until(lambda: told(part, part.editor.blockCount() - 1) != [])


def paints(study: Study, step: int) -> bool:
    page = study.editor.palette().base().color()
    wanted = tint_of(step, page)
    image = study.editor.viewport().grab().toImage()
    pixels = (image.pixelColor(x, y) for y in range(0, image.height(), 2) for x in range(0, image.width(), 2))
    return any(is_near(pixel, wanted) for pixel in pixels)


def is_near(one: QColor, other: QColor) -> bool:
    """The same but for what mixing two colours rounds away."""
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, apart)) <= 1


def test_nothing_is_asked_before_it_is_wanted(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    study.type("a")
    study.until(lambda: study.lanes.jobs() == [])
    assert (surveyor.asked, part.watching._soon.isActive()) == ([], False)
    assert not paints(study, RAREST)


def test_it_is_shown_and_hidden_by_one_key(study: Study, part: SurprisePart) -> None:
    study.editor.setCursorWidth(0)
    switched_on(study, part)
    assert study.action("surprise").isChecked()
    assert paints(study, RAREST)
    assert part.legend.isVisible()
    study.action("surprise").trigger()
    assert not paints(study, RAREST)
    assert not part.legend.isVisible()
    assert not study.pane.page.foot.isVisible()
    assert study.action("surprise").shortcut().toString() == "Ctrl+U"


def test_it_and_the_marks_of_who_wrote_what_make_way_for_each_other(study: Study, part: SurprisePart) -> None:
    switched_on(study, part)
    study.action("authors").trigger()
    assert (study.pane.view.authors, study.pane.view.surprise) == (True, False)
    study.action("surprise").trigger()
    assert (study.pane.view.authors, study.pane.view.surprise) == (False, True)


def test_each_paragraph_is_read_behind_all_that_stands_before_it(
    study: Study, part: SurprisePart, surveyor: Surveyor
) -> None:
    switched_on(study, part)
    study.until(lambda: len(surveyor.asked) == 3)
    blocks = STORY.split("\n")
    assert {(request.blocks, request.text) for request in surveyor.asked} == {
        (tuple(blocks[:number]), text) for number, text in enumerate(blocks)
    }


def test_the_paragraph_with_the_cursor_comes_first(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    study.editor.go_to(STORY.index("Zorgle"))
    switched_on(study, part)
    assert surveyor.asked[0].text == "Zorgle slept."


def test_of_a_long_document_only_what_is_near_is_read(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    study.editor.load("\n".join(f"paragraph number {number}" for number in range(3000)))
    study.action("surprise").trigger()
    study.until(lambda: len(surveyor.asked) > 10)
    study.until(lambda: study.lanes.jobs() == [])
    assert len(surveyor.asked) < 400
    study.editor.verticalScrollBar().setValue(2000)
    study.until(lambda: told(part, 2001) != [])


def test_a_word_more_is_read_and_no_word_twice(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    study.editor.go_to(len(STORY))
    switched_on(study, part)
    study.until(lambda: study.lanes.jobs() == [])
    surveyor.asked.clear()
    study.type(" Fox")
    study.until(lambda: told(part, 2) == ["Zorgle", "slept", "Fox"])
    assert [(request.text, request.start) for request in surveyor.asked] == [("Zorgle slept. Fox", 7)]


def test_an_edit_outdates_what_comes_after_it_and_nothing_before(
    study: Study, part: SurprisePart, surveyor: Surveyor
) -> None:
    switched_on(study, part)
    study.until(lambda: study.lanes.jobs() == [])
    surveyor.asked.clear()
    study.editor.go_to(STORY.index("shone"))
    study.type("brightly ")
    study.until(lambda: [request.text for request in surveyor.asked][-1:] == ["Zorgle slept."])
    assert {request.text for request in surveyor.asked} == {"The lantern brightly shone.", "Zorgle slept."}


def test_a_key_stops_what_is_out_of_date_at_once(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    surveyor.gate.clear()
    study.action("surprise").trigger()
    study.until(lambda: len(surveyor.asked) == 1)
    study.type("A")
    # The list of next words waits for no word that nobody wants to know any more.
    suggesting = study.pane.part("suggesting")
    study.until(lambda: suggesting.answer is not None and suggesting.answer.spot.prefix == "A")  # type: ignore[attr-defined]
    surveyor.gate.set()
    study.until(lambda: told(part, 0)[:1] == ["AThe"])


def test_nothing_is_read_while_an_input_method_composes(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    compose(study.editor, preedit="ni")
    study.action("surprise").trigger()
    assert "Looking for surprising words" not in [job.title for job in study.lanes.jobs()]
    compose(study.editor, commit="你")
    study.until(lambda: told(part, 0)[:1] == ["你"])


def test_undo_and_redo_are_followed(study: Study, part: SurprisePart) -> None:
    switched_on(study, part)
    study.editor.go_to(3)
    study.type("\n")
    study.until(lambda: told(part, 1) == ["fox", "ran"])
    study.pane.undo_stack.undo()
    study.until(lambda: told(part, 0) == ["The", "fox", "ran"])


def test_the_line_below_tells_of_the_word_at_the_cursor(study: Study, part: SurprisePart) -> None:
    switched_on(study, part)
    study.editor.go_to(STORY.index("lantern") + 2)
    study.until(lambda: "lantern" in part.legend.word.text())
    assert (
        part.legend.word.text()
        == "“lantern”: 1 in 50,000, 15.6 bits   ·   First choices: fox 31.0\u202f%, crow 18.0\u202f%"
    )
    assert part.legend.word.accessibleName() == part.legend.word.text()
    study.editor.go_to(STORY.index("Zorgle"))
    study.until(lambda: "Zorgle” is a word the model does not know" in part.legend.word.text())


def test_the_mouse_is_told_too(study: Study, part: SurprisePart) -> None:
    switched_on(study, part)
    study.editor.go_to(STORY.index("lantern") + 3)
    viewport = study.editor.viewport()
    place = study.editor.cursorRect().center()
    study.editor.go_to(0)
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place)))
    study.until(lambda: "1 in 50,000" in QToolTip.text())
    assert "First choices: fox" in QToolTip.text()
    edge = QPoint(viewport.width() - 2, viewport.height() - 2)
    beside = QHelpEvent(QEvent.Type.ToolTip, edge, viewport.mapToGlobal(edge))
    assert not part.marks.eventFilter(viewport, beside)


def test_another_model_is_asked_anew(study: Study, part: SurprisePart, surveyor: Surveyor) -> None:
    switched_on(study, part)
    study.until(lambda: study.lanes.jobs() == [])
    surveyor.asked.clear()
    part.models.find = lambda: ()
    part.models.refresh()
    study.until(lambda: "No model is installed" in part.legend.word.text())
    assert told(part, 0) == []


def test_a_model_that_does_not_answer_says_so_and_is_asked_no_more(
    study: Study, part: SurprisePart, surveyor: Surveyor
) -> None:
    surveyor.error = BadInput("The model is damaged. Install it again.")
    study.action("surprise").trigger()
    study.until(lambda: part.legend.word.text() == "The model is damaged. Install it again.")
    study.until(lambda: study.lanes.jobs() == [])
    assert len(surveyor.asked) == 1


def test_the_project_remembers_that_it_was_on(study: Study, part: SurprisePart) -> None:
    switched_on(study, part)
    state = study.pane.collect()
    study.action("surprise").trigger()
    study.pane.restore(state, lambda _: b"")
    assert study.action("surprise").isChecked()
    study.until(lambda: told(part, 2) != [])
    state["view"]["authors"] = True
    study.pane.restore(state, lambda _: b"")
    assert not study.action("surprise").isChecked()
    assert not part.watching.is_on


def test_both_themes_have_it(study: Study, part: SurprisePart, qapp: QApplication) -> None:
    study.editor.setCursorWidth(0)
    switched_on(study, part)
    try:
        palette.apply(qapp, "light")
        assert current() is LIGHT
        assert paints(study, RAREST)
    finally:
        palette.apply(qapp, "dark")


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_words_can_be_read_on_every_mark_and_marks_told_apart_without_colour(tokens: Tokens) -> None:
    for page in (tokens.panel, tokens.raised, tokens.canvas):
        tints = [tint_of(step, QColor(page), tokens).name() for step in range(RAREST + 1)]
        assert all(contrast(tokens.text, tint) >= 4.5 for tint in tints)
        greys = [QColor(tint).lightness() for tint in tints]
        assert greys == sorted(greys, reverse=not tokens.dark)
        assert len(set(greys)) == len(greys)


@pytest.mark.parametrize(
    ("probability", "step", "said"),
    [
        (1.0, 0, "100\u202f%"),
        (0.1, 0, "10.0\u202f%"),
        (0.0999, 1, "1 in 10"),
        (0.01, 1, "1 in 100"),
        (0.001, 2, "1 in 1,000"),
        (0.00043, 3, "1 in 2,300"),
        (0.00002, 4, "1 in 50,000"),
        (0.0, 4, "1 in 1,000,000,000"),
    ],
)
def test_the_scale_is_the_same_for_every_text(probability: float, step: int, said: str) -> None:
    assert step_of(WordSurprise(0, 1, probability, True, ())) == step
    assert one_in(probability) == said


def test_a_word_it_does_not_know_is_no_surprise_but_marked_apart() -> None:
    assert step_of(WordSurprise(0, 1, 0.5, False, ())) == UNKNOWN


def places(part: SurprisePart, block: int) -> dict[int, list[tuple[float, float, float, float]]]:
    """Where marks stand in a paragraph, as remembered."""
    found = part.editor.document().findBlockByNumber(block)
    reading = part.watching.reading_of(found)
    assert reading is not None
    known = part.marks._lines.places_of(found.layout(), reading.marks())
    return {step: [rect.getRect() for rect in rects] for step, rects in known.items()}  # type: ignore[misc]


def test_where_marks_stand_is_remembered_rightly_through_edits_and_larger_letters(
    study: Study, part: SurprisePart, surveyor: Surveyor
) -> None:
    words = "lantern 😀 shone lantern, and שלום lantern. "
    study.editor.load(words * 12)
    switched_on(study, part)
    for change in (lambda: study.type("a"), lambda: study.type("😀 "), study.action("larger").trigger):
        change()
        study.until(lambda: not part.watching._soon.isActive() and study.lanes.jobs() == [])
        study.editor.viewport().repaint()
        remembered = places(part, 0)
        part.marks._lines.forget()
        assert remembered == places(part, 0)
        assert RAREST in remembered


def test_a_mark_among_the_first_choices_can_be_seen() -> None:
    choices = (Suggestion("of", 0.5), Suggestion(",", 0.25))
    said = said_of("fox", WordSurprise(0, 3, 0.5, True, choices))
    assert said.endswith("First choices: of 50.0\u202f%, “,” 25.0\u202f%")
