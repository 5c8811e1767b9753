"""What every training run that becomes a model needs: what a person should know of it, its weights, its curve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import save_file
from torch import nn

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
    """The weights of ``network`` as safetensors, to learn on with; raises CannotWrite."""
    with written_beside(path) as beside:
        save_file({name: value.contiguous() for name, value in network.state_dict().items()}, beside)
        beside.chmod(0o644)  # safetensors makes private files; an installed model is for everybody


def thin_log(source: Path, path: Path) -> None:
    """Every twentieth step, four significant digits: the curve as the eye sees it, in a small file."""
    rows = [line.split(",") for line in read_part(source).decode("utf-8").splitlines()]
    lines = [",".join(rows[0])] if rows else []
    lines += [",".join([row[0], *(f"{float(value):.4g}" for value in row[1:])]) for row in rows[THINNED::THINNED]]
    write_text(path, "\n".join(lines) + "\n")
