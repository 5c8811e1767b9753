"""Reverie's own version."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def reverie_version() -> str:
    """The installed version; "0" where Reverie runs from a folder that was never installed."""
    try:
        return version("reverie")
    except PackageNotFoundError:
        return "0"
