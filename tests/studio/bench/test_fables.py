"""The table of Aesop's test fables: three ways to foresee side by side, measured or quoted and said to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engines.cards import Card
from engines.write import catalogue
from studio.bench import fables
from tests.engines.write.littlemodel import shipped_model
from tests.engines.write.taughtwords import fable

MEASURED = {
    "words": 4423.0,
    "unknown": 0.074,
    "perplexity": 50.0,
    "top10": 0.56,
    "network_perplexity": 52.0,
    "network_top10": 0.55,
    "counts_perplexity": 93.6,
    "counts_top10": 0.476,
}


def test_below_75_and_55_in_a_hundred_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fables, "of_card", lambda: MEASURED)
    perplexity, misses = fables.figures()
    assert (perplexity.met, perplexity.ratio) == (True, 50 / 75)
    assert misses.measured == pytest.approx(44)
    assert misses.met
    monkeypatch.setattr(fables, "of_card", lambda: {**MEASURED, "perplexity": 76.0, "top10": 0.54})
    assert [figure.met for figure in fables.figures()] == [False, False]


def test_what_a_card_says_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fables, "of_card", lambda: MEASURED)
    perplexity, misses = fables.figures()
    assert "word counts and cache 93.6" in perplexity.note
    assert "quoted from its card" in perplexity.note
    assert "the book's plain model: --fables FILE" in misses.note


def test_the_shipped_card_holds_what_is_told() -> None:
    found = fables.of_card()
    assert set(MEASURED) <= set(found) <= {*MEASURED, "book_perplexity", "book_top10"}
    assert found["perplexity"] < found["network_perplexity"] < found["counts_perplexity"]


def test_a_card_that_knows_of_the_books_model_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    card = catalogue.model_named(fables.MODEL)
    told = replace(card, figures={**card.figures, "book_perplexity": 177.3, "book_top10": 0.466})
    monkeypatch.setattr(catalogue, "model_named", lambda name: told)
    perplexity, misses = fables.figures()
    assert "the book's plain model 177.3" in perplexity.note
    assert "the book's plain model 46.6%" in misses.note


def test_with_the_text_all_three_are_measured_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def apart(module: str, *words: str, longest_s: float) -> dict[str, float]:
        asked.append((module, *words))
        return {**MEASURED, "book_perplexity": 177.3, "book_top10": 0.466, "book_minutes": 8.0}

    monkeypatch.setattr(fables, "run_apart", apart)
    perplexity, misses = fables.figures(Path("fables.txt"))
    assert asked == [("studio.bench.fables", "fables.txt")]
    assert "the book's plain model 177.3; measured now" in perplexity.note
    assert "the book's plain model 46.6%" in misses.note
    assert "--fables" not in perplexity.note + misses.note


def test_a_small_measurement_finds_every_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = shipped_model(tmp_path / "weights")

    def named(name: str) -> Card:
        return card

    monkeypatch.setattr(catalogue, "model_named", named)
    text = tmp_path / "fables.txt"
    text.write_text("\n\n\n\n".join(f"THE TALE OF {n}\n\n{fable(n)}" for n in range(30)), encoding="utf-8")
    found = fables.measure(text, minutes=0.01)
    assert set(found) == {*MEASURED, "book_perplexity", "book_top10", "book_minutes"}
    assert min(found[f"{part}perplexity"] for part in ("", "network_", "counts_", "book_")) > 1
