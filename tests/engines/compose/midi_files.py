"""MIDI files byte by byte, also such as nobody should have written, and scores of all kinds."""

from __future__ import annotations

from hypothesis import strategies as st

from engines.compose.midireading import read_midi
from engines.compose.notes import BEND, SUSTAIN, Control, Key, Metre, Note, Tempo
from engines.compose.readings import Reading
from engines.compose.score import Score, Track
from engines.steps import finish

END = b"\x00\xff\x2f\x00"


def number(value: int) -> bytes:
    """A number of seven bits a byte, as the times in a file are."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.insert(0, value & 0x7F | 0x80)
    return bytes(out)


def event(after: int, *data: int) -> bytes:
    """An event ``after`` so many ticks."""
    return number(after) + bytes(data)


def meta(after: int, kind: int, content: bytes) -> bytes:
    """A meta event."""
    return number(after) + bytes((0xFF, kind)) + number(len(content)) + content


def chunk(*events: bytes, end: bytes = END) -> bytes:
    """A track of a file."""
    content = b"".join(events) + end
    return b"MTrk" + len(content).to_bytes(4, "big") + content


def midi(*chunks: bytes, kind: int = 1, division: int = 480) -> bytes:
    """A file."""
    head = kind.to_bytes(2, "big") + len(chunks).to_bytes(2, "big") + division.to_bytes(2, "big", signed=division < 0)
    return b"MThd" + (6).to_bytes(4, "big") + head + b"".join(chunks)


def read(content: bytes) -> Reading:
    """The first piece in a file."""
    return finish(read_midi(content, "tune.mid"))[0]


def heard(content: bytes) -> list[tuple[int, int, int]]:
    """Start, pitch and length of the notes in a file."""
    return [(note.start, note.pitch, note.length) for note in read(content).score.notes]


def plain_notes(tracks: int) -> st.SearchStrategy[list[Note]]:
    """Notes on so many tracks; no two of one pitch and track hold one the other."""
    note = st.builds(
        Note, st.integers(0, 9000), st.integers(0, tracks - 1), st.integers(0, 127), st.integers(1, 999), VELOCITIES
    )

    def without_nested(notes: list[Note]) -> list[Note]:
        kept: list[Note] = []
        for one in sorted(notes):
            rivals = [n for n in kept if (n.track, n.pitch) == (one.track, one.pitch)]
            if all(n.end <= one.end and n.start < one.start for n in rivals):
                kept.append(one)
        return kept

    return st.lists(note, max_size=30).map(without_nested)


VELOCITIES = st.integers(1, 127)
NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs", "Zs", "Cf", "Cn")), max_size=12
)
TRACKS = st.builds(
    Track,
    name=NAMES,
    program=st.integers(0, 127),
    channel=st.integers(0, 15),
    volume=st.integers(0, 127).map(lambda value: value / 127),
    pan=st.integers(-63, 63).map(lambda value: value / 63),
)
TICKS = st.integers(0, 9000)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """Scores that a MIDI file can hold whole."""
    tracks = [draw(TRACKS) for _ in range(draw(st.integers(1, 5)))]
    places = st.integers(0, len(tracks) - 1)
    # Volume, pan and the choice of parameters are told otherwise when they stand at the beginning.
    numbers = st.sampled_from((1, 2, 11, SUSTAIN, 66, 74, 91, 93))
    controls = draw(st.dictionaries(st.tuples(TICKS, places, numbers), st.integers(0, 127), max_size=12))
    bends = draw(st.dictionaries(st.tuples(TICKS, places), st.integers(-8192, 8191), max_size=5))
    tempos = draw(st.dictionaries(TICKS, st.integers(60_000, 15_000_000), max_size=5))
    metres = draw(st.dictionaries(TICKS, st.tuples(st.integers(1, 255), st.sampled_from((1, 2, 4, 8, 16, 32, 64)))))
    keys = draw(st.dictionaries(TICKS, st.tuples(st.integers(-7, 7), st.booleans()), max_size=4))
    return Score(
        tuple(
            Track(one.name, one.program, one.channel, one.volume, one.pan, colour=at) for at, one in enumerate(tracks)
        ),
        tuple(draw(plain_notes(len(tracks)))),
        tuple(Tempo(tick, value) for tick, value in tempos.items()),
        tuple(Metre(tick, *value) for tick, value in metres.items()),
        tuple(Key(tick, *value) for tick, value in keys.items()),
        tuple(Control(*key, value) for key, value in controls.items())
        + tuple(Control(*key, BEND, value) for key, value in bends.items()),
        draw(NAMES),
    )
