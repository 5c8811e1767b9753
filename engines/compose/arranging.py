"""Tracks of a score: more of them, fewer, in another order. Notes and controllers go with their track."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engines.compose.score import DRUM_CHANNEL, Score, Track
from engines.errors import BadInput


def free_channel(score: Score) -> int:
    """A MIDI channel that no track has yet and that plays no drums; when all are taken, the least used."""
    channels = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    used = [track.channel for track in score.tracks]
    return min(channels, key=used.count)


def free_colour(score: Score, colours: int) -> int:
    """The first of so many colours that the fewest tracks have."""
    used = [track.colour % colours for track in score.tracks]
    return min(range(colours), key=used.count)


#: Instruments that go well together, in the order in which they join; programs of General MIDI.
_ENSEMBLE = (0, 48, 73, 42, 24, 32, 71, 60, 40, 11, 56, 68, 70, 19)


def free_program(score: Score) -> int:
    """An instrument for one more track: the first of an ensemble that plays nothing yet, else the least used."""
    used = [track.program for track in score.tracks if not track.drums]
    return min(_ENSEMBLE, key=used.count)


def with_new_track(score: Score, track: Track, place: int | None = None) -> Score:
    """The score with one more track, at the end or before the one at ``place``."""
    at = len(score.tracks) if place is None else place
    tracks = (*score.tracks[:at], track, *score.tracks[at:])
    return _moved(score, tracks, {old: old + (old >= at) for old in range(len(score.tracks))})


def without_track(score: Score, place: int) -> Score:
    """The score without a track and its notes; raises BadInput for the last one that is left."""
    if len(score.tracks) < 2:
        raise BadInput("The last track cannot be taken away; add another first.")
    tracks = (*score.tracks[:place], *score.tracks[place + 1 :])
    return _moved(score, tracks, {old: old - (old > place) for old in range(len(score.tracks)) if old != place})


def with_track_moved(score: Score, place: int, to: int) -> Score:
    """The score with the track at ``place`` at the place ``to`` instead."""
    order = [old for old in range(len(score.tracks)) if old != place]
    order.insert(to, place)
    return _moved(score, tuple(score.tracks[old] for old in order), {old: new for new, old in enumerate(order)})


def as_drums(track: Track, drums: bool, channel: int) -> Track:
    """The track on the channel of drums, or on ``channel`` as an instrument."""
    return replace(track, channel=DRUM_CHANNEL if drums else channel)


def _moved(score: Score, tracks: tuple[Track, ...], places: Mapping[int, int]) -> Score:
    notes = tuple(replace(note, track=places[note.track]) for note in score.notes if note.track in places)
    controls = tuple(replace(one, track=places[one.track]) for one in score.controls if one.track in places)
    return replace(score, tracks=tracks, notes=notes, controls=controls)
