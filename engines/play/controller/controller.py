"""C of the world models: 867 numbers from what is seen (z) and remembered (h) to steer, gas and brake.

Ha and Schmidhuber 2018, equation 1: a = W [z, h] + b, here with a squashing for each action. What goes in is brought
to mean 0 and deviation 1 first, so that one step size suits every weight; for answering this is folded into W and b.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput, MissingWeights
from engines.files import write_bytes

Floats = NDArray[np.float32]

LATENTS = 32
HIDDEN = 256
FEATURES = LATENTS + HIDDEN
ACTIONS = 3
#: Numbers of a controller: a weight for each feature and action, and a bias for each action.
PARAMETERS = (FEATURES + 1) * ACTIONS
#: The name of a controller's file in the folder of a run or a model.
FILE = "controller.safetensors"
FORMAT = 1
#: No feature counts as steadier than this: one that hardly moves would else be blown up.
LEAST_DEVIATION = 1e-3


def squash(raw: NDArray[Any]) -> Floats:
    """Any numbers (..., 3) as actions: steer tanh (-1 to 1), gas sigmoid (0 to 1), brake tanh cut off below 0."""
    raw = np.asarray(raw, np.float32)
    gas = 0.5 + 0.5 * np.tanh(0.5 * raw[..., 1])
    return np.stack([np.tanh(raw[..., 0]), gas, np.maximum(np.tanh(raw[..., 2]), 0.0)], -1).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Standard:
    """Mean and deviation of every feature, float32 (288,) each: what is taken off and divided by."""

    mean: Floats = field(default_factory=lambda: np.zeros(FEATURES, np.float32))
    deviation: Floats = field(default_factory=lambda: np.ones(FEATURES, np.float32))

    @classmethod
    def of(cls, features: NDArray[Any]) -> Standard:
        """Those of features (n, 288), n at least 1."""
        spread = np.maximum(features.std(0, dtype=np.float64), LEAST_DEVIATION)
        return cls(features.mean(0, dtype=np.float64).astype(np.float32), spread.astype(np.float32))


@dataclass(frozen=True, eq=False)
class Controller:
    """``weights`` (3, 288) and ``bias`` (3,) for standardised features [z, h], float32.

    ``about`` is what is known of it: numbers and texts by name, kept in its file.
    """

    weights: Floats
    bias: Floats
    standard: Standard = field(default_factory=Standard)
    about: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shapes = [np.shape(each) for each in (self.weights, self.bias, self.standard.mean, self.standard.deviation)]
        if shapes != [(ACTIONS, FEATURES), (ACTIONS,), (FEATURES,), (FEATURES,)]:
            raise BadInput(
                f"This controller is of another shape ({shapes[0]}): one for {LATENTS} latents and {HIDDEN} units of "
                "memory is needed. Train it anew with this model."
            )

    @classmethod
    def blank(cls, standard: Standard | None = None) -> Controller:
        """One that holds the wheel still."""
        return cls.from_vector(np.zeros(PARAMETERS), standard)

    @classmethod
    def from_vector(
        cls, vector: NDArray[Any], standard: Standard | None = None, about: Mapping[str, Any] | None = None
    ) -> Controller:
        """The controller of 867 numbers as ``to_vector`` gives them; raises BadInput for another count."""
        if np.shape(vector) != (PARAMETERS,):
            raise BadInput(f"A controller is {PARAMETERS} numbers, not {np.size(vector)}. Train it anew.")
        table = np.array(vector, np.float32).reshape(ACTIONS, FEATURES + 1)
        return cls(table[:, :-1].copy(), table[:, -1].copy(), standard or Standard(), about or {})

    def to_vector(self) -> Floats:
        """Its 867 numbers, for standardised features: for each action 288 weights and the bias."""
        return np.concatenate([self.weights, self.bias[:, None]], 1).reshape(-1).astype(np.float32)

    def act(self, features: NDArray[Any]) -> Floats:
        """Actions (..., 3) for features [z, h] (..., 288) as they come, not standardised."""
        table = self._folded
        return squash(np.asarray(features, np.float32) @ table[:, :-1].T + table[:, -1])

    def folded(self) -> Controller:
        """The same controller for features as they come: its standard is mean 0 and deviation 1."""
        table = self._folded
        return Controller(table[:, :-1].copy(), table[:, -1].copy(), about=self.about)

    @cached_property
    def _folded(self) -> Floats:
        """Weights and bias (3, 289) for features as they come."""
        weights = self.weights.astype(np.float64) / self.standard.deviation
        bias = self.bias - weights @ self.standard.mean.astype(np.float64)
        return np.concatenate([weights, bias[:, None]], 1).astype(np.float32)

    def save(self, path: Path) -> None:
        """Write it as safetensors, with ``about`` as JSON in the file's header; raises CannotWrite."""
        from safetensors.numpy import save

        header = {"reverie": json.dumps({"format": FORMAT, "kind": "controller", "about": dict(self.about)})}
        tensors = {
            "weights": np.ascontiguousarray(self.weights, np.float32),
            "bias": np.ascontiguousarray(self.bias, np.float32),
            "mean": np.ascontiguousarray(self.standard.mean, np.float32),
            "deviation": np.ascontiguousarray(self.standard.deviation, np.float32),
        }
        write_bytes(path, save(tensors, metadata=header))

    @classmethod
    def load(cls, path: Path) -> Controller:
        """The controller in a file, or in the folder of a run or a model.

        Raises:
            MissingWeights: there is none, it is damaged, or made by a newer Reverie.
            BadInput: it is of another shape.
        """
        from safetensors import SafetensorError, safe_open

        path = path / FILE if path.is_dir() else path
        try:
            with safe_open(path, framework="np") as file:
                header = json.loads((file.metadata() or {})["reverie"])
                if header["format"] > FORMAT:
                    raise MissingWeights(f"The controller “{path}” was made by a newer Reverie. Update Reverie.")
                weights, bias, mean, deviation = (
                    file.get_tensor(name) for name in ("weights", "bias", "mean", "deviation")
                )
                about = dict(header["about"])
        except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
            if not path.exists():
                raise MissingWeights(f"There is no controller at “{path}”. Train one first.") from error
            raise MissingWeights(f"The controller “{path}” is damaged. Train it anew or choose another.") from error
        if not all(np.isfinite(each).all() for each in (weights, bias, mean, deviation)) or (deviation <= 0).any():
            raise MissingWeights(f"The controller “{path}” is damaged. Train it anew or choose another.")
        return cls(weights, bias, Standard(mean, deviation), about)


def act_each(controllers: NDArray[Any], features: NDArray[Any]) -> Floats:
    """Actions (n, 3) of n folded controllers (n, 3, 289), each for its own features (n, 288) as they come."""
    raw = np.einsum("naf,nf->na", controllers[:, :, :-1], features) + controllers[:, :, -1]
    return squash(raw)
