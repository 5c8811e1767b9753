"""How surprise is shown: five steps of ten times each, the same for every text and every model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engines.write.surprise import WordSurprise
from engines.write.tokens import is_word
from studio.look.palette import current
from studio.look.tokens import Tokens
from studio.panes.write.suggesting.wordlist import percent

#: A word is of the first step whose probability it reaches; a rarer one is of the last.
STEPS = (0.1, 0.01, 0.001, 0.0001)
RAREST = len(STEPS)
UNKNOWN = RAREST + 1
_RARER = [-least for least in STEPS]
#: Both grow with the step, so that it can be told without seeing the colour.
_TINTS = (0, 22, 50, 88, 132)
_LINES = (0.0, 0.0, 1.0, 2.0, 3.0)


def step_of(word: WordSurprise) -> int:
    """0 for what was to be expected, up to RAREST; UNKNOWN where the model has no such word."""
    if not word.known:
        return UNKNOWN
    return bisect_left(_RARER, -word.probability)


def steps() -> Sequence[tuple[int, str]]:
    """Each step with its words for the legend."""
    tr = QCoreApplication.translate
    named = [f"{round(1 / least):,}" for least in STEPS]
    return [
        (0, tr("Surprise", "1 in {n} or likelier").format(n=named[0])),
        *((step, tr("Surprise", "to 1 in {n}").format(n=named[step])) for step in range(1, RAREST)),
        (RAREST, tr("Surprise", "rarer")),
        (UNKNOWN, tr("Surprise", "a word it does not know")),
    ]


def mark(painter: QPainter, words: Sequence[QRectF], step: int) -> None:
    """Paint a step below words: the rarer, the stronger the tint and the thicker the line."""
    if step == UNKNOWN:
        painter.setPen(QPen(QColor(current().muted), 1.5, Qt.PenStyle.DashLine))
        painter.drawLines([QLineF(word.left(), word.bottom() - 1, word.right(), word.bottom() - 1) for word in words])
    elif step:
        colour, line = QColor(current().surprise), _LINES[step]
        tint = QColor(colour)
        tint.setAlpha(_TINTS[step])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRects(words)
        painter.setBrush(colour)
        painter.drawRects([word.adjusted(0, word.height() - line, 0, 0) for word in words] if line else [])


def tint_of(step: int, page: QColor, tokens: Tokens | None = None) -> QColor:
    """What a step's tint makes of the colour of the page."""
    colour, share = QColor((tokens or current()).surprise), _TINTS[step] / 255
    mixed = (round(share * over + (1 - share) * under) for over, under in zip(_rgb(colour), _rgb(page), strict=True))
    return QColor(*mixed)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def one_in(probability: float) -> str:
    """A probability as “1 in 2,300”; as a percentage where that says more."""
    if probability >= STEPS[0]:
        return percent(probability)
    many = 1 / max(probability, 1e-9)
    # Two digits: the model does not know it better.
    rounding = 10 ** max(0, len(str(int(many))) - 2)
    return QCoreApplication.translate("Surprise", "1 in {n}").format(n=f"{round(many / rounding) * rounding:,}")


def told(text: str, word: WordSurprise) -> str:
    """What a person reads about one word of ``text``."""
    tr = QCoreApplication.translate
    spelled = text[word.start : word.end]
    # A comma among commas would not be seen.
    named = (choice.word if is_word(choice.word) else f"“{choice.word}”" for choice in word.choices)
    choices = ", ".join(
        f"{name} {percent(choice.probability)}" for name, choice in zip(named, word.choices, strict=True)
    )
    first = tr("Surprise", "First choices: {words}").format(words=choices)
    if not word.known:
        return tr("Surprise", "“{word}” is a word the model does not know").format(word=spelled) + f"   ·   {first}"
    said = tr("Surprise", "“{word}”: {likely}, {bits} bits")
    return said.format(word=spelled, likely=one_in(word.probability), bits=f"{word.bits:.1f}") + f"   ·   {first}"
