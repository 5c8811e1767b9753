"""The style layers of the feature networks: known here without torch, which takes seconds to import."""

from __future__ import annotations

from collections.abc import Mapping

_BLOCKS_OF_VGG19 = (2, 2, 4, 4, 2)
_LITE0 = {
    "stem": 1.0,
    "block0_depth": 1.0,
    **{f"block{number}_{unit}": 1.0 for number in range(1, 9) for unit in ("expand", "depth")},
}
_VGG19 = {
    f"block{block}_conv{number}": 0.2 if number == 1 else 0.0
    for block, convolutions in enumerate(_BLOCKS_OF_VGG19, start=1)
    for number in range(1, convolutions + 1)
}


def style_layers(features: str) -> Mapping[str, float]:
    """The layers of a network from the finest to the broadest, with the weights they have unless chosen."""
    return _VGG19 if features == "vgg19" else _LITE0
