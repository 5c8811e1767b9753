"""One photograph in every style, on one sheet."""

from __future__ import annotations

import numpy as np
import pytest

from engines.errors import BadInput
from engines.paint.contactsheet import SheetRequest, contact_sheet
from engines.paint.stylecatalogue import styles
from engines.steps import Step, finish

PHOTO = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)


def test_the_sheet_holds_the_photograph_and_every_style() -> None:
    steps: list[Step] = []
    sheet = finish(contact_sheet(SheetRequest(PHOTO, side=64, columns=5)), steps.append)
    assert {style.title for style in styles()} <= {step.note for step in steps}
    rows = -(-(len(styles()) + 1) // 5)
    gap, words = 8, 35
    assert sheet.shape == (gap + rows * (48 + words + gap), gap + 5 * (64 + gap), 3)
    assert np.abs(sheet[8:56, 8:72].astype(float).mean() - PHOTO.mean()) < 2


def test_a_sheet_has_sensible_sizes() -> None:
    with pytest.raises(BadInput, match="64 to 2048"):
        SheetRequest(PHOTO, side=10)
    with pytest.raises(BadInput, match="columns"):
        SheetRequest(PHOTO, columns=0)
