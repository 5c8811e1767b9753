"""What every training run that becomes a model needs: what a person should know of it, its weights, its curve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engines.errors import BadCheckpoint, CannotWrite
from engines.files import write_text, written_beside

#: Of the log, every so many steps are shipped.
THINNED = 20


@dataclass(frozen=True)
class About:
    """What a person should know of a model; what is empty is told by the run itself."""

    title: str = ""
    summary: str = ""
    licence: str = ""
    version: str = "1"
    data: tuple[str, ...] = ()


def make_folder(folder: Path) -> None:
    """Make the folder of a model; raises CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder “{folder}” cannot be made ({error.strerror}). Choose another place.") from error


def read_part(path: Path) -> bytes:
    """A file of a training run; raises BadCheckpoint when it is not there."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadCheckpoint(f"“{path.name}” is missing in “{path.parent}”. Train again.") from error


def write_weights(network: nn.Module, path: Path) -> None:
    """The weights of ``network`` as safetensors, to learn on with; raises CannotWrite.

    They are kept in half precision: learning on moves each of them further than that with its first steps.
    """
    with written_beside(path) as beside:
        save_file({name: _half(value).contiguous() for name, value in network.state_dict().items()}, beside)
        beside.chmod(0o644)  # safetensors makes private files; an installed model is for everybody


def read_weights(path: Path) -> dict[str, Tensor]:
    """What ``write_weights`` wrote, in single precision; raises OSError or SafetensorError."""
    return {
        name: value.to(torch.float32) if value.is_floating_point() else value for name, value in load_file(path).items()
    }


def _half(value: Tensor) -> Tensor:
    return value.to(torch.float16) if value.is_floating_point() else value


def thin_log(source: Path, path: Path) -> None:
    """Every twentieth step, four significant digits: the curve as the eye sees it, in a small file."""
    rows = [line.split(",") for line in read_part(source).decode("utf-8").splitlines()]
    lines = [",".join(rows[0])] if rows else []
    lines += [",".join([row[0], *(f"{float(value):.4g}" for value in row[1:])]) for row in rows[THINNED::THINNED]]
    write_text(path, "\n".join(lines) + "\n")
