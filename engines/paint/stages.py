"""The style network cut at its norms, so that a picture too large for one piece can be painted in strips.

Instance norm needs the mean and the variance of the whole picture before any of it can go on. So the graph is cut in
front of every norm: a stage runs strip by strip over the whole picture, its statistics are then known exactly, and the
next stage takes them as inputs. Statistics of a thumbnail (Chen et al. 2021, arXiv 2103.11784) were tried first: on
photographs of 2000 x 1500 the painting was off by 4 to 13 of 255, for grain and edges, which a thumbnail loses, are
what most channels look at; samples of patches at native scale were off by 2 to 15.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import MissingWeights
from engines.runtime import session_of

Floats = NDArray[np.float32]

PHOTO, WEIGHTS, STYLIZED = "photo", "style_weights", "stylized"
#: Norms before the first block and after the last one.
_BEFORE, _AFTER = 2, 2


class NotOurGraph(ValueError):
    """The graph has not the shape of our style network, so nobody knows where to cut."""


@dataclass(frozen=True)
class Norm:
    """One instance norm of the graph, as a factor and an addend for each channel once the statistics are known."""

    index: int
    scale: Floats
    bias: Floats
    epsilon: float

    @property
    def names(self) -> tuple[str, str]:
        """What the stages call the factor and the addend, (1, channels, 1, 1) each."""
        return f"norm_{self.index}.factor", f"norm_{self.index}.addend"

    def given(self, mean: NDArray[np.float64], variance: NDArray[np.float64]) -> dict[str, Floats]:
        """Inputs for the stages that come after this norm; ``mean`` and ``variance`` are (channels,)."""
        factor = self.scale / np.sqrt(variance + self.epsilon)
        addend = self.bias - mean * factor
        values = [each.astype(np.float32).reshape(1, -1, 1, 1) for each in (factor, addend)]
        return dict(zip(self.names, values, strict=True))


@dataclass(frozen=True)
class Stage:
    """A piece of the network that runs strip by strip.

    ``consumes`` and ``keeps`` name arrays at a quarter of the size that go in for good and come out for later;
    ``looks_at`` those that go in and stay. The statistics of ``measures`` (an output) belong to ``norm``.
    """

    session: Any
    inputs: tuple[str, ...]
    consumes: tuple[str, ...] = ()
    looks_at: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    measures: str = ""
    norm: Norm | None = None

    @property
    def outputs(self) -> tuple[str, ...]:
        """Everything to ask the session for."""
        return tuple(dict.fromkeys((*self.keeps, self.measures or STYLIZED)))


def staged(model: Path) -> list[Stage]:
    """The stages of a style model, in order; the last one gives ``stylized``.

    Raises:
        NotOurGraph: it is another network.
        MissingWeights: ONNX Runtime refuses a piece.
    """
    graph = _Graph(model)
    raws, count = graph.raws, len(graph.raws)
    blocks = (count - _BEFORE - _AFTER) // 2
    if blocks < 1 or count != _BEFORE + 2 * blocks + _AFTER:
        raise NotOurGraph(f"{model} has {count} norms")
    stages = [graph.stage(measured=0), graph.stage(measured=1, keeps=(raws[1],))]
    flow: tuple[str, ...] = (raws[1],)  # what crosses from one stage to the next
    for first in range(_BEFORE, count - _AFTER, 2):
        trunk = graph.source(first)  # the sum that goes around the block
        stages.append(graph.stage(first, consumes=flow, keeps=(trunk, raws[first])))
        stages.append(graph.stage(first + 1, consumes=(raws[first],), keeps=(raws[first + 1],)))
        flow = (trunk, raws[first + 1])
    trunk = graph.source(count - 2)
    stages.append(graph.stage(count - 2, consumes=flow, keeps=(trunk,)))
    stages.append(graph.stage(count - 1, looks_at=(trunk,)))
    stages.append(graph.stage(None, looks_at=(trunk,)))
    return stages


class _Graph:
    """An ONNX graph whose norms take their statistics from outside, and pieces of it as sessions of their own."""

    def __init__(self, model: Path) -> None:
        import onnx

        self._name = model.name
        try:
            self._model = onnx.load(str(model))
        except Exception as error:
            raise MissingWeights(f"The model file “{model.name}” is damaged. Install Reverie again.") from error
        graph = self._model.graph
        self._constants = {each.name: each for each in graph.initializer}
        norms = [node for node in graph.node if node.op_type == "InstanceNormalization"]
        self.raws = [str(node.input[0]) for node in norms]
        self._norms = [self._norm(index, node) for index, node in enumerate(norms)]
        self._nodes = [piece for node in graph.node for piece in self._opened(node)]
        self._producers = {name: node for node in self._nodes for name in node.output if name}

    def _norm(self, index: int, node: Any) -> Norm:
        from onnx import numpy_helper

        if not self._constants.keys() >= set(node.input[1:3]):
            raise NotOurGraph(f"{self._name} computes the scale of a norm")
        scale, bias = (numpy_helper.to_array(self._constants[name]).astype(np.float32) for name in node.input[1:3])
        epsilon = next((each.f for each in node.attribute if each.name == "epsilon"), 1e-5)
        return Norm(index, scale, bias, epsilon)

    def _opened(self, node: Any) -> list[Any]:
        """A norm as a multiplication and an addition; any other node as it is."""
        from onnx import helper

        if node.op_type != "InstanceNormalization":
            return [node]
        factor, addend = self._norms[self.raws.index(node.input[0])].names
        between = f"{node.output[0]}.scaled"
        return [
            helper.make_node("Mul", [node.input[0], factor], [between]),
            helper.make_node("Add", [between, addend], [node.output[0]]),
        ]

    def source(self, index: int) -> str:
        """What the convolution in front of a norm looks at, before padding and enlarging."""
        name = self.raws[index]
        for kind in ("Conv", "Pad", "Resize"):
            node = self._producers.get(name)
            if node is not None and node.op_type == kind:
                name = str(node.input[0])
        return name

    def stage(
        self,
        measured: int | None,
        consumes: tuple[str, ...] = (),
        looks_at: tuple[str, ...] = (),
        keeps: tuple[str, ...] = (),
    ) -> Stage:
        """The piece from the named arrays (or the photograph) to ``keeps`` and to what goes into norm ``measured``."""
        measures = "" if measured is None else self.raws[measured]
        wanted = tuple(dict.fromkeys((*keeps, measures or STYLIZED)))
        nodes, inputs = self._between({*consumes, *looks_at}, wanted)
        missing = {*consumes, *looks_at} - set(inputs)
        if missing:
            raise NotOurGraph(f"{self._name} does not use {missing}")
        norm = None if measured is None else self._norms[measured]
        piece = session_of(self._model_of(nodes, inputs, wanted), self._name)
        return Stage(piece, inputs, consumes, looks_at, keeps, measures, norm)

    def _between(self, starts: set[str], wanted: Iterable[str]) -> tuple[list[Any], tuple[str, ...]]:
        """The nodes that lead from ``starts`` to ``wanted``, in order, and all that has to be fed."""
        needed, inputs, waiting = set(), set(), list(wanted)
        while waiting:
            name = waiting.pop()
            node = None if name in starts else self._producers.get(name)
            if node is None:
                inputs.add(name)
            elif id(node) not in needed:
                needed.add(id(node))
                waiting += [each for each in node.input if each]
        nodes = [node for node in self._nodes if id(node) in needed]
        return nodes, tuple(sorted(inputs - self._constants.keys()))

    def _model_of(self, nodes: list[Any], inputs: tuple[str, ...], outputs: tuple[str, ...]) -> bytes:
        from onnx import TensorProto, helper

        def port(name: str) -> Any:
            shape = [None] if name == WEIGHTS else [None] * 4
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

        used = {name for node in nodes for name in node.input}
        constants = [each for name, each in self._constants.items() if name in used]
        graph = helper.make_graph(
            nodes, "stage", [port(name) for name in inputs], [port(name) for name in outputs], constants
        )
        whole = helper.make_model(graph, opset_imports=self._model.opset_import, ir_version=self._model.ir_version)
        written: bytes = whole.SerializeToString()
        return written
