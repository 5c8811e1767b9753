"""Stages and their figures in the words that a person reads."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engines.play.course.courses import Stage
from studio.panes.play.learning.trace import Trace
from studio.widgets.losschart import Curve


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlayLearning", text)


@dataclass(frozen=True)
class StageWords:
    """A title, what it needs and makes, and what its curves run along."""

    title: str
    about: str
    along: str = ""


def stage_words(stage: Stage) -> StageWords:
    """What is said about a stage."""
    return {
        "collect": StageWords(
            _tr("1 Collect"), _tr("Needs nothing. Makes episodes: frames and actions of drives on many tracks.")
        ),
        "vision": StageWords(
            _tr("2 See (V)"), _tr("Needs episodes. Makes V, which sees a frame as 32 numbers."), _tr("rounds")
        ),
        "memory": StageWords(
            _tr("3 Remember (M)"), _tr("Needs episodes and V. Makes M, which foresees what comes next."), _tr("rounds")
        ),
        "controller": StageWords(
            _tr("4 Drive (C)"), _tr("Needs V and M. Makes C, which steers by both."), _tr("steps")
        ),
    }[stage]


def time_words(seconds: float | None, *, begun: bool) -> str:
    """How long it will take, before it starts."""
    if seconds is None:
        return _tr("How long it takes is being measured…")
    span = span_words(seconds)
    return (_tr("Takes about {} more on this computer") if begun else _tr("Takes about {} on this computer")).format(
        span
    )


def span_words(seconds: float) -> str:
    """A span, no finer than anybody could know it."""
    if seconds < 90:
        return _tr("{} s").format(max(5, round(seconds / 5) * 5))
    if seconds < 90 * 60:
        return _tr("{} min").format(round(seconds / 60))
    return _tr("{} h").format(f"{seconds / 3600:.1f}")


def curves_of(stage: Stage, trace: Trace) -> list[Curve]:
    """What counts lies on top."""
    if stage == "vision":
        return [
            Curve(_tr("Held out"), "accent", trace.points("held_out", "rounds")),
            Curve(_tr("Error"), "success", trace.points("error", "rounds")),
        ]
    if stage == "memory":
        return [
            Curve(_tr("Held out, nats"), "accent", trace.points("held_out", "rounds")),
            Curve(_tr("Nats"), "success", trace.points("nats", "rounds")),
        ]
    if stage == "controller":
        found = [
            Curve(_tr("Held-out tracks"), "accent", trace.points("held_out", "step")),
            Curve(_tr("Best"), "success", trace.points("best", "step")),
            Curve(_tr("Mean"), "muted", trace.points("mean", "step")),
        ]
        dreamed = trace.points("dreamed", "step")
        return [*found, Curve(_tr("Dreamed"), "warning", dreamed, dashed=True)] if dreamed else found
    return []


def figures_words(stage: Stage, trace: Trace) -> str:
    """The newest figures in one line."""
    if not trace.rows:
        return ""
    row = trace.rows[-1]
    if stage == "collect" and "reward" in row:
        return _tr("{frames} frames · mean score {score}").format(
            frames=f"{row['frames']:,.0f}", score=f"{row['reward']:.0f}"
        )
    if stage == "vision" and "best" in row:
        return _tr("best held-out error {} a pixel").format(f"{row['best']:.4f}")
    if stage == "memory" and "best" in row:
        return _tr("best held out {} nats a step").format(f"{row['best']:.2f}")
    if stage == "controller" and "kept" in row:
        return _tr("best on held-out tracks {}").format(f"{row['kept']:.0f}")
    return ""
