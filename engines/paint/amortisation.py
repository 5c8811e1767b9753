"""What one pass gives against optimisation: the style loss that each reaches on photographs nobody learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.paint.features import STYLE_LAYERS, EfficientNetLite0
from engines.paint.looks import BRUSH_SIDE, FINEST_BRUSH, Look
from engines.paint.losses import gram_distance, gram_matrix
from engines.paint.photos import pictures_in
from engines.paint.pictures import open_picture, resized
from engines.paint.stylecatalogue import Style, styles
from engines.paint.stylise import StyleRequest, stylise
from engines.paint.transfer.pyramid import as_tensor
from engines.paint.transfer.request import StylePicture, TransferRequest, TransferSettings
from engines.paint.transfer.transfer import transfer
from engines.steps import Step, Task


@dataclass(frozen=True)
class MeasureRequest:
    """Compare every installed style with ``steps`` steps of optimisation at ``side`` pixels.

    ``paintings`` is the folder with the paintings that the styles were learnt from, each named as its style;
    ``photographs`` a folder of photographs that were not learnt from.
    """

    paintings: Path
    photographs: Path
    side: int = 256
    steps: int = 200

    def __post_init__(self) -> None:
        if not 64 <= self.side <= round(BRUSH_SIDE / FINEST_BRUSH):
            raise BadInput(f"The side must be at least 64 pixels, not {self.side}.")


@dataclass(frozen=True)
class Amortised:
    """One style: mean style losses over the photographs, each divided by that of the untouched photograph."""

    style: str
    one_pass: float
    optimised: float

    @property
    def ratio(self) -> float:
        """How many times the optimised loss one pass leaves."""
        return self.one_pass / self.optimised


def amortisation(request: MeasureRequest) -> Task[list[Amortised]]:
    """The style loss of one pass and of optimisation, style by style; a Step a photograph and style.

    The loss is the mean over the style layers of EfficientNet-Lite0 of the squared distance of Gram matrices to the
    painting's (Gatys et al. 2016, eq. 4), each divided by the untouched photograph's own.

    Raises BadInput, or MissingWeights as ``stylise`` and ``transfer`` do.
    """
    found = {path.stem: path for path in pictures_in(request.paintings)}
    known = [style for style in styles() if style.name in found]
    if not known:
        raise BadInput(f"No painting in “{request.paintings}” is named after an installed style.")
    photos = [resized(open_picture(path).pixels, request.side) for path in pictures_in(request.photographs)]
    judge = _Judge()
    rows: list[Amortised] = []
    for number, style in enumerate(known):
        painting = open_picture(found[style.name]).pixels
        losses = []
        for place, photo in enumerate(photos):
            yield Step(number * len(photos) + place, len(known) * len(photos), note=style.title)
            losses.append((yield from _both(judge, photo, painting, style, request)))
        rows.append(Amortised(style.name, *(float(value) for value in np.mean(losses, axis=0))))
    return rows


def _both(
    judge: _Judge, photo: NDArray[np.uint8], painting: NDArray[np.uint8], style: Style, request: MeasureRequest
) -> Task[tuple[float, float]]:
    brush = BRUSH_SIDE / max(photo.shape[:2])
    one_pass = yield from stylise(StyleRequest(photo, Look(((style.name, 1.0),), brush=min(4.0, brush))))
    settings = TransferSettings(size=request.side, steps=request.steps)
    task = transfer(TransferRequest(photo, (StylePicture(painting),), settings))
    optimised = yield from task
    at_side = resized(painting, request.side)
    start = judge.grams(photo), judge.grams(at_side)
    return judge.loss(one_pass.pixels.astype(np.uint8), *start), judge.loss(optimised.pixels, *start)


class _Judge:
    """The style loss of pictures, by the network that both learn through."""

    def __init__(self) -> None:
        self._network = EfficientNetLite0()

    def grams(self, pixels: NDArray[np.uint8]) -> Sequence[NDArray[np.float64]]:
        """Gram matrices by layer."""
        import torch

        with torch.no_grad():
            features = self._network(as_tensor(pixels), STYLE_LAYERS)
        return [gram_matrix(layer.double()).numpy() for layer in features]

    def loss(
        self,
        pixels: NDArray[np.uint8],
        photo: Sequence[NDArray[np.float64]],
        painting: Sequence[NDArray[np.float64]],
    ) -> float:
        """The mean over layers of the distance to the painting by the photograph's own."""
        import torch

        def distance(have: NDArray[np.float64], want: NDArray[np.float64]) -> float:
            return float(gram_distance(torch.from_numpy(have), torch.from_numpy(want)))

        rows = zip(self.grams(pixels), photo, painting, strict=True)
        return float(np.mean([distance(have, want) / distance(start, want) for have, start, want in rows]))
