"""How near a take is to what its model learnt from: said below the takes, as a warning where it is note for note."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engines.steps import Step, Task
from studio.panes.compose.composing.takes import PaneTake
from studio.panes.errands import send

if TYPE_CHECKING:
    from engines.compose.melody.closest import Likeness
    from studio.panes.compose.composing.part import ComposingPart


def likeness_of(take: PaneTake, model: Any) -> Task[Likeness | None]:
    """The passage nearest to a take; None where the model does not know its music."""
    from engines.compose.melody.closest import closest_phrase

    yield Step(0)
    phrases = model.phrases()
    if phrases is None:
        return None
    return (yield from closest_phrase(take.notes, phrases))


class LikenessTeller(QObject):
    """Asks for each take that is looked at; the newest question takes the place of the one before."""

    def __init__(self, part: ComposingPart) -> None:
        super().__init__(part)
        self._part = part
        self.ask = likeness_of
        part.looked_at.connect(self._look)

    @Slot(object)
    def _look(self, take: PaneTake | None) -> None:
        card = self._part.models.card()
        self._part.dock.say_nearest("")
        if take is None or take.kept or card is None or card.name != take.model:
            return
        models, ask = self._part.models, self.ask
        send(
            self._part.pane.desk.lanes,
            self.tr("Comparing with what it learnt from"),
            lambda: _asked(lambda: ask(take, models.held(card))),
            lambda found: self._tell(take, found),
            lambda _sentence: None,
            owner=self,
            key="closest",
            lane="now",
        )

    def _tell(self, take: PaneTake, found: Likeness | None) -> None:
        looked = self._part.looked
        if found is None or looked is None or looked.number != take.number or self._part.writing.is_busy:
            return
        piece = Path(found.piece).stem
        if found.distance == 0:
            said = self.tr("{steps} steps of it are note for note from “{piece}”, which the model learnt from.")
            self._part.dock.say_nearest(said.format(steps=found.steps, piece=piece), "warning")
        else:
            said = self.tr("Its nearest passage in what was learnt from: “{piece}”, {percent} % alike.")
            self._part.dock.say_nearest(said.format(piece=piece, percent=round(found.share * 100)))


def _asked(make: Any) -> Task[Any]:
    """Loading a model belongs on the lane too."""
    yield Step(0)
    return (yield from make())
