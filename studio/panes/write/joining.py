"""Every part of the pane, in the order of the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.panes.write.files.part import FilesPart
from studio.panes.write.generating.part import GeneratingPart
from studio.panes.write.learning.part import LearningPart
from studio.panes.write.parts import Part
from studio.panes.write.suggesting.part import SuggestingPart

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane


def parts_of(pane: WritePane) -> list[Part]:
    """Every part, made for this pane."""
    return [SuggestingPart(pane), GeneratingPart(pane), LearningPart(pane), FilesPart(pane)]
