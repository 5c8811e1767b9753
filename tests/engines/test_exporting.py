"""What is exported answers as what was trained, at any size it promises, or is not kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import Tensor, nn

from engines import exporting, runtime
from engines.errors import CannotWrite
from engines.exporting import NotTheSame, Ports, export_onnx, parity


class Tiny(nn.Module):
    """A convolution that is mixed with its input."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.convolution = nn.Conv2d(2, 2, 3, padding=1)

    def forward(self, picture: Tensor, share: Tensor) -> Tensor:
        return torch.tanh(self.convolution(picture)) * share + picture


def examples() -> list[tuple[Tensor, ...]]:
    chance = torch.Generator().manual_seed(1)
    return [(torch.rand(1, 2, h, w, generator=chance), torch.rand(1, generator=chance)) for h, w in ((8, 12), (5, 7))]


def ports() -> Ports:
    varying = {2: torch.export.Dim("height"), 3: torch.export.Dim("width")}
    return Ports(("picture", "share"), ("mixed",), (varying, None))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    path = tmp_path_factory.mktemp("exported") / "tiny.onnx"
    return path, export_onnx(Tiny(), examples(), path, ports(), metadata={"styles": "a,b"})


def test_the_exported_model_answers_as_the_trained_one(exported: tuple[Path, float]) -> None:
    path, difference = exported
    assert 0.0 <= difference < 1e-5
    assert parity(Tiny(), path, examples(), ports()) == difference


def test_the_exported_model_takes_sizes_it_never_saw(exported: tuple[Path, float]) -> None:
    picture = np.random.default_rng(0).random((1, 2, 31, 3), dtype=np.float32)
    share = np.array([0.5], np.float32)
    (found,) = runtime.session(exported[0]).run(["mixed"], {"picture": picture, "share": share})
    with torch.no_grad():
        wanted = Tiny()(torch.from_numpy(picture), torch.from_numpy(share)).numpy()
    assert np.allclose(found, wanted, atol=1e-5)


def test_names_and_facts_travel_in_the_file(exported: tuple[Path, float]) -> None:
    model = onnx.load(str(exported[0]))
    assert [port.name for port in model.graph.input] == ["picture", "share"]
    assert [port.name for port in model.graph.output] == ["mixed"]
    assert {fact.key: fact.value for fact in model.metadata_props}["styles"] == "a,b"


def test_parity_sees_a_changed_weight(exported: tuple[Path, float]) -> None:
    net = Tiny()
    with torch.no_grad():
        net.convolution.weight += 0.01
    assert parity(net, exported[0], examples(), ports()) > 1e-3


def test_an_export_leaves_no_session_behind(exported: tuple[Path, float]) -> None:
    runtime.forget()
    parity(Tiny(), exported[0], examples(), ports())
    assert not runtime._sessions


@pytest.mark.parametrize("difference", [0.5, float("nan")])
def test_a_model_that_answers_differently_is_not_kept(
    difference: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(b"the model before")
    monkeypatch.setattr(exporting, "parity", lambda *_: difference)
    with pytest.raises(NotTheSame, match="it was not kept"):
        export_onnx(Tiny(), examples(), path, ports())
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"the model before"


def test_parity_is_not_fooled_by_a_nan(exported: tuple[Path, float]) -> None:
    net = Tiny()
    with torch.no_grad():
        net.convolution.weight[0] = float("nan")
    difference = parity(net, exported[0], examples(), ports())
    assert not difference <= 1e-4


def test_a_missing_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        export_onnx(Tiny(), examples(), tmp_path / "nowhere" / "tiny.onnx", ports())
