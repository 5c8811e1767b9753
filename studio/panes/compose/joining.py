"""Every part of the pane, in the order of the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.panes.compose.composing.likeness import LikenessTeller
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.editing.part import EditingPart
from studio.panes.compose.engraved.part import EngravedPart
from studio.panes.compose.files.part import FilesPart
from studio.panes.compose.learning.part import LearningPart
from studio.panes.compose.parts import Part
from studio.panes.compose.playing.part import PlayingPart
from studio.panes.compose.tracks.part import TracksPart
from studio.panes.compose.transport.part import SignsPart
from studio.panes.compose.why.part import WhyPart

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane


def parts_of(pane: ComposePane) -> list[Part]:
    """Every part, made for this pane."""
    # The player comes first and the composer before whatever listens to it.
    first = [PlayingPart(pane), EditingPart(pane), SignsPart(pane), TracksPart(pane), composing := ComposingPart(pane)]
    LikenessTeller(composing)
    return [*first, WhyPart(pane), EngravedPart(pane), LearningPart(pane), FilesPart(pane)]
