"""How the text is set: family, size, line length, air."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from studio.look.palette import text_scale

SMALLEST, LARGEST = 13, 40

#: Good faces for reading, the first that the machine has is taken.
_FACES = {
    "serif": (
        QFont.StyleHint.Serif,
        ("Charter", "Iowan Old Style", "Source Serif 4", "Georgia", "Cambria", "P052", "Noto Serif", "DejaVu Serif"),
    ),
    "sans": (
        QFont.StyleHint.SansSerif,
        ("Inter", "Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", "Nimbus Sans", "DejaVu Sans"),
    ),
    "mono": (
        QFont.StyleHint.Monospace,
        ("iA Writer Mono", "Menlo", "Cascadia Mono", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono"),
    ),
}
FACES = tuple(_FACES)
MEASURES = (55, 70, 90)
LEADINGS = (125, 150, 180)
_SAMPLE = "the quick brown fox jumps over the lazy dog and does not look back"


@dataclass(frozen=True, slots=True)
class Typeface:
    """What a person chooses: face, size in pixels, characters a line, line height in per cent of the size."""

    face: str = "serif"
    size: int = 20
    measure: int = 70
    leading: int = 150

    def resized(self, by: int) -> Typeface:
        """Larger or smaller by so many pixels, within what can be read and laid out."""
        return replace(self, size=min(LARGEST, max(SMALLEST, self.size + by)))

    def font(self) -> QFont:
        """The font, at the size that the person's text scale makes of it."""
        hint, _ = _FACES[self.face]
        font = QFont(_family(self.face))
        font.setStyleHint(hint)
        font.setPixelSize(round(self.size * text_scale()))
        return font

    def width(self) -> float:
        """How wide a line of the chosen length is, in pixels."""
        metrics = QFontMetricsF(self.font())
        return metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * self.measure

    def air(self) -> tuple[float, float]:
        """Pixels to add between two lines and between two paragraphs."""
        font = self.font()
        line = font.pixelSize() * self.leading / 100
        return max(2.0, line - QFontMetricsF(font).height()), round(line * 0.5)


def typeface_from(values: Any) -> Typeface:
    """A typeface out of a file; what makes no sense there is the default."""
    values = values if isinstance(values, Mapping) else {}
    allowed: dict[str, Any] = {
        "face": FACES,
        "size": range(SMALLEST, LARGEST + 1),
        "measure": MEASURES,
        "leading": LEADINGS,
    }
    kept = {
        one.name: values[one.name]
        for one in fields(Typeface)
        if type(values.get(one.name)) in (str, int) and values[one.name] in allowed[one.name]
    }
    return Typeface(**kept)


@cache
def _family(face: str) -> str:
    hint, wanted = _FACES[face]
    here = set(QFontDatabase.families())
    fallback = QFont()
    fallback.setStyleHint(hint)
    return next((family for family in wanted if family in here), fallback.defaultFamily())
