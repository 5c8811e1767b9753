"""The bench of sound asks for what the plan asks for, and plays what it says it plays."""

from __future__ import annotations

import pytest

from studio.bench import playing, rendering


def test_fifty_times_real_time_and_two_milliseconds_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "four": 10.0, "four_cpu": 8.0, "plain": 25.0, "sixteen": 100.0, "notes": 90.0, "blocks": 500.0,
        "block_median": 0.5, "block_p99": 3.0, "block_cpu": 1.0, "block_longest": 9.0,
    }  # fmt: skip
    monkeypatch.setattr(rendering, "run_apart", lambda module: found)
    four, block = rendering.figures()
    assert (four.met, four.ratio) == (True, 0.5)
    assert "100 × real time, 125 × of processor time; the plain synthesiser 40 ×" in four.note
    assert (block.met, block.ratio) == (False, 1.5)


def test_a_gap_is_later_than_the_memory_and_a_short_run_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "latest": 30.0, "memory": 24.0, "missed": 1.0, "blocks": 99.0, "off": 64.0, "looks": 9.0, "steps": 3.0,
        "waiter_latest": 5.0, "waiter_missed": 0.0,
    }  # fmt: skip
    asked: list[str] = []
    monkeypatch.setattr(playing, "run_apart", lambda module, seconds: asked.append(seconds) or found)
    late, off = playing.figures()
    assert (late.met, late.asked) == (False, "no gap in 10 s (60 s with --long)")
    assert off.ratio == 0.25
    assert "only waited for them was up to 5.0 ms late and missed 0" in late.note
    late, off = playing.long_figures()
    assert late.asked == "no gap in 60 s"
    assert asked == ["10.0", "60.0"]


def test_a_small_rendering_finds_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "SECONDS", 2)
    found = rendering.measure()
    assert min(found.values()) > 0
    assert found["block_longest"] >= found["block_p99"] >= found["block_median"]
    assert found["sixteen"] > found["four"]


def test_the_latest_block_is_counted_from_the_earliest_one() -> None:
    class Output:
        rate, latency = 256_000, 1024

    # A block a millisecond: 2 ms late, then a gap of 10 ms after which the clock begins anew.
    ends = [1.000, 1.001, 1.004, 1.003, 1.004, 1.015, 1.016, 1.018]
    assert playing._latest(ends, Output()) == pytest.approx(10.0)  # type: ignore[arg-type]
    assert playing._latest(ends[:5], Output()) == pytest.approx(2.0)  # type: ignore[arg-type]


def test_somebody_who_only_waits_is_never_early() -> None:
    found = playing.wait(0.1)
    assert found["waiter_latest"] > 0
    assert found["waiter_missed"] >= 0


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_music_plays_without_a_gap_while_styles_are_learnt() -> None:
    late, off = playing.figures()
    assert late.met, late
    assert off.met, off
