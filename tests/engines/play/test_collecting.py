"""A collection is a mixture that its seed decides on, goes on where it stopped, and never touches what is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from engines.errors import BadInput, CannotWrite
from engines.play.collecting import SHARES, CollectRequest, collect, outing
from engines.play.episodes import Episode, list_episodes, read_episodes
from engines.play.workers import Here
from engines.steps import Step, finish


def small(folder: Path, episodes: int = 3, **changes: object) -> CollectRequest:
    """A collection that takes a second."""
    return CollectRequest(folder, episodes, longest=12, workers=1, **changes)  # type: ignore[arg-type]


def test_episodes_are_collected_and_counted(tmp_path: Path) -> None:
    steps: list[Step] = []
    done = finish(collect(small(tmp_path / "new" / "folder")), steps.append)
    read = list(read_episodes(tmp_path / "new" / "folder"))
    assert len(read) == 3
    assert all(isinstance(each, Episode) and len(each) == 12 for each in read)
    assert (done.written, done.there, done.frames) == (3, 0, 39)
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert steps[-1].metrics["frames"] == 39


def test_a_collection_goes_on_where_it_stopped(tmp_path: Path) -> None:
    task = collect(small(tmp_path), Here())
    next(task)
    next(task)
    task.close()
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.npz")}
    assert 1 <= len(before) <= 3
    done = finish(collect(small(tmp_path, 4), Here()))
    assert done.there == len(before)
    assert done.written == 4 - len(before)
    assert all((tmp_path / name).read_bytes() == whole for name, whole in before.items())


def test_a_collection_broken_off_at_work_leaves_whole_episodes_only(tmp_path: Path) -> None:
    task = collect(CollectRequest(tmp_path, 6, workers=2))
    next(task)
    next(task)
    task.close()
    found, damaged = list_episodes(tmp_path)
    assert found
    assert damaged == []


def test_a_damaged_episode_is_driven_anew_exactly(tmp_path: Path) -> None:
    finish(collect(small(tmp_path), Here()))
    path = tmp_path / "mixed-0-00001.npz"
    before = [each.frames for each in read_episodes(tmp_path)]  # type: ignore[union-attr]
    path.write_bytes(path.read_bytes()[:1000])
    half = tmp_path / ".mixed-0-00001.abcd.npz"
    half.write_bytes(b"half")
    done = finish(collect(small(tmp_path), Here()))
    assert (done.written, done.there) == (1, 2)
    after = [each.frames for each in read_episodes(tmp_path)]  # type: ignore[union-attr]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert not half.exists()


def test_another_seed_stands_beside_the_first(tmp_path: Path) -> None:
    finish(collect(small(tmp_path, 1), Here()))
    finish(collect(small(tmp_path, 1, seed=1), Here()))
    found, _ = list_episodes(tmp_path)
    assert [path.name for path, _ in found] == ["mixed-0-00000.npz", "mixed-1-00000.npz"]
    assert found[0][1].seed != found[1][1].seed


def test_the_paper_s_collection_is_random_from_the_stock_s_beginning(tmp_path: Path) -> None:
    plans = [outing(CollectRequest(tmp_path, mix="paper"), number) for number in range(50)]
    assert {(plan.choice.name, plan.start_tile, plan.zooms_in, plan.longest) for plan in plans} == {
        ("random", None, True, 1000)
    }
    assert len({plan.track for plan in plans}) == 50


def test_a_mixture_has_everybody_at_work_from_anywhere(tmp_path: Path) -> None:
    plans = [outing(CollectRequest(tmp_path), number) for number in range(400)]
    drivers = Counter(plan.choice.name for plan in plans)
    assert set(drivers) == set(SHARES)
    assert all(abs(drivers[name] / 4 - share) < 8 for name, share in SHARES.items())
    beginnings = [plan.start_tile for plan in plans]
    assert 50 < beginnings.count(None) < 150
    assert all(plan.zooms_in == (plan.start_tile is None) for plan in plans)
    speeds = [plan.choice.settings["speed"] for plan in plans if plan.choice.name == "scripted"]
    assert min(speeds) < 0.55
    assert max(speeds) > 0.95


def test_a_model_takes_its_share_of_a_mixture(tmp_path: Path) -> None:
    plans = [outing(CollectRequest(tmp_path, model=tmp_path / "racer"), number) for number in range(200)]
    own = [plan.choice for plan in plans if plan.choice.name == "controller"]
    assert 60 < len(own) < 100
    assert own[0].settings == {"model": str(tmp_path / "racer")}


def test_which_episode_a_number_is_depends_on_nothing_else(tmp_path: Path) -> None:
    few, many = CollectRequest(tmp_path, 3), CollectRequest(tmp_path, 300, workers=7)
    assert [outing(few, number) for number in range(3)] == [outing(many, number) for number in range(3)]


@pytest.mark.parametrize("changes", [{"episodes": 0}, {"longest": 0}, {"longest": 1001}])
def test_a_collection_of_nothing_is_refused(tmp_path: Path, changes: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="at least one episode"):
        finish(collect(CollectRequest(tmp_path, **changes)))  # type: ignore[arg-type]


def test_a_file_in_the_folder_s_place_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "mine"
    place.write_text("mine")
    with pytest.raises(BadInput, match="is a file"):
        finish(collect(small(place)))
    with pytest.raises(CannotWrite):
        finish(collect(small(place / "inside")))
    assert place.read_text() == "mine"
