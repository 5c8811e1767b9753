"""Moving pictures as files: MP4 where PyAV is present, GIF and WebP always."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.errors import BadInput, CannotWrite
from engines.files import trouble_writing, written_beside
from engines.steps import Step, Task

Picture = NDArray[np.uint8]
SUFFIXES = (".mp4", ".gif", ".webp")
#: Frames a second of the game; a GIF cannot show more than fifty and looks the same with half of them.
GAME_FPS, GIF_FPS = 50, 25


@dataclass(frozen=True)
class Clip:
    """What was written."""

    path: Path
    frames: int
    seconds: float


def check_film(path: Path) -> None:
    """Raises BadInput when a film cannot be written in this format."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(f"A film is written as MP4, GIF or WebP: call it “{path.stem}.gif”, not “{path.name}”.")
    if suffix == ".mp4":
        try:
            import av  # noqa: F401
        except ImportError as error:
            raise BadInput("MP4 needs PyAV: “pip install av”, or record a GIF or WebP.") from error


def write_film(path: Path, count: int, picture: Callable[[int], Picture], fps: int = GAME_FPS) -> Task[Clip]:
    """Write ``count`` pictures (h, w, 3) uint8 of one size, drawn one at a time, to ``path``.

    GIF and WebP take every second picture of fifty a second. Beside it first: closed early, nothing is left.

    Raises:
        BadInput: another format, or no picture.
        CannotWrite: the file could not be written.
    """
    check_film(path)
    if count < 1:
        raise BadInput("There is no picture to make a film of. Drive a little first.")
    every = 1 if path.suffix.lower() == ".mp4" else max(1, fps // GIF_FPS)
    places = range(0, count, every)
    with written_beside(path) as beside:
        write = _video if path.suffix.lower() == ".mp4" else _animation
        try:
            yield from write(beside, places, picture, fps / every)
        except OSError as error:
            raise CannotWrite(trouble_writing(path, error)) from error
    return Clip(path, len(places), len(places) * every / fps)


def _video(path: Path, places: range, picture: Callable[[int], Picture], fps: float) -> Task[None]:
    import av

    first = picture(places[0])
    # Half the colours of H.264 belong to squares of two by two pixels.
    height, width = first.shape[0] // 2 * 2, first.shape[1] // 2 * 2
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as film:
        codec = "libx264" if "libx264" in av.codecs_available else "mpeg4"
        stream: Any = film.add_stream(codec, rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        if codec == "libx264":
            stream.options = {"crf": "18", "preset": "fast"}
        for done, place in enumerate(places):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture(place)[:height, :width]), format="rgb24")
            for packet in stream.encode(frame):
                film.mux(packet)
            yield Step(done + 1, len(places), "Recording")
        for packet in stream.encode():
            film.mux(packet)


class _Stopped(Exception):
    """Nobody wants the film any more."""


class _Reel(Image.Image):
    """Pictures drawn one at a time, as Pillow's writers ask for them."""

    def __init__(self, places: Sequence[int], picture: Callable[[int], Picture]) -> None:
        super().__init__()
        self._places, self._picture, self._at = places, picture, -1
        self.n_frames, self.is_animated = len(places), True
        self.furthest, self.stopped = 0, threading.Event()
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Draw a picture."""
        if frame >= self.n_frames:
            raise EOFError
        if self.stopped.is_set():
            raise _Stopped
        if frame != self._at:
            drawn = Image.fromarray(self._picture(self._places[frame]))
            drawn.load()
            self.im, self._mode, self._size = drawn.im, drawn.mode, drawn.size
            self._at, self.furthest = frame, max(self.furthest, frame + 1)

    def tell(self) -> int:
        """Which picture is drawn."""
        return self._at


def _animation(path: Path, places: range, picture: Callable[[int], Picture], fps: float) -> Task[None]:
    """Pillow writes all pictures in one call, so it works on a thread of its own that stops when told."""
    reel = _Reel(places, picture)
    trouble: list[BaseException] = []
    looks = {"lossless": True, "quality": 20, "method": 0} if path.suffix.lower() == ".webp" else {"optimize": False}

    def save() -> None:
        try:
            reel.save(path, save_all=True, duration=round(1000 / fps), loop=0, **looks)
        except BaseException as error:  # told to whoever waits
            trouble.append(error)

    writer = threading.Thread(target=save, name="film", daemon=True)
    writer.start()
    try:
        while writer.is_alive():
            writer.join(0.05)
            yield Step(min(reel.furthest, len(places)), len(places), "Recording")
    finally:
        reel.stopped.set()
        writer.join()
    if trouble:
        raise trouble[0]
