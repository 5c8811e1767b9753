"""Pictures and sounds inside a project: named by their content, so that each is written once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Blob:
    """Bytes that a pane wants kept. Keep the object: its fingerprint is computed once."""

    data: bytes
    media: str

    @cached_property
    def sha(self) -> str:
        """The SHA-256 of the bytes, which is their name in the project."""
        return hashlib.sha256(self.data).hexdigest()


def referenced(value: Any, keep: Callable[[Blob], str]) -> Any:
    """The same value with each blob in it, however deep, handed to ``keep`` and replaced by its name."""
    if isinstance(value, Blob):
        return keep(value)
    if isinstance(value, Mapping):
        return {name: referenced(each, keep) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [referenced(each, keep) for each in value]
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value: what may be the name of a blob."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
