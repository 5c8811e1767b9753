"""The colours of the roll, mixed from the theme's tokens once for each theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

from studio.look.palette import current
from studio.look.tokens import Tokens

#: Loudness is shown in so many tints.
LEVELS = 8
TRACKS = 8


class RollColours:
    """Everything the painters need, ready as QColor."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.back = QColor(tokens.roll_white)
        self.text = QColor(tokens.text)
        self.note_text = QColor(tokens.note_text)
        self.accent = QColor(tokens.accent)
        self.warning = QColor(tokens.warning)
        self.heat = QColor(tokens.heat)
        self.playhead = QColor(tokens.playhead)
        self.step, self.beat, self.bar = QColor(tokens.roll_step), QColor(tokens.roll_beat), QColor(tokens.roll_bar)
        #: Light rows, dark rows and those of the keynote.
        self.grounds = (
            self.back,
            QColor(tokens.roll_black),
            mixed(self.back, self.accent, 0.11 if tokens.dark else 0.09),
        )
        self.muted = QColor(tokens.muted)
        self.outline = QColor(tokens.text)
        self.tracks = [QColor(getattr(tokens, f"track_{number}")) for number in range(1, TRACKS + 1)]
        self._tints = [[mixed(self.back, one, _share(level)) for level in range(LEVELS)] for one in self.tracks]
        self._coming = [
            mixed(self._tints[layer % TRACKS][layer // TRACKS], self.outline, 0.15) for layer in range(LEVELS * TRACKS)
        ]
        self._dim = [mixed(self.back, one, 0.72) for one in self.tracks]
        self._ghosts = [mixed(self.back, one, 0.34 if tokens.dark else 0.4) for one in self.tracks]
        # A lit note comes forward: brighter on dark ground, deeper on light.
        self._lit = [mixed(one, self.playhead, 0.6 if tokens.dark else 0.28) for one in self.tracks]
        self._warmth = [
            mixed(mixed(self.back, self.text, 0.42 if tokens.dark else 0.22), self.heat, level / (LEVELS - 1))
            for level in range(LEVELS)
        ]

    def track(self, place: int) -> QColor:
        """The plain colour of a track."""
        return self.tracks[place % TRACKS]

    def note(self, place: int, level: int) -> QColor:
        """A note of a track: the louder, the fuller."""
        return self._tints[place % TRACKS][level]

    def coming(self, layer: int) -> QColor:
        """A note on its way, in the layer of its loudness and track."""
        return self._coming[layer]

    def dim(self, place: int) -> QColor:
        """What a track holds below something brighter."""
        return self._dim[place % TRACKS]

    def ghost(self, place: int) -> QColor:
        """A note of a track that is only looked at."""
        return self._ghosts[place % TRACKS]

    def lit(self, place: int) -> QColor:
        """A note that sounds."""
        return self._lit[place % TRACKS]

    def warmth(self, level: int) -> QColor:
        """A note that was weighed."""
        return self._warmth[level]


def _share(level: int) -> float:
    return 0.42 + 0.58 * (level + 1) / LEVELS


def level_of(velocity: int) -> int:
    """The tint of a velocity."""
    return min(LEVELS - 1, velocity * LEVELS // 128)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """``share`` of the second colour over the first, opaque."""
    parts = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)  # type: ignore[index]
    red, green, blue = (round((1 - share) * one + share * other) for one, other in parts)
    return QColor(red, green, blue)


def faded(colour: QColor, alpha: float) -> QColor:
    """The colour, see-through."""
    other = QColor(colour)
    other.setAlphaF(alpha)
    return other


@lru_cache(maxsize=4)
def _mixed_from(tokens: Tokens) -> RollColours:
    return RollColours(tokens)


def colours() -> RollColours:
    """The colours in force."""
    return _mixed_from(current())
