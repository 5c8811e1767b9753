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
FIRST_DRUM = 35
#: The keys of the drum channel from FIRST_DRUM on. Source: General MIDI Level 1 Percussion Key Map (RP-003).
DRUM_NAMES = (
    *("Bass drum 2", "Bass drum 1", "Side stick", "Snare 1", "Hand clap", "Snare 2", "Low floor tom", "Closed hi-hat"),
    *("High floor tom", "Pedal hi-hat", "Low tom", "Open hi-hat", "Low-mid tom", "High-mid tom", "Crash 1", "High tom"),
    *("Ride 1", "China cymbal", "Ride bell", "Tambourine", "Splash", "Cowbell", "Crash 2", "Vibraslap", "Ride 2"),
    *("High bongo", "Low bongo", "Mute conga", "Open conga", "Low conga", "High timbale", "Low timbale"),
    *("High agogo", "Low agogo", "Cabasa", "Maracas", "Short whistle", "Long whistle", "Short guiro", "Long guiro"),
    *("Claves", "High block", "Low block", "Mute cuica", "Open cuica", "Mute triangle", "Open triangle"),
)


def drum_name(pitch: int) -> str:
    """The drum on a key of the drum channel; empty for a key that General MIDI gives none."""
    place = pitch - FIRST_DRUM
    return DRUM_NAMES[place] if 0 <= place < len(DRUM_NAMES) else ""


def sound_name(track: Track) -> str:
    """What plays a track, in words."""
    return DRUMS if track.drums else INSTRUMENTS[track.program]


def shown_name(track: Track) -> str:
    """A track's own name, else what plays it."""
    return track.name or sound_name(track)
