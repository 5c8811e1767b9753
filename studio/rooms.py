"""The four rooms: what each is called, and how its pane is made on the first visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from studio.panes.pane import Desk, Pane


@dataclass(frozen=True)
class Room:
    """One button of the rail and the pane behind it."""

    name: str
    title: str
    icon: str
    tip: str
    make: Callable[[Desk], Pane]
    #: Suffixes of the files its pane opens; asked for before the pane is made.
    suffixes: Callable[[], frozenset[str]]


def rooms() -> tuple[Room, ...]:
    """The rooms in the order of the rail."""
    said = QCoreApplication.translate
    return (
        Room(
            "paint",
            said("Rooms", "Paint"),
            "paint",
            said("Rooms", "Photographs in painters' styles"),
            _paint,
            _picture_suffixes,
        ),
        Room(
            "write", said("Rooms", "Write"), "write", said("Rooms", "Texts that continue yours"), _write, _text_suffixes
        ),
        Room(
            "compose",
            said("Rooms", "Compose"),
            "compose",
            said("Rooms", "Melodies that go on by themselves"),
            _compose,
            _music_suffixes,
        ),
        Room("play", said("Rooms", "Play"), "play", said("Rooms", "Worlds that a model dreams"), _play, _nothing),
    )


def _nothing() -> frozenset[str]:
    return frozenset()


def _picture_suffixes() -> frozenset[str]:
    from studio.panes.paint.pane import PaintPane

    return PaintPane.suffixes


def _text_suffixes() -> frozenset[str]:
    from studio.panes.write.opening import SUFFIXES

    return SUFFIXES


def _music_suffixes() -> frozenset[str]:
    from studio.panes.compose.opening import SUFFIXES

    return SUFFIXES


def _paint(desk: Desk) -> Pane:
    from studio.panes.paint.pane import PaintPane

    return PaintPane(desk)


def _write(desk: Desk) -> Pane:
    from studio.panes.write.pane import WritePane

    return WritePane(desk)


def _compose(desk: Desk) -> Pane:
    from studio.panes.compose.pane import ComposePane

    return ComposePane(desk)


def _play(desk: Desk) -> Pane:
    from studio.panes.play.pane import PlayPane

    return PlayPane(desk)
