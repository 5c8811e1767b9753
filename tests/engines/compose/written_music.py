"""Small pieces in MusicXML and abc."""

from __future__ import annotations

from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PART_LIST = '<part-list><score-part id="P1"><part-name>Line</part-name></score-part></part-list>'


def note(step: str, octave: int, duration: int, inner: str = "", first: str = "") -> str:
    """A note; four divisions are a quarter."""
    pitch = f"<pitch><step>{step}</step><octave>{octave}</octave></pitch>"
    return f"<note>{first}{pitch}<duration>{duration}</duration>{inner}</note>"


def attributes(beats: int = 4, inner: str = "") -> str:
    """What stands at the beginning of a first bar."""
    time = f"<time><beats>{beats}</beats><beat-type>4</beat-type></time>"
    return f"<attributes><divisions>4</divisions><key><fifths>0</fifths></key>{time}{inner}</attributes>"


def musicxml(*bars: str, part_list: str = PART_LIST, head: str = HEAD) -> str:
    """A piece of one part."""
    numbered = "".join(f'<measure number="{at}">{bar}</measure>' for at, bar in enumerate(bars, start=1))
    return f'{head}<score-partwise version="4.0">{part_list}<part id="P1">{numbered}</part></score-partwise>'


def saved(folder: Path, name: str, text: str | bytes) -> Path:
    """The text as a file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


SCALE = attributes() + "".join(note(step, 4, 4) for step in "CDEF")
TUNES = """X:1
T:First
M:3/4
L:1/4
K:G
GAB|c3|

X:2
T:Second
M:4/4
L:1/4
K:C
CDEF|

"""
