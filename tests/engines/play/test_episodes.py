"""Episodes come back from disk as they were, and what is no episode is said and skipped."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.errors import BadInput, CannotWrite
from engines.play import episodes
from engines.play.episodes import About, Damaged, Episode, list_episodes, load_episode, read_about, read_episodes
from engines.play.episodes import save_episode as save

ABOUTS = st.builds(
    About,
    seed=st.integers(0, 2**40),
    start_tile=st.integers(0, 400),
    driver=st.text(max_size=20),
    gymnasium=st.just("1.4.0"),
    zooms_in=st.booleans(),
    terminated=st.booleans(),
    lap_finished=st.booleans(),
    settings=st.text(max_size=20),
)


def made_up(steps: int, seed: int = 0, about: About | None = None) -> Episode:
    """An episode of noise."""
    dice = np.random.default_rng(seed)
    return Episode(
        dice.integers(0, 256, (steps + 1, 64, 64, 3), np.uint8),
        dice.normal(size=(steps, 3)).astype(np.float32),
        dice.normal(size=steps),
        dice.integers(0, 3, steps).astype(np.int16),
        about or About(7, 3, "hold", "1.4.0"),
    )


def contents(path: Path) -> bytes:
    """A whole small episode's file."""
    save(made_up(3), path)
    return path.read_bytes()


@settings(max_examples=25)
@given(st.integers(0, 6), st.integers(0, 99), ABOUTS)
def test_an_episode_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, steps: int, seed: int, about: About
) -> None:
    path = tmp_path_factory.mktemp("episodes") / "one.npz"
    episode = made_up(steps, seed, about)
    save(episode, path)
    back = load_episode(path)
    for name in ("frames", "actions", "rewards", "tiles"):
        before, after = getattr(episode, name), getattr(back, name)
        assert after.dtype == before.dtype
        assert np.array_equal(after, before)
    assert back.about == read_about(path)
    assert (back.about.steps, back.about.reward) == (steps, episode.reward)
    assert back.about.seed == about.seed
    assert back.about.driver == about.driver
    assert back.about.settings == about.settings


@settings(max_examples=60)
@given(st.data())
def test_a_file_cut_off_anywhere_is_named(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("episodes")
    whole = contents(folder / "whole.npz")
    path = folder / "half.npz"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(BadInput, match=r"half\.npz"):
        load_episode(path)


@settings(max_examples=60)
@given(st.data())
def test_a_file_with_a_byte_changed_is_named_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("episodes")
    changed = bytearray(contents(folder / "whole.npz"))
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    path = folder / "bad.npz"
    path.write_bytes(changed)
    with suppress(BadInput):
        back = load_episode(path)
        assert np.array_equal(back.frames, made_up(3).frames)
        assert np.array_equal(back.rewards, made_up(3).rewards)


def test_damaged_and_half_written_files_are_skipped_and_named(tmp_path: Path) -> None:
    whole = contents(tmp_path / "b.npz")
    (tmp_path / "a.npz").write_bytes(whole[:900])
    (tmp_path / "c.npz").write_text("no episode")
    (tmp_path / "d.npz").write_bytes(b"")
    (tmp_path / ".e.1234.npz").write_bytes(whole[:50])
    (tmp_path / "notes.txt").write_text("mine")
    read = list(read_episodes(tmp_path))
    assert [type(each) for each in read] == [Damaged, Episode, Damaged, Damaged]
    assert "“a.npz” is damaged" in read[0].sentence  # type: ignore[union-attr]
    found, damaged = list_episodes(tmp_path)
    assert [path.name for path, _ in found] == ["b.npz"]
    assert [each.path.name for each in damaged] == ["a.npz", "c.npz", "d.npz"]


def test_a_folder_without_any_episode_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="reverie play collect"):
        list(read_episodes(tmp_path))
    with pytest.raises(BadInput, match="no folder"):
        list(read_episodes(tmp_path / "nowhere"))


def test_a_file_that_brings_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sly.npz"
    arrays = {name: getattr(made_up(2), name) for name in ("frames", "actions", "rewards", "tiles")}
    np.savez(path, about=np.array([{"seed": 1}], object), **arrays)
    with pytest.raises(BadInput, match=r"sly\.npz"):
        load_episode(path)


def test_an_episode_of_a_later_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(episodes, "_FORMAT", 99)
    save(made_up(2), tmp_path / "new.npz")
    monkeypatch.undo()
    with pytest.raises(BadInput, match="its format is 99"):
        load_episode(tmp_path / "new.npz")


@pytest.mark.parametrize("name", ["frames", "actions", "rewards", "tiles"])
def test_lengths_that_do_not_agree_are_refused(name: str) -> None:
    whole = made_up(4)
    arrays = {each: getattr(whole, each) for each in ("frames", "actions", "rewards", "tiles")}
    arrays[name] = arrays[name][:-1]
    with pytest.raises(ValueError, match="not"):
        Episode(**arrays, about=whole.about)


def test_a_crash_while_writing_keeps_the_old_episode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(tmp_path / "one.npz")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(CannotWrite, match="disk is full"):
        save(made_up(5), tmp_path / "one.npz")
    assert (tmp_path / "one.npz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]
