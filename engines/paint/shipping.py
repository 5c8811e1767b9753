"""Putting a trained style network among the shipped models: ONNX, safetensors, thinned log and card."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.torch import save_file

from engines.cards import Card, write_card
from engines.files import sha256_of, write_text, written_beside
from engines.paint.exportstyles import export_styles
from engines.paint.stylecatalogue import KIND, MODEL
from engines.paint.trainstyles import TrainedStyles, read_run
from engines.training import LOG

TENSORS = "model.safetensors"
#: Steps over which the card's losses are averaged, and of which the shipped log keeps one.
WINDOW, THINNED = 300, 20


@dataclass(frozen=True)
class Shipment:
    """What a person should know of a style model; ``paintings`` maps each file's stem to its title and painter."""

    name: str
    title: str
    summary: str
    version: str
    paintings: Mapping[str, tuple[str, str]]
    data: tuple[str, ...]


def ship_styles(run: Path, folder: Path, shipment: Shipment) -> Card:
    """Export ``run`` into ``folder`` and write its card with hashes, training facts and the losses it reached."""
    trained = read_run(run)
    folder.mkdir(parents=True, exist_ok=True)
    parity = export_styles(run, folder / MODEL)
    with written_beside(folder / TENSORS) as beside:
        save_file(dict(trained.net.state_dict()), beside)
        beside.chmod(0o644)  # safetensors makes private files; an installed model is for everybody
    rows = _read_log(run / LOG)
    _thin_log(rows, folder / LOG)
    last = {
        name: [float(value) for value in column]
        for name, column in zip(rows[0], zip(*rows[1:], strict=True), strict=True)
    }
    figures = {name: round(float(np.mean(last[name][-WINDOW:])), 4) for name in ("style", "content")}
    card = _card(trained, folder, shipment, {**figures, "parity": parity})
    write_card(card)
    return card


def _card(trained: TrainedStyles, folder: Path, shipment: Shipment, figures: Mapping[str, float]) -> Card:
    config = trained.net.config
    rows = [
        {"name": name, "title": shipment.paintings[name][0], "painter": shipment.paintings[name][1]}
        for name in trained.styles
    ]
    return Card(
        name=shipment.name,
        kind=KIND,
        title=shipment.title,
        summary=shipment.summary,
        licence="CC BY-SA 4.0",
        version=shipment.version,
        data=shipment.data,
        files={name: sha256_of(folder / name) for name in (MODEL, TENSORS, LOG)},
        shapes={
            "photo": "float32 (1, 3, 4h, 4w), sRGB 0..1",
            "style_weights": f"float32 ({config.styles},)",
            "stylized": "float32, as the photo",
        },
        preprocessing="sRGB divided by 255; reflected down and right to multiples of 4, cut again afterwards",
        training={
            "steps": trained.steps,
            "minutes": round(trained.seconds / 60, 1),
            "parameters": sum(value.numel() for value in trained.net.parameters()),
            "network": trained.identity["network"],
            "recipe": trained.identity["recipe"],
        },
        figures=figures,
        facts={"styles": rows},
        folder=folder,
    )


def _read_log(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def _thin_log(rows: Sequence[Sequence[str]], path: Path) -> None:
    """Every twentieth step, four significant digits: the curve as the eye sees it, in a small file."""
    lines = [",".join(rows[0])]
    lines += [",".join([row[0], *(f"{float(value):.4g}" for value in row[1:])]) for row in rows[THINNED::THINNED]]
    write_text(path, "\n".join(lines) + "\n")
