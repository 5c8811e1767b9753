"""Preferences: sparse, forgiving, at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from studio.settings import RECENT_FILES_KEPT, RULES, Settings, SettingsStore, WindowMemory

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def written(path: Path) -> Any:
    return json.loads(path.read_text())


def test_without_a_file_the_defaults_hold(path: Path, qapp: object) -> None:
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.trouble is None
    assert not path.exists()


def test_a_change_applies_and_is_announced_at_once(path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(path)
    seen: list[tuple[str, str]] = []
    store.changed.connect(lambda key: seen.append((key, store.settings.appearance.theme)))
    store.put("appearance.theme", "dark")
    assert seen == [("appearance.theme", "dark")]
    store.flush()


def test_a_change_is_saved_by_itself(path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(path)
    store.put("paint.jpeg_quality", 80)
    qtbot.waitUntil(path.exists)
    assert SettingsStore(path).settings.paint.jpeg_quality == 80


def test_the_same_value_again_is_no_change(path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(path)
    with qtbot.assertNotEmitted(store.changed):
        store.put("appearance.theme", "system")
    store.flush()
    assert not path.exists()


def test_only_differences_from_the_default_are_written(path: Path, qapp: object) -> None:
    store = SettingsStore(path)
    store.put("appearance.theme", "dark")
    store.put("appearance.text_scale", 1.5)
    store.put("appearance.text_scale", 1.0)
    store.flush()
    assert written(path) == {"appearance": {"theme": "dark"}}


def test_a_section_without_differences_is_not_written(path: Path, qapp: object) -> None:
    store = SettingsStore(path)
    store.put("seen_welcome", True)
    store.put("appearance.theme", "dark")
    store.reset("appearance")
    store.flush()
    assert written(path) == {"seen_welcome": True}


def test_keys_of_a_newer_reverie_survive_a_rewrite(path: Path, qapp: object) -> None:
    path.write_text('{"appearance": {"sparkle": 3, "theme": "light"}, "holograms": {"depth": [1, 2]}}')
    store = SettingsStore(path)
    store.put("appearance.theme", "dark")
    store.flush()
    assert written(path) == {"appearance": {"sparkle": 3, "theme": "dark"}, "holograms": {"depth": [1, 2]}}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("appearance.theme", "sepia"),
        ("appearance.theme", 7),
        ("appearance.text_scale", "large"),
        ("appearance.text_scale", 1e9),
        ("appearance.text_scale", float("nan")),
        ("appearance.text_scale", 10**400),
        ("paint.jpeg_quality", True),
        ("paint.jpeg_quality", 80.5),
        ("paint.keep_exif", 1),
        ("paint.export_max_size", -1),
        ("paint.export_max_size", 10.5),
        ("paint.batch_format", "gif"),
        ("paint.batch_overwrite", "ask"),
        ("paint.batch_pattern", 7),
        ("paint", "all of it"),
        ("recent_files", ["/a", 3]),
        ("recent_files", "/a"),
    ],
)
def test_a_wrong_value_falls_back_alone(path: Path, qapp: object, key: str, wrong: Any) -> None:
    section, _, name = key.rpartition(".")
    tree: dict[str, Any] = {"seen_welcome": True}
    tree.setdefault(section, {})[name] = wrong
    path.write_text(json.dumps(tree if section else {**tree, key: wrong}))
    store = SettingsStore(path)
    assert store.trouble is None
    assert store.settings == Settings(seen_welcome=True)


@given(tree=JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_json_at_all_stops_the_studio(tree: Any, path: Path, qapp: object) -> None:
    path.write_text(json.dumps(tree))
    store = SettingsStore(path)
    assert all(rule.accepts(store.get(key)) for key, rule in RULES.items())


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe\x00", b"[1]", b"[" * 100_000])
def test_a_broken_file_is_set_aside_and_reported(path: Path, qapp: object, content: bytes) -> None:
    path.write_bytes(content)
    store = SettingsStore(path)
    assert store.settings == Settings()
    (aside,) = path.parent.glob("settings.broken-*.json")
    assert aside.read_bytes() == content
    assert store.trouble is not None
    assert aside.name in store.trouble
    store.put("seen_welcome", True)
    store.flush()
    assert written(path) == {"seen_welcome": True}


def test_settings_that_cannot_be_saved_apply_and_are_saved_with_the_next_change(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "later" / "settings.json"
    store = SettingsStore(path)
    store.put("appearance.theme", "dark")
    with qtbot.waitSignal(store.save_failed) as said:
        store.flush()
    assert said.args is not None
    assert "does not exist" in said.args[0]
    assert store.settings.appearance.theme == "dark"
    path.parent.mkdir()
    store.put("seen_welcome", True)
    store.flush()
    assert written(path) == {"appearance": {"theme": "dark"}, "seen_welcome": True}


@pytest.mark.parametrize("value", ["sepia", None, 3])
def test_a_widget_cannot_put_nonsense(path: Path, qapp: object, value: Any) -> None:
    store = SettingsStore(path)
    with pytest.raises(ValueError, match=r"appearance\.theme"):
        store.put("appearance.theme", value)


def test_reset_of_everything_keeps_the_recent_files(path: Path, qapp: object) -> None:
    store = SettingsStore(path)
    store.put("appearance.theme", "dark")
    store.add_recent(Path("/a/b.reverie"))
    store.reset()
    assert store.settings == Settings(recent_files=("/a/b.reverie",))
    store.flush()


def test_recent_files_are_newest_first_once_each_and_few(path: Path, qapp: object) -> None:
    store = SettingsStore(path)
    for number in range(RECENT_FILES_KEPT + 3):
        store.add_recent(Path(f"/{number}.reverie"))
    store.add_recent(Path("/10.reverie"))
    store.flush()
    recent = SettingsStore(path).settings.recent_files
    assert recent[:3] == ("/10.reverie", "/14.reverie", "/13.reverie")
    assert len(recent) == len(set(recent)) == RECENT_FILES_KEPT
    store.forget_recent(Path("/10.reverie"))
    assert "/10.reverie" not in store.settings.recent_files
    store.flush()


def test_the_window_finds_its_shape_again(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    memory.keep("geometry", QByteArray(b"\x00\xffshape"))
    assert memory.save()
    assert WindowMemory(tmp_path / "window.json").recall("geometry").data() == b"\x00\xffshape"


@pytest.mark.parametrize("content", ["{", "[]", '{"geometry": "ä"}', '{"geometry": "A"}', '{"geometry": 3}', "{}"])
def test_a_damaged_shape_is_no_shape(tmp_path: Path, content: str) -> None:
    (tmp_path / "window.json").write_text(content)
    assert WindowMemory(tmp_path / "window.json").recall("geometry").isEmpty()


def test_a_shape_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "missing" / "window.json")
    memory.keep("geometry", QByteArray(b"shape"))
    assert not memory.save()
