"""From a trained melody network to an ONNX graph of one step: one sound is heard, and what may follow is told.

What the network remembers goes in and comes out: the states of its LSTMs, and keys and values of all sounds heard,
which grow by one a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.features import TOLD
from engines.compose.melody.network import LAYERS, MelodyNetwork
from engines.compose.melody.proving import book_difference, difference
from engines.errors import MissingWeights
from engines.exporting import NotTheSame
from engines.files import write_bytes
from engines.graphs import Nodes, Port, recurrent_weights
from engines.runtime import session_of

TOLERANCE = 1e-4

Network = MelodyNetwork | BookNetwork


def export_graph(network: Network, path: Path, metadata: Mapping[str, str] | None = None) -> float:
    """Write ``network`` to ``path``; returns the largest difference to torch that was found.

    A MelodyNetwork: inputs ``heard`` int64 (rows, 9) in the order of TOLD, ``bars_away`` int64 (rows, past + 1), ``h``
    and ``c`` (2, rows, units), ``keys`` and ``values`` (rows, heads, past, units / heads); outputs ``durations``
    (rows, D), ``sounds`` (rows, D, S) for each duration, ``looked`` (rows, heads, past + 1), and what is remembered
    with ``_next`` behind its name. The book's: inputs ``sounds`` and ``durations`` int64 (rows, time); outputs
    ``durations`` (rows, D), ``sounds`` (rows, S) and ``looked`` (rows, time).

    Raises:
        NotTheSame: they answer differently; nothing is written.
        CannotWrite: the disk is full or the folder read-only.
    """
    network.eval()
    model = graph_of(network, metadata or {})
    try:
        answering = session_of(model, path.name, 1)
    except MissingWeights as error:
        raise NotTheSame("The exported model cannot be read; it was not kept.") from error
    worst = book_difference(network, answering) if isinstance(network, BookNetwork) else difference(network, answering)
    if not worst <= TOLERANCE:
        raise NotTheSame(f"The exported model differs by {worst:.2g} from the trained one; it was not kept.")
    write_bytes(path, model)
    return worst


def graph_of(network: Network, metadata: Mapping[str, str] | None = None) -> bytes:
    """The graph of one step as a file holds it; see ``export_graph``."""
    with torch.no_grad():
        if isinstance(network, BookNetwork):
            return _book(network, metadata or {})
        return _melody(network, metadata or {})


def _melody(network: MelodyNetwork, metadata: Mapping[str, str]) -> bytes:
    config, nodes = network.config, Nodes()
    x = _read(nodes, network)
    said = _recurrent(nodes, network, x)
    hidden = _attended(nodes, network, said, x)
    nodes.linear(hidden, network.duration, "durations")
    _sounds(nodes, network, hidden)
    size = config.units // config.heads
    memory: list[int | str] = [LAYERS, "rows", config.units]
    past: list[int | str] = ["rows", config.heads, "past", size]
    grown: list[int | str] = ["rows", config.heads, "past_next", size]
    inputs: list[Port] = [
        ("heard", "int64", ["rows", len(TOLD)]),
        ("bars_away", "int64", ["rows", "past_next"]),
        *((name, "float32", memory) for name in ("h", "c")),
        *((name, "float32", past) for name in ("keys", "values")),
    ]
    outputs: list[Port] = [
        ("durations", "float32", ["rows", config.durations]),
        ("sounds", "float32", ["rows", config.durations, config.sounds]),
        ("looked", "float32", ["rows", config.heads, "past_next"]),
        *((f"{name}_next", "float32", memory) for name in ("h", "c")),
        *((f"{name}_next", "float32", grown) for name in ("keys", "values")),
    ]
    return nodes.model("melody", inputs, outputs, metadata)


def _read(nodes: Nodes, network: MelodyNetwork) -> str:
    """All tables stand under each other, so that one look-up finds everything that is told of a sound."""
    told = (network.told[name].get_parameter("weight") for name in TOLD[2:])
    tables = [network.table(), network.durations.weight, *told]
    offsets = np.append(0, np.cumsum([len(table) for table in tables])[:-1]).astype(np.int64)
    nodes.constant("tables", torch.cat(tables))
    nodes.add("Add", ["heard", nodes.constant("offsets", offsets)], "places")
    nodes.add("Gather", ["tables", "places"], "told")
    nodes.add("ReduceSum", ["told", nodes.whole("axis_1", 1)], "sum", keepdims=0)
    return _gelu(nodes, nodes.linear("sum", network.mix, "mix"), "x")


def _gelu(nodes: Nodes, x: str, name: str) -> str:
    """x · Φ(x), as torch writes it out."""
    half, one, root = (
        nodes.constant(f"{name}_{part}", np.array(value, dtype=np.float32))
        for part, value in (("half", 0.5), ("one", 1.0), ("root", np.sqrt(0.5)))
    )
    nodes.add("Mul", [x, root], f"{name}_scaled")
    nodes.add("Erf", [f"{name}_scaled"], f"{name}_erf")
    nodes.add("Add", [f"{name}_erf", one], f"{name}_raised")
    nodes.add("Mul", [x, half], f"{name}_halved")
    return nodes.add("Mul", [f"{name}_halved", f"{name}_raised"], name)


def _recurrent(nodes: Nodes, network: MelodyNetwork, x: str) -> str:
    first = nodes.whole("first", 0)
    said = nodes.add("Unsqueeze", [x, first], "read")
    bounds = [nodes.whole(f"layer_{place}", place) for place in range(LAYERS + 1)]
    for place, lstm in enumerate(network.lstms):
        weights = recurrent_weights(nodes, lstm, "LSTM", str(place))
        begins = [nodes.add("Slice", [name, *bounds[place : place + 2]], f"{name}_{place}") for name in ("h", "c")]
        name = nodes.recurrent("LSTM", said, weights, begins, network.config.units, f"lstm_{place}")
        said = nodes.add("Squeeze", [name, nodes.whole(f"direction_{place}", 1)], f"said_{place}")
    for place, name in enumerate(("h", "c")):
        nodes.add("Concat", [f"lstm_{layer}_end_{place}" for layer in range(LAYERS)], f"{name}_next", axis=0)
    return nodes.add("Squeeze", [said, first], "said")


def _attended(nodes: Nodes, network: MelodyNetwork, said: str, x: str) -> str:
    """The sound just heard looks at all before it and at itself."""
    config = network.config
    heads, size = config.heads, config.units // config.heads
    asked = nodes.add(
        "Reshape", [nodes.linear(said, network.asked, "ask"), nodes.whole("one", 0, heads, 1, size)], "asked"
    )
    nodes.add("Concat", [said, x], "both", axis=1)
    nodes.add("Reshape", [nodes.linear("both", network.seen, "see"), nodes.whole("two", 0, 2, heads, 1, size)], "seen")
    nodes.add("Split", ["seen"], "key_in", "value_in", axis=1)
    for new, old in (("key", "keys"), ("value", "values")):
        nodes.add("Squeeze", [f"{new}_in", nodes.whole(f"{new}_axis", 1)], new)
        nodes.add("Concat", [old, new], f"{old}_next", axis=2)
    nodes.add("Transpose", ["keys_next"], "keys_turned", perm=[0, 1, 3, 2])
    nodes.add("MatMul", [asked, "keys_turned"], "likeness")
    nodes.add("Div", ["likeness", nodes.constant("scale", np.array(np.sqrt(size), dtype=np.float32))], "scaled")
    nodes.add("Add", ["scaled", _away(nodes, network)], "scores")
    nodes.add("Softmax", ["scores"], "looking", axis=-1)
    nodes.add("MatMul", ["looking", "values_next"], "seen_values")
    nodes.add("Squeeze", ["looking", nodes.whole("axis_2", 2)], "looked")
    nodes.add("Reshape", ["seen_values", nodes.whole("flat", 0, config.units)], "gathered")
    nodes.add("Add", [said, nodes.linear("gathered", network.found, "found")], "joined")
    norm = network.norm
    weights = [nodes.constant("norm_weight", norm.weight), nodes.constant("norm_bias", norm.bias)]
    return nodes.add("LayerNormalization", ["joined", *weights], "hidden", axis=-1, epsilon=norm.eps)


def _away(nodes: Nodes, network: MelodyNetwork) -> str:
    """The bias (rows, heads, 1, past + 1) for how many notes and how many bars away each sound is."""
    nodes.add("Shape", ["keys"], "shape")
    nodes.add("Gather", ["shape", nodes.constant("past_axis", np.array(2, dtype=np.int64))], "past")
    down = nodes.constant("down", np.array(-1, dtype=np.int64))
    nodes.add("Range", ["past", down, down], "notes_ago")
    farthest = nodes.constant("farthest", np.array(network.config.reach - 1, dtype=np.int64))
    nodes.add("Min", ["notes_ago", farthest], "notes_near")
    nodes.add("Gather", [nodes.constant("notes_table", network.notes_away), "notes_near"], "notes_bias", axis=1)
    nodes.add("Gather", [nodes.constant("bars_table", network.bars_away.T), "bars_away"], "bars_wide")
    nodes.add("Transpose", ["bars_wide"], "bars_bias", perm=[0, 2, 1])
    nodes.add("Add", ["bars_bias", "notes_bias"], "both_bias")
    return nodes.add("Unsqueeze", ["both_bias", nodes.whole("bias_axis", 2)], "bias")


def _sounds(nodes: Nodes, network: MelodyNetwork, hidden: str) -> None:
    """The sounds after every duration that may be chosen, at once."""
    answer = nodes.linear(hidden, network.answer, "answer")
    nodes.add("Unsqueeze", [answer, nodes.whole("answer_axis", 1)], "answers")
    nodes.add("Add", ["answers", nodes.constant("chosen", network.chosen.weight)], "asked_for")
    wanted = _gelu(nodes, "asked_for", "wanted")
    # Two linear steps after each other are one.
    table = network.table()
    nodes.add("MatMul", [wanted, nodes.constant("weigh", (table @ network.sharpen.weight).T)], "weighed")
    nodes.add("Add", ["weighed", nodes.constant("sound_bias", table @ network.sharpen.bias + network.bias)], "sounds")


def _book(network: BookNetwork, metadata: Mapping[str, str]) -> bytes:
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
