"""``python -m engines.compose.sound.fonttrial FONT``: plays every instrument of a font, and ends well or not at all.

The library trusts the numbers in a font: damaged ones can end the process. So a font of a person is played here first.
"""

from __future__ import annotations

import sys

from engines.compose.sound.synth import BLOCK, RATE

BYTES_A_FRAME = 8
#: From the lowest to the highest key; each is a region of its own in most instruments.
PITCHES = tuple(range(0, 128, 6))
VELOCITIES = (0.2, 0.95)
BLOCKS_A_NOTE = 3


def main(path: str) -> None:
    """Load and play; raises RuntimeError, or crashes, for a font that cannot be played."""
    from tinysoundfont import _tinysoundfont as library

    font = library.SoundFont(path)
    font.set_output(library.OutputMode.StereoInterleaved, RATE, 0.0)
    font.set_max_voices(256)
    block = memoryview(bytearray(BLOCK * BYTES_A_FRAME))
    for preset in range(font.get_preset_count()):
        font.channel_set_preset_index(0, preset)
        for velocity in VELOCITIES:
            for pitch in PITCHES:
                font.channel_note_on(0, pitch, velocity)
            for _ in range(BLOCKS_A_NOTE):
                font.render(block, False)
            font.channel_note_off(0)
            font.render(block, False)
        font.channel_sounds_off(0)
        font.render(block, False)


if __name__ == "__main__":
    main(sys.argv[1])
