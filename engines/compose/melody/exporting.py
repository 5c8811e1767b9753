"""From a trained melody network to an ONNX graph of one step: one sound is heard, and what may follow is told.

What the network remembers goes in and comes out: the states of its LSTMs. Keys and values of all sounds heard stay
outside, in room made in advance, so that none of them is ever copied: only those of the new sound come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from engines.compose.melody.bookgraph import book_graph
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.features import MOST_BARS, TOLD
from engines.compose.melody.network import LAYERS, NEVER, MelodyNetwork
from engines.compose.melody.proving import book_difference, difference, divergence
from engines.eightbits import EightBitNodes
from engines.errors import MissingWeights
from engines.exporting import NotTheSame
from engines.files import write_bytes
from engines.graphs import Nodes, Port, turned
from engines.runtime import session_of

TOLERANCE = 1e-4
#: The states of the LSTMs, by name.
MEMORY = tuple(f"{name}_{place}" for name in ("h", "c") for place in range(LAYERS))
#: Nats a note by which the graph of eight bits may know less than the exact one.
SWIFT_TOLERANCE = 0.01

Network = MelodyNetwork | BookNetwork


def export_graph(network: Network, path: Path, metadata: Mapping[str, str] | None = None) -> float:
    """Write ``network`` to ``path``; returns the largest difference to torch that was found.

    A MelodyNetwork: inputs ``heard`` int64 (rows, 9) in the order of TOLD, ``away`` int64 (rows, 1, room + 1): by how
    many notes, times MOST_BARS + 1, and bars, ``h_0``, ``h_1``, ``c_0`` and ``c_1`` (rows, units), ``keys`` and
    ``values`` (heads, rows, room, units / heads); outputs ``durations`` (rows, D), ``sounds`` (rows, D, S) for each
    duration, ``looked`` (1, heads, rows, 1, room + 1), the states with ``_next`` behind their names, ``key`` and
    ``value`` (1, heads, rows, 1, units / heads) of what was heard. The book's: inputs ``sounds`` and ``durations``
    int64 (rows, time); outputs ``durations`` (rows, D), ``sounds`` (rows, S) and ``looked`` (rows, time).

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


def export_swift(network: MelodyNetwork, path: Path, sounds: Path, exact: Path) -> float | None:
    """Write the graph with weights of eight bits to ``path``, beside that of ``export_graph``, which is ``exact``.

    It is the one to write with: a note reads all weights, and these are a quarter. Inputs are the same but that all
    states are one, ``state`` (rows, 4 · units); outputs are ``said`` (rows, D + embedding), logits of durations and
    what the sounds are made of, ``looked``, ``state_next``, and ``turned`` (3, heads, rows, 1, units / heads), of which
    the second is the key and the third the value. The graph at ``sounds`` makes logits (n, S) of ``answers`` (n,
    embedding) and the durations ``after`` them int64 (n,), for those somebody asks for. Returns the
    nats a note that are lost (``proving.divergence``); None where that is more than SWIFT_TOLERANCE: nothing is
    written then, and the exact graph writes.

    Raises:
        CannotWrite: the disk is full or the folder read-only.
    """
    network.eval()
    step, saying = swift_graphs_of(network)
    swift = session_of(step, path.name, 1), session_of(saying, sounds.name, 1)
    lost = divergence(network, session_of(exact.read_bytes(), exact.name, 1), *swift)
    if not lost <= SWIFT_TOLERANCE:
        return None
    write_bytes(path, step)
    write_bytes(sounds, saying)
    return lost


@torch.no_grad()
def swift_graphs_of(network: MelodyNetwork) -> tuple[bytes, bytes]:
    """The graph with weights of eight bits, and that of the sounds, as files hold them; see ``export_swift``."""
    return _swift(network), _saying(network)


def graph_of(network: Network, metadata: Mapping[str, str] | None = None) -> bytes:
    """The graph of one step as a file holds it; see ``export_graph``."""
    with torch.no_grad():
        if isinstance(network, BookNetwork):
            return book_graph(network, metadata or {})
        return _melody(network, metadata or {})


def _melody(network: MelodyNetwork, metadata: Mapping[str, str]) -> bytes:
    config, nodes = network.config, Nodes()
    hidden = _heard(nodes, network)
    nodes.linear(hidden, network.duration, "durations")
    _sounds(nodes, network, nodes.linear(hidden, network.answer, "answer"))
    state: list[int | str] = ["rows", config.units]
    new: list[int | str] = [1, config.heads, "rows", 1, config.units // config.heads]
    outputs: list[Port] = [
        ("durations", "float32", ["rows", config.durations]),
        ("sounds", "float32", ["rows", config.durations, config.sounds]),
        ("looked", "float32", [1, config.heads, "rows", 1, "room_next"]),
        *((f"{name}_next", "float32", state) for name in MEMORY),
        *((name, "float32", new) for name in ("key", "value")),
    ]
    memory: list[Port] = [(name, "float32", state) for name in MEMORY]
    return nodes.model("melody", _told_ports(network, memory), outputs, metadata)


def _swift(network: MelodyNetwork) -> bytes:
    """The same in eight bits, and with fewer ports: each costs as much as a product with a hundred numbers."""
    config, nodes = network.config, EightBitNodes()
    nodes.add("Split", ["state"], *MEMORY, axis=1)
    hidden = _heard(nodes, network)
    weight = torch.cat([network.duration.weight, network.answer.weight]).T
    nodes.affine(hidden, weight, torch.cat([network.duration.bias, network.answer.bias]), "said")
    nodes.add("Concat", [f"{name}_next" for name in MEMORY], "state_next", axis=1)
    state: list[int | str] = ["rows", len(MEMORY) * config.units]
    outputs: list[Port] = [
        ("said", "float32", ["rows", config.durations + config.embedding]),
        ("looked", "float32", [1, config.heads, "rows", 1, "room_next"]),
        ("state_next", "float32", state),
        ("turned", "float32", [3, config.heads, "rows", 1, config.units // config.heads]),
    ]
    return nodes.model("swift", _told_ports(network, [("state", "float32", state)]), outputs, {})


def _told_ports(network: MelodyNetwork, memory: Sequence[Port]) -> list[Port]:
    """What goes into a graph of one step."""
    config = network.config
    past: list[int | str] = [config.heads, "rows", "room", config.units // config.heads]
    return [
        ("heard", "int64", ["rows", len(TOLD)]),
        ("away", "int64", ["rows", 1, "room_next"]),
        *memory,
        ("keys", "float32", past),
        ("values", "float32", past),
    ]


def _heard(nodes: Nodes, network: MelodyNetwork) -> str:
    """From what is told of a sound to the numbers to answer from."""
    x = said = _read(nodes, network)
    for place, lstm in enumerate(network.lstms):
        said = _cell(nodes, lstm, said, place)
    return _attended(nodes, network, said, x)


def _read(nodes: Nodes, network: MelodyNetwork) -> str:
    """All tables stand under each other, so that one look-up finds everything that is told of a sound.

    What is found is summed and mixed; mixing comes first, once for all.
    """
    told = (network.told[name].get_parameter("weight") for name in TOLD[2:])
    tables = [network.table(), network.durations.weight, *told]
    offsets = np.append(0, np.cumsum([len(table) for table in tables])[:-1]).astype(np.int64)
    mixed = torch.cat(tables).double() @ network.mix.weight.T.double()
    nodes.add("Add", ["heard", nodes.constant("offsets", offsets)], "places")
    nodes.add("Gather", [nodes.constant("tables", mixed.float()), "places"], "told")
    nodes.add("ReduceSum", ["told", nodes.whole("axis_1", 1)], "sum", keepdims=0)
    nodes.add("Add", ["sum", nodes.constant("mix_bias", network.mix.bias)], "mix")
    return _gelu(nodes, "mix", "x")


def _gelu(nodes: Nodes, x: str, name: str) -> str:
    """x · Φ(x) as torch writes it out, in the order of steps that ONNX Runtime knows to do in one."""
    half, one, root = (
        nodes.constant(f"{name}_{part}", np.array(value, dtype=np.float32))
        for part, value in (("half", 0.5), ("one", 1.0), ("root", np.sqrt(2.0)))
    )
    nodes.add("Div", [x, root], f"{name}_scaled")
    nodes.add("Erf", [f"{name}_scaled"], f"{name}_erf")
    nodes.add("Add", [f"{name}_erf", one], f"{name}_raised")
    nodes.add("Mul", [x, f"{name}_raised"], f"{name}_doubled")
    return nodes.add("Mul", [f"{name}_doubled", half], name)


def _cell(nodes: Nodes, lstm: nn.Module, x: str, place: int) -> str:
    """One LSTM for one moment, all its gates in one product; ONNX's own does two and much besides."""
    weights, bias = (
        [torch.from_numpy(turned(lstm, "LSTM", f"{part}_{kind}_l0")) for kind in ("ih", "hh")]
        for part in ("weight", "bias")
    )
    units = weights[1].shape[1]

    def made(kind: str, inputs: Sequence[str], name: str) -> str:
        return nodes.add(kind, inputs, f"{name}_{place}")

    nodes.add("Concat", [x, f"h_{place}"], f"in_{place}", axis=1)
    gates = nodes.affine(f"in_{place}", torch.cat(weights, dim=1).T, bias[0] + bias[1], f"gates_{place}")
    sizes = nodes.whole(f"sizes_{place}", 3 * units, units)
    nodes.add("Split", [gates, sizes], f"gates_in_{place}", f"news_in_{place}", axis=1)
    opened, news = made("Sigmoid", [f"gates_in_{place}"], "open"), made("Tanh", [f"news_in_{place}"], "news")
    enter, leave, stay = (f"{name}_{place}" for name in ("enter", "leave", "stay"))
    nodes.add("Split", [opened], enter, leave, stay, axis=1)
    kept, fresh = made("Mul", [stay, f"c_{place}"], "kept"), made("Mul", [enter, news], "fresh")
    state = nodes.add("Add", [kept, fresh], f"c_{place}_next")
    return nodes.add("Mul", [leave, made("Tanh", [state], "bounded")], f"h_{place}_next")


def _attended(nodes: Nodes, network: MelodyNetwork, said: str, x: str) -> str:
    """The sound just heard looks at all before it and at itself; keys and values of those stay where they are."""
    config, heads = network.config, network.config.heads
    units, size = config.units, config.units // heads
    nodes.add("Concat", [said, x], "both", axis=1)
    asked = torch.cat([network.asked.weight, torch.zeros(units, config.embedding)], dim=1) / np.sqrt(size)
    weight = torch.cat([asked, network.seen.weight]).T
    bias = torch.cat([network.asked.bias / np.sqrt(size), network.seen.bias])
    nodes.add(
        "Reshape", [nodes.affine("both", weight, bias, "see"), nodes.whole("apart", 0, 3, heads, 1, size)], "seen"
    )
    nodes.add("Transpose", ["seen"], "turned", perm=[1, 2, 0, 3, 4])
    nodes.add("Split", ["turned"], "asked", "key", "value", axis=0)
    nodes.add("Transpose", ["keys"], "keys_turned", perm=[0, 1, 3, 2])
    nodes.add("MatMul", ["asked", "keys_turned"], "likeness")
    nodes.add("Mul", ["asked", "key"], "products")
    nodes.add("ReduceSum", ["products", nodes.whole("last", -1)], "own")
    nodes.add("Concat", ["likeness", "own"], "alike", axis=-1)
    nodes.add("Gather", [nodes.constant("away_table", _away(network)), "away"], "bias", axis=1)
    nodes.add("Add", ["alike", "bias"], "scores")
    nodes.add("Softmax", ["scores"], "looked", axis=-1)
    last, end = nodes.whole("own_start", -1), nodes.whole("own_end", np.iinfo(np.int64).max)
    nodes.add("Slice", ["looked", nodes.whole("start", 0), last, nodes.whole("axis", 4)], "looked_back")
    nodes.add("Slice", ["looked", last, end, "axis"], "looked_at_itself")
    nodes.add("MatMul", ["looked_back", "values"], "values_back")
    nodes.add("Mul", ["looked_at_itself", "value"], "value_own")
    nodes.add("Add", ["values_back", "value_own"], "values_seen")
    nodes.add("Transpose", ["values_seen"], "by_row", perm=[2, 0, 3, 1, 4])
    nodes.add("Reshape", ["by_row", nodes.whole("flat", -1, units)], "gathered")
    nodes.add("Add", [said, nodes.linear("gathered", network.found, "found")], "joined")
    norm = network.norm
    weights = [nodes.constant("norm_weight", norm.weight), nodes.constant("norm_bias", norm.bias)]
    return nodes.add("LayerNormalization", ["joined", *weights], "hidden", axis=-1, epsilon=norm.eps)


def _away(network: MelodyNetwork) -> Tensor:
    """The bias (heads, (reach + 1) · (MOST_BARS + 1)) by notes and bars away; reach notes away is nothing."""
    both = network.notes_away[:, :, None] + network.bars_away[:, None]
    return torch.cat([both.flatten(1), torch.full((len(both), MOST_BARS + 1), NEVER)], dim=1)


def _sounds(nodes: Nodes, network: MelodyNetwork, answer: str) -> None:
    """The sounds after every duration that may be chosen, at once."""
    nodes.add("Unsqueeze", [answer, nodes.whole("answer_axis", 1)], "answers")
    nodes.add("Add", ["answers", nodes.constant("chosen", network.chosen.weight)], "asked_for")
    _weighed(nodes, network)


def _saying(network: MelodyNetwork) -> bytes:
    """The sounds after one duration each."""
    config, nodes = network.config, Nodes()
    nodes.add("Gather", [nodes.constant("chosen", network.chosen.weight), "after"], "chosen_ones")
    nodes.add("Add", ["answers", "chosen_ones"], "asked_for")
    _weighed(nodes, network)
    inputs: list[Port] = [("answers", "float32", ["many", config.embedding]), ("after", "int64", ["many"])]
    return nodes.model("sounds", inputs, [("sounds", "float32", ["many", config.sounds])], {})


def _weighed(nodes: Nodes, network: MelodyNetwork) -> None:
    wanted = _gelu(nodes, "asked_for", "wanted")
    # Two linear steps after each other are one.
    table = network.table()
    nodes.add("MatMul", [wanted, nodes.constant("weigh", (table @ network.sharpen.weight).T)], "weighed")
    nodes.add("Add", ["weighed", nodes.constant("sound_bias", table @ network.sharpen.bias + network.bias)], "sounds")
