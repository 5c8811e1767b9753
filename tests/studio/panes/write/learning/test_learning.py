"""A training under way, and those that rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engines.errors import BadInput, CannotWrite
from engines.write.runs import PLAN
from studio.jobs.state import State
from studio.look import palette
from studio.panes.write.learning.part import LearningPart
from studio.panes.write.learning.sitting import Sitting
from tests.studio.panes.write.learning.school import School, resting
from tests.studio.panes.write.study import Study


def sitting_of(part: LearningPart) -> Sitting:
    assert part.sitting is not None
    return part.sitting


def learning(study: Study, part: LearningPart) -> Sitting:
    """Go on with a run until it has shown something."""
    part.go_on(resting())
    sitting = sitting_of(part)
    study.until(lambda: sitting.trace.sample == "sample 3" and "3" in part.dock.watch.sample.text())
    return sitting


def over(study: Study, part: LearningPart) -> None:
    study.until(lambda: part.sitting is None)


def test_an_empty_tab_says_what_to_do(study: Study, part: LearningPart) -> None:
    assert part.dock.empty is not None
    study.until(part.dock.empty.isVisible)
    assert part.dock.empty.accessibleName() == "Learn from your texts"


def test_a_training_shows_its_curves_its_pace_and_a_sample(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    watch = part.dock.watch
    assert watch.title.text() == "Grimm"
    assert [curve.name for curve in watch.chart.curves()] == ["Unread texts", "Read texts", "Counting words"]
    assert watch.chart.curves()[2].dashed
    assert "Counting words 93.6" in watch.chart.accessibleDescription()
    assert "Best so far 177; counting words alone 93.6" in watch.detail.text()
    assert watch.sample.text() == "sample 3"
    sitting.stop()
    over(study, part)


def test_one_can_write_while_it_learns(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    study.editor.setFocus()
    study.type("The fox ran.")
    assert study.editor.text() == "The fox ran."
    assert sitting.job.state is State.RUNNING
    sitting.stop()
    over(study, part)


def test_it_rests_and_goes_on(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    study.action("learning.pause").trigger()
    assert sitting.job.state is State.PAUSED
    assert part.dock.watch.headline.text() == "Paused"
    assert part.dock.watch.pause.text() == "Go on"
    part.dock.watch.pause.click()
    assert sitting.job.state is State.RUNNING
    sitting.stop()
    over(study, part)


def test_stopped_it_is_saved_and_rests_in_the_list(study: Study, part: LearningPart, school: School) -> None:
    learning(study, part)
    school.shelf.append(resting())
    part.dock.watch.stop.click()
    over(study, part)
    assert school.saved == [3]
    study.until(lambda: [row.run.plan.title for row in part.dock.rows] == ["Grimm"])
    assert not part.dock.watch.isVisible()


def test_a_quit_saves_what_was_learnt(study: Study, part: LearningPart, school: School) -> None:
    learning(study, part)
    assert study.lanes.close(5)
    assert school.saved == [3]


def test_it_goes_on_in_another_room(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    study.pane.hide()
    assert sitting.job.state is State.RUNNING
    study.pane.show()
    sitting.stop()
    over(study, part)


def test_another_project_does_not_end_it(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    study.pane.restore({}, lambda _: b"")
    assert part.sitting is sitting
    assert part.collect() == {}
    sitting.stop()
    over(study, part)


def test_a_model_is_made_on_the_way_and_can_be_used_at_once(study: Study, part: LearningPart, school: School) -> None:
    sitting = learning(study, part)
    part.models.find = lambda: (school.model(),)
    study.action("learning.model").trigger()
    study.until(lambda: part.dock.news.says)
    assert part.dock.news.title.text() == "“My fables” is ready"
    assert "Perplexity 48.4; counting words alone 93.6." in part.dock.news.about.text()
    assert "first guess in 24 %, among three in 40 %, among ten in 56 %" in part.dock.news.about.text()
    assert sitting.job.state is State.RUNNING
    part.dock.news.use.click()
    assert part.models.chosen == "fables"
    assert study.pane.page.side.current() == "suggest"
    sitting.stop()
    over(study, part)


def test_a_paused_training_pauses_again_after_its_model(study: Study, part: LearningPart) -> None:
    sitting = learning(study, part)
    part.pause()
    part.make_model()
    study.until(lambda: part.dock.news.says)
    assert sitting.job.state is State.PAUSED
    sitting.stop()
    over(study, part)


def test_a_model_that_cannot_be_made_is_a_sentence_and_the_learning_goes_on(
    study: Study, part: LearningPart, school: School
) -> None:
    school.refusal = CannotWrite("The disk is full.")
    sitting = learning(study, part)
    part.make_model()
    study.until(lambda: part.dock.news.about.text() == "The disk is full.")
    assert sitting.job.state is State.RUNNING
    sitting.stop()
    over(study, part)


def test_a_failed_training_is_told_in_a_sentence_that_stays(study: Study, part: LearningPart, school: School) -> None:
    school.error = CannotWrite("The disk is full: “checkpoint.safetensors” was not written.")
    part.go_on(resting())
    over(study, part)
    assert part.dock.news.about.text().startswith("The disk is full")
    assert any(said.startswith("The disk is full") for said in study.said())


def test_its_end_shows_the_run_as_it_is_now(study: Study, part: LearningPart, school: School) -> None:
    learning(study, part)
    school.shelf.append(resting(finished=True))
    school.bell.set()
    over(study, part)
    study.until(lambda: len(part.dock.rows) == 1)
    assert not part.dock.rows[0].go_on.isEnabled()
    assert part.dock.rows[0].model.isEnabled()


@pytest.fixture
def shelved(study: Study, part: LearningPart, school: School, tmp_path: Path) -> LearningPart:
    """Two runs rest, one of them in a real folder."""
    from dataclasses import replace

    folder = tmp_path / "runs" / "grimm"
    folder.mkdir(parents=True)
    school.shelf += [replace(resting(), folder=folder), resting("Aesop", steps=0)]
    part.shelf.refresh()
    study.until(lambda: len(part.dock.rows) == 2)
    return part


def test_resting_runs_say_how_far_they_came(shelved: LearningPart) -> None:
    words = [label.text() for label in shelved.dock.rows[0].findChildren(type(shelved.dock.resting))]
    assert "5,000 words · read 2.5 times · perplexity 81.2" in words
    # One that never began has nothing to make a model of.
    assert not shelved.dock.rows[1].model.isEnabled()


def test_a_resting_run_goes_on(study: Study, shelved: LearningPart, school: School) -> None:
    shelved.dock.rows[0].go_on.click()
    study.until(lambda: len(school.learnt) == 1)
    assert school.learnt == [school.shelf[0].folder]
    # The one that is learnt is not listed as resting; the other cannot begin now.
    assert [row.run.plan.title for row in shelved.dock.rows] == ["Aesop"]
    assert not shelved.dock.rows[0].go_on.isEnabled()
    shelved.stop()
    over(study, shelved)


def test_a_resting_run_becomes_a_model(study: Study, shelved: LearningPart, school: School) -> None:
    shelved.dock.rows[0].model.click()
    study.until(lambda: shelved.dock.news.says)
    assert school.made == [school.shelf[0].folder]
    assert shelved.dock.news.title.text() == "“My fables” is ready"


def test_a_taken_name_is_told(study: Study, shelved: LearningPart, school: School) -> None:
    school.refusal = BadInput("There is already a model called “Grimm”. Choose another name.")
    shelved.dock.rows[0].model.click()
    study.until(lambda: shelved.dock.news.says)
    assert shelved.dock.news.about.text() == str(school.refusal)


def test_a_resting_run_gets_another_name(study: Study, shelved: LearningPart, school: School) -> None:
    row = shelved.dock.rows[0]
    row.rename.click()
    row.field.setText("  Two   brothers ")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    folder = school.shelf[0].folder
    plan = folder / PLAN
    study.until(lambda: plan.is_file() and "Two brothers" in plan.read_text(encoding="utf-8"))


def test_escape_leaves_the_name_of_a_run(study: Study, shelved: LearningPart) -> None:
    row = shelved.dock.rows[0]
    told: list[str] = []
    row.rename_asked.connect(told.append)
    row.rename.click()
    row.field.setText("Other")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert (row.title.text(), row.title.isVisibleTo(row), told) == ("Grimm", True, [])


def test_discarded_can_be_put_back(study: Study, shelved: LearningPart, school: School) -> None:
    run = school.shelf.pop(0)
    shelved.dock.rows[0].discard.click()
    study.until(lambda: shelved.dock.restore.isVisible())
    assert not run.folder.exists()
    assert [row.run.plan.title for row in shelved.dock.rows] == ["Aesop"]
    school.shelf.insert(0, run)
    shelved.dock.restore.click()
    study.until(lambda: len(shelved.dock.rows) == 2)
    assert run.folder.exists()
    assert not shelved.dock.restore.isVisible()


def test_everything_has_a_name_for_those_who_cannot_see_it(shelved: LearningPart) -> None:
    row = shelved.dock.rows[0]
    assert row.go_on.accessibleName() == "Go on with “Grimm”"
    assert row.discard.accessibleName() == "Discard “Grimm”"
    for button in (row.go_on, row.model, row.discard, shelved.dock.watch.chart):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_larger_letters_get_a_wider_side(qapp: QApplication, study: Study, part: LearningPart) -> None:
    palette.apply(qapp, "dark")
    side = study.pane.page.side
    before = side.width()
    palette.set_text_scale(1.5)
    try:
        study.until(lambda: side.width() == round(before * 1.5))
    finally:
        palette.set_text_scale(1.0)
    assert side.minimumWidth() == before


def test_what_an_earlier_sitting_threw_away_is_forgotten(
    study: Study, part: LearningPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.panes import leftovers

    # As when the studio opens anew.
    monkeypatch.setattr(leftovers, "_FORGOTTEN", set())
    from engines.folders import REMOVED
    from studio import paths
    from studio.panes.write.learning.shelf import Shelf

    old = paths.models_folder() / REMOVED / "old"
    old.mkdir(parents=True)
    Shelf(study.lanes, part.engine, part).refresh()
    study.until(lambda: not old.exists())
    # Later lists throw nothing away.
    old.mkdir(parents=True)
    part.shelf.refresh()
    study.until(lambda: not study.lanes.jobs())
    assert old.exists()
