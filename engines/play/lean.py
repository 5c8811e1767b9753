"""CarRacing-v3 drawn straight to 64x64: physics, track and reward are gymnasium's own, only the picture is ours.

The stock environment spends 97 % of a step on a 1000x800 picture of 800 polygons, turned point by point in Python,
of which a model sees 96x96. Here the polygons of a track lie in one array, those in sight are turned by one
product of matrices that also crops and scales, and about two dozen are drawn on 128x128 and halved.
Private parts of gymnasium's class are used (`road_poly`, `car.drawlist`, `_render`): `engines.play.world` falls back
to the stock picture where they are missing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.play.stock import car_racing, gfxdraw, pygame

GRASS_DIM, SCALE, ZOOM = car_racing.GRASS_DIM, car_racing.SCALE, car_racing.ZOOM
WINDOW_H, WINDOW_W = car_racing.WINDOW_H, car_racing.WINDOW_W
SIZE = 64
#: Pixels drawn for each pixel kept, along each side.
SUPERSAMPLING = 2
#: The part of the stock picture above its bar of indicators.
CROP = 35 / 40
#: More than half the diagonal of any polygon, in units of the world.
_REACH = 13.0
_BLANK = np.zeros((SIZE, SIZE, 3), np.uint8)
_BLANK.flags.writeable = False

Colour = tuple[int, ...]


class LeanCarRacing(car_racing.CarRacing):
    """CarRacing-v3 whose observation is a uint8 RGB frame (64, 64, 3) without the bar of indicators.

    ``drawn`` False leaves the picture out (a black frame that must not be written to) and only moves the car.
    ``zooms_in`` False draws the first second as every other, without the stock's zoom from afar.
    """

    def __init__(self, *, drawn: bool = True, zooms_in: bool = True) -> None:
        super().__init__()
        self.drawn = drawn
        self.zooms_in = zooms_in
        side = SIZE * SUPERSAMPLING
        self._canvas = pygame.Surface((side, side))
        self._small = pygame.Surface((SIZE, SIZE))
        self._scene: _Scene | None = None

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """As gymnasium's; the scene is made anew with the track."""
        self._scene = None
        state, info = super().reset(seed=seed, options=options)
        return state, info

    def _render(self, mode: str) -> Any:
        if mode != "state_pixels":
            return super()._render(mode)
        if self._scene is None:
            # Even where nothing is drawn: a tile loses its shade when it is first touched.
            self._scene = _Scene(self)
        if not self.drawn:
            return _BLANK
        return self._frame(self._scene)

    def _frame(self, scene: _Scene) -> NDArray[np.uint8]:
        assert self.car is not None
        hull = self.car.hull
        place, turn = hull.position, -hull.angle
        zoom = ZOOM * SCALE
        if self.zooms_in:
            zoom = 0.1 * SCALE * max(1 - self.t, 0) + ZOOM * SCALE * min(self.t, 1)
        side = SIZE * SUPERSAMPLING
        across, down = side / WINDOW_W, side / (WINDOW_H * CROP)
        cos, sin = math.cos(turn), math.sin(turn)
        # The stock turns, moves to (W/2, H/4) and flips; a point minus ``place`` times this is (column, row).
        matrix = np.array([[zoom * across * cos, -zoom * down * sin], [-zoom * across * sin, -zoom * down * cos]])
        offset = np.array([WINDOW_W / 2 * across, WINDOW_H * 3 / 4 * down])
        canvas = self._canvas
        canvas.fill(scene.ground)
        centre = (place[0], place[1])
        scene.draw(canvas, centre, matrix, offset, math.hypot(WINDOW_W / 2, WINDOW_H * 3 / 4) / zoom + _REACH)
        scene.draw_car(canvas, self.car, centre, matrix, offset)
        pygame.transform.smoothscale(canvas, (SIZE, SIZE), self._small)
        return np.ascontiguousarray(pygame.surfarray.pixels3d(self._small).swapaxes(0, 1))


class _Scene:
    """The polygons of one track and of one car, as arrays."""

    def __init__(self, env: Any) -> None:
        road = np.array([polygon for polygon, _ in env.road_poly], np.float64)
        self.polygons = np.concatenate([_GRASS, road])  # (n, 4, 2) in units of the world
        self.centres = self.polygons.mean(1)
        grass = tuple(int(part) for part in env.grass_color)
        self.colours: list[Colour] = [grass] * len(_GRASS)
        self.colours += [tuple(int(part) for part in colour) for _, colour in env.road_poly]
        self.ground: Colour = tuple(int(part) for part in env.bg_color)
        self._car: Any = None
        self._parts: list[tuple[Any, Colour, list[NDArray[np.float64]]]] = []

    def draw(
        self,
        canvas: pygame.Surface,
        centre: tuple[float, float],
        matrix: NDArray[np.float64],
        offset: NDArray[np.float64],
        reach: float,
    ) -> None:
        """Grass and road in sight; ``reach`` is the distance in the world beyond which no polygon is."""
        away = self.centres - centre
        near = np.nonzero((away * away).sum(1) < reach * reach)[0]
        corners = (self.polygons[near] - centre) @ matrix + offset  # (n, 4, 2) in pixels
        low, high = corners.min(1), corners.max(1)
        side = canvas.get_width()
        seen = (high[:, 0] >= 0) & (high[:, 1] >= 0) & (low[:, 0] <= side) & (low[:, 1] <= side)
        colours, fill = self.colours, gfxdraw.filled_polygon
        for which, points in zip(near[seen].tolist(), corners[seen].tolist(), strict=True):
            fill(canvas, points, colours[which])

    def draw_car(
        self,
        canvas: pygame.Surface,
        car: Any,
        centre: tuple[float, float],
        matrix: NDArray[np.float64],
        offset: NDArray[np.float64],
    ) -> None:
        """The wheels and the hull."""
        if car is not self._car:
            # A car has bodies of its own, and there is a new one after each reset.
            self._car, self._parts = car, [_part(body) for body in car.drawlist]
        for body, colour, shapes in self._parts:
            place, angle = body.position, body.angle
            cos, sin = math.cos(angle), math.sin(angle)
            turned = np.array([[cos, sin], [-sin, cos]]) @ matrix
            origin = np.array([place[0] - centre[0], place[1] - centre[1]]) @ matrix + offset
            for shape in shapes:
                pygame.draw.polygon(canvas, colour, (shape @ turned + origin).tolist())


def _part(body: Any) -> tuple[Any, Colour, list[NDArray[np.float64]]]:
    """A body with its colour and the corners of its shapes, which never change."""
    colour = tuple(int(part * 255) for part in body.color)
    return body, colour, [np.array(fixture.shape.vertices) for fixture in body.fixtures]


def _grass() -> NDArray[np.float64]:
    """The stock's darker squares of grass, (400, 4, 2)."""
    size = GRASS_DIM
    squares = [
        [
            (size * x + size, size * y),
            (size * x, size * y),
            (size * x, size * y + size),
            (size * x + size, size * y + size),
        ]
        for x in range(-20, 20, 2)
        for y in range(-20, 20, 2)
    ]
    return np.array(squares, np.float64)


_GRASS = _grass()
