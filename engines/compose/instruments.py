"""The names of the General MIDI instruments, by their program numbers from 0."""

from __future__ import annotations

from engines.compose.score import Track

#: Source: General MIDI System Level 1 (MIDI Manufacturers Association, RP-003).
INSTRUMENTS = (
    *("Grand piano", "Bright piano", "Electric grand", "Honky-tonk piano", "Electric piano 1", "Electric piano 2"),
    *("Harpsichord", "Clavinet", "Celesta", "Glockenspiel", "Music box", "Vibraphone", "Marimba", "Xylophone"),
    *("Tubular bells", "Dulcimer", "Drawbar organ", "Percussive organ", "Rock organ", "Church organ", "Reed organ"),
    *("Accordion", "Harmonica", "Tango accordion", "Nylon guitar", "Steel guitar", "Jazz guitar", "Clean guitar"),
    *("Muted guitar", "Overdriven guitar", "Distorted guitar", "Guitar harmonics", "Acoustic bass", "Fingered bass"),
    *("Picked bass", "Fretless bass", "Slap bass 1", "Slap bass 2", "Synth bass 1", "Synth bass 2", "Violin"),
    *("Viola", "Cello", "Contrabass", "Tremolo strings", "Pizzicato strings", "Harp", "Timpani", "Strings"),
    *("Slow strings", "Synth strings 1", "Synth strings 2", "Choir", "Voice oohs", "Synth voice", "Orchestra hit"),
    *("Trumpet", "Trombone", "Tuba", "Muted trumpet", "Horn", "Brass", "Synth brass 1", "Synth brass 2"),
    *("Soprano saxophone", "Alto saxophone", "Tenor saxophone", "Baritone saxophone", "Oboe", "English horn"),
    *("Bassoon", "Clarinet", "Piccolo", "Flute", "Recorder", "Pan flute", "Blown bottle", "Shakuhachi", "Whistle"),
    *("Ocarina", "Square lead", "Sawtooth lead", "Calliope lead", "Chiff lead", "Charang lead", "Voice lead"),
    *("Fifths lead", "Bass and lead", "New age pad", "Warm pad", "Polysynth pad", "Choir pad", "Bowed pad"),
    *("Metallic pad", "Halo pad", "Sweep pad", "Rain", "Soundtrack", "Crystal", "Atmosphere", "Brightness", "Goblins"),
    *("Echoes", "Science fiction", "Sitar", "Banjo", "Shamisen", "Koto", "Kalimba", "Bagpipe", "Fiddle", "Shanai"),
    *("Tinkle bell", "Agogo", "Steel drums", "Woodblock", "Taiko", "Melodic tom", "Synth drum", "Reverse cymbal"),
    *("Fret noise", "Breath noise", "Seashore", "Bird tweet", "Telephone", "Helicopter", "Applause", "Gunshot"),
)
DRUMS = "Drums"


def sound_name(track: Track) -> str:
    """What plays a track, in words."""
    return DRUMS if track.drums else INSTRUMENTS[track.program]


def shown_name(track: Track) -> str:
    """A track's own name, else what plays it."""
    return track.name or sound_name(track)
