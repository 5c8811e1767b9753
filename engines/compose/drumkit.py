"""Drums in written music: where each instrument of the kit stands, and which one a place stands for."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from engines.compose.notes import HIGHEST, LOWEST
from engines.compose.score import DRUM_CHANNEL
from engines.compose.spelling import spelled


@dataclass(frozen=True, slots=True)
class Place:
    """A line or space as the name and octave of a note in treble clef; ``cross`` for what is of metal."""

    name: str
    octave: int
    cross: bool = False


#: Source: N. Weinberg, Guidelines for Drumset Notation, Percussive Notes 32 (1994); keys by General MIDI.
KIT = {
    **dict.fromkeys((36, 35), Place("F", 4)),
    **dict.fromkeys((38, 40, 37, 39), Place("C", 5)),
    **dict.fromkeys((43, 41), Place("A", 4)),
    **dict.fromkeys((47, 45), Place("D", 5)),
    **dict.fromkeys((50, 48), Place("E", 5)),
    **dict.fromkeys((42, 46), Place("G", 5, True)),
    44: Place("D", 4, True),
    **dict.fromkeys((49, 57, 52, 55), Place("A", 5, True)),
    **dict.fromkeys((51, 59, 53), Place("F", 5, True)),
}
_ELSEWHERE = Place("C", 5)
_BY_PLACE = {place: key for key, place in reversed(KIT.items())}
_SNARE = 38


def place_of(pitch: int) -> Place:
    """Where a drum is written; the others, on the line of the snare drum."""
    return KIT.get(pitch, _ELSEWHERE)


def pitch_at(place: Place) -> int:
    """The drum that a place most likely stands for."""
    return _BY_PLACE.get(place) or _BY_PLACE.get(Place(place.name, place.octave, not place.cross), _SNARE)


def with_drums_as_keys(root: Element) -> None:
    """Write the drums in a MusicXML document as notes of their MIDI keys, on the channel of drums.

    music21 keeps only one instrument of a part, so that a whole kit would sound as one drum.
    """
    announced = {part.get("id"): part for part in root.iter("score-part")}
    for part in root.iter("part"):
        notes = [note for note in part.iter("note") if note.find("unpitched") is not None]
        head = announced.get(part.get("id"))
        if not notes or head is None:
            continue
        keys = {one.get("id"): _key(one.findtext("midi-unpitched")) for one in head.findall("midi-instrument")}
        for note in notes:
            _as_key(note, keys)
        for old in [*head.findall("score-instrument"), *head.findall("midi-instrument")]:
            head.remove(old)
        name = f"{part.get('id')}-kit"
        SubElement(SubElement(head, "score-instrument", id=name), "instrument-name").text = "Drums"
        midi = SubElement(head, "midi-instrument", id=name)
        SubElement(midi, "midi-channel").text = str(DRUM_CHANNEL + 1)
        SubElement(midi, "midi-program").text = "1"  # music21 looks at the channel only where there is a program


def _key(told: str | None) -> int | None:
    """The key in a midi-unpitched, which counts from 1."""
    key = int(told) - 1 if told and told.strip().isdecimal() else None
    return key if key is not None and LOWEST <= key <= HIGHEST else None


def _as_key(note: Element, keys: dict[str | None, int | None]) -> None:
    drum, instrument = note.find("unpitched"), note.find("instrument")
    if drum is None:
        return
    key = keys.get(instrument.get("id")) if instrument is not None else None
    if key is None:
        octave = drum.findtext("display-octave") or ""
        cross = note.findtext("notehead") == "x"
        place = Place(drum.findtext("display-step") or "", int(octave) if octave.isdecimal() else 5, cross)
        key = pitch_at(place)
    if instrument is not None:
        note.remove(instrument)
    drum.clear()
    drum.tag = "pitch"
    write_pitch(drum, key, 0)


def write_pitch(element: Element, pitch: int, sharps: int) -> None:
    """Fill a MusicXML pitch, spelled for a key of so many sharps."""
    step, alter, octave = spelled(pitch, sharps)
    SubElement(element, "step").text = step
    if alter:
        SubElement(element, "alter").text = str(alter)
    SubElement(element, "octave").text = str(octave)
