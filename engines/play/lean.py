"""CarRacing-v3 drawn straight to 64x64: physics, track and reward are gymnasium's own, only the picture is ours.

The stock environment spends 97 % of a step on a 1000x800 picture of 800 polygons, turned point by point in Python,
of which a model sees 96x96. Here the polygons of a track lie in one array, those in sight are turned by one
product of matrices that also crops and scales, and about two dozen are drawn on 128x128 and halved.
Private parts of gymnasium's class are used (`road_poly`, `car.drawlist`, `_render`): `engines.play.world` falls back
to the stock picture where they are missing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
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
_SIDE = SIZE * SUPERSAMPLING
#: Pixels of the canvas for each of the stock's picture.
_ACROSS, _DOWN = _SIDE / WINDOW_W, _SIDE / (WINDOW_H * CROP)
#: Where the car is on the canvas, and how far that is from its middle.
_OFFSET = (WINDOW_W / 2 * _ACROSS, WINDOW_H * 3 / 4 * _DOWN)
_TO_MIDDLE = (_OFFSET[0] - _SIDE / 2, _OFFSET[1] - _SIDE / 2)
_BLANK = np.zeros((SIZE, SIZE, 3), np.uint8)
_BLANK.flags.writeable = False

Colour = tuple[int, ...]
Corners = list[tuple[float, float]]


class LeanCarRacing(car_racing.CarRacing):
    """CarRacing-v3 whose observation is a uint8 RGB frame (64, 64, 3) without the bar of indicators.

    ``drawn`` False leaves the picture out (a black frame that must not be written to) and only moves the car.
    ``zooms_in`` False draws the first second as every other, without the stock's zoom from afar.
    """

    def __init__(self, *, drawn: bool = True, zooms_in: bool = True) -> None:
        super().__init__()
        self.drawn = drawn
        self.zooms_in = zooms_in
        # Both surfaces keep their pixels as the frame has them, and the small one in memory that numpy reads.
        self._pixels = np.zeros((SIZE, SIZE, 4), np.uint8)
        self._small = pygame.image.frombuffer(self._pixels.data, (SIZE, SIZE), "RGBX")
        self._canvas = pygame.Surface((_SIDE, _SIDE), 0, self._small)
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
        place = hull.position
        zoom = ZOOM * SCALE
        if self.zooms_in:
            zoom = 0.1 * SCALE * max(1 - self.t, 0) + ZOOM * SCALE * min(self.t, 1)
        view = _View.of((place[0], place[1]), -hull.angle, zoom)
        canvas = self._canvas
        canvas.fill(scene.ground)
        scene.draw(canvas, view)
        scene.draw_car(canvas, self.car, view)
        pygame.transform.smoothscale(canvas, (SIZE, SIZE), self._small)
        frame = np.empty((SIZE, SIZE, 3), np.uint8)
        for channel in range(3):  # a third of the time of one copy of all
            frame[..., channel] = self._pixels[..., channel]
        return frame


@dataclass(frozen=True, slots=True)
class _View:
    """Where the camera is: a point of the world minus ``centre`` times ``matrix`` plus ``offset`` is (column, row)."""

    centre: tuple[float, float]
    matrix: NDArray[np.float64]
    #: Pixels for each unit of the world, along the columns and the rows.
    scales: tuple[float, float]

    @classmethod
    def of(cls, centre: tuple[float, float], turn: float, zoom: float) -> _View:
        """As the stock turns, moves to (W/2, H/4) and flips, and then cropped and scaled."""
        across, down = zoom * _ACROSS, zoom * _DOWN
        cos, sin = math.cos(turn), math.sin(turn)
        return cls(centre, np.array([[across * cos, -down * sin], [-across * sin, -down * cos]]), (across, down))


class _Scene:
    """The polygons of one track and of one car, as arrays."""

    def __init__(self, env: Any) -> None:
        road = np.array([polygon for polygon, _ in env.road_poly], np.float64)
        self.polygons = np.concatenate([_GRASS, road])  # (n, 4, 2) in units of the world
        self.centres = self.polygons.mean(1)
        away = self.polygons - self.centres[:, None]
        self.radii = np.sqrt((away * away).sum(2)).max(1)
        grass = tuple(int(part) for part in env.grass_color)
        self.colours: list[Colour] = [grass] * len(_GRASS)
        self.colours += [tuple(int(part) for part in colour) for _, colour in env.road_poly]
        self.ground: Colour = tuple(int(part) for part in env.bg_color)
        self._scales: tuple[float, float] | None = None
        self._limits = np.empty((len(self.polygons), 2))
        self._car: Any = None
        self._parts: list[tuple[Any, Colour, list[Corners]]] = []

    def draw(self, canvas: pygame.Surface, view: _View) -> None:
        """Grass and road, all that may be in sight; what is drawn beside the canvas leaves nothing on it."""
        if view.scales != self._scales:
            self._scales = view.scales
            self._limits = _SIDE / 2 + self.radii[:, None] * view.scales
        away = (self.centres - view.centre) @ view.matrix
        away += _TO_MIDDLE
        seen = np.abs(away, out=away) <= self._limits
        near = np.flatnonzero(seen[:, 0] & seen[:, 1])
        corners = (self.polygons[near] - view.centre) @ view.matrix + _OFFSET  # (n, 4, 2) in pixels
        # Coordinates are cut off towards zero: without this, what ends just beside the edge would be drawn on it.
        within = (corners.max(1) >= 0).all(1)
        colours, fill = self.colours, gfxdraw.filled_polygon
        for which, points in zip(near[within].tolist(), corners[within].astype(np.int16).tolist(), strict=True):
            fill(canvas, points, colours[which])

    def draw_car(self, canvas: pygame.Surface, car: Any, view: _View) -> None:
        """The wheels and the hull; so few points that numbers are faster than arrays."""
        if car is not self._car:
            # A car has bodies of its own, and there is a new one after each reset.
            self._car, self._parts = car, [_part(body) for body in car.drawlist]
        (a, b), (c, d) = view.matrix.tolist()
        centre_x, centre_y = view.centre
        polygon = pygame.draw.polygon
        for body, colour, shapes in self._parts:
            (x, y), angle = body.position, body.angle
            cos, sin = math.cos(angle), math.sin(angle)
            x, y = x - centre_x, y - centre_y
            column, row = x * a + y * c + _OFFSET[0], x * b + y * d + _OFFSET[1]
            e, f, g, h = cos * a + sin * c, cos * b + sin * d, cos * c - sin * a, cos * d - sin * b
            for shape in shapes:
                polygon(canvas, colour, [(u * e + v * g + column, u * f + v * h + row) for u, v in shape])


def _part(body: Any) -> tuple[Any, Colour, list[Corners]]:
    """A body with its colour and the corners of its shapes, which never change."""
    colour = tuple(int(part * 255) for part in body.color)
    return body, colour, [[(x, y) for x, y in fixture.shape.vertices] for fixture in body.fixtures]


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
