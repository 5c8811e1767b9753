"""Which place of the score is heard at which frame of the stream."""

from __future__ import annotations

from dataclasses import dataclass

from engines.compose.sound.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Mark:
    """From ``heard`` frames of the stream on, frame ``frame`` of ``sheet`` and those after it are heard.

    ``running`` is whether it plays; ``moving`` is False where time stands still, also while bars are counted in.
    ``jump`` is True where a person asked for the place, so that it is shown at once; a loop's wrap is shown when it
    is heard.
    """

    heard: int
    frame: int
    sheet: Sheet
    running: bool
    moving: bool
    jump: bool

    def tick(self, heard: float) -> float:
        """The tick that is heard at a frame of the stream, the mark's own before it."""
        frame = self.frame + max(0.0, heard - self.heard) if self.moving else self.frame
        return self.sheet.tick(frame)


def mark_at(marks: tuple[Mark, ...], heard: float) -> Mark:
    """The mark that holds when ``heard`` frames of the stream were heard."""
    return next((mark for mark in reversed(marks) if mark.jump or mark.heard <= heard), marks[0])
