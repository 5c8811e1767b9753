"""Small recurrent graphs for tests, with weights drawn by chance: the ports are those of the models we ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper


def write_graph(path: Path, words: int, units: int = 8, cell: str = "lstm", seed: int = 0, scale: float = 0.6) -> Path:
    """Write a network with tied weights for a vocabulary of ``words`` to ``path``."""
    chance = np.random.default_rng(seed)

    def drawn(*shape: int) -> NDArray[np.float32]:
        return (chance.standard_normal(shape) * scale).astype(np.float32)

    lstm = cell == "lstm"
    gates = 4 if lstm else 3
    table = drawn(words, units)
    constants = {
        "table": table,
        "answer": np.ascontiguousarray(table.T),
        "weights": drawn(1, gates * units, units),
        "recurrence": drawn(1, gates * units, units),
        "bias": drawn(1, 2 * gates * units),
        "second": np.array([1], dtype=np.int64),
    }
    states = ["h", "c"] if lstm else ["h"]
    after = [f"{state}_next" for state in states]
    fed = ["by_time", "weights", "recurrence", "bias", "", *states]
    nodes = [
        helper.make_node("Gather", ["table", "words"], ["looked_up"]),
        helper.make_node("Transpose", ["looked_up"], ["by_time"], perm=[1, 0, 2]),
        helper.make_node("LSTM" if lstm else "GRU", fed, ["read", *after], hidden_size=units),
        helper.make_node("Squeeze", ["read", "second"], ["hidden"]),
        helper.make_node("Transpose", ["hidden"], ["by_batch"], perm=[1, 0, 2]),
        helper.make_node("MatMul", ["by_batch", "answer"], ["logits"]),
    ]
    real = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "words",
        [
            helper.make_tensor_value_info("words", TensorProto.INT64, ["batch", "time"]),
            *(helper.make_tensor_value_info(state, real, [1, "batch", units]) for state in states),
        ],
        [
            helper.make_tensor_value_info("logits", real, ["batch", "time", words]),
            *(helper.make_tensor_value_info(state, real, [1, "batch", units]) for state in after),
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))
    return path
