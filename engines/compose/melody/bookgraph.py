"""The book's model as an ONNX graph, which reads a window of sounds at once."""

from __future__ import annotations

from collections.abc import Mapping

from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.network import LAYERS
from engines.graphs import Nodes, Port, recurrent_weights


def book_graph(network: BookNetwork, metadata: Mapping[str, str]) -> bytes:
    """Its ports are told of at ``exporting.export_graph``."""
    nodes = Nodes()
    for name, table in (("sounds", network.sounds), ("durations", network.durations)):
        nodes.add("Gather", [nodes.constant(f"{name}_table", table.weight), name], f"{name}_read")
    nodes.add("Concat", ["sounds_read", "durations_read"], "told", axis=2)
    x = nodes.add("Transpose", ["told"], "x", perm=[1, 0, 2])
    axis = nodes.whole("axis_1", 1)
    for layer in range(LAYERS):
        weights = recurrent_weights(nodes, network.lstm, "LSTM", str(layer), layer)
        name = nodes.recurrent("LSTM", x, weights, (), network.lstm.hidden_size, f"lstm_{layer}")
        x = nodes.add("Squeeze", [name, axis], f"x_{layer}")
    hidden = nodes.add("Transpose", [x], "hidden", perm=[1, 0, 2])
    nodes.add("Tanh", [nodes.linear(hidden, network.alignment, "alignment")], "bounded")
    nodes.add("Squeeze", ["bounded", nodes.whole("axis_2", 2)], "flat")
    nodes.add("Softmax", ["flat"], "looked", axis=-1)
    nodes.add("Unsqueeze", ["looked", axis], "weights")
    nodes.add("MatMul", ["weights", hidden], "summed")
    summary = nodes.add("Squeeze", ["summed", axis], "summary")
    nodes.linear(summary, network.duration, "durations_said")
    nodes.linear(summary, network.sound, "sounds_said")
    inputs: list[Port] = [(name, "int64", ["rows", "time"]) for name in ("sounds", "durations")]
    outputs: list[Port] = [
        ("durations_said", "float32", ["rows", network.duration.out_features]),
        ("sounds_said", "float32", ["rows", network.sound.out_features]),
        ("looked", "float32", ["rows", "time"]),
    ]
    return nodes.model("book", inputs, outputs, metadata)
