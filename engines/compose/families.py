"""The sixteen families of the General MIDI instruments, eight programs each, and how one is found by its name."""

from __future__ import annotations

from engines.compose.instruments import INSTRUMENTS

#: Source: General MIDI System Level 1 (MIDI Manufacturers Association, RP-003).
FAMILIES = (
    *("Piano", "Bells and mallets", "Organ", "Guitar", "Bass", "Strings", "Ensemble", "Brass"),
    *("Reed", "Pipe", "Synth lead", "Synth pad", "Synth effects", "World", "Percussion", "Sound effects"),
)


def family(program: int) -> str:
    """The family of a program 0 to 127."""
    return FAMILIES[program // 8]


def matching(words: str) -> tuple[int, ...]:
    """The programs whose name or family holds every one of these words, those that begin with them first."""
    wanted, begins = words.casefold().split(), words.strip().casefold()
    found = []
    for program, name in enumerate(INSTRUMENTS):
        known = f"{name} {family(program)}".casefold()
        if all(word in known for word in wanted):
            found.append((not name.casefold().startswith(begins), program))
    return tuple(program for _, program in sorted(found))
