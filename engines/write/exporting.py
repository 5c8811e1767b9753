"""From a trained network to an ONNX graph that reads one word at a time and hands its memory back.

The graph is written node by node: torch's own exporter fixes the number of words in the shapes around LSTM nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from engines.exporting import NotTheSame, Ports, parity
from engines.files import written_beside
from engines.graphs import Nodes, Port, recurrent_weights
from engines.write.networks import BookNetwork, WordNetwork
from engines.write.states import ANSWERED

TOLERANCE = 1e-4
#: As many moments as there are.
ENDLESS = 2**63 - 1
#: (batch, time) of the examples that the graph must answer as torch does.
SIZES = ((2, 5), (1, 1), (3, 40))


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
    nodes = Nodes()
    nodes.add("Gather", [nodes.constant("embedding", network.embedding.weight), "words"], "read")
    nodes.add("Transpose", ["read"], "x", perm=[1, 0, 2])
    x = _recurrent_layers(nodes, list(_layers(network)), "x", ports)
    nodes.add("Transpose", [_last_ones(nodes, x)], "hidden", perm=[1, 0, 2])
    _answer(nodes, network)
    _, _, units = network.fresh_state(1)[0].shape
    layers, words = len(_layers(network)), network.embedding.num_embeddings
    memory: list[int | str] = [layers, "batch", units]
    inputs: list[Port] = [("words", "int64", ["batch", "time"])]
    inputs += [(name, "float32", memory) for name in ports.inputs[1:]]
    inputs.append((ANSWERED, "int64", [1]))
    outputs: list[Port] = [("logits", "float32", ["batch", "answers", words])]
    outputs += [(name, "float32", memory) for name in ports.outputs[1:]]
    return nodes.model("words", inputs, outputs, metadata)


def _layers(network: WordNetwork | BookNetwork) -> Sequence[nn.Module]:
    return [network.lstm] if isinstance(network, BookNetwork) else list(network.layers)


def _recurrent_layers(nodes: Nodes, layers: Sequence[nn.Module], x: str, ports: Ports) -> str:
    """Each layer reads the one below, from its slice of the memory; returns the name of what the last one says."""
    kept: dict[str, list[str]] = {name: [] for name in ports.inputs[1:]}
    axis = nodes.whole("directions", 1)
    for index, layer in enumerate(layers):
        begins = [_slice(nodes, name, index) for name in kept]
        kind = "LSTM" if len(kept) == 2 else "GRU"
        weights = recurrent_weights(nodes, layer, kind, str(index))
        units = layer.get_parameter("weight_hh_l0").shape[1]
        said = nodes.recurrent(kind, x, weights, begins, units, f"said_{index}")
        x = nodes.add("Squeeze", [said, axis], f"x_{index}")
        for place, name in enumerate(kept):
            kept[name].append(f"{said}_end_{place}")
    for name, ends in kept.items():
        nodes.add("Concat", ends, f"{name}_next", axis=0)
    return x


def _last_ones(nodes: Nodes, x: str) -> str:
    """Only the last ``answered`` moments of ``x`` (time, batch, units): to answer costs more than to read a word."""
    nodes.whole(ANSWERED, ENDLESS)  # what holds where nobody says otherwise
    nodes.add("Shape", [x], "moments", end=1)
    nodes.add("Sub", ["moments", ANSWERED], "unanswered")
    # Never below nothing: a slice would count that from its end.
    nodes.add("Max", ["unanswered", nodes.whole("nothing", 0)], "answers_begin")
    bounds = [nodes.whole("answers_end", ENDLESS), nodes.whole("answers_axis", 0)]
    nodes.add("Slice", [x, "answers_begin", *bounds], "x_answered")
    return "x_answered"


def _slice(nodes: Nodes, name: str, index: int) -> str:
    bounds = [nodes.whole(f"{name}_{index}_{side}", place) for side, place in (("first", index), ("last", index + 1))]
    return nodes.add("Slice", [name, *bounds], f"{name}_{index}")


def _answer(nodes: Nodes, network: WordNetwork | BookNetwork) -> None:
    """From the last layer's numbers to logits; a tied network uses the embedding a second time."""
    if isinstance(network, BookNetwork):
        nodes.add("MatMul", ["hidden", nodes.constant("dense", network.dense.weight.T)], "weighed")
        nodes.add("Add", ["weighed", nodes.constant("bias", network.dense.bias)], "logits")
        return
    hidden = "hidden"
    if isinstance(network.narrow, nn.Linear):
        hidden = nodes.linear(hidden, network.narrow, "narrow")
    nodes.add("Transpose", ["embedding"], "answers", perm=[1, 0])
    nodes.add("MatMul", [hidden, "answers"], "weighed")
    nodes.add("Add", ["weighed", nodes.constant("bias", network.bias)], "logits")
