"""`reverie play train controller` from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.play import workers
from engines.play.controller import carsetting, evolving, imitating
from engines.play.controller.evolving import Evolution
from engines.play.controller.fitting import Fitting
from engines.play.controller.imitating import Imitation
from studio.cli import playcontroller
from tests.engines.play.controller.straightroad import Alone, Made
from tests.studio.cli.answer import Shell, assert_complains


@pytest.fixture
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up road, driven in this process, and small recipes."""

    class Here(Alone):
        def __init__(self, count: int | None = None) -> None:
            super().__init__()

        def __enter__(self) -> Here:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def small(rounds: int, speed: float) -> Imitation:
        return Imitation(
            rounds=rounds, lessons=4, frames=80, patience=60, speed=speed, held_out=2, fitting=Fitting(iterations=4)
        )

    def evolution(**given: object) -> Evolution:
        return Evolution(**{"population": 4, "tracks": 2, "frames": 80, "held_out": 2, **given})  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "Workers", Here)
    monkeypatch.setattr(imitating, "Imitation", small)
    monkeypatch.setattr(evolving, "Evolution", evolution)
    monkeypatch.setattr(carsetting.CarSetting, "of", staticmethod(lambda folder: Made()))


def test_imitation_then_evolution_from_it(shell: Shell, straight: None, tmp_path: Path) -> None:
    taught = shell("play", "train", "controller", tmp_path, "-o", tmp_path / "a", "--teacher", "--rounds", 2)
    assert taught.status == 0
    assert "2 rounds" in taught.out
    assert "learnt by: teacher)" in taught.out
    evolved = shell(
        "play", "train", "controller", tmp_path, "-o", tmp_path / "b", "--start", tmp_path / "a", "--generations", 1
    )
    assert evolved.status == 0
    assert "learnt by: teacher, then evolution)" in evolved.out


def test_a_program_reads_what_was_kept(shell: Shell, straight: None, tmp_path: Path) -> None:
    answer = shell(
        "play", "train", "controller", tmp_path, "-o", tmp_path / "a", "--generations", 1, "--in-dream", "--json"
    )
    found = json.loads(answer.out)
    assert found["steps"] == 1
    assert found["kept"]["how"] == "evolution in the dream"
    assert found["kept"]["tracks"] == 2


def test_a_run_goes_on_with_resume_and_only_with_it(shell: Shell, straight: None, tmp_path: Path) -> None:
    train = ("play", "train", "controller", tmp_path, "-o", tmp_path / "a", "--teacher")
    assert shell(*train, "--rounds", 1).status == 0
    assert_complains(shell(*train, "--rounds", 2), 1, "already holds a training run")
    assert "2 rounds" in shell(*train, "--rounds", 2, "--resume").out


def test_a_folder_without_models_is_told(shell: Shell, tmp_path: Path) -> None:
    assert_complains(shell("play", "train", "controller", tmp_path, "-o", tmp_path / "a"), 1, "There is no V in")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--teacher", "--in-dream"), "--in-dream is for evolution"),
        (("--teacher", "--generations", 3), "--generations is for evolution"),
        (("--rounds", 3), "--rounds is for imitation"),
        (("--cluster", "auto", "--workers", 2), "--workers is for this machine"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    shell: Shell, tmp_path: Path, options: tuple[object, ...], sentence: str
) -> None:
    assert_complains(shell("play", "train", "controller", tmp_path, "-o", tmp_path / "a", *options), 1, sentence)


def test_the_shell_says_the_engine_s_own_defaults() -> None:
    plain = Imitation()
    assert (plain.speed, plain.rounds) == (playcontroller.TEACHER_SPEED, playcontroller.ROUNDS)
    assert (Evolution().population, Evolution().tracks) == (32, 8)
