"""Checkpoints: everything a training run needs to go on exactly where it stopped, in one safetensors file.

Tensors stand as tensors; all else (numbers, texts, the shape of the tree) is JSON in the file's own header. One file
means one rename, so weights, optimisers and random states can never be of two different moments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from engines.errors import BadCheckpoint
from engines.files import written_beside

FORMAT = 1


def save(path: Path, tree: Mapping[str, Any]) -> None:
    """Write ``tree`` (dicts, lists, tuples, numbers, texts, None, tensors) to ``path``, beside it first.

    Raises:
        CannotWrite: the disk is full or the folder read-only; the checkpoint before stays.
        TypeError: the tree holds something else.
    """
    tensors: dict[str, torch.Tensor] = {}
    skeleton = _take_apart(tree, tensors)
    header = {"reverie": json.dumps({"format": FORMAT, "tree": skeleton})}
    with written_beside(path) as beside:
        save_file(tensors, beside, metadata=header)


def load(path: Path) -> dict[str, Any]:
    """The tree that ``save`` wrote, tensors on the CPU.

    Raises:
        BadCheckpoint: no such file, damaged, or written by a newer Reverie.
    """
    try:
        with safe_open(path, framework="pt") as file:
            header = json.loads((file.metadata() or {})["reverie"])
            if header["format"] > FORMAT:
                raise BadCheckpoint(f"“{path}” was made by a newer Reverie. Update Reverie to continue it.")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  not a dict
        tree = _put_together(header["tree"], tensors)
        if not isinstance(tree, dict):
            raise TypeError("the tree of a checkpoint is a dict")
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        if not path.exists():
            raise BadCheckpoint(f"There is no checkpoint at “{path}”. Start the training without resuming.") from error
        raise BadCheckpoint(f"The checkpoint “{path}” is damaged and cannot be continued from.") from error
    return tree


def numbers(path: Path) -> dict[str, int | float]:
    """The plain numbers at the top of the tree, without reading its tensors; raises BadCheckpoint."""
    try:
        with safe_open(path, framework="pt") as file:
            pairs = json.loads((file.metadata() or {})["reverie"])["tree"]["pairs"]
        return {key: value for key, value in pairs if isinstance(value, int | float)}
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise BadCheckpoint(f"The checkpoint “{path}” is damaged and cannot be continued from.") from error


def _take_apart(value: Any, tensors: dict[str, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        name = f"t{len(tensors):05d}"
        tensors[name] = _alone(value, tensors)
        return {"tensor": name}
    if isinstance(value, Mapping):
        # Pairs, not an object: optimisers number their parameters, and JSON would turn 0 into "0".
        return {"pairs": [[key, _take_apart(item, tensors)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": [_take_apart(item, tensors) for item in value]}
    if isinstance(value, list):
        return [_take_apart(item, tensors) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a checkpoint cannot hold {type(value).__name__}")


def _alone(value: torch.Tensor, others: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """``value`` on the CPU with a storage of its own, as the file wants it; copied only where it must be.

    The state of a large model would otherwise stand in memory twice while it is saved.
    """
    plain = value.detach().cpu().contiguous()
    storage = plain.untyped_storage()
    shared = any(storage.data_ptr() == other.untyped_storage().data_ptr() for other in others.values())
    whole = storage.nbytes() == plain.nbytes
    return plain if whole and not shared else plain.clone()


def _put_together(value: Any, tensors: Mapping[str, torch.Tensor]) -> Any:
    if isinstance(value, list):
        return [_put_together(item, tensors) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "tensor":
        return tensors[content]
    if kind == "tuple":
        return tuple(_put_together(item, tensors) for item in content)
    return {key: _put_together(item, tensors) for key, item in content}
