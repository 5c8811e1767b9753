"""The dream as a world: it begins on a real road, goes by M alone, and ends when M says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.errors import BadInput, MissingWeights
from engines.play.controller.dreams import TILE, Beginnings
from engines.play.dreaming import Dreams, DreamWorld, burnt_in, stored_beginnings, together
from engines.play.memory.memory import Memory, Mixture, State
from engines.play.vision.vision import Vision

Floats = NDArray[np.float32]


class Counting(Memory):
    """h counts the steps, c sums up the steers; it hits a tile for sure, and is over after ``last`` steps."""

    def __init__(self, last: int = 5, sigma: float = 1.0) -> None:
        super().__init__(Path())
        self._last, self._sigma = last, sigma

    def start(self, n: int) -> State:
        return np.zeros((n, 256), np.float32), np.zeros((n, 256), np.float32)

    def step(self, z: Floats, action: Floats, state: State) -> State:
        return state[0] + 1, state[1] + action[:, :1]

    def mixture(self, state: State) -> Mixture:
        n = len(state[0])
        mean = np.repeat(state[1][:, :32, None], 2, 2)
        log_sigma = np.full_like(mean, np.log(self._sigma))
        over = (state[0][:, 0] >= self._last).astype(np.float32)
        return Mixture(np.full_like(mean, np.log(0.5)), mean, log_sigma, np.ones(n, np.float32), over)


class Grey(Vision):
    """The first latent is how bright a frame is."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.painted = 0

    def encode(self, frames: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        bright = frames[:, 0, 0, 0].astype(np.float32)
        return np.repeat(bright[:, None], 32, 1), np.zeros((len(frames), 32), np.float32)

    def decode(self, latents: Floats) -> NDArray[np.uint8]:
        self.painted += 1
        bright = np.clip(np.rint(latents[:, 0]), 0, 255).astype(np.uint8)
        return np.broadcast_to(bright[:, None, None, None], (len(latents), 64, 64, 3)).copy()


STEER = np.array([0.5, 0, 0], np.float32)


def some_beginnings(n: int = 8) -> Beginnings:
    z = np.repeat(np.arange(10, 10 * n + 1, 10, dtype=np.float32)[:, None], 32, 1)
    return Beginnings(z, Counting().start(n))


def world(last: int = 5, sigma: float = 1.0, **more: bool) -> DreamWorld:
    return DreamWorld(Grey(), Counting(last, sigma), some_beginnings(), **more)


def test_a_seed_is_a_dream() -> None:
    one, other = world(), world()
    assert (one.reset(3) == other.reset(3)).all()
    for _ in range(3):
        assert (one.step(STEER).frame == other.step(STEER).frame).all()
        assert (one.z == other.z).all()
    assert len({int(one.reset(seed)[0, 0, 0]) for seed in range(40)}) == 8  # every beginning is found


def test_a_beginning_can_be_chosen() -> None:
    assert world().reset(0, start_tile=2)[0, 0, 0] == 30
    assert world().reset(0, start_tile=10)[0, 0, 0] == 30


def test_a_dream_is_over_when_m_expects_it_and_its_score_is_tiles_less_frames() -> None:
    dream = world(last=5)
    dream.reset(0)
    moments = [dream.step(STEER) for _ in range(5)]
    assert [moment.terminated for moment in moments] == [False] * 4 + [True]
    assert dream.score == pytest.approx(5 * (1000 / 295 - 0.1))
    assert sum(moment.reward for moment in moments) == pytest.approx(dream.score)
    assert all(moment.tiles == 1 and not moment.truncated for moment in moments)


def test_a_dream_ends_after_as_many_frames_as_the_game() -> None:
    dream = world(last=10_000, drawn=False)
    dream.reset(0)
    for _ in range(999):
        assert not dream.step(STEER).over
    assert dream.step(STEER).truncated


def test_nothing_is_painted_where_nobody_looks() -> None:
    dream = world(drawn=False)
    assert not dream.reset(0).any()
    dream.step(STEER)
    assert isinstance(dream.vision, Grey)
    assert dream.vision.painted == 0


def test_what_is_dreamed_follows_the_actions_and_its_spread_the_temperature() -> None:
    def apart(temperature: float) -> float:
        dream = world(last=10_000)
        dream.temperature = temperature
        dream.reset(1)
        seen = []
        for _ in range(200):
            dream.step(STEER * 0)
            seen.append(dream.z)
        return float(np.std(seen))

    assert apart(1.0) == pytest.approx(1.0, abs=0.05)
    assert apart(0.25) == pytest.approx(0.5, abs=0.03)


def test_an_action_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        world().step(np.array([np.nan, 0, 0], np.float32))


def test_a_dream_goes_on_from_a_real_road() -> None:
    frames = np.stack([np.full((64, 64, 3), bright, np.uint8) for bright in (1, 2, 3, 77)])
    actions = np.repeat(STEER[None], 3, 0)
    dream = world(last=10_000, sigma=1e-6)
    assert dream.begin_after(frames, actions)[0, 0, 0] == 77
    assert dream.state[0][0, 0] == 3  # it has seen all but the last frame
    dream.step(STEER)
    assert dream.z[0] == pytest.approx(np.full(32, 4 * 0.5), abs=1e-4)
    with pytest.raises(BadInput, match="actions between"):
        burnt_in(Grey(), Counting(), frames, actions[:2])


def test_one_among_many_dreams_is_over_and_the_others_go_on() -> None:
    state = Counting().start(3)
    state[0][1] = 3  # two steps from its end
    dreams = Dreams(Counting(), Beginnings(np.zeros((3, 32), np.float32), state), 1.0, np.random.default_rng(0))
    hit = np.stack([dreams.step(np.repeat(STEER[None], 3, 0)) for _ in range(4)])
    assert dreams.goes_on.tolist() == [True, False, True]
    assert hit.sum(0).tolist() == [4, 2, 4]
    assert dreams.score == pytest.approx(np.array([4, 2, 4]) * (TILE - 0.1))
    assert dreams.state[0][:, 0].tolist() == [4, 5, 4]
    assert dreams.features.shape == (3, 288)


def test_every_dream_has_its_own_temperature() -> None:
    heat = np.repeat(np.array([0.01, 1.0], np.float32), 500)
    state = Counting().start(1000)
    dreams = Dreams(Counting(99), Beginnings(np.zeros((1000, 32), np.float32), state), heat, np.random.default_rng(0))
    dreams.step(np.zeros((1000, 3), np.float32))
    assert float(dreams.z[:500].std()) == pytest.approx(0.1, abs=0.01)
    assert float(dreams.z[500:].std()) == pytest.approx(1.0, abs=0.05)


def test_beginnings_lie_in_the_folder_of_a_model(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match="no beginnings"):
        stored_beginnings(tmp_path)
    both = together([some_beginnings(2), some_beginnings(3)])
    both.save(tmp_path / "beginnings.safetensors")
    found = stored_beginnings(tmp_path)
    assert found.z[:, 0].tolist() == [10, 20, 10, 20, 30]
    assert [part.shape for part in found.state] == [(5, 256), (5, 256)]


def test_a_dream_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="beginning"):
        DreamWorld(Grey(), Counting(), some_beginnings(0))
