"""The part of Compose that shows and changes the signs: tempo, metre, key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from engines.compose.notes import Key
from engines.compose.signs import metre_at, tempo_at, with_key, with_metre, with_tempo, without_key
from studio.panes.compose.parts import Part

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane


class SignsPart(Part):
    """What holds at the playhead is shown in the bar and changed there."""

    name = "signs"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        self.piece, self.bar, self.outlook = pane.piece, pane.page.bar, pane.outlook
        self.bar.tempo.valueChanged.connect(self._set_tempo)
        self.bar.metre.chosen.connect(self._set_metre)
        self.bar.key.chosen.connect(self._set_key)
        pane.model.score_changed.connect(self._show)
        self.outlook.playhead_moved.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        score, tick = self.piece.score, self.outlook.playhead
        self.bar.show_tempo(tempo_at(score, tick).bpm)
        self.bar.metre.show_metre(metre_at(score, tick))
        self.bar.key.show_key(score.key_at(int(tick)))

    @Slot(int)
    def _set_tempo(self, bpm: int) -> None:
        self.piece.change(
            self.tr("Tempo {bpm}").format(bpm=bpm), with_tempo(self.piece.score, self._tick, bpm), "tempo"
        )

    @Slot(int, int)
    def _set_metre(self, beats: int, unit: int) -> None:
        name = self.tr("Metre {beats}/{unit}").format(beats=beats, unit=unit)
        self.piece.change(name, with_metre(self.piece.score, self._tick, beats, unit))

    @Slot(object)
    def _set_key(self, key: Key | None) -> None:
        score = self.piece.score
        if key is None:
            self.piece.change(self.tr("No key"), without_key(score, self._tick))
        else:
            self.piece.change(self.tr("Change the key"), with_key(score, self._tick, key.sharps, key.minor))

    @property
    def _tick(self) -> float:
        return self.outlook.playhead
