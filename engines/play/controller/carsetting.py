"""The setting that counts: CarRacing, and the V and M of a folder."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from engines.errors import MissingWeights
from engines.play.controller.setting import Memory, Vision
from engines.play.drivers import GENTLE, Driver, ScriptedDriver
from engines.play.world import CarWorld
from engines.training import CHECKPOINT

#: What V is known by in a folder; ``engines.play.vision`` names it so.
VISION_FILE = "vision-encoder.onnx"
#: And M.
MEMORY_FILE = "memory-step.onnx"
_MODEL_FILES = (".onnx", ".safetensors", ".npz", ".json")


class _Cars:
    """What does not depend on where the models lie."""

    def world(self) -> CarWorld:
        """CarRacing-v3 as it is scored."""
        return CarWorld()

    def teacher(self, speed: float) -> Driver:
        """The scripted driver, with a hand that does not tremble."""
        return ScriptedDriver(speed, skill=GENTLE)


@dataclass(frozen=True)
class CarSetting(_Cars):
    """CarRacing with the V in folder ``seeing`` and the M in folder ``remembering``, models or runs; often the same."""

    seeing: Path
    remembering: Path

    @classmethod
    def of(cls, folder: Path) -> CarSetting:
        """The V and M that lie in ``folder``, or in its folders “vision” and “memory”; raises MissingWeights."""
        seeing = next((each for each in (folder, folder / "vision") if (each / VISION_FILE).is_file()), None)
        if seeing is None:
            raise MissingWeights(
                f"There is no V in “{folder}” (“{VISION_FILE}”). Train one with “reverie play train vision”, "
                "or name the folder of a model."
            )
        remembering = next((each for each in (folder, folder / "memory") if (each / MEMORY_FILE).is_file()), None)
        if remembering is None:
            raise MissingWeights(f"There is no M in “{folder}”. Train one with “reverie play train memory”.")
        return cls(seeing, remembering)

    def vision(self) -> Vision:
        """V by ONNX Runtime on one thread."""
        return _vision(self.seeing)

    def memory(self) -> Memory:
        """M on one thread."""
        return _memory(self.remembering)

    def fingerprint(self) -> str:
        """The same for the same files, wherever they lie."""
        return _fingerprint(_contents(self.seeing), _contents(self.remembering))

    def packed(self) -> PackedCars:
        """With all files inside; raises MissingWeights when they cannot be read."""
        seeing, remembering = _contents(self.seeing), _contents(self.remembering)
        return PackedCars(_fingerprint(seeing, remembering), seeing, remembering)


Contents = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class PackedCars(_Cars):
    """The same for a machine that has none of the files: they are unpacked where they are needed."""

    told: str
    seeing: Contents = field(compare=False, repr=False)
    remembering: Contents = field(compare=False, repr=False)

    def vision(self) -> Vision:
        """V by ONNX Runtime on one thread."""
        return _vision(_unpacked("vision", self.told, self.seeing))

    def memory(self) -> Memory:
        """M on one thread."""
        return _memory(_unpacked("memory", self.told, self.remembering))

    def fingerprint(self) -> str:
        """That of the files."""
        return self.told

    def packed(self) -> PackedCars:
        """It is."""
        return self


def _vision(folder: Path) -> Vision:
    from engines.play.vision.vision import Vision as Seeing  # type: ignore[import-not-found, unused-ignore]

    vision: Vision = Seeing(folder)
    return vision


def _memory(folder: Path) -> Memory:
    from engines.play.memory.memory import Memory as Remembering  # type: ignore[import-not-found, unused-ignore]

    memory: Memory = Remembering(folder)
    return memory


def _contents(folder: Path) -> Contents:
    """The files of a model in a folder, by name; what a run needs to go on learning is left out."""
    paths = sorted(path for path in folder.glob("*") if path.suffix in _MODEL_FILES and path.name != CHECKPOINT)
    try:
        return tuple((path.name, path.read_bytes()) for path in paths if path.is_file())
    except OSError as error:
        raise MissingWeights(f"The models in “{folder}” cannot be read ({error.strerror}).") from error


def _fingerprint(*folders: Contents) -> str:
    told = hashlib.sha256()
    for contents in folders:
        for name, content in contents:
            told.update(f"{name} {len(content)} ".encode())
            told.update(content)
    return told.hexdigest()[:16]


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _unpacked(kind: str, told: str, contents: Contents) -> Path:
    """A folder with these files, there until this process ends."""
    folder = _folder(kind, told)
    for name, content in contents:
        if not (folder / name).exists():
            (folder / name).write_bytes(content)
    return folder


@lru_cache(maxsize=8)
def _folder(kind: str, told: str) -> Path:
    home = tempfile.TemporaryDirectory(prefix=f"reverie-{kind}-{told}-", ignore_cleanup_errors=True)
    _kept.append(home)
    return Path(home.name)
