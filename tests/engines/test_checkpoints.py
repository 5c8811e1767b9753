"""A checkpoint gives back exactly what was put in, or says in one sentence why it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from engines import checkpoints
from engines.errors import BadCheckpoint

TYPES = (torch.float32, torch.float64, torch.float16, torch.int64, torch.uint8, torch.bool)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Tensors of any of our types, of no, some or no elements at all, not always contiguous."""
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    seed = draw(st.integers(0, 1000))
    values = torch.randint(0, 200, shape, generator=torch.Generator().manual_seed(seed))
    tensor = values.to(draw(st.sampled_from(TYPES)))
    return tensor.mT if tensor.dim() >= 2 and draw(st.booleans()) else tensor


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | tensors()
keys = st.text() | st.integers()
branches = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3) | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Equal in value and in kind, tensors bit for bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, torch.Tensor):
        return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one, other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@settings(max_examples=60)
@given(tree=st.dictionaries(keys, branches, max_size=5))
def test_any_tree_comes_back_as_it_was(tree: dict[Any, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.safetensors"
        checkpoints.save(path, tree)
        assert same(checkpoints.load(path), tree)


def test_an_optimiser_comes_back_with_its_numbered_parameters(tmp_path: Path) -> None:
    layer = torch.nn.Linear(3, 2)
    optimiser = torch.optim.Adam(layer.parameters())
    layer(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    checkpoints.save(tmp_path / "c.safetensors", {"optimiser": optimiser.state_dict()})
    assert same(checkpoints.load(tmp_path / "c.safetensors")["optimiser"], optimiser.state_dict())


def test_one_tensor_in_two_places_may_be_saved(tmp_path: Path) -> None:
    shared = torch.arange(4.0)
    checkpoints.save(tmp_path / "c.safetensors", {"a": shared, "b": shared[1:]})
    found = checkpoints.load(tmp_path / "c.safetensors")
    assert torch.equal(found["a"][1:], found["b"])


def test_what_no_checkpoint_can_hold_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoints.save(path, {"step": 1})
    with pytest.raises(TypeError, match="cannot hold set"):
        checkpoints.save(path, {"step": {2}})
    assert checkpoints.load(path) == {"step": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_checkpoint_says_to_start_without_resuming(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="There is no checkpoint at"):
        checkpoints.load(tmp_path / "c.safetensors")


@pytest.mark.parametrize("part", [0.0, 0.05, 0.5, 0.99])
def test_a_truncated_checkpoint_is_called_damaged(part: float, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoints.save(path, {"weights": torch.ones(100), "step": 3})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    with pytest.raises(BadCheckpoint, match="is damaged and cannot be continued from"):
        checkpoints.load(path)


@pytest.mark.parametrize(
    "header",
    [
        None,
        {"other": "x"},
        {"reverie": "no json"},
        {"reverie": "[]"},
        {"reverie": "{}"},
        {"reverie": json.dumps({"format": 1})},
        {"reverie": json.dumps({"format": "1", "tree": {"pairs": []}})},
        {"reverie": json.dumps({"format": 1, "tree": 5})},
        {"reverie": json.dumps({"format": 1, "tree": {"pairs": [["a", {"tensor": "gone"}]]}})},
        {"reverie": json.dumps({"format": 1, "tree": {"pairs": [["a", {}]]}})},
    ],
)
def test_a_file_of_something_else_is_called_damaged(header: dict[str, str] | None, tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    save_file({"t": torch.ones(1)}, path, metadata=header)
    with pytest.raises(BadCheckpoint, match="is damaged"):
        checkpoints.load(path)


def test_a_checkpoint_of_a_newer_reverie_says_to_update(tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    save_file({}, path, metadata={"reverie": json.dumps({"format": checkpoints.FORMAT + 1, "tree": {"x": []}})})
    with pytest.raises(BadCheckpoint, match=r"newer Reverie\. Update Reverie"):
        checkpoints.load(path)


def test_a_folder_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="is damaged"):
        checkpoints.load(tmp_path)
