"""The fast drawing is the plain one, to the last pixel: models have learnt to see by it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from engines.play.lean import LeanCarRacing
from engines.play.stock import car_racing, gfxdraw, pygame

SIDE = 128


def plainly(env: Any) -> np.ndarray:
    """The frame as the stock draws it, polygon by polygon, on 128x128 pixels of its upper seven eighths."""
    zoom = 0.1 * car_racing.SCALE * max(1 - env.t, 0) + car_racing.ZOOM * car_racing.SCALE * min(env.t, 1)
    if not env.zooms_in:
        zoom = car_racing.ZOOM * car_racing.SCALE
    x, y = env.car.hull.position
    cos, sin = math.cos(-env.car.hull.angle), math.sin(-env.car.hull.angle)

    def on_canvas(point: tuple[float, float]) -> tuple[float, float]:
        east, north = (point[0] - x) * zoom, (point[1] - y) * zoom
        column, row = 500 + east * cos - north * sin, 800 - (200 + east * sin + north * cos)
        return column * SIDE / 1000, row * SIDE / 700

    size = car_racing.GRASS_DIM
    corners = [(1, 0), (0, 0), (0, 1), (1, 1)]
    places = [(right, up) for right in range(-20, 20, 2) for up in range(-20, 20, 2)]
    grass = [([(size * (right + a), size * (up + b)) for a, b in corners], env.grass_color) for right, up in places]
    canvas = pygame.Surface((SIDE, SIDE))
    canvas.fill(tuple(int(part) for part in env.bg_color))
    for polygon, colour in [*grass, *env.shown_road]:
        points = [on_canvas(point) for point in polygon]
        columns, rows = zip(*points, strict=True)
        if min(max(columns), max(rows)) >= 0 and max(min(columns), min(rows)) <= SIDE:
            gfxdraw.filled_polygon(canvas, points, [int(part) for part in colour])
    for body in env.car.drawlist:
        for fixture in body.fixtures:
            points = [on_canvas(body.transform * vertex) for vertex in fixture.shape.vertices]
            pygame.draw.polygon(canvas, [int(part * 255) for part in body.color], points)
    small = pygame.transform.smoothscale(canvas, (64, 64))
    return pygame.surfarray.array3d(small).swapaxes(0, 1)


@pytest.mark.parametrize("zooms_in", [True, False])
@pytest.mark.parametrize("seed", [0, 11])
def test_the_fast_drawing_is_the_plain_one(seed: int, zooms_in: bool) -> None:
    env = LeanCarRacing(zooms_in=zooms_in)
    frame, _ = env.reset(seed=seed)
    # The shades of the tiles are those at the first frame: the stock's fade when they are touched.
    env.shown_road = [(polygon, np.array(colour)) for polygon, colour in env.road_poly]  # type: ignore[attr-defined]
    dice = np.random.default_rng(seed)
    for step in range(160):
        if step % 5 == 0:
            assert np.array_equal(frame, plainly(env)), step
        if step % 10 == 0:
            action = np.array([dice.uniform(-0.7, 0.7), dice.uniform(0.2, 1), 0.0])
        frame, *_ = env.step(action)
