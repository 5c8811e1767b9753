"""From a trained M to two ONNX graphs: one that takes a moment in, and one that tells what comes next."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from engines.exporting import Ports, export_onnx
from engines.play.memory.network import ACTIONS, LATENTS, MemoryNetwork

STEP, NEXT = "memory-step.onnx", "memory-next.onnx"
_PARAMETERS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


class _Stepping(nn.Module):
    """One step of the LSTM written out, all its gates in one product."""

    def __init__(self, network: MemoryNetwork) -> None:
        super().__init__()
        told, kept, bias, other = (network.lstm.get_parameter(name) for name in _PARAMETERS)
        self.weight = nn.Parameter(torch.cat([told, kept], 1).T.contiguous())
        self.bias = nn.Parameter(bias + other)

    def forward(self, latents: Tensor, actions: Tensor, hidden: Tensor, cell: Tensor) -> tuple[Tensor, Tensor]:
        gates = torch.cat([latents, actions, hidden], 1) @ self.weight + self.bias
        enter, stay, news, leave = gates.chunk(4, 1)
        kept = torch.sigmoid(stay) * cell + torch.sigmoid(enter) * torch.tanh(news)
        return torch.sigmoid(leave) * torch.tanh(kept), kept


class _Expecting(nn.Module):
    def __init__(self, network: MemoryNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.network.expected(hidden))


def export_memory(network: MemoryNetwork, folder: Path) -> float:
    """Write both graphs into ``folder``; returns the largest difference to torch that was found.

    The step: ``latents`` (n, 32), ``actions`` (n, 3), ``hidden`` and ``cell`` (n, units) to ``hidden_next`` and
    ``cell_next``. What comes next: ``hidden`` to ``log_weight``, ``mean`` and ``log_sigma`` (n, 32, mixtures),
    ``tile`` and ``over`` (n,), logits. All float32.

    Raises NotTheSame or CannotWrite.
    """
    chance, units = torch.Generator().manual_seed(0), network.config.units

    def drawn(n: int, width: int) -> Tensor:
        return torch.randn(n, width, generator=chance)

    def told(n: int) -> tuple[Tensor, ...]:
        return drawn(n, LATENTS), drawn(n, ACTIONS), torch.tanh(drawn(n, units)), drawn(n, units)

    many = {0: torch.export.Dim("n")}
    step = Ports(("latents", "actions", "hidden", "cell"), ("hidden_next", "cell_next"), (many,) * 4)
    following = Ports(("hidden",), ("log_weight", "mean", "log_sigma", "tile", "over"), (many,))
    stepping = _Stepping(network)
    hidden = [(torch.tanh(drawn(n, units)),) for n in (2, 1, 7)]
    return max(
        export_onnx(stepping, [told(2), told(1), told(7)], folder / STEP, step),
        _stepping_apart(network, stepping, told(3)),
        export_onnx(_Expecting(network), hidden, folder / NEXT, following),
    )


@torch.no_grad()
def _stepping_apart(network: MemoryNetwork, written_out: nn.Module, told: tuple[Tensor, ...]) -> float:
    """How far the LSTM written out is from torch's own."""
    latents, actions, hidden, cell = told
    wanted = network.step(latents, actions, (hidden, cell))
    found = written_out(*told)
    return max(float((have - want).abs().max()) for have, want in zip(found, wanted, strict=True))
