"""A photograph to play with at the first start: the cat Chelsea, CC0, from the package scikit-image."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from engines.errors import BadInput

CREDIT = "Chelsea, by Stéfan van der Walt (CC0, from scikit-image)"


def sample_photograph() -> Path:
    """Path of the sample; raises BadInput when the package that brings it is not installed."""
    # Found, not imported: importing scikit-image takes longer than opening the picture.
    found = find_spec("skimage")
    places = found.submodule_search_locations if found is not None else None
    path = Path(next(iter(places or ["."]))) / "data" / "chelsea.png"
    if not path.is_file():
        raise BadInput("The sample photograph is not installed: install the package scikit-image.")
    return path
