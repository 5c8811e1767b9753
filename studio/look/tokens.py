"""Every colour, distance and size of Reverie's chrome, by the role it plays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme as ``#rrggbb`` (or ``#aarrggbb`` where a role says it is see-through).

    The greys are neutral on purpose: a tinted frame would change how the picture inside it looks.
    """

    dark: bool

    # Surfaces, from the back of the window to what lies on top of it.
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    canvas: str

    # Separators and outlines.
    line: str
    line_strong: str

    # Words and icons.
    text: str
    muted: str
    faint: str

    # The one accent, and what is written on it.
    accent: str
    accent_hover: str
    accent_text: str
    focus: str
    selection: str
    selection_text: str

    # States.
    danger: str
    warning: str
    success: str

    # Below words of a text, in tints: unlike all of the above, so that it says nothing else.
    surprise: str

    # Over pictures: these do not follow the theme far, because the picture does not.
    checker_light: str
    checker_dark: str
    on_image: str
    on_image_back: str
    scrim: str

    # The piano roll: rows behind white and black keys, lines of the grid, keys, and what lies on notes.
    roll_white: str
    roll_black: str
    roll_step: str
    roll_beat: str
    roll_bar: str
    key_white: str
    key_black: str
    playhead: str
    note_text: str
    heat: str

    # Tracks, told apart by lightness as well as by hue, so that all eyes can.
    track_1: str
    track_2: str
    track_3: str
    track_4: str
    track_5: str
    track_6: str
    track_7: str
    track_8: str


DARK = Tokens(
    dark=True,
    window="#1c1c1c",
    panel="#232323",
    raised="#2d2d2d",
    hover="#363636",
    pressed="#404040",
    canvas="#151515",
    line="#333333",
    line_strong="#4d4d4d",
    text="#e8e8e8",
    muted="#a8a8a8",
    faint="#6b6b6b",
    accent="#93a4f8",
    accent_hover="#a8b6ff",
    accent_text="#14172b",
    focus="#93a4f8",
    selection="#3b4370",
    selection_text="#f2f3fb",
    danger="#f2877d",
    warning="#e3b45c",
    success="#6cc195",
    surprise="#e07fbf",
    checker_light="#3a3a3a",
    checker_dark="#2e2e2e",
    on_image="#ffffff",
    on_image_back="#a6101010",
    scrim="#4d000000",
    roll_white="#252525",
    roll_black="#1d1d1d",
    roll_step="#2f2f2f",
    roll_beat="#3d3d3d",
    roll_bar="#5c5c5c",
    key_white="#d6d6d6",
    key_black="#262626",
    playhead="#f4f4f4",
    note_text="#15171c",
    heat="#ff9a3d",
    track_1="#71bff8",
    track_2="#e9a23b",
    track_3="#30a789",
    track_4="#dd8fc0",
    track_5="#e8dc62",
    track_6="#ea7a4b",
    track_7="#8f96f1",
    track_8="#bfc4c5",
)

LIGHT = Tokens(
    dark=False,
    window="#ececec",
    panel="#f6f6f6",
    raised="#ffffff",
    hover="#e6e6e6",
    pressed="#dadada",
    canvas="#dedede",
    line="#d9d9d9",
    line_strong="#b4b4b4",
    text="#1e1e1e",
    muted="#565656",
    faint="#9a9a9a",
    accent="#4759cf",
    accent_hover="#3b4cbb",
    accent_text="#ffffff",
    focus="#4759cf",
    selection="#d3d9fa",
    selection_text="#1a2050",
    danger="#ad3228",
    warning="#835400",
    success="#1c6e46",
    surprise="#b0307f",
    checker_light="#ffffff",
    checker_dark="#e4e4e4",
    on_image="#ffffff",
    on_image_back="#a6101010",
    scrim="#26000000",
    roll_white="#fbfbfb",
    roll_black="#f0f0f0",
    roll_step="#e8e8e8",
    roll_beat="#d6d6d6",
    roll_bar="#adadad",
    key_white="#ffffff",
    key_black="#3a3a3a",
    playhead="#1a1a1a",
    note_text="#10131a",
    heat="#e06a00",
    track_1="#5fb8fd",
    track_2="#dc9630",
    track_3="#28a686",
    track_4="#ce7fb9",
    track_5="#d6c83e",
    track_6="#e2693a",
    track_7="#8288ea",
    track_8="#a3abb0",
)


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in logical pixels, all on the four-pixel grid."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - a size between m and xl
    xl: int = 24
    xxl: int = 32


@dataclass(frozen=True, slots=True)
class Radius:
    """Corner radii in logical pixels: controls, cards, and floating panels."""

    s: int = 4
    m: int = 6
    l: int = 10  # noqa: E741 - a size between m and xl


@dataclass(frozen=True, slots=True)
class Size:
    """Fixed measures in logical pixels at text scale 1."""

    text: int = 13
    text_small: int = 12
    text_title: int = 18
    icon: int = 18
    icon_rail: int = 22
    icon_empty: int = 40
    control: int = 28
    row: int = 32
    handle: int = 14


SPACE = Space()
RADIUS = Radius()
SIZE = Size()


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two ``#rrggbb`` colours, from 1 (equal) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
