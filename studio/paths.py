"""Where Reverie keeps a person's things, on each system and under ``REVERIE_HOME`` when that is set."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

from engines.errors import ReverieError

HOME_VARIABLE = "REVERIE_HOME"

# appauthor=False: otherwise Windows gets the name twice (…/reverie/reverie).
_SYSTEM = PlatformDirs("reverie", appauthor=False)


def home() -> Path | None:
    """The one folder that holds everything, when the person (or a test) asked for one."""
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(chosen).expanduser().absolute() if chosen else None


def config_folder() -> Path:
    """Settings and the window's shape."""
    return _folder("config", _SYSTEM.user_config_path)


def data_folder() -> Path:
    """What Reverie keeps for the person besides projects."""
    return _folder("data", _SYSTEM.user_data_path)


def log_folder() -> Path:
    """The log and the reports of crashes."""
    return _folder("log", _SYSTEM.user_log_path)


def recovery_folder() -> Path:
    """Projects without a name yet, and copies of work that could not be saved where it belongs."""
    return _folder("recovery", _SYSTEM.user_data_path / "recovery")


def models_folder() -> Path:
    """Models that the person trained or brought along."""
    return _folder("models", _SYSTEM.user_data_path / "models")


def _folder(name: str, system: Path) -> Path:
    chosen = home()
    folder = system if chosen is None else chosen / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReverieError(
            f"The folder “{folder}” could not be made ({reason}). Set {HOME_VARIABLE} to a folder you may write to."
        ) from error
    return folder
