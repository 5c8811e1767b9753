"""A short fable of our own making, to try everything on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def sample_text() -> str:
    """The fable, in the language of the window."""
    return QCoreApplication.translate(
        "WriteSample",
        "The Fox and the Lantern\n"
        "A fox who hunted by night found a lantern that a traveller had left beside the road. “Now I shall see every "
        "hen in the country,” he said, and he took the ring between his teeth and trotted off, pleased with himself.\n"
        "He saw a good deal that night. He saw the stones before he fell over them, and the hedge before it scratched "
        "him. But in no farmyard did he see so much as a feather, for the hens had seen him first, a little star that "
        "came swaying down the hill, and they had gone quietly up into the rafters.\n"
        "Towards morning he met an owl. “It is a strange thing,” he complained. “I carry the best light in the "
        "valley, and I have never found less.”\n"
        "“You found what a light is for,” said the owl. “It shows the way to everybody.”\n"
        "Who wants to see must be willing to be seen.",
    )
