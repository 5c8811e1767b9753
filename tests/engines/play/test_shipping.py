"""A model made of three runs: it drives as they do, and its card tells what was measured and proves its files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.cards import CARD, Card, read_card, verify
from engines.errors import BadInput, MissingWeights
from engines.files import sha256_of
from engines.play import catalogue
from engines.play.agent import agent_of
from engines.play.controller.controller import PARAMETERS, Controller
from engines.play.dreaming import DreamWorld, stored_beginnings
from engines.play.memory.evaluating import foresee
from engines.play.memory.learner import MemoryRecipe
from engines.play.memory.memory import STEP
from engines.play.memory.network import MemoryConfig
from engines.play.memory.training import MemoryTraining, train_memory
from engines.play.scoring import TrackScore
from engines.play.shipping import SOME_BEGINNINGS, Shipment, beginnings_of, ship_model
from engines.play.vision.network import VisionConfig
from engines.play.vision.training import VisionTraining, train_vision
from engines.play.vision.vision import ENCODER
from engines.steps import finish
from engines.training import Plan
from tests.engines.play.memory.test_memory import wandering
from tests.engines.play.roads import bar_episode, bar_folder
from tests.engines.play.vision.test_vision import QUICK


class Judge:
    """Scores without driving: what it is worth is the last two digits of the seed."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def evaluate(self, jobs):  # type: ignore[no-untyped-def]
        for job in jobs:
            self.asked.append(job.choice)
            yield TrackScore(job.seed, float(job.seed % 100), 1000, 200, 300, "time")


@pytest.fixture(scope="module")
def shipment(tmp_path_factory: pytest.TempPathFactory) -> Shipment:
    home = tmp_path_factory.mktemp("runs")
    episodes = bar_folder(home / "episodes", steps=60)
    finish(train_vision(VisionTraining(episodes, home / "vision", Plan(40), VisionConfig(4), QUICK)))
    recipe = MemoryRecipe(batch=2, length=20, rounds=20)
    small = MemoryTraining(episodes, home / "vision", home / "memory", Plan(20), MemoryConfig(256, 2), recipe)
    finish(train_memory(small))
    (home / "controller").mkdir()
    numbers = np.random.default_rng(0).normal(0, 0.1, PARAMETERS)
    Controller.from_vector(numbers, about={"how": "a test"}).save(home / "controller" / "controller.safetensors")
    return Shipment(home / "vision", home / "memory", home / "controller", episodes, home / "made", tracks=4)


@pytest.fixture(scope="module")
def card(shipment: Shipment) -> Card:
    return finish(ship_model(shipment, Judge()))  # type: ignore[arg-type]


def test_the_card_proves_every_file(shipment: Shipment, card: Card) -> None:
    assert verify(read_card(shipment.folder)).ok
    here = {path.name for path in shipment.folder.iterdir()} - {CARD}
    assert here == set(card.files)
    assert card.files[ENCODER] == sha256_of(shipment.vision / ENCODER)
    assert card.files[STEP] == sha256_of(shipment.memory / STEP)


def test_the_card_tells_what_was_measured(shipment: Shipment, card: Card) -> None:
    assert (card.figures["score"], card.figures["least"], card.figures["tracks"]) == (1.5, 0.0, 4)
    assert [each["seed"] for each in card.facts["score"]["per_seed"]] == [100_000, 100_001, 100_002, 100_003]
    found = finish(foresee(shipment.episodes, shipment.vision, shipment.memory))
    assert card.figures["memory_nats"] == pytest.approx(found.nats, rel=1e-3)
    assert card.figures["dreamed_15"] == pytest.approx(found.horizons[1].dreamed, rel=1e-3)
    assert card.figures["copied_1"] == pytest.approx(found.horizons[0].copied, rel=1e-3)
    assert "3 episodes of CarRacing-v3 (gymnasium 1.4.0), 183 frames" in card.data[0]
    assert json.loads((shipment.folder / CARD).read_text())["training"]["controller"]["how"] == "a test"


def test_its_agent_drives_as_the_runs_do(shipment: Shipment, card: Card) -> None:
    agent = agent_of(shipment.folder)
    controller = Controller.load(shipment.controller)
    frames = bar_episode(7, 60).frames[:5]
    for frame in frames:
        hidden = agent.state[0]
        action = agent.act(frame)
        assert action == pytest.approx(controller.act(np.concatenate([agent.z, hidden[0]])))
    assert agent.name == "made"
    assert (agent.low < agent.high).all()


def test_an_agent_of_a_changed_file_is_refused(shipment: Shipment, card: Card, tmp_path: Path) -> None:
    for name in (*card.files, CARD):
        (tmp_path / name).write_bytes((shipment.folder / name).read_bytes())
    agent_of(tmp_path)
    changed = bytearray((tmp_path / STEP).read_bytes())
    changed[-1] ^= 1
    (tmp_path / STEP).write_bytes(changed)
    with pytest.raises(MissingWeights, match="was changed"):
        agent_of(tmp_path)


def test_its_dreams_begin_where_real_drives_were(shipment: Shipment, card: Card) -> None:
    agent, beginnings = agent_of(shipment.folder), stored_beginnings(shipment.folder)
    assert 3 <= len(beginnings) <= SOME_BEGINNINGS
    dream = DreamWorld(agent.vision, agent.memory, beginnings)
    assert dream.reset(0).shape == (64, 64, 3)
    assert np.isfinite(dream.step(np.zeros(3, np.float32)).reward)


def test_a_beginning_is_what_m_held_at_that_frame(shipment: Shipment, card: Card) -> None:
    memory, latents = agent_of(shipment.folder).memory, wandering(2, 60)
    found = beginnings_of(latents, memory, most=4)
    assert len(found) == 4
    first = latents.episodes[0]
    place = int(np.flatnonzero((first.mean == found.z[0]).all(1))[0])
    state = memory.start(1)
    for each in range(place):
        state = memory.step(first.mean[[each]], first.actions[[each]], state)
    assert place >= 40
    assert found.state[0][0] == pytest.approx(state[0][0], abs=1e-6)
    assert found.state[1][0] == pytest.approx(state[1][0], abs=1e-6)


def test_where_all_drives_are_short_no_dream_begins(shipment: Shipment, card: Card) -> None:
    with pytest.raises(BadInput, match="longer than 40"):
        beginnings_of(wandering(2, 30), agent_of(shipment.folder).memory)


def test_other_episodes_than_those_learnt_from_are_refused(shipment: Shipment, tmp_path: Path) -> None:
    others = bar_folder(tmp_path / "others", episodes=4, steps=60)
    with pytest.raises(BadInput, match="other episodes"):
        finish(ship_model(replace(shipment, episodes=others, folder=tmp_path / "made")))
    assert not (tmp_path / "made").exists()


def test_closed_before_its_end_there_is_no_model(shipment: Shipment, tmp_path: Path) -> None:
    task = ship_model(replace(shipment, folder=tmp_path / "made"), Judge())  # type: ignore[arg-type]
    while next(task).note != "Foreseeing held-out episodes":
        pass
    task.close()
    assert not (tmp_path / "made" / CARD).exists()


def test_without_tracks_nothing_is_driven(shipment: Shipment, tmp_path: Path) -> None:
    judge = Judge()
    card = finish(ship_model(replace(shipment, folder=tmp_path / "made", tracks=0), judge))  # type: ignore[arg-type]
    assert not judge.asked
    assert "score" not in card.figures


def test_a_model_is_found_by_its_name(shipment: Shipment, card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    home = shipment.folder.parent
    assert catalogue.model_named("made", [home]).folder == shipment.folder
    with pytest.raises(BadInput, match=r"no model “mad”\. Try made"):
        catalogue.model_named("mad", [home])
    monkeypatch.setenv("REVERIE_WEIGHTS", str(home))
    assert catalogue.model_folder() == shipment.folder
    monkeypatch.setenv("REVERIE_WEIGHTS", str(home / "vision"))
    with pytest.raises(MissingWeights, match="No model that drives"):
        catalogue.model_folder()
