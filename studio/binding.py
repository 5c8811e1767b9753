"""The guard before the first Qt import: a binding that would end Python, or that cannot load, is refused."""

from __future__ import annotations

import importlib
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn

FIRST_DEADLY = (6, 12)
FIRST_SAFE_PYTHON = (3, 12)
#: The Debian packages with the libraries that Qt itself does not bring; .ci/qt-libraries installs them.
QT_LIBRARIES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"


def require_qt() -> None:
    """End with exit code 2 and one sentence where the window could not live; call it before importing Qt."""
    try:
        found = version("PySide6-Essentials")
    except PackageNotFoundError:
        _refuse("Reverie's window needs PySide6: install it with “pip install PySide6-Essentials”.")
    sentence = deadly_pair(found, sys.version_info[:2])
    if sentence is not None:
        _refuse(sentence)
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        _refuse(_cannot_load(error))


def deadly_pair(binding: str, python: tuple[int, int]) -> str | None:
    """The sentence that refuses this PySide6 version on this Python, or None where they can live together.

    From 6.12 on PySide6 drops one reference to None with nearly every call that returns nothing. Since
    Python 3.12 None is immortal; before, the interpreter aborts after some thousand calls.
    """
    numbers = tuple(int(number) for number in re.findall(r"\d+", binding)[:2])
    if numbers < FIRST_DEADLY or python >= FIRST_SAFE_PYTHON:
        return None
    return (
        f"PySide6 {binding} ends Python {python[0]}.{python[1]} after some thousand calls: "
        "install “PySide6-Essentials<6.12”, or use Python 3.12 or newer."
    )


def _cannot_load(error: ImportError) -> str:
    library = re.match(r"(\S+\.so[.\d]*): cannot open shared object", str(error))
    if library:
        return (
            f"Qt needs the system library {library[1]}, which is missing: "
            f"on Debian or Ubuntu run “apt-get install {QT_LIBRARIES}”."
        )
    return f"Qt cannot be loaded ({error}): reinstall it with “pip install --force-reinstall PySide6-Essentials”."


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)
