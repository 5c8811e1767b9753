"""Scores as MIDI files of type 1: one track with the signs, then one for each of the score's."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import mido

from engines.compose.notes import BEND, QUARTER, Control, Metre
from engines.compose.recipes import recipe_text
from engines.compose.score import Score, Track

_KEY = 0x59
_VOLUME, _PAN = 7, 10
#: Messages of one tick: what ends comes before what begins, and its sound is chosen before a note begins.
_OFF, _PROGRAM, _CONTROL, _ON = range(4)
_Timed = tuple[int, int, Any]


def midi_bytes(score: Score, recipe: Mapping[str, Any] | None = None) -> bytes:
    """A score as the bytes of a MIDI file, 480 ticks a quarter; ``recipe`` are settings to carry in it.

    Tracks that share a channel but not a program, where there are more than 16, choose their program before each of
    their notes. Two notes of one pitch of which one holds the other come back as two that overlap: MIDI cannot tell
    them apart. Mute, solo and colour are not written.

    Raises:
        BadInput: the recipe is no JSON or too long.
    """
    file = mido.MidiFile(type=1, ticks_per_beat=QUARTER, charset="utf-8")
    file.tracks.append(_track(_signs(score, recipe)))
    messages = [list(_beginning(track)) for track in score.tracks]
    for note in score.notes:
        channel = score.tracks[note.track].channel
        on = mido.Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        messages[note.track].append((note.start, _ON, on))
        messages[note.track].append((note.end, _OFF, mido.Message("note_off", channel=channel, note=note.pitch)))
    for control in score.controls:
        messages[control.track].append((control.tick, _CONTROL, _turned(control, score.tracks[control.track].channel)))
    for tick, track in _changes_of_hands(score):
        messages[track].append((tick, _PROGRAM, _program(score.tracks[track])))
    file.tracks += [_track(timed) for timed in messages]
    held = io.BytesIO()
    file.save(file=held)
    return held.getvalue()


def _signs(score: Score, recipe: Mapping[str, Any] | None) -> Iterator[_Timed]:
    if score.title:
        yield 0, 0, mido.MetaMessage("track_name", name=score.title)
    if recipe is not None:
        yield 0, 0, mido.MetaMessage("text", text=recipe_text(recipe))
    # Of several signs at one tick the last holds, here as in the file.
    for tempo in score.tempos:
        yield tempo.tick, 0, mido.MetaMessage("set_tempo", tempo=tempo.microseconds)
    for metre in score.metres:
        yield metre.tick, 0, _metre(metre)
    for key in score.keys:
        yield key.tick, 0, mido.UnknownMetaMessage(_KEY, data=[key.sharps & 0xFF, int(key.minor)])


def _metre(metre: Metre) -> Any:
    # A click of the metronome each beat, in 24ths of a quarter.
    clicks = max(1, 96 // metre.unit)
    return mido.MetaMessage("time_signature", numerator=metre.beats, denominator=metre.unit, clocks_per_click=clicks)


def _beginning(track: Track) -> Iterator[_Timed]:
    if track.name:
        yield 0, _OFF, mido.MetaMessage("track_name", name=track.name)
    yield 0, _PROGRAM, _program(track)
    usual = Track()
    if track.volume != usual.volume:
        yield 0, _PROGRAM, _control(track.channel, _VOLUME, round(track.volume * 127))
    if track.pan != usual.pan:
        yield 0, _PROGRAM, _control(track.channel, _PAN, 64 + round(track.pan * 63))


def _program(track: Track) -> Any:
    return mido.Message("program_change", channel=track.channel, program=track.program)


def _control(channel: int, number: int, value: int) -> Any:
    return mido.Message("control_change", channel=channel, control=number, value=value)


def _turned(control: Control, channel: int) -> Any:
    if control.number == BEND:
        return mido.Message("pitchwheel", channel=channel, pitch=control.value)
    return _control(channel, control.number, control.value)


def _changes_of_hands(score: Score) -> Iterator[tuple[int, int]]:
    """When, and for which track, a channel that plays several programs must change to another."""
    programs: dict[int, set[int]] = {}
    for track in score.tracks:
        programs.setdefault(track.channel, set()).add(track.program)
    # All programs are chosen at the beginning, track after track: the last one holds.
    now = {track.channel: track.program for track in score.tracks}
    for note in score.notes:
        track = score.tracks[note.track]
        if len(programs[track.channel]) > 1 and now[track.channel] != track.program:
            now[track.channel] = track.program
            yield note.start, note.track


def _track(timed: Iterable[_Timed]) -> Any:
    """Messages with ticks from the beginning as a track, in which each says how long after the last it comes."""
    track, before = mido.MidiTrack(), 0
    for tick, _, message in sorted(timed, key=lambda one: one[:2]):
        message.time = tick - before
        track.append(message)
        before = tick
    return track
