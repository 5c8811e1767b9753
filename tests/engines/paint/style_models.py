"""Small style models of chance, exported as the shipped ones are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from engines.cards import Card, write_card
from engines.exporting import Ports, export_onnx
from engines.files import sha256_of
from engines.paint.samples import sample_photograph
from engines.paint.stylecatalogue import KIND, MODEL
from engines.paint.stylenet import StyleNet, StyleNetConfig
from tests.engines.paint.style_runs import SMALL_NETWORK


def random_model(folder: Path, styles: tuple[str, ...], seed: int = 3) -> Card:
    """A style model in ``folder`` whose every number is as if it had learnt something."""
    torch.manual_seed(seed)
    net = StyleNet(StyleNetConfig(len(styles), **{**SMALL_NETWORK, "blocks": 2}))
    with torch.no_grad():
        for name, value in net.named_parameters():
            value.add_(torch.randn_like(value) * (0.05 if name.startswith("tint.") else 0.2))
    folder.mkdir(parents=True, exist_ok=True)
    varying = {2: 4 * torch.export.Dim("h4"), 3: 4 * torch.export.Dim("w4")}
    ports = Ports(("photo", "style_weights"), ("stylized",), (varying, None))
    example = (torch.rand(1, 3, 64, 80), torch.full((len(styles),), 1 / len(styles)))
    export_onnx(net, [example], folder / MODEL, ports)
    return styles_card(folder, styles)


def styles_card(folder: Path, styles: tuple[str, ...]) -> Card:
    """A card for the ``model.onnx`` in ``folder``."""
    rows = [{"name": name, "title": name.capitalize(), "painter": "Nobody, 2025"} for name in styles]
    card = Card(
        name=folder.name,
        kind=KIND,
        title=folder.name.capitalize(),
        summary="Chance.",
        licence="CC0",
        version="0",
        data=(),
        files={MODEL: sha256_of(folder / MODEL)},
        shapes={},
        preprocessing="",
        training={},
        figures={},
        facts={"styles": rows},
        folder=folder,
    )
    write_card(card)
    return card


def real_photograph(width: int, height: int) -> NDArray[np.uint8]:
    """Photographs at their own scale beside each other, as large as asked: grain, edges, skin, sky and night."""
    data = sample_photograph().parent
    names = ("chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg")
    parts = [np.asarray(Image.open(data / name).convert("RGB"))[:300, :450] for name in names]
    whole = np.vstack([np.hstack(parts[:2]), np.hstack(parts[2:])])
    # Twice as large: what a camera's photograph looks like at 100 per cent.
    image = Image.fromarray(whole).resize((whole.shape[1] * 2, whole.shape[0] * 2), Image.Resampling.BICUBIC)
    grown = np.asarray(image)
    times = (-(-height // grown.shape[0]), -(-width // grown.shape[1]), 1)
    return np.ascontiguousarray(np.tile(grown, times)[:height, :width])
