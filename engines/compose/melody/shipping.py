"""Making a model of a training run: graph, weights, what it can say, what was counted, and what it is worth."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from engines.cards import Card, write_card
from engines.compose.melody.baselines import Baseline
from engines.compose.melody.booknetwork import BookNetwork
from engines.compose.melody.closest import phrases_of
from engines.compose.melody.evaluating import Evaluation, evaluate
from engines.compose.melody.exporting import export_graph, export_swift
from engines.compose.melody.features import REGISTERS as MOST_REGISTERS
from engines.compose.melody.features import TOLD, register_of
from engines.compose.melody.heritage import NETWORK, TENSORS
from engines.compose.melody.material import Material
from engines.compose.melody.model import (
    COUNTS,
    GRAPH,
    KIND,
    PHRASES,
    RANGE,
    REACH,
    REGISTERS,
    SOUNDS,
    SWIFT,
    VOCABULARY,
    WAY,
    WINDOW,
    MelodyModel,
)
from engines.compose.melody.training import TrainedMelody, read_run
from engines.files import sha256_of, write_bytes, write_text
from engines.runtime import session
from engines.shipping import About, make_folder, thin_log, write_weights
from engines.steps import Step, Task
from engines.training import LOG

EVALUATION = "evaluation"
#: Figures of a card: nats a note that the graph with weights of eight bits lost when it was proved (see
#: ``proving.divergence``), and its nats a note on the held-out pieces, where ``total`` is that of the exact one.
SWIFT_LOST, SWIFT_TOTAL = "swift_lost", "swift_total"


def ship_melody(run: Path, folder: Path, about: About | None = None, *, measured: bool = True) -> Task[Card]:
    """Make a model of what ``run`` has learnt so far, in ``folder``; the name of the folder is the model's.

    With ``measured`` the held-out pieces say how good it is. The card is written last: closed before, there is none.

    Raises:
        BadCheckpoint: there is no such run, or it is damaged.
        CannotWrite: the folder cannot be made or the disk is full.
    """
    trained = read_run(run)
    material, vocabulary = trained.material, trained.material.vocabulary
    make_folder(folder)
    yield Step(0, None, note="Writing the network")
    proofs = _write_graphs(trained, folder)
    write_weights(trained.network, folder / TENSORS)
    write_text(folder / VOCABULARY, vocabulary.to_json() + "\n")
    learnt = material.encoded(material.training)
    baseline = Baseline.of(learnt, vocabulary.sounds, vocabulary.lengths)
    write_bytes(folder / COUNTS, baseline.to_bytes())
    write_bytes(folder / PHRASES, phrases_of(material.training).to_bytes())
    thin_log(run / LOG, folder / LOG)
    found = None
    if measured:
        facts = {WINDOW: trained.window, REACH: _reach(trained)}
        model = MelodyModel(folder.name, vocabulary, session(folder / GRAPH, 1, keep=False), facts)
        held_out = material.encoded(material.held_out)
        found = yield from evaluate(model, held_out, baseline)
        if SWIFT_LOST in proofs:
            swift = session(folder / SWIFT, 1, keep=False), session(folder / SOUNDS, 1, keep=False)
            written = yield from evaluate(replace(model, swift=swift), held_out, exact=False)
            proofs[SWIFT_TOTAL] = round(written.total, 4)
    card = _card(trained, folder, about or About(), found, proofs)
    write_card(card)
    return card


def _write_graphs(trained: TrainedMelody, folder: Path) -> dict[str, float]:
    """Write the graph, and that with weights of eight bits where it is good enough; what both proofs found."""
    proofs = {"parity": export_graph(trained.network, folder / GRAPH)}
    if not isinstance(trained.network, BookNetwork):
        lost = export_swift(trained.network, folder / SWIFT, folder / SOUNDS, folder / GRAPH)
        if lost is not None:
            proofs[SWIFT_LOST] = round(lost, 6)
    return proofs


def _reach(trained: TrainedMelody) -> int:
    return trained.window or int(trained.identity["network"]["reach"])


def _card(
    trained: TrainedMelody, folder: Path, about: About, found: Evaluation | None, proofs: dict[str, float]
) -> Card:
    material = trained.material
    facts = {WINDOW: trained.window, REACH: _reach(trained), WAY: material.way, **_habits(material)}
    if not isinstance(trained.network, BookNetwork):
        facts[NETWORK] = dict(trained.identity["network"])
    if found is not None:
        facts[EVALUATION] = found.to_dict()
    files = (GRAPH, *((SWIFT, SOUNDS) if SWIFT_LOST in proofs else ()), TENSORS, VOCABULARY, COUNTS, PHRASES, LOG)
    return Card(
        name=folder.name,
        kind=KIND,
        title=about.title or folder.name,
        summary=about.summary or f"Learnt {material.sounds:,} notes of {material.pieces} pieces.",
        licence=about.licence or "as the music it learnt from",
        version=about.version,
        data=about.data or (f"{material.pieces} pieces, {material.sounds:,} notes",),
        files={name: sha256_of(folder / name) for name in files},
        shapes=_shapes(trained),
        preprocessing="lines of sounds as engines.compose.melody.voices reads them, 480 ticks a quarter; "
        f"each sound told as {', '.join(TOLD)} (engines.compose.melody.features)",
        training={
            "steps": trained.steps,
            "kept_at": trained.kept_at,
            "minutes": round(trained.seconds / 60, 1),
            "parameters": sum(value.numel() for value in trained.network.parameters()),
            "preset": trained.identity["preset"],
            "recipe": trained.identity["recipe"],
        },
        figures={**_figures(found), **proofs},
        facts=facts,
        folder=folder,
    )


def _habits(material: Material) -> dict[str, Any]:
    """Registers of the lines and pitches of the notes, as counts; so a new melody can begin where most do."""
    registers = np.bincount([register_of(line.middle) for line in material.training], minlength=MOST_REGISTERS)
    tops = [sound[-1] for line in material.training for sound in line.sounds if sound]
    return {REGISTERS: registers.tolist(), RANGE: [int(np.percentile(tops, 1)), int(np.percentile(tops, 99))]}


def _shapes(trained: TrainedMelody) -> dict[str, str]:
    vocabulary = trained.material.vocabulary
    said = {"durations": f"float32 (rows, {vocabulary.lengths}), logits"}
    if isinstance(trained.network, BookNetwork):
        heard = {"sounds, durations": f"int64 (rows, {trained.window})"}
        return {**heard, **said, "sounds": f"float32 (rows, {vocabulary.sounds}), logits", "looked": "(rows, time)"}
    config = trained.network.config
    size = config.units // config.heads
    return {
        "heard": f"int64 (rows, {len(TOLD)})",
        "away": "int64 (rows, 1, room + 1)",
        "h_0, h_1, c_0, c_1": f"float32 (rows, {config.units})",
        "keys, values": f"float32 ({config.heads}, rows, room, {size})",
        **said,
        "sounds": f"float32 (rows, {vocabulary.lengths}, {vocabulary.sounds}), logits after each duration",
        "looked": f"float32 (1, {config.heads}, rows, 1, room + 1)",
        "key, value": f"float32 (1, {config.heads}, rows, 1, {size})",
    }


def _figures(found: Evaluation | None) -> dict[str, float]:
    """What the held-out pieces said."""
    if found is None:
        return {}
    plain = asdict(found)
    names = ("pitch", "duration", "total", "ends", "pitch_top1", "duration_top1")
    figures = {name: round(plain[name], 4) for name in names}
    counted = {f"{name}_total": round(nats[2], 4) for name, nats in found.baselines.items()}
    error = found.calibration.error if found.calibration is not None else 0.0
    return figures | counted | {"held_out_notes": found.notes, "calibration_error": round(error, 4)}
