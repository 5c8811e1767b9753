"""What of Play belongs in the project: the track, who drives, how the dreams are set; no frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engines.play.branches import COOLEST, HOTTEST, MOST
from engines.play.mind import LATENTS
from studio.panes.play.bar import DRIVERS
from studio.panes.play.clock import SPEEDS
from studio.panes.play.drive import Drive
from studio.panes.play.latentslider import FARTHEST
from studio.widgets.seedfield import HIGHEST


def drive_values(drive: Drive) -> dict[str, Any]:
    """Plain values for the project file."""
    pins = {} if drive.session is None else drive.session.pins
    return {
        "seed": drive.seed,
        "locked": drive.locked,
        "driver": drive.driver,
        "speed": drive.clock.speed,
        "temperatures": list(drive.temperatures),
        "anchor_every": drive.anchor_every,
        "pins": [[dimension, value] for dimension, value in sorted(pins.items())],
    }


def take_values(drive: Drive, values: Mapping[str, Any]) -> dict[int, float]:
    """Set what makes sense, the rest as at the beginning; returns the pins."""
    seed, driver, speed, every = (values.get(name) for name in ("seed", "driver", "speed", "anchor_every"))
    drive.seed = seed if type(seed) is int and 0 <= seed <= HIGHEST else 0
    drive.locked = values.get("locked") is True
    drive.driver = driver if driver in DRIVERS else "controller"
    drive.clock.speed = speed if speed in SPEEDS else 1.0
    drive.anchor_every = every if type(every) is int and 0 <= every <= 500 else 0
    warm = values.get("temperatures")
    fits = isinstance(warm, list) and 1 <= len(warm) <= MOST
    fits = fits and all(type(one) in (int, float) and COOLEST <= one <= HOTTEST for one in warm)  # type: ignore[union-attr]
    drive.temperatures = [float(one) for one in warm] if fits else [1.0]  # type: ignore[union-attr]
    return _pins(values.get("pins"))


def _pins(rows: Any) -> dict[int, float]:
    found = {}
    for row in rows if isinstance(rows, list) else []:
        whole = isinstance(row, list) and len(row) == 2 and type(row[0]) is int and type(row[1]) in (int, float)
        if whole and 0 <= row[0] < LATENTS and abs(row[1]) <= FARTHEST:
            found[row[0]] = float(row[1])
    return found
