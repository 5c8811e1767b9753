"""Figures of learning and of models in the words that a person reads."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from engines.cards import Card
from engines.write.runs import Run
from studio.look.quantities import number, percent
from studio.widgets.losschart import figure

#: What a model has whose facts about it were measured.
_NEEDED = ("perplexity", "top1", "top3", "top10")
#: Before so many words, or one round, the only look at unread texts is that from before the first step.
_LOOKED_AGAIN = 250_000


def word_count(words: int) -> str:
    """How many words."""
    return _tr("1 word") if words == 1 else _tr("{} words").format(number(words))


def rounds(value: float) -> str:
    """How often the texts were read."""
    if value < 1:
        return _tr("{} of the texts read").format(percent(value))
    shown = f"{value:.1f}" if value < 10 else f"{value:,.0f}"
    return _tr("read {} times").format(shown)


def run_about(run: Run) -> str:
    """One line about how far a run has come."""
    if not run.steps:
        return _tr("Not begun")
    said = [rounds(run.rounds)]
    if run.best and run.rounds * run.plan.words >= min(run.plan.words, _LOOKED_AGAIN):
        said.append(_tr("perplexity {}").format(figure(run.best)))
    if run.finished:
        said.append(_tr("gets no better"))
    return " · ".join(said)


def comparison(metrics: Mapping[str, float]) -> str:
    """Best so far, and the line to compare with."""
    best, counts = metrics.get("best", math.inf), metrics.get("ngram", math.inf)
    if not math.isfinite(best):
        return ""
    words = _tr("Best so far {best}; counting words alone {counts}")
    return words.format(best=figure(best), counts=figure(counts))


def model_figures(card: Card) -> str:
    """What a model is worth, in two sentences; empty where it was never measured."""
    figures = card.figures
    if any(name not in figures for name in _NEEDED):
        return ""
    hits = _tr("The next word is its first guess in {one}, among three in {three}, among ten in {ten}.")
    said = hits.format(one=percent(figures["top1"]), three=percent(figures["top3"]), ten=percent(figures["top10"]))
    perplexity = _tr("Perplexity {all}").format(all=figure(figures["perplexity"]))
    if "ngram_perplexity" in figures:
        beside = _tr("{own}; counting words alone {counts}.")
        return f"{beside.format(own=perplexity, counts=figure(figures['ngram_perplexity']))} {said}"
    return f"{perplexity}. {said}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Learning", text)
