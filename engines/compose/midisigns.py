"""What a MIDI file says about all of its tracks: tempos, metres, keys, and the settings of a take."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engines.compose.midichunks import META, Chunk
from engines.compose.notes import FASTEST, LAST_TICK, MICROSECONDS_A_MINUTE, SLOWEST, Key, Metre, Tempo
from engines.compose.recipes import recipe_in

_TEXT, _TEMPO, _METRE, _KEY = 0x01, 0x51, 0x58, 0x59
_LONGEST_TEXT = 200


def text_of(content: bytes) -> str:
    """A name as text: UTF-8 where it is that, else Latin-1; at most 200 letters without line breaks."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_TEXT]


class Signs:
    """Gathers the signs of a file, chunk by chunk; of several at one tick the last in the file holds."""

    def __init__(self, smpte: bool) -> None:
        self._smpte = smpte
        self._tempos: dict[int, Tempo] = {}
        self._metres: dict[int, Metre] = {}
        self._keys: dict[int, Key] = {}
        self._wrong: dict[str, int] = {}
        self.recipe: dict[str, Any] | None = None

    def take(self, chunk: Chunk, scale: Fraction) -> None:
        """Read the meta events of a chunk."""
        up, down = 2 * scale.numerator, 2 * scale.denominator
        for at, status, kind, content in chunk.events:
            if status != META or not isinstance(content, bytes):
                continue
            tick = (at * up + scale.denominator) // down
            if tick > LAST_TICK:
                continue
            if kind == _TEMPO:
                self._tempo(tick, content)
            elif kind == _METRE:
                self._metre(tick, content)
            elif kind == _KEY:
                self._key(tick, content)
            elif kind == _TEXT and self.recipe is None:
                self.recipe = recipe_in(content)

    @property
    def warnings(self) -> list[str]:
        """A sentence for each kind of sign that could not be read as it stands."""
        return [f"{what}." if count == 1 else f"{what} ({count:,} times)." for what, count in self._wrong.items()]

    def tempos(self) -> tuple[Tempo, ...]:
        """The tempos in order."""
        return tuple(self._tempos[tick] for tick in sorted(self._tempos)) or (Tempo(0),)

    def metres(self) -> tuple[Metre, ...]:
        """The metres in order."""
        return tuple(self._metres[tick] for tick in sorted(self._metres)) or (Metre(0),)

    def keys(self) -> tuple[Key, ...]:
        """The keys in order."""
        return tuple(self._keys[tick] for tick in sorted(self._keys))

    def _count(self, what: str) -> None:
        self._wrong[what] = self._wrong.get(what, 0) + 1

    def _tempo(self, tick: int, content: bytes) -> None:
        microseconds = int.from_bytes(content[:3])
        if self._smpte:
            self._wrong.setdefault("Its tempos were left out, as time in frames has none", 1)
        elif len(content) < 3 or not microseconds:
            self._count("A tempo of no time was left out")
        else:
            quickest, slowest = round(MICROSECONDS_A_MINUTE / FASTEST), round(MICROSECONDS_A_MINUTE / SLOWEST)
            kept = min(max(microseconds, quickest), slowest)
            if kept != microseconds:
                self._count(f"A tempo beyond {SLOWEST:g} to {FASTEST:g} quarters a minute was brought back there")
            self._tempos[tick] = Tempo(tick, kept)

    def _metre(self, tick: int, content: bytes) -> None:
        if len(content) < 2 or not content[0] or content[1] > 6:
            self._count("A metre that cannot be was left out")
        else:
            self._metres[tick] = Metre(tick, content[0], 2 ** content[1])

    def _key(self, tick: int, content: bytes) -> None:
        sharps = int.from_bytes(content[:1], signed=True)
        if len(content) < 2 or not -7 <= sharps <= 7 or content[1] > 1:
            self._count("A key that cannot be was left out")
        else:
            self._keys[tick] = Key(tick, sharps, content[1] == 1)
