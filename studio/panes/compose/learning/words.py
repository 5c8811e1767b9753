"""Figures of learning in the words that a person reads."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.cards import Card
from engines.compose.melody.runs import Run
from studio.panes.compose.nats import meaning_of_nats


def _tr(text: str) -> str:
    return QCoreApplication.translate("MelodyLearning", text)


def rounds_words(value: float) -> str:
    """How often the music was read."""
    if value < 1:
        return _tr("{} % of the music read").format(round(value * 100))
    return _tr("read {} times").format(f"{value:.1f}" if value < 10 else f"{value:,.0f}")


def found_words(pieces: int, sounds: int) -> str:
    """What there is to learn from."""
    many = _tr("{pieces} pieces, {sounds} notes")
    one = _tr("1 piece, {sounds} notes")
    return (one if pieces == 1 else many).format(pieces=f"{pieces:,}", sounds=f"{sounds:,}")


def run_words(run: Run) -> str:
    """One line about a run that rests."""
    said = [found_words(run.plan.pieces, run.plan.sounds)]
    if not run.steps:
        return " · ".join([*said, _tr("not begun")])
    said.append(rounds_words(run.rounds))
    if run.best:
        said.append(_tr("{} nats a note").format(f"{run.best:.2f}"))
    if run.finished:
        said.append(_tr("gets no better"))
    return " · ".join(said)


def model_words(card: Card) -> str:
    """How good a model is."""
    nats = card.figures.get("total") if isinstance(card.figures, dict) else None
    if isinstance(nats, int | float):
        measured = _tr("{} nats a note on music it never read.").format(f"{nats:.2f}")
        return " ".join(filter(None, (measured, meaning_of_nats(nats), card.summary)))
    return card.summary
