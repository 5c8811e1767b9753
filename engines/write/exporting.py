"""From a trained network to an ONNX graph that reads one word at a time and hands its memory back.

The graph is written node by node: torch's own exporter fixes the number of words in the shapes around LSTM nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engines.exporting import NotTheSame, Ports, parity
from engines.files import written_beside
from engines.write.networks import BookNetwork, WordNetwork
from engines.write.states import ANSWERED

OPSET, IR = 17, 8
TOLERANCE = 1e-4
#: (batch, time) of the examples that the graph must answer as torch does.
SIZES = ((2, 5), (1, 1), (3, 40))
#: Where ONNX wants torch's gates: i, o, f, c instead of i, f, g, o, and z, r, h instead of r, z, n.
GATES = {"LSTM": (0, 3, 1, 2), "GRU": (1, 0, 2)}


def export_graph(network: WordNetwork | BookNetwork, path: Path, metadata: Mapping[str, str] | None = None) -> float:
    """Write ``network`` to ``path``; returns the largest difference to torch in logits and memories.

    Inputs ``words`` int64 (batch, time), ``h`` and, for LSTMs, ``c`` float32 (layers, batch, units); outputs ``logits``
    float32 (batch, time, V), ``h_next``, ``c_next``. A third kind of input may be left out: ``answered`` int64 (1,) is
    after how many of the last words there are logits (batch, answered, V), 0 or more; after all where nothing is said.

    Raises:
        NotTheSame: they answer differently; nothing is written.
        CannotWrite: the disk is full or the folder read-only.
    """
    network.eval()
    names = ("h", "c")[: len(network.fresh_state(1))]
    ports = Ports(("words", *names), ("logits", *(f"{name}_next" for name in names)), ())
    with written_beside(path) as beside:
        beside.write_bytes(_model(network, ports, metadata or {}))
        difference = parity(_Plain(network), beside, _examples(network), ports)
        if not difference <= TOLERANCE:
            raise NotTheSame(f"The exported model differs by {difference:.2g} from the trained one; it was not kept.")
    return difference


class _Plain(nn.Module):
    """The network with its memory as plain inputs and outputs."""

    def __init__(self, network: WordNetwork | BookNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, *state: Tensor) -> tuple[Tensor, ...]:
        logits, after = self.network(words, state)
        return (logits, *after)


def _examples(network: WordNetwork | BookNetwork) -> list[tuple[Tensor, ...]]:
    chance = torch.Generator().manual_seed(0)
    count = network.embedding.num_embeddings
    return [
        (
            torch.randint(count, size, generator=chance),
            *(torch.randn(each.shape, generator=chance) * 0.5 for each in network.fresh_state(size[0])),
        )
        for size in SIZES
    ]


def _model(network: WordNetwork | BookNetwork, ports: Ports, metadata: Mapping[str, str]) -> bytes:
    from onnx import TensorProto, checker, helper

    nodes = _Nodes()
    nodes.add("Gather", [nodes.constant("embedding", network.embedding.weight), "words"], "read")
    nodes.add("Transpose", ["read"], "x", perm=[1, 0, 2])
    x = _recurrent_layers(nodes, list(_layers(network)), "x", ports)
    nodes.add("Transpose", [_last_ones(nodes, x)], "hidden", perm=[1, 0, 2])
    _answer(nodes, network)
    _, _, units = network.fresh_state(1)[0].shape
    layers, words = len(_layers(network)), network.embedding.num_embeddings
    memory = [layers, "batch", units]
    inputs = [helper.make_tensor_value_info("words", TensorProto.INT64, ["batch", "time"])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, memory) for name in ports.inputs[1:]]
    inputs.append(helper.make_tensor_value_info(ANSWERED, TensorProto.INT64, [1]))
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "answers", words])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, memory) for name in ports.outputs[1:]]
    graph = helper.make_graph(nodes.made, "words", inputs, outputs, nodes.constants)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name="reverie"
    )
    helper.set_model_props(model, dict(metadata))
    checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString()
    return content


class _Nodes:
    """The nodes and constants of a graph under way."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, inputs: Sequence[str], *outputs: str, **attributes: Any) -> None:
        from onnx import helper

        self.made.append(helper.make_node(kind, list(inputs), list(outputs), **attributes))

    def constant(self, name: str, value: Tensor | NDArray[Any]) -> str:
        from onnx import numpy_helper

        content = value.detach().numpy() if isinstance(value, Tensor) else value
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(content), name))
        return name


def _layers(network: WordNetwork | BookNetwork) -> Sequence[nn.Module]:
    return [network.lstm] if isinstance(network, BookNetwork) else list(network.layers)


def _recurrent_layers(nodes: _Nodes, layers: Sequence[nn.Module], x: str, ports: Ports) -> str:
    """Each layer reads the one below, from its slice of the memory; returns the name of what the last one says."""
    kept: dict[str, list[str]] = {name: [] for name in ports.inputs[1:]}
    axis = nodes.constant("directions", np.array([1], dtype=np.int64))
    for index, layer in enumerate(layers):
        begins = [_slice(nodes, name, index) for name in kept]
        kind = "LSTM" if len(kept) == 2 else "GRU"
        ends = [f"{name}_{index}_end" for name in kept]
        fixed = {"linear_before_reset": 1} if kind == "GRU" else {}
        weights = _weights(nodes, layer, kind, index)
        units = layer.get_parameter("weight_hh_l0").shape[1]
        nodes.add(kind, [x, *weights, "", *begins], f"said_{index}", *ends, hidden_size=units, **fixed)
        nodes.add("Squeeze", [f"said_{index}", axis], f"x_{index}")
        x = f"x_{index}"
        for name, end in zip(kept, ends, strict=True):
            kept[name].append(end)
    for name, ends in kept.items():
        nodes.add("Concat", ends, f"{name}_next", axis=0)
    return x


def _last_ones(nodes: _Nodes, x: str) -> str:
    """Only the last ``answered`` moments of ``x`` (time, batch, units): to answer costs more than to read a word."""
    most, first, zero = (np.array([value], dtype=np.int64) for value in (np.iinfo(np.int64).max, 0, 0))
    nodes.constant(ANSWERED, most)  # what holds where nobody says otherwise
    nodes.add("Shape", [x], "moments", end=1)
    nodes.add("Sub", ["moments", ANSWERED], "unanswered")
    # Never below nothing: a slice would count that from its end.
    nodes.add("Max", ["unanswered", nodes.constant("nothing", zero)], "answers_begin")
    bounds = [nodes.constant("answers_end", most), nodes.constant("answers_axis", first)]
    nodes.add("Slice", [x, "answers_begin", *bounds], "x_answered")
    return "x_answered"


def _slice(nodes: _Nodes, name: str, index: int) -> str:
    bounds = [
        nodes.constant(f"{name}_{index}_{side}", np.array([place], dtype=np.int64))
        for side, place in (("first", index), ("last", index + 1))
    ]
    nodes.add("Slice", [name, *bounds], f"{name}_{index}")
    return f"{name}_{index}"


def _weights(nodes: _Nodes, layer: nn.Module, kind: str, index: int) -> list[str]:
    """Torch's weights in ONNX's order of gates, with one direction in front."""

    def turned(name: str) -> NDArray[np.float32]:
        gates = np.split(layer.get_parameter(f"{name}_l0").detach().numpy(), len(GATES[kind]))
        return np.concatenate([gates[place] for place in GATES[kind]])[None]

    biases = np.concatenate([turned("bias_ih"), turned("bias_hh")], axis=1)
    return [
        nodes.constant(f"{name}_{index}", value)
        for name, value in (("W", turned("weight_ih")), ("R", turned("weight_hh")), ("B", biases))
    ]


def _answer(nodes: _Nodes, network: WordNetwork | BookNetwork) -> None:
    """From the last layer's numbers to logits; a tied network uses the embedding a second time."""
    if isinstance(network, BookNetwork):
        nodes.add("MatMul", ["hidden", nodes.constant("dense", network.dense.weight.T)], "weighed")
        nodes.add("Add", ["weighed", nodes.constant("bias", network.dense.bias)], "logits")
        return
    hidden = "hidden"
    if isinstance(network.narrow, nn.Linear):
        nodes.add("MatMul", [hidden, nodes.constant("narrow", network.narrow.weight.T)], "narrowed")
        nodes.add("Add", ["narrowed", nodes.constant("narrow_bias", network.narrow.bias)], "narrow_hidden")
        hidden = "narrow_hidden"
    nodes.add("Transpose", ["embedding"], "answers", perm=[1, 0])
    nodes.add("MatMul", [hidden, "answers"], "weighed")
    nodes.add("Add", ["weighed", nodes.constant("bias", network.bias)], "logits")
