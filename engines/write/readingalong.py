"""A network read along whole documents, a piece at a time, with its memory carried from piece to piece."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.write.states import answering
from engines.write.vocabulary import STORY_ID

Ids = NDArray[np.int64]
Logits = NDArray[np.float32]


class ReadsAlong(Protocol):
    """What can be measured: any network that answers for a piece of a document and remembers where it was."""

    def start(self) -> None:
        """Forget everything: a new document begins."""

    def logits(self, ids: Ids) -> Logits:
        """Logits (time, V) of the word after each of ``ids``, which continue what was read since ``start``."""


class SessionReader:
    """An ONNX session of a graph with inputs ``words`` and memories (``h``, for LSTMs ``c``), as ``model.onnx``.

    With ``window`` it forgets as the book's model does: every word is told from the ``window`` words before it
    alone, a beginning being filled up with STORY.
    """

    def __init__(self, session: Any, window: int | None = None) -> None:
        self._session = session
        self._window = window
        self._shapes = {port.name: port.shape for port in session.get_inputs() if port.name != "words"}
        self._memory = self._fresh(1)
        self._before = self._opening()

    def start(self) -> None:
        self._memory = self._fresh(1)
        self._before = self._opening()

    def logits(self, ids: Ids) -> Logits:
        if self._window:
            return self._windowed(ids, self._window)
        outputs = ["logits", *(f"{name}_next" for name in self._shapes)]
        found, *after = self._session.run(outputs, {"words": ids[None].astype(np.int64), **self._memory})
        self._memory = dict(zip(self._shapes, after, strict=True))
        logits: Logits = found[0]
        return logits

    def _windowed(self, ids: Ids, window: int) -> Logits:
        row = np.concatenate((self._before, ids))
        self._before = row[-(window - 1) :] if window > 1 else row[:0]
        windows = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(row, window), dtype=np.int64)
        fed = {"words": windows, **self._fresh(len(windows)), **answering(self._session, 1)}
        logits: Logits = self._session.run(["logits"], fed)[0][:, -1]
        return logits

    def _fresh(self, rows: int) -> dict[str, NDArray[np.float32]]:
        return {name: np.zeros((shape[0], rows, shape[2]), np.float32) for name, shape in self._shapes.items()}

    def _opening(self) -> Ids:
        return np.full((self._window or 1) - 1, STORY_ID, dtype=np.int64)
