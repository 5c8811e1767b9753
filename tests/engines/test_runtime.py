"""ONNX Runtime sessions are made once, follow their file, and complain in one sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engines import runtime
from engines.cards import card_named
from engines.errors import MissingWeights


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    runtime.forget()
    yield
    runtime.forget()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the shipped style network."""
    return Path(shutil.copy(card_named("styles").file("model.onnx"), tmp_path / "model.onnx"))


def test_a_session_is_made_once(model: Path) -> None:
    assert runtime.session(model, 1) is runtime.session(model, 1)


def test_a_replaced_file_gets_a_new_session_and_the_old_one_goes(model: Path) -> None:
    before = runtime.session(model, 1)
    os.utime(model, ns=(1, 1))
    assert runtime.session(model, 1) is not before
    assert len(runtime._sessions) == 1


def test_a_session_that_is_not_to_be_kept_is_not(model: Path) -> None:
    assert runtime.session(model, 1, keep=False) is not runtime.session(model, 1, keep=False)
    assert not runtime._sessions


def test_forgotten_sessions_are_made_anew(model: Path) -> None:
    before = runtime.session(model, 1)
    runtime.forget()
    assert runtime.session(model, 1) is not before


def test_a_session_has_its_threads_and_never_spins(model: Path) -> None:
    options = runtime.session(model, 1).get_session_options()
    assert options.intra_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingWeights, match=r"“gone\.onnx” is missing"):
        runtime.session(tmp_path / "gone.onnx")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"no graph at all")
    with pytest.raises(MissingWeights, match=r"“bad\.onnx” is damaged"):
        runtime.session(tmp_path / "bad.onnx")


def test_one_processor_is_left_for_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    assert runtime.threads() == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5}, raising=False)
    assert runtime.threads() == 1


def test_the_processor_is_always_among_the_providers() -> None:
    assert runtime.providers()[-1] == "CPUExecutionProvider"


def test_a_stopped_run_does_not_answer(model: Path) -> None:
    stopper = runtime.Stopper.new()
    stopper.stop()
    count = len(card_named("styles").facts["styles"])
    fed = {"photo": np.zeros((1, 3, 16, 16), np.float32), "style_weights": np.ones(count, np.float32)}
    with pytest.raises(Exception, match="terminate"):
        runtime.session(model, 1).run(["stylized"], fed, stopper.options)
