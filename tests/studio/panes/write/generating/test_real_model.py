"""The parts with a real little model from end to end: suggest, pick, generate, branch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engines.write.catalogue import word_models
from studio.panes.write.generating.part import GeneratingPart
from studio.panes.write.generating.wishes import Wishes
from studio.panes.write.suggesting.part import SuggestingPart
from tests.engines.write.littlemodel import shipped_model
from tests.studio.panes.write.study import Study


@pytest.fixture
def models(study: Study, tmp_path: Path) -> SuggestingPart:
    shipped_model(tmp_path / "models")
    part = study.pane.part("suggesting")
    assert isinstance(part, SuggestingPart)
    part.models.find = lambda: [card for card in word_models((tmp_path / "models",)) if card.name == "little"]
    part.models.refresh()
    study.editor.setFocus()
    return part


def test_a_fable_is_written_with_a_model_that_read_three(study: Study, models: SuggestingPart) -> None:
    study.type("The Fox saw the ")
    study.until(lambda: models.answer is not None and models.answer.spot == models.asker.spot())
    assert models.answer is not None
    first = models.answer.suggestions.words[0].word
    study.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert study.editor.text() == f"The Fox saw the {first}"
    part = study.pane.part("generating")
    assert isinstance(part, GeneratingPart)
    part.dock.controls.show_wishes(Wishes(words=12, seed=3, locked=True))
    study.action("generate").trigger()
    study.until(lambda: not part.writing.is_busy)
    written = study.editor.text()
    assert len(written.split()) > 8
    node = part.telling.branches.nodes()[0]
    assert written.endswith(node.text)
    place = len(written) - len(node.text) + len(node.text) // 2
    part.other_words.open_at(place)
    card = part.other_words.card
    assert card is not None
    assert len(card.words.rows.words) == 10
    card.words.taken.emit(0)
    assert len(study.editor.text()) < len(written)
    study.pane.undo_stack.undo()
    assert study.editor.text() == written
