"""The real engine behind the page: choose, learn, stop, restart, go on, make a model, use it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from engines.write.catalogue import model_named
from studio import paths
from studio.panes.write.learning.engine import runs_folder
from studio.panes.write.learning.part import LearningPart
from tests.engines.write.taughtwords import shelf
from tests.studio.panes.write.study import Study

PATIENCE_MS = 60_000


def part_of(study: Study) -> LearningPart:
    part = study.pane.part("learning")
    assert isinstance(part, LearningPart)
    part.show_dock()
    return part


def begin(study: Study, part: LearningPart, texts: Path) -> None:
    """Choose the texts and the smallest network, and start."""
    part.open_sheet()
    sheet = part.sheet
    assert sheet is not None
    sheet.texts.add([texts])
    study.until(lambda: sheet.texts.preview is not None)
    sheet.how.title.setText("Little fables")
    sheet.how.start.setCurrentIndex(0)
    sheet.how.start.activated.emit(0)
    sheet.how.units.setValue(32)
    sheet.start.click()


def test_a_training_outlives_the_studio_and_becomes_a_model_that_answers(qtbot: QtBot, tmp_path: Path) -> None:
    first = Study(qtbot, tmp_path)
    part = part_of(first)
    begin(first, part, shelf(tmp_path / "texts"))
    qtbot.waitUntil(lambda: part.sitting is not None and len(part.sitting.trace.training()) > 3, timeout=PATIENCE_MS)
    first.close()

    second = Study(qtbot, tmp_path)
    part = part_of(second)
    qtbot.waitUntil(lambda: len(part.dock.rows) == 1, timeout=PATIENCE_MS)
    steps = part.dock.rows[0].run.steps
    assert steps > 3
    part.dock.rows[0].go_on.click()
    # The curve begins with what was shown before the studio was closed.
    qtbot.waitUntil(
        lambda: part.sitting is not None and part.sitting.trace.metrics.get("step", 0) == steps, timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: part.can_make() and len(part.sitting.trace.training()) > steps, timeout=PATIENCE_MS)
    second.action("learning.model").trigger()
    qtbot.waitUntil(lambda: part.dock.news.says, timeout=PATIENCE_MS)
    assert part.dock.news.title.text() == "“Little fables” is ready"
    part.stop()
    qtbot.waitUntil(lambda: part.sitting is None, timeout=PATIENCE_MS)

    card = model_named("little-fables", (paths.models_folder(),))
    assert card.training["words"] > 500
    part.use(card.name)
    second.type("The Fox saw the ")
    suggesting = second.pane.part("suggesting")
    qtbot.waitUntil(lambda: getattr(suggesting, "answer", None) is not None, timeout=PATIENCE_MS)
    assert [path.name for path in runs_folder().iterdir() if not path.name.startswith(".")] == ["little-fables"]
    second.close()
