"""The notes of a MusicXML bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from engines.compose.bars import Bar, Symbol
from engines.compose.drumkit import place_of, write_pitch
from engines.compose.notes import Key
from engines.compose.score import Score, Track
from engines.compose.spelling import accidentals
from engines.compose.staves import MOST_VOICES

_LOUDNESS = 90
"""MusicXML gives the velocity of a note in hundredths of this one."""


def instrument_id(place: int, drum: int | None = None) -> str:
    """The id of what plays a track; each drum has one of its own."""
    return f"P{place + 1}-I{1 if drum is None else drum + 1}"


class Writer:
    """Writes the notes of one track, and remembers which written note is which of the score."""

    def __init__(self, track: Track, place: int, score: Score, keys: tuple[Key, ...], notes: dict[str, int]) -> None:
        self._track, self._place, self._score, self._keys, self._notes = track, place, score, keys, notes
        self._accidentals: dict[tuple[int, int], str] = {}

    def key_at(self, tick: int) -> Key:
        """The key that is written at a tick."""
        holds = [key for key in self._keys if key.tick <= tick]
        return holds[-1] if holds else Key(0)

    def staff(self, measure: Element, bar: Bar, voices: Mapping[int, Sequence[Symbol]], staff: int) -> None:
        """Write the voices of one staff (0 where there is only one) in a bar, each from its beginning."""
        self._accidentals = {} if self._track.drums else accidentals(voices.values(), self.key_at(bar.start).sharps)
        for voice, symbols in voices.items():
            self._voice(measure, bar, symbols, staff, voice)

    def _voice(self, measure: Element, bar: Bar, symbols: Sequence[Symbol], staff: int, voice: int) -> None:
        length = bar.end - bar.start
        if any(element.tag == "note" for element in measure):
            SubElement(SubElement(measure, "backup"), "duration").text = str(length)
        number = str((max(staff, 1) - 1) * MOST_VOICES + voice + 1)
        if not any(symbol.pitches for symbol in symbols):
            note = SubElement(measure, "note")
            SubElement(note, "rest", measure="yes")
            self._ending(note, length, number, staff)
            return
        sharps = self.key_at(bar.start).sharps
        for symbol in symbols:
            if not symbol.pitches:
                note = SubElement(measure, "note")
                if voice and not symbol.tuplet:
                    note.set("print-object", "no")  # rests of a second voice say nothing that the first does not
                SubElement(note, "rest")
                self._rest_of(note, symbol, number, staff, first=True)
            for at, (pitch, index) in enumerate(symbol.pitches):
                note = self._note(measure, symbol, index)
                if at:
                    SubElement(note, "chord")
                self._pitch(note, pitch, sharps)
                self._rest_of(note, symbol, number, staff, first=at == 0, pitch=pitch)

    def _note(self, measure: Element, symbol: Symbol, index: int) -> Element:
        name = f"n{index}-{symbol.start}"
        self._notes[name] = index
        velocity = self._score.notes[index].velocity
        return SubElement(measure, "note", id=name, dynamics=f"{velocity * 100 / _LOUDNESS:.2f}")

    def _pitch(self, note: Element, pitch: int, sharps: int) -> None:
        if self._track.drums:
            place = place_of(pitch)
            element = SubElement(note, "unpitched")
            SubElement(element, "display-step").text = place.name
            SubElement(element, "display-octave").text = str(place.octave)
        else:
            write_pitch(SubElement(note, "pitch"), pitch, sharps)

    def _rest_of(self, note: Element, symbol: Symbol, number: str, staff: int, first: bool, pitch: int = -1) -> None:
        SubElement(note, "duration").text = str(symbol.length)
        if symbol.pitches:
            for kind in _ties(symbol):
                SubElement(note, "tie", type=kind)
        if symbol.pitches and self._track.drums:
            SubElement(note, "instrument", id=instrument_id(self._place, pitch))
        SubElement(note, "voice").text = number
        SubElement(note, "type").text = symbol.value.name
        for _ in range(symbol.value.dots):
            SubElement(note, "dot")
        accidental = self._accidentals.get((id(symbol), pitch))
        if accidental:
            SubElement(note, "accidental").text = accidental
        if symbol.tuplet:
            change = SubElement(note, "time-modification")
            SubElement(change, "actual-notes").text = "3"
            SubElement(change, "normal-notes").text = "2"
        if self._track.drums and place_of(pitch).cross:
            SubElement(note, "notehead").text = "x"
        if staff:
            SubElement(note, "staff").text = str(staff)
        for level, mark in enumerate(symbol.beams if first else (), start=1):
            SubElement(note, "beam", number=str(level)).text = mark
        self._notations(note, symbol, first)

    def _notations(self, note: Element, symbol: Symbol, first: bool) -> None:
        notations = Element("notations")
        for kind in _ties(symbol) if symbol.pitches else ():
            SubElement(notations, "tied", type=kind)
        if first and symbol.tuplet in ("start", "stop"):
            SubElement(notations, "tuplet", type=symbol.tuplet, bracket="no" if symbol.beams else "yes")
        if len(notations):
            note.append(notations)

    @staticmethod
    def _ending(note: Element, length: int, number: str, staff: int) -> None:
        SubElement(note, "duration").text = str(length)
        SubElement(note, "voice").text = number
        if staff:
            SubElement(note, "staff").text = str(staff)


def _ties(symbol: Symbol) -> list[str]:
    return ["stop"] * symbol.tied_from + ["start"] * symbol.tied_to
