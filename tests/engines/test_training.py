"""A training run goes on exactly where it stopped, however it stopped."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from engines import checkpoints, training, trainingclock
from engines.errors import BadCheckpoint, BadInput, CannotWrite
from engines.paint.trainstyles import read_run, train_styles
from engines.steps import Step, Task, finish
from engines.training import CHECKPOINT, LOG, Ema, Outcome, Plan, Randomness, clip, linear_decay, train
from tests.engines.paint.style_runs import picture_folders, small_recipe, small_training

ROOT = Path(__file__).parents[2]


class Walk:
    """The smallest learner: a number that walks at random."""

    def __init__(self, seed: int = 0) -> None:
        self.place = torch.zeros(2, dtype=torch.float64)
        self.chance = Randomness(seed)
        self.fails_at = -1

    def update(self, step: int, steps: int) -> Mapping[str, float]:
        self.place += torch.randn(2, generator=self.chance.torch, dtype=torch.float64) + self.chance.python.random()
        if step == self.fails_at:
            raise KeyboardInterrupt
        return {"loss": float(self.place[0]), "other": float(self.place[1])}

    def state(self) -> dict[str, Any]:
        return {"place": self.place, "chance": self.chance.state()}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.place = state["place"].clone()
        self.chance.load_state(state["chance"])

    def preview(self) -> str:
        return f"at {float(self.place[0]):.1f}"


def let_time_be(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    """Everything that looks at the time while training looks at this."""
    for module in (training, trainingclock):
        monkeypatch.setattr(module, "time", clock)


class FakeTime:
    """A clock that goes on by one second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1.0
        return self.now


def walk(run: Path, steps: int = 12, *, resume: bool = False, **clock: Any) -> Task[Outcome]:
    return train(Walk(), Plan(steps, **clock), run, identity={"what": "walk"}, resume=resume)


def stop_after(task: Task[Outcome], steps: int) -> None:
    """Take steps until ``steps`` training steps are done, then close."""
    for step in task:
        if step.done == steps:
            break
    task.close()


def done_in(run: Path) -> int:
    return int(checkpoints.load(run / CHECKPOINT)["done"])


def log_of(run: Path) -> bytes:
    return (run / LOG).read_bytes()


def assert_same_run(one: Path, other: Path) -> None:
    """Same curve byte for byte, and everything that was learnt bit for bit."""
    assert log_of(one) == log_of(other)
    first, second = (checkpoints.load(run / CHECKPOINT)["learner"] for run in (one, other))
    assert repr_of(first) == repr_of(second)


def repr_of(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return (str(value.dtype), tuple(value.shape), value.numpy().tobytes())
    if isinstance(value, dict):
        return [(key, repr_of(item)) for key, item in value.items()]
    return [repr_of(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return picture_folders(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def uninterrupted(folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve steps of learning styles, in one go."""
    run = tmp_path_factory.mktemp("whole") / "run"
    finish(train_styles(small_training(folders, run, 12)))
    return run


def test_a_resumed_run_of_styles_is_the_uninterrupted_one_bit_for_bit(
    folders: tuple[Path, Path], uninterrupted: Path, tmp_path: Path
) -> None:
    stop_after(train_styles(small_training(folders, tmp_path / "run", 12)), 5)
    assert done_in(tmp_path / "run") == 5
    torch.manual_seed(99)  # what a new process brings is not what the old one had
    outcome = finish(train_styles(small_training(folders, tmp_path / "run", 12, resume=True)))
    assert outcome.steps == 12
    assert_same_run(tmp_path / "run", uninterrupted)


def test_a_run_may_be_stopped_after_every_single_step(tmp_path: Path) -> None:
    finish(walk(tmp_path / "whole"))
    stop_after(walk(tmp_path / "run"), 1)
    for done in range(2, 13):
        stop_after(walk(tmp_path / "run", resume=True), done)
    assert_same_run(tmp_path / "run", tmp_path / "whole")


KILLED = """
import sys
from pathlib import Path
from engines import training
from engines.paint.trainstyles import train_styles
from tests.engines.paint.style_runs import small_training

paintings, photographs, run, steps, save_at, wait_after = sys.argv[1:]
if save_at:
    saves = iter(str(n) in save_at.split(",") for n in range(1, 1000))
    training.TrainingClock.time_to_save = lambda clock: next(saves)
clock = {"save_every": 0.0}
for step in train_styles(small_training((Path(paintings), Path(photographs)), Path(run), int(steps), clock=clock)):
    print(step.done, flush=True)
    if step.done == int(wait_after):
        sys.stdin.readline()
"""


def kill_after(folders: tuple[Path, Path], run: Path, steps: int, save_at: str, done: int, wait_after: int) -> None:
    """Start a training in a process of its own and kill it as soon as it tells of step ``done``."""
    words = [*map(str, folders), str(run), str(steps), save_at, str(wait_after)]
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child, child.stdin, child.stdout:
        for line in child.stdout:
            if int(line) == done:
                break
        child.kill()
    assert child.returncode == -9


def test_a_killed_process_is_resumed_from_its_checkpoint_and_its_log_cut(
    folders: tuple[Path, Path], uninterrupted: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    kill_after(folders, run, 12, "3,6", done=8, wait_after=8)
    assert done_in(run) == 6
    assert len(log_of(run).splitlines()) == 1 + 8
    finish(train_styles(small_training(folders, run, 12, resume=True)))
    assert_same_run(run, uninterrupted)


@pytest.mark.slow
def test_a_process_killed_while_it_saves_at_every_step_is_resumed_exactly(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    finish(train_styles(small_training(folders, tmp_path / "whole", 40)))
    kill_after(folders, tmp_path / "run", 40, "", done=9, wait_after=-1)
    assert 9 <= done_in(tmp_path / "run") < 40
    finish(train_styles(small_training(folders, tmp_path / "run", 40, resume=True)))
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_an_update_that_breaks_off_leaves_the_checkpoint_before_it(tmp_path: Path) -> None:
    finish(walk(tmp_path / "whole"))
    learner = Walk()
    learner.fails_at = 7
    plan = Plan(12, save_every=0.0)
    with pytest.raises(KeyboardInterrupt):
        finish(train(learner, plan, tmp_path / "run", identity={"what": "walk"}))
    assert done_in(tmp_path / "run") == 7
    finish(walk(tmp_path / "run", resume=True))
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_the_log_holds_the_names_once_and_a_line_for_every_step(tmp_path: Path) -> None:
    steps = list(walk(tmp_path, 3))
    lines = log_of(tmp_path).decode().split("\n")
    assert lines[0] == "step,loss,other"
    assert lines[1:] == [
        *[f"{step.done},{step.metrics['loss']!r},{step.metrics['other']!r}" for step in steps],
        "",
    ]


def test_a_line_that_was_cut_off_by_the_crash_is_forgotten(tmp_path: Path) -> None:
    finish(walk(tmp_path / "whole"))
    stop_after(walk(tmp_path / "run"), 4)
    with (tmp_path / "run" / LOG).open("a") as stream:
        stream.write("5,0.12")
    finish(walk(tmp_path / "run", resume=True))
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_the_clock_decides_when_to_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_time_be(monkeypatch, FakeTime())
    saved = []
    task = walk(tmp_path, 30, save_every=20.0)
    for step in task:
        saved.append(done_in(tmp_path))
        assert saved[-1] <= step.done
    moments = sorted(set(saved))
    assert len(moments) >= 3
    assert moments[0] == 0
    gaps = [later - earlier for earlier, later in pairwise(moments[1:])]
    assert all(gap >= 3 for gap in gaps)
    assert done_in(tmp_path) == 30


def test_without_a_due_save_the_checkpoint_stays_that_of_the_beginning(tmp_path: Path) -> None:
    task = walk(tmp_path, 5)
    assert [next(task).done for _ in range(4)] == [1, 2, 3, 4]
    assert done_in(tmp_path) == 0
    task.close()
    assert done_in(tmp_path) == 4


def test_previews_come_by_the_clock(tmp_path: Path) -> None:
    assert [step.preview is not None for step in walk(tmp_path / "a", 4, preview_every=0.0)] == [True] * 4
    assert [step.preview is not None for step in walk(tmp_path / "b", 4)] == [True, False, False, False]


def test_the_limit_of_minutes_ends_the_run_and_counts_on_after_a_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_time_be(monkeypatch, FakeTime())
    outcome = finish(walk(tmp_path, 1000, minutes=1.0))
    assert 1 < outcome.steps < 60
    assert outcome.seconds >= 60
    assert done_in(tmp_path) == outcome.steps
    again = finish(walk(tmp_path, 1000, minutes=1.0, resume=True))
    assert again.steps == outcome.steps
    more = finish(walk(tmp_path, 1000, minutes=2.0, resume=True))
    assert more.steps > outcome.steps


def test_a_finished_run_that_is_resumed_does_nothing(tmp_path: Path) -> None:
    finish(walk(tmp_path, 3))
    before = log_of(tmp_path)
    assert list(walk(tmp_path, 3, resume=True)) == []
    assert log_of(tmp_path) == before


def test_a_folder_that_holds_a_run_is_not_begun_anew(tmp_path: Path) -> None:
    finish(walk(tmp_path, 3))
    before = log_of(tmp_path)
    with pytest.raises(BadInput, match=r"already holds a training run\. Resume it or choose another folder"):
        finish(walk(tmp_path, 3))
    assert log_of(tmp_path) == before
    assert done_in(tmp_path) == 3


def test_nothing_to_resume_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="There is no checkpoint"):
        finish(walk(tmp_path / "run", resume=True))


def test_a_run_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="cannot be made"):
        finish(walk(tmp_path / "file" / "run"))


def test_a_run_is_not_resumed_with_another_identity(tmp_path: Path) -> None:
    finish(walk(tmp_path, 2))
    task = train(Walk(), Plan(4), tmp_path, identity={"other": 1}, resume=True)
    with pytest.raises(BadCheckpoint, match="started with other other, what"):
        finish(task)


def test_a_resume_with_other_photographs_names_them(folders: tuple[Path, Path], tmp_path: Path) -> None:
    finish(train_styles(small_training(folders, tmp_path / "run", 1)))
    others = picture_folders(tmp_path, photographs=1)
    with pytest.raises(BadCheckpoint, match=r"started with other photographs\. Resume it with the same"):
        finish(train_styles(small_training(others, tmp_path / "run", 2, resume=True)))


def test_a_resume_with_another_recipe_and_network_names_both(folders: tuple[Path, Path], tmp_path: Path) -> None:
    finish(train_styles(small_training(folders, tmp_path / "run", 1)))
    changed = small_training(folders, tmp_path / "run", 2, resume=True, trunk=8, recipe=small_recipe(rate=0.01))
    with pytest.raises(BadCheckpoint, match="other network, recipe"):
        finish(train_styles(changed))


def test_a_run_of_something_else_is_no_run_of_styles(tmp_path: Path) -> None:
    finish(walk(tmp_path, 1))
    with pytest.raises(BadCheckpoint, match="is not a training run of styles"):
        read_run(tmp_path)


def test_a_run_that_is_read_holds_the_averaged_network(uninterrupted: Path) -> None:
    trained = read_run(uninterrupted)
    assert trained.steps == 12
    assert trained.styles == ("painting_0", "painting_1")
    wanted = checkpoints.load(uninterrupted / CHECKPOINT)["learner"]["ema"]["weights"]
    assert all(torch.equal(value, wanted[name]) for name, value in trained.net.state_dict().items())
    assert not trained.net.training


@pytest.mark.parametrize(("values", "sentence"), [((0,), "at least 1"), ((5, 0.0), "more than 0 minutes")])
def test_a_plan_without_steps_or_time_is_refused(values: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        Plan(*values)


def numbers(chance: Randomness) -> Iterator[float]:
    for _ in range(5):
        yield chance.python.random()
        yield chance.python.gauss(0, 1)
        yield float(torch.rand(1, generator=chance.torch))


def test_random_numbers_go_on_where_their_state_was_taken() -> None:
    chance = Randomness(3)
    list(numbers(chance))
    chance.python.gauss(0, 1)  # leaves half a pair behind
    state = chance.state()
    wanted = list(numbers(chance))
    other = Randomness(4)
    other.load_state(state)
    assert list(numbers(other)) == wanted


def test_the_average_forgets_the_beginning_soon_and_holds_on_later() -> None:
    layer = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(layer.weight)
    ema = Ema(layer, decay=0.5)
    torch.nn.init.ones_(layer.weight)
    found = []
    for _ in range(3):
        ema.update()
        found.append(float(ema.weights["weight"]))
    # Decays 1/10, 2/11, 3/12: what is left of the beginning is their product.
    assert found == pytest.approx([1 - 1 / 10, 1 - 1 / 10 * 2 / 11, 1 - 1 / 10 * 2 / 11 * 3 / 12])


def test_the_learning_rate_is_held_and_then_falls_straight() -> None:
    factors = [linear_decay(step, 100) for step in (0, 50, 75, 100, 200)]
    assert factors == pytest.approx([1.0, 1.0, 0.525, 0.05, 0.05])


def test_gradients_are_cut_to_their_joint_norm() -> None:
    one, other = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    one.grad, other.grad = torch.tensor([3.0]), torch.tensor([4.0])
    assert clip([one, other], 1.0) == pytest.approx(5.0)
    assert torch.cat([one.grad, other.grad]).tolist() == pytest.approx([0.6, 0.8], rel=1e-4)


def test_a_step_tells_the_total_and_the_losses(tmp_path: Path) -> None:
    step = next(walk(tmp_path, 7))
    assert isinstance(step, Step)
    assert (step.done, step.total, list(step.metrics)) == (1, 7, ["loss", "other"])


def test_a_pause_is_no_training_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeTime()
    let_time_be(monkeypatch, clock)
    task = walk(tmp_path, 1000, minutes=1.0)
    for step in task:
        if step.done == 3:
            clock.now += 3600.0
            break
    assert next(task).done == 4
    assert finish(task).seconds < 120


def test_whoever_needs_the_checkpoint_at_once_gets_it(tmp_path: Path) -> None:
    wanted: list[bool] = []
    task = walk(tmp_path, 9, save_now=lambda: bool(wanted))
    for step in task:
        if step.done == 3:
            assert done_in(tmp_path) == 0
            wanted.append(True)
        if step.done == 4:
            assert done_in(tmp_path) == 4
            assert checkpoints.numbers(tmp_path / CHECKPOINT)["done"] == 4
