"""ONNX graphs written node by node, where torch's own exporter fixes what must be free.

It fixes the number of moments in the shapes around recurrent layers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

OPSET, IR = 17, 8
#: The domain of nodes that only ONNX Runtime knows.
RUNTIME = "com.microsoft"
#: Where ONNX wants torch's gates: i, o, f, c instead of i, f, g, o, and z, r, h instead of r, z, n.
GATES = {"LSTM": (0, 3, 1, 2), "GRU": (1, 0, 2)}

#: Name, kind ("int64" or "float32") and shape of an input or output; a text stands for a size that may vary.
Port = tuple[str, str, Sequence[int | str]]


class Nodes:
    """The nodes and constants of a graph under way."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, inputs: Sequence[str], *outputs: str, **attributes: Any) -> str:
        """One node; returns the name of its first output."""
        from onnx import helper

        self.made.append(helper.make_node(kind, list(inputs), list(outputs), **attributes))
        return outputs[0]

    def constant(self, name: str, value: Tensor | NDArray[Any]) -> str:
        """One constant; returns its name."""
        from onnx import numpy_helper

        content = value.detach().numpy() if isinstance(value, Tensor) else value
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(content), name))
        return name

    def whole(self, name: str, *numbers: int) -> str:
        """A row of whole numbers as a constant; returns its name."""
        return self.constant(name, np.array(numbers, dtype=np.int64))

    def linear(self, x: str, layer: nn.Linear, name: str) -> str:
        """``layer`` on ``x``; returns the name of what it says."""
        return self.affine(x, layer.weight.T, layer.bias, name)

    def affine(self, x: str, weight: Tensor, bias: Tensor, name: str) -> str:
        """x · weight + bias for ``weight`` (in, out); returns the name of it."""
        product = self.add("MatMul", [x, self.constant(f"{name}_weight", weight)], f"{name}_product")
        return self.add("Add", [product, self.constant(f"{name}_bias", bias)], name)

    def recurrent(self, kind: str, x: str, weights: Sequence[str], begins: Sequence[str], units: int, name: str) -> str:
        """One LSTM or GRU from ``begins`` on; what it says is (time, 1, rows, units), its ends ``…_end_0``, ``_1``."""
        fixed = {"linear_before_reset": 1} if kind == "GRU" else {}
        ends = [f"{name}_end_{place}" for place in range(len(begins))]
        self.add(kind, [x, *weights, "", *begins], name, *ends, hidden_size=units, **fixed)
        return name

    def model(self, name: str, inputs: Sequence[Port], outputs: Sequence[Port], metadata: Mapping[str, str]) -> bytes:
        """The finished model, checked."""
        from onnx import TensorProto, checker, helper

        kinds = {"int64": TensorProto.INT64, "float32": TensorProto.FLOAT}
        ports = [
            [helper.make_tensor_value_info(port, kinds[kind], list(shape)) for port, kind, shape in side]
            for side in (inputs, outputs)
        ]
        graph = helper.make_graph(self.made, name, *ports, self.constants)
        domains = sorted({node.domain for node in self.made if node.domain})
        imports = [helper.make_opsetid("", OPSET), *(helper.make_opsetid(domain, 1) for domain in domains)]
        made = helper.make_model(graph, opset_imports=imports, ir_version=IR, producer_name="reverie")
        helper.set_model_props(made, dict(metadata))
        checker.check_model(made, full_check=True)
        content: bytes = made.SerializeToString()
        return content


def recurrent_weights(nodes: Nodes, layer: nn.Module, kind: str, name: str, number: int = 0) -> list[str]:
    """Torch's weights of one layer in ONNX's order of gates, with one direction in front; the names W, R and B."""
    inward, around, *biases = (
        turned(layer, kind, f"{part}_l{number}")[None] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    parts = (("W", inward), ("R", around), ("B", np.concatenate(biases, axis=1)))
    return [nodes.constant(f"{part}_{name}", value) for part, value in parts]


def turned(layer: nn.Module, kind: str, parameter: str) -> NDArray[np.float32]:
    """Torch's weights or biases of a recurrent layer, (gates · units, …), in ONNX's order of gates."""
    gates = np.split(layer.get_parameter(parameter).detach().numpy(), len(GATES[kind]))
    return np.concatenate([gates[place] for place in GATES[kind]])
