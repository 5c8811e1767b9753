"""`reverie play speed`, `collect` and `score` from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engines.play import collecting, drivers, scoring
from engines.play.episodes import list_episodes
from engines.play.timing import WorldSpeeds
from engines.play.workers import Here
from engines.play.world import gymnasium_version
from engines.steps import Step
from studio.cli import playcollect, playscore, playwords
from tests.studio.cli.answer import Shell, assert_complains


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drive in this process: other tests begin workers."""

    class Alone(Here):
        def __init__(self, count: int | None = None) -> None:
            self.count = count

        def __enter__(self) -> Alone:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(scoring, "Workers", Alone)
    monkeypatch.setattr(collecting, "Workers", Alone)


def test_a_score_is_said_in_three_lines(shell: Shell, one_process: None) -> None:
    answer = shell("play", "score", "--driver", "scripted", "--episodes", 2, "--seed", 5)
    assert answer.status == 0
    first, second, third = answer.out.splitlines()
    assert first.startswith("scripted: 9")
    assert first.endswith("over 2 episodes")
    assert "ended: 2 by lap" in second
    assert third == f"CarRacing-v3 of gymnasium {gymnasium_version()}, seeds 5 to 6"


def test_a_program_reads_every_episode_of_a_score(shell: Shell, one_process: None) -> None:
    answer = shell("play", "score", "--driver", "hold", "--episodes", 1, "--seed", 5, "--json")
    found = json.loads(answer.out)
    (track,) = found["per_seed"]
    assert (found["driver"], found["episodes"], found["mean"]) == ("hold", 1, track["score"])
    assert (track["seed"], found["deviation"], found["gymnasium"]) == (5, 0.0, gymnasium_version())


def test_a_slower_driver_is_asked_for(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def score(request: scoring.ScoreRequest):  # type: ignore[no-untyped-def]
        asked.append(request)
        yield Step(0)
        return scoring.Score("scripted", (scoring.TrackScore(1, 2.0, 3, 4, 5, "time"),))

    monkeypatch.setattr(scoring, "score", score)
    answer = shell("play", "score", "--driver", "scripted", "--speed", "0.7", "--noise", "0.2", "--workers", 3)
    assert answer.status == 0
    assert asked[0].driver == drivers.DriverChoice("scripted", {"speed": 0.7, "noise": 0.2})
    assert (asked[0].workers, asked[0].episodes, asked[0].seed) == (3, 100, 100_000)


def test_episodes_are_collected_into_a_folder(shell: Shell, one_process: None, tmp_path: Path) -> None:
    folder = tmp_path / "drives"
    words = ("play", "collect", "-o", folder, "--steps", 5, "--episodes")
    answer = shell(*words, 2)
    assert answer.status == 0
    assert answer.out.startswith(f"{folder}: 2 episodes with 12 frames, mean reward ")
    again = shell(*words, 3, "--json")
    assert json.loads(again.out) | {"reward": 0} == {
        "folder": str(folder),
        "written": 1,
        "there": 2,
        "frames": 6,
        "reward": 0,
    }
    found, damaged = list_episodes(folder)
    assert (len(found), damaged) == (3, [])


def test_the_paper_s_collection_is_random(shell: Shell, one_process: None, tmp_path: Path) -> None:
    assert shell("play", "collect", "-o", tmp_path, "--mix", "paper", "--steps", 3, "--episodes", 2).status == 0
    found, _ = list_episodes(tmp_path)
    assert [about.driver for _, about in found] == ["random", "random"]


def test_ctrl_c_keeps_what_was_collected(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(playcollect, "shown", interrupted)
    answer = shell("play", "collect", "-o", tmp_path)
    assert answer.status == 130
    assert "the same command goes on" in answer.err


def test_the_speed_is_a_table_or_an_object(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def time_worlds():  # type: ignore[no-untyped-def]
        yield Step(1, 1)
        return WorldSpeeds(stock=100.0, lean=2000.0, blind=7000.0)

    monkeypatch.setattr("engines.play.timing.time_worlds", time_worlds)
    answer = shell("play", "speed")
    assert "Reverie, with pictures  2,000                       20.0" in answer.out
    assert json.loads(shell("play", "speed", "--json").out)["times"] == 20.0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("score", "--driver", "auntie"), "invalid choice"),
        (("score", "--episodes", "0"), "must be a whole number from 1 up"),
        (("score", "--driver", "scripted", "--speed", "0"), "above 0 and at most 1"),
        (("collect",), "-o/--output"),
        (("collect", "-o", "x", "--steps", "1001"), "from 1 to 1000"),
        (("collect", "-o", "x", "--mix", "soup"), "invalid choice"),
        ((), "ACTION"),
    ],
)
def test_a_misused_verb_complains_in_one_line(shell: Shell, words: tuple[str, ...], complaint: str) -> None:
    assert_complains(shell("play", *words), 2, complaint)


def test_settings_of_another_driver_are_refused(shell: Shell) -> None:
    assert_complains(shell("play", "score", "--driver", "hold", "--speed", "0.5"), 1, "is for the driver “scripted”")
    assert_complains(shell("play", "score", "--driver", "hold", "--model", "x"), 1, "is for the driver “controller”")


def test_a_file_where_the_folder_should_be_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    assert_complains(shell("play", "collect", "-o", tmp_path / "mine"), 1, "is a file")


def test_the_shell_knows_the_same_as_the_engine() -> None:
    assert set(playwords.DRIVERS) == {*drivers.DRIVERS, drivers.CONTROLLER}
    assert (playscore.EPISODES, playscore.FIRST_SEED) == (scoring.EPISODES, scoring.FIRST_SEED)


def test_numbers_of_the_shell_are_those_of_a_lap(shell: Shell, one_process: None) -> None:
    found = json.loads(shell("play", "score", "--driver", "scripted", "--episodes", 2, "--json").out)
    laps = [scoring.Lap(drivers.DriverChoice("scripted"), seed).run(lambda: None) for seed in (100_000, 100_001)]
    assert found["mean"] == float(np.mean([lap.score for lap in laps]))
