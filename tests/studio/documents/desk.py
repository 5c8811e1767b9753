"""A pane made of a dict, and a disk whose work waits until the test lets it go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engines.steps import Task
from studio.documents.document import Document
from studio.documents.running import Run, at_once
from studio.recovery import Recovery


class Pane:
    """Holds a dict; restoring it reads every blob it names."""

    def __init__(self, document: Document, name: str) -> None:
        self.state: dict[str, Any] = {}
        self.pictures: dict[str, bytes] = {}
        self.document = document
        self.name = name
        self.fault: Exception | None = None
        document.register(name, self.collect, self.restore)

    def collect(self) -> dict[str, Any]:
        if self.fault is not None:
            raise self.fault
        return dict(self.state)

    def restore(self, state: dict[str, Any], blob: Callable[[str], bytes]) -> None:
        if self.fault is not None:
            raise self.fault
        self.state = state
        self.pictures = {key: blob(value) for key, value in state.items() if key.startswith("picture")}
        # Widgets say that they changed also when they are being filled.
        self.document.touch(self.name)

    def change(self, **state: Any) -> None:
        self.state.update(state)
        self.document.touch(self.name)


class SlowDisk:
    """A Run whose tasks wait in a queue."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(
        self, make_task: Callable[[], Task[Any]], on_done: Callable[[Any], None], on_failed: Callable[[object], None]
    ) -> None:
        self.waiting.append(lambda: at_once(make_task, on_done, on_failed))

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@contextmanager
def desk(folder: Path, run: Run = at_once) -> Iterator[tuple[Document, Pane, Pane]]:
    """A studio with two panes and an untitled project, which quits in the end."""
    document = Document(Recovery(folder / "recovery"), run)
    document.new()
    try:
        yield document, Pane(document, "paint"), Pane(document, "write")
    finally:
        document.close()


def kept(folder: Path) -> list[Path]:
    """The projects in the recovery folder."""
    return sorted((folder / "recovery").glob("*.reverie"))
