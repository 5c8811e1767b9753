"""V as everything but its training uses it: ONNX Runtime, numpy arrays in and out."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.runtime import session

#: As ``exporting`` names them; its own module would bring torch along.
ENCODER, DECODER = "vision-encoder.onnx", "vision-decoder.onnx"
LATENTS = 32

Floats = NDArray[np.float32]


class Vision:
    """The V in a folder (a model's or a run's). Nothing is loaded before it is first used.

    Raises MissingWeights at first use when a file is missing or damaged.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder = folder
        self._threads = threads

    @cached_property
    def _encoder(self) -> Any:
        return session(self.folder / ENCODER, self._threads)

    @cached_property
    def _decoder(self) -> Any:
        return session(self.folder / DECODER, self._threads)

    def encode(self, frames: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        """Mean and log variance (n, 32) of the latents of frames uint8 (n, 64, 64, 3)."""
        mean, log_variance = self._encoder.run(["mean", "log_variance"], {"frames": np.ascontiguousarray(frames)})
        return mean, log_variance

    def decode(self, latents: Floats) -> NDArray[np.uint8]:
        """Frames uint8 (n, 64, 64, 3) of latents (n, 32)."""
        painted = self.paint(latents)
        frames: NDArray[np.uint8] = np.rint(painted * 255).astype(np.uint8)
        return frames

    def paint(self, latents: Floats) -> Floats:
        """As ``decode``, float32 in 0 to 1."""
        (painted,) = self._decoder.run(["frames"], {"latents": np.ascontiguousarray(latents, np.float32)})
        found: Floats = painted
        return found
