"""How quickly the painting follows the strength and blend sliders at screen size."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from studio.panes.paint.pane import PaintPane
    from studio.window import Window

FRAMES_A_SECOND = 15.0
SCREEN = (1920, 1080)
PHOTOGRAPH = (2400, 1800)
BLENDED = 4


def figures() -> list[Figure]:
    """Milliseconds from a slider's move to the painted frame, for both sliders."""
    found = run_apart("studio.bench.sliders")
    limit = 1000 / FRAMES_A_SECOND
    return [
        Figure(
            f"A frame while the {name} slider moves",
            "paint",
            f"{FRAMES_A_SECOND:g} frames a second",
            "ms",
            found[name],
            limit,
            f"{1000 / found[name]:.0f} frames a second; window {SCREEN[0]} × {SCREEN[1]}, blend of {BLENDED}",
        )
        for name in ("strength", "blend")
    ]


def measure() -> dict[str, float]:
    """Move both sliders over a blend of four in a real window."""
    from studio.cli.stage import put_on, window_on_stage

    with tempfile.TemporaryDirectory(prefix="reverie-") as folder, window_on_stage(SCREEN) as window:
        put_on(window, "paint", "dark")
        pane = _blend(window, Path(folder) / "photo.jpg")
        page = pane.panel.styles
        strength = _pace(pane, [lambda p=p: page.set_strength(p) for p in range(99, 39, -1)])  # type: ignore[misc]
        page.settled.emit()
        return {"strength": strength, "blend": _pace(pane, _shares(pane))}


def _blend(window: Window, path: Path) -> PaintPane:
    """Open a photograph and paint it in four styles."""
    from studio.cli.stage import do, settle
    from studio.panes.paint.pane import PaintPane

    _photograph(path)
    settle(window)
    window.open_files([path])
    settle(window)
    pane = window.findChild(PaintPane)
    assert isinstance(pane, PaintPane)
    names = [style.name for style in pane.styles[:BLENDED]]
    do(window, f"paint.style.{names[0]}")
    for name in names[1:]:
        do(window, f"paint.blend.{name}")
    settle(window)
    return pane


def _shares(pane: PaintPane) -> list[Callable[[], object]]:
    from studio.panes.paint.blending import with_share

    look, emit = pane.look, pane.panel.styles.blend.changed.emit
    name = look.names[1]
    return [lambda p=p: emit(with_share(look, name, p / 100)) for p in range(30, 90)]  # type: ignore[misc]


def _pace(pane: PaintPane, moves: Sequence[Callable[[], object]]) -> float:
    """Mean milliseconds of a move and the repainting of what it changed."""
    began = time.perf_counter()
    for move in moves:
        move()
        pane.canvas.view.repaint()
    return (time.perf_counter() - began) * 1000 / len(moves)


def _photograph(path: Path) -> None:
    import numpy as np
    from PIL import Image

    patches = np.random.default_rng(0).integers(0, 256, (45, 60, 3), dtype=np.uint8)
    Image.fromarray(patches).resize(PHOTOGRAPH, Image.Resampling.BICUBIC).save(path, quality=92)


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
