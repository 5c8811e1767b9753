"""The network alone on Penn Treebank, learnt from nothing by what is shipped, beside published figures."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

if TYPE_CHECKING:
    from engines.write.presets import Preset
    from engines.write.training import WordTraining

NAME = "Penn Treebank, test perplexity of the network alone"
ASKED = "beside published figures"
#: Long enough to come near what its size can do on one processor.
MINUTES = 110.0
#: To read the texts before and to measure after.
BESIDES_S = 900.0
UNITS = 400
TRAIN, VALID, TEST = "ptb.train.txt", "ptb.valid.txt", "ptb.test.txt"


def figure(folder: Path | None = None, run: Path | None = None, minutes: float = MINUTES) -> Figure:
    """The perplexity of the run in ``run``, which learns for so long first where there is none.

    Without ``folder``, where the three texts are, nothing is measured: they are not ours to ship.
    """
    if folder is None:
        return Figure(NAME, "write", ASKED, "", note=f"not measured: --ptb FOLDER; {published()}")
    place = [] if run is None else [str(run)]
    words = (str(folder), str(minutes), *place)
    found = run_apart("studio.bench.treebank", *words, longest_s=minutes * 60 + BESIDES_S)
    note = (
        f"{found['words']:,.0f} words; {found['parameters'] / 1e6:.1f} million weights learnt for "
        f"{found['minutes']:.0f} minutes, held-out {found['held_out']:.1f}; word counts and cache "
        f"{found['ngram_cache']:.1f}, all together {found['mixture']:.1f}; {published()}"
    )
    return Figure(NAME, "write", ASKED, "", found["network"], note=note)


def published() -> str:
    """What the field says of this text."""
    from engines.write.yardsticks import PENN_TREEBANK

    figures = "; ".join(f"{one.model} {one.perplexity:g}" for one in PENN_TREEBANK.published)
    return f"published: {figures}"


def measure(folder: Path, minutes: float, run: Path | None) -> dict[str, float]:
    """Learn where there is no run yet, then measure on the test text."""
    from engines.training import CHECKPOINT

    if run is not None and (run / CHECKPOINT).is_file():
        return _measured(folder, run)
    with tempfile.TemporaryDirectory(prefix="reverie-") as place:
        where = Path(place) / "run" if run is None else run
        _learn(request(folder, where, minutes))
        return _measured(folder, where)


def request(folder: Path, run: Path, minutes: float) -> WordTraining:
    """What is asked of the engine: one layer as wide as its table of words, longer steps than a small text bears."""
    from engines.training import Plan
    from engines.write.presets import Tuning
    from engines.write.training import MOST_STEPS, WordTraining

    return WordTraining(
        (folder / TRAIN,),
        run,
        Plan(MOST_STEPS, minutes),
        _network(),
        least=1,
        tuning=Tuning(lines=20, rate=5e-3, dropout=0.3, averaging=0.998),
        held_out=(folder / VALID,),
        divided=True,
    )


def _network() -> Preset:
    from engines.write.presets import preset_named

    return preset_named("small").changed(units=UNITS, embedding=UNITS)


def _learn(wanted: WordTraining) -> None:
    import torch

    from engines.steps import finish
    from engines.write.training import train_words

    torch.set_num_threads(1)
    finish(train_words(wanted))


def _measured(folder: Path, run: Path) -> dict[str, float]:
    from engines.errors import BadInput
    from engines.steps import finish
    from engines.write.divided import framed_units, read_divided
    from engines.write.evaluating import Foresight, evaluate
    from engines.write.model import WordModel
    from engines.write.shipping import export_words
    from engines.write.yardsticks import yardstick_of

    (document,) = read_divided([folder / TEST]).documents
    known = yardstick_of(document.text)
    if known is None:
        raise BadInput(f"“{folder / TEST}” is not the text that the published figures are of. Choose another folder.")
    with tempfile.TemporaryDirectory(prefix="reverie-") as place:
        card = export_words(run, Path(place) / "treebank")
        model = WordModel.load(card.folder)
        found = finish(evaluate(Foresight.of(model), [framed_units(document.text, divided=True)], framed=True))
    if found.words + found.breaks != known.words:
        raise RuntimeError(f"{found.words + found.breaks} words were measured instead of {known.words}")
    training: dict[str, Any] = dict(card.training)
    parts = {"network": found.network, "ngram_cache": found.ngram_cache, "mixture": found.mixture}
    return {
        "words": float(found.words + found.breaks),
        "minutes": float(training["minutes"]),
        "parameters": float(training["parameters"]),
        "held_out": float(card.figures["held_out"]),
        **{name: part.perplexity for name, part in parts.items() if part is not None},
    }


if __name__ == "__main__":
    prepare_environment()
    folder, minutes, *run = sys.argv[1:]
    print(json.dumps(measure(Path(folder), float(minutes), Path(run[0]) if run else None)))
