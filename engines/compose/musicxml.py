"""Scores as MusicXML 4.0: laid out for the eye, with what the ear needs to get the same notes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engines.compose.bars import Bar, Symbol, symbols_of
from engines.compose.dynamics import dynamics_of
from engines.compose.instruments import shown_name, sound_name
from engines.compose.keyfinding import key_of
from engines.compose.musicxmlnotes import Writer, instrument_id
from engines.compose.notes import QUARTER, Key, Metre, Note, Tempo
from engines.compose.quantising import Grid, quantised
from engines.compose.score import Score, Track
from engines.compose.staves import Clef, Staff, staves_of
from engines.compose.timing import bars_of
from engines.errors import BadInput
from engines.steps import Step, Task

_FEWEST = 16
"""Notes from which on a key can be guessed where none is told."""
_PATIENCE = 32
MOST_BARS = 10_000


@dataclass(frozen=True)
class Sheet:
    """A score as MusicXML; ``notes`` tells for the id of each written note which note of the score it is of."""

    xml: str
    notes: dict[str, int]


def sheet_of(score: Score) -> Task[Sheet]:
    """A score as MusicXML, quantised to what can be written; yields while it is made.

    Where the score tells no key, the likeliest one is written. Tracks without notes are left out.

    Raises:
        BadInput: there are more than MOST_BARS.
    """
    root = Element("score-partwise", version="4.0")
    if score.title:
        SubElement(SubElement(root, "work"), "work-title").text = score.title
    parts = SubElement(root, "part-list")
    bars = bar_list(score)
    layouts: list[_Layout] = []
    for place, numbered in _by_track(score):
        layouts.append(_laid_out(score, place, numbered, bars))
        yield Step(place, len(score.tracks), "Quantising")
    # A piano has a brace of its own.
    joined = len(layouts) > 1 and all(len(layout.staves) == 1 for layout in layouts)
    if joined:
        _group(parts, "start")
    for layout in layouts:
        _announce(parts, score.tracks[layout.place], layout)
    if joined:
        _group(parts, "stop")
    told, notes = _keys(score), dict[str, int]()
    for layout in layouts:
        part = SubElement(root, "part", id=f"P{layout.place + 1}")
        writer = Writer(score.tracks[layout.place], layout.place, score, told, notes)
        yield from _write_part(part, writer, layout, bars, score if layout is layouts[0] else None)
    indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return Sheet(head + tostring(root, encoding="unicode"), notes)


@dataclass(frozen=True)
class _Layout:
    """A track as it is written: its staves, the grid it was brought onto, and the pitches that occur in it."""

    place: int
    staves: tuple[Staff, ...]
    grid: Grid
    pitches: frozenset[int]
    notes: tuple[Note, ...]


def _by_track(score: Score) -> list[tuple[int, list[tuple[int, Note]]]]:
    """The tracks that have notes, with their notes and the places of those in the score; the first where none has."""
    numbered: dict[int, list[tuple[int, Note]]] = {}
    for index, note in enumerate(score.notes):
        numbered.setdefault(note.track, []).append((index, note))
    return sorted(numbered.items()) or [(0, [])]


def _laid_out(score: Score, place: int, numbered: list[tuple[int, Note]], bars: list[Bar]) -> _Layout:
    grid = Grid([note for _, note in numbered], bars_of(score), bars[-1].end)
    staves = staves_of(quantised(numbered, grid), score.tracks[place].drums, [bar.start for bar in bars])
    return _Layout(
        place, staves, grid, frozenset(note.pitch for _, note in numbered), tuple(note for _, note in numbered)
    )


def bar_list(score: Score) -> list[Bar]:
    """The bars of a score up to its last note; where notes begin late in the first, it is a pick-up.

    Raises:
        BadInput: there are more than MOST_BARS.
    """
    lines = bars_of(score)
    if lines.bar(score.end) > MOST_BARS:
        raise BadInput(f"This score has more than {MOST_BARS:,} bars. Cut it into shorter ones.")
    found: list[Bar] = []
    number = 0
    while not found or found[-1].end < score.end:
        start = lines.start(number)
        found.append(Bar(start, lines.start(number + 1), lines.metre(start)))
        number += 1
    first = found[0]
    begin = min((note.start for note in score.notes), default=0)
    begin -= begin % first.metre.beat
    if len(found) > 1 and first.start < begin < first.end and 2 * begin >= first.end:
        found[0] = Bar(begin, first.end, first.metre)
    return found


def _keys(score: Score) -> tuple[Key, ...]:
    if score.keys or len(score.notes) < _FEWEST:
        return score.keys
    return (key_of(score),)


def _group(parts: Element, kind: str) -> None:
    """Begin or end what is joined by one bracket and by its bar lines."""
    group = SubElement(parts, "part-group", number="1", type=kind)
    if kind == "start":
        SubElement(group, "group-symbol").text = "bracket"
        SubElement(group, "group-barline").text = "yes"


def _announce(parts: Element, track: Track, layout: _Layout) -> None:
    place = layout.place
    part = SubElement(parts, "score-part", id=f"P{place + 1}")
    SubElement(part, "part-name").text = shown_name(track)
    drums = sorted(layout.pitches) if track.drums else [None]
    for drum in drums:
        instrument = SubElement(part, "score-instrument", id=instrument_id(place, drum))
        SubElement(instrument, "instrument-name").text = sound_name(track)
    for drum in drums:
        midi = SubElement(part, "midi-instrument", id=instrument_id(place, drum))
        SubElement(midi, "midi-channel").text = str(track.channel + 1)
        SubElement(midi, "midi-program").text = str(track.program + 1)
        if drum is not None:
            SubElement(midi, "midi-unpitched").text = str(drum + 1)
        SubElement(midi, "volume").text = f"{track.volume * 100:.4g}"
        SubElement(midi, "pan").text = f"{track.pan * 90:.4g}"


def _write_part(part: Element, writer: Writer, layout: _Layout, bars: list[Bar], score: Score | None) -> Iterator[Step]:
    """The bars of one part; ``score`` for the first, over which tempos are written."""
    pickup, told_tempo = bars[0].upbeat, 0
    staves, grid = layout.staves, layout.grid
    marks = dynamics_of(layout.notes, bars)
    cursors = [[0] * len(staff.voices) for staff in staves]
    for number, bar in enumerate(bars):
        if not number % _PATIENCE:
            yield Step(number, len(bars), "Writing bars")
        measure = SubElement(part, "measure", number=str(number + (0 if pickup else 1)))
        if number == 0 and pickup:
            measure.set("implicit", "yes")
        _attributes(measure, writer, [staff.clef for staff in staves], bars, number)
        for tempo in _tempos(score, bar, number):
            if round(tempo.bpm) != told_tempo:  # what changes by less is for the ear alone
                _tempo(measure, tempo, max(0, tempo.tick - bar.start))
            told_tempo = round(tempo.bpm)
        if number in marks:
            _dynamics(measure, *marks[number], bar, len(staves) > 1)
        shift = pickup if number == 0 else 0
        for place, staff in enumerate(staves):
            voices: dict[int, list[Symbol]] = {}
            for voice, chords in enumerate(staff.voices):
                first, last = _window(chords, cursors[place], voice, bar)
                if first < last or not voice:  # a second voice without notes here has no rests either
                    voices[voice] = symbols_of(chords[first:last], bar, grid, shift)
            writer.staff(measure, bar, voices, place + 1 if len(staves) > 1 else 0)
    if bars:
        line = SubElement(measure, "barline", location="right")
        SubElement(line, "bar-style").text = "light-heavy"


def _window(chords: tuple, cursor: list[int], voice: int, bar: Bar) -> tuple[int, int]:  # type: ignore[type-arg]
    """The chords of a voice that sound in a bar; what ended before it is not looked at again."""
    first = cursor[voice]
    while first < len(chords) and chords[first].end <= bar.start:
        first += 1
    cursor[voice] = last = first
    while last < len(chords) and chords[last].start < bar.end:
        last += 1
    return first, last


def _attributes(measure: Element, writer: Writer, clefs: list[Clef], bars: list[Bar], number: int) -> None:
    """What changes at a bar line: key and metre; and, at the first, clefs."""
    bar, before = bars[number], bars[number - 1] if number else None
    key = writer.key_at(bar.start)
    attributes = Element("attributes")
    if before is None:
        SubElement(attributes, "divisions").text = str(QUARTER)
    if before is None or key != writer.key_at(before.start):
        _key(attributes, key)
    if before is None or _signature(before.metre) != _signature(bar.metre):
        time = SubElement(attributes, "time")
        SubElement(time, "beats").text = str(bar.metre.beats)
        SubElement(time, "beat-type").text = str(bar.metre.unit)
    if before is None:
        if len(clefs) > 1:
            SubElement(attributes, "staves").text = str(len(clefs))
        for staff, clef in enumerate(clefs, start=1):
            _clef(attributes, clef, staff if len(clefs) > 1 else 0)
    if len(attributes):
        measure.append(attributes)


def _signature(metre: Metre) -> tuple[int, int]:
    return metre.beats, metre.unit


def _key(attributes: Element, key: Key) -> None:
    element = SubElement(attributes, "key")
    SubElement(element, "fifths").text = str(key.sharps)
    SubElement(element, "mode").text = "minor" if key.minor else "major"


def _clef(attributes: Element, clef: Clef, staff: int) -> None:
    element = SubElement(attributes, "clef", {"number": str(staff)} if staff else {})
    SubElement(element, "sign").text = clef.sign
    if clef.sign != "percussion":
        SubElement(element, "line").text = str(clef.line)
    if clef.octave:
        SubElement(element, "clef-octave-change").text = str(clef.octave)


def _tempos(score: Score | None, bar: Bar, number: int) -> list[Tempo]:
    if score is None:
        return []
    start = 0 if number == 0 else bar.start
    return list({tempo.tick: tempo for tempo in score.tempos if start <= tempo.tick < bar.end}.values())


def _dynamics(measure: Element, mark: str, tick: int, bar: Bar, several: bool) -> None:
    """A mark of loudness below the first staff, where the first note stands that it is for."""
    direction = SubElement(measure, "direction", placement="below")
    SubElement(SubElement(SubElement(direction, "direction-type"), "dynamics"), mark)
    if tick > bar.start:
        SubElement(direction, "offset").text = str(tick - bar.start)
    if several:
        SubElement(direction, "staff").text = "1"


def _tempo(measure: Element, tempo: Tempo, offset: int) -> None:
    direction = SubElement(measure, "direction", placement="above")
    metronome = SubElement(SubElement(direction, "direction-type"), "metronome")
    SubElement(metronome, "beat-unit").text = "quarter"
    SubElement(metronome, "per-minute").text = f"{tempo.bpm:.0f}"
    if offset:
        SubElement(direction, "offset").text = str(offset)
    SubElement(direction, "sound", tempo=f"{tempo.bpm:.6g}")
