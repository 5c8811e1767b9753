"""`reverie bench` compares what was asked for with what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engines.errors import ReverieError
from studio.bench import fables, memory, onepass, opening, ticks, treebank
from studio.bench.figures import Figure, percentile, run_apart
from studio.cli import bench
from tests.studio.cli.answer import Shell


def made_up(measured: float, limit: float | None) -> Figure:
    return Figure("Time to boil an egg", "", "< 4 min", "min", measured, limit)


def put_in_place(monkeypatch: pytest.MonkeyPatch, *measurements: Any) -> None:
    monkeypatch.setattr(bench, "MEASUREMENTS", tuple(("", "made up", one) for one in measurements))


def failing() -> list[Figure]:
    raise ReverieError("The stove is cold.")


@pytest.mark.parametrize(
    ("measured", "limit", "ratio", "met"),
    [(2.0, 4.0, 0.5, True), (4.0, 4.0, 1.0, True), (6.0, 4.0, 1.5, False), (6.0, None, None, None)],
)
def test_what_is_asked_for_is_kept_up_to_a_ratio_of_one(
    measured: float, limit: float | None, ratio: float | None, met: bool | None
) -> None:
    figure = made_up(measured, limit)
    assert (figure.ratio, figure.met) == (ratio, met)


def test_the_percentile_is_exceeded_by_no_more_than_the_rest() -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], 0.95) == 96.0
    assert percentile([7.0], 0.95) == 7.0


def test_a_person_reads_a_table(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, lambda: [made_up(6.0, 4.0)])
    answer = shell("bench")
    assert answer.status == 0
    assert "Time to boil an egg  < 4 min  6 min     4 min          1.50 ✗" in answer.out


def test_a_program_reads_the_same_as_json(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, lambda: [made_up(2.0, 4.0)])
    answer = shell("bench", "--json")
    report = json.loads(answer.out)
    (figure,) = report["figures"]
    assert (figure["measured"], figure["limit"], figure["ratio"], figure["met"]) == (2.0, 4.0, 0.5, True)
    assert report["machine"]["cores"] >= 1
    assert report["date"]


def test_a_measurement_that_fails_keeps_the_others(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, failing, lambda: [made_up(2.0, 4.0)])
    answer = shell("bench", "--json")
    report = json.loads(answer.out)
    assert answer.status == 1
    assert answer.complaints == ["reverie: The stove is cold."]
    assert len(report["figures"]) == 1
    assert report["not_measured"] == ["The stove is cold."]


def test_a_pane_without_measurements_says_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, lambda: [made_up(6.0, 4.0)])
    answer = shell("bench", "play")
    assert (answer.status, answer.complaints) == (1, ["reverie: Play has nothing to measure yet."])


def test_texts_that_are_named_are_measured_on(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def learnt(*words: object) -> Figure:
        asked.append(words)
        return made_up(2.0, None)

    def foreseen(*words: object) -> list[Figure]:
        asked.append(words)
        return [made_up(2.0, 4.0)]

    both = (("write", "fables", lambda: foreseen()), ("write", "treebank", lambda: [learnt()]))
    monkeypatch.setattr(bench, "MEASUREMENTS", both)
    monkeypatch.setattr(treebank, "figure", learnt)
    monkeypatch.setattr(fables, "figures", foreseen)
    assert shell("bench", "write").status == 0
    assert shell("bench", "write", "--fables", "f.txt", "--ptb", "p", "--ptb-run", "r", "--minutes", "5").status == 0
    assert asked == [(), (), (Path("f.txt"),), (Path("p"), Path("r"), 5.0)]


def test_a_run_without_its_test_text_is_one_sentence(shell: Shell) -> None:
    answer = shell("bench", "write", "--ptb-run", "r")
    assert answer.status == 1
    assert "--ptb FOLDER" in answer.complaints[0]


def test_a_measurement_that_dies_is_one_sentence() -> None:
    with pytest.raises(ReverieError, match=r"studio.no_such_measurement failed: .*No module named"):
        run_apart("studio.no_such_measurement")


def test_without_the_peer_our_own_time_is_told_without_a_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onepass, "run_apart", lambda module: {"ours": 0.2, "threads": 1.0})
    figure = onepass.figure()
    assert (figure.measured, figure.ratio) == (0.2, None)
    assert "not installed" in figure.note


def test_with_the_peer_the_ratio_is_ours_by_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onepass, "run_apart", lambda module: {"ours": 0.1, "theirs": 0.4, "threads": 1.0})
    assert onepass.figure().ratio == 0.25


def test_painting_1024_pixels_keeps_below_the_memory_that_was_asked_for() -> None:
    figure = memory.figure()
    assert figure.met, figure


@pytest.mark.slow
def test_the_window_is_shown_in_time() -> None:
    figure = opening.figure()
    assert figure.met, figure


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_the_window_ticks_steadily_while_styles_are_learnt() -> None:
    p95, longest = ticks.figures()
    assert p95.met, p95
    assert longest.met, longest
