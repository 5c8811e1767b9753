"""Where the picture lies in the window: zoom and offset, as plain numbers without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_ZOOM = 32.0
#: A small picture is not blown up beyond this just to fill the window.
MAX_FIT = 4.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at a scene of ``scene_width`` x ``scene_height`` through a viewport of device pixels.

    A scene point ``p`` appears at ``p * zoom + offset``; at zoom 1 one scene pixel covers one device pixel.
    """

    scene_width: float = 0.0
    scene_height: float = 0.0
    view_width: float = 0.0
    view_height: float = 0.0
    zoom: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    margin: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at or nothing to look through."""
        return min(self.scene_width, self.scene_height, self.view_width, self.view_height) <= 0

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole scene is seen, with the margin around it."""
        if self.is_empty:
            return 1.0
        across = max(1.0, self.view_width - 2 * self.margin) / self.scene_width
        down = max(1.0, self.view_height - 2 * self.margin) / self.scene_height
        return min(across, down, MAX_FIT)

    @property
    def min_zoom(self) -> float:
        """The smallest zoom: a little smaller than fitted, so that the picture never gets lost."""
        return min(self.fit_zoom, 1.0) / 2

    @property
    def overflows(self) -> bool:
        """Whether part of the scene lies outside the viewport, so that panning means something."""
        # Half a pixel of tolerance: a fitted scene must not count as overflowing through rounding.
        return (
            self.scene_width * self.zoom > self.view_width + 0.5
            or self.scene_height * self.zoom > self.view_height + 0.5
        )

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """Return the scene point under the viewport point (x, y)."""
        return (x - self.offset_x) / self.zoom, (y - self.offset_y) / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Return the viewport point where the scene point (x, y) appears."""
        return x * self.zoom + self.offset_x, y * self.zoom + self.offset_y

    def scene_rect(self) -> tuple[float, float, float, float]:
        """Return the scene in viewport coordinates: left, top, width, height."""
        return self.offset_x, self.offset_y, self.scene_width * self.zoom, self.scene_height * self.zoom

    def visible_rect(self) -> tuple[float, float, float, float]:
        """Return the part of the scene inside the viewport, in viewport coordinates: left, top, width, height."""
        left, top, width, height = self.scene_rect()
        right, bottom = min(self.view_width, left + width), min(self.view_height, top + height)
        left, top = max(0.0, left), max(0.0, top)
        return left, top, max(0.0, right - left), max(0.0, bottom - top)

    def fitted(self) -> Camera:
        """Return the camera that shows the whole scene in the middle."""
        return replace(self, zoom=self.fit_zoom).clamped()

    def zoomed_about(self, x: float, y: float, zoom: float) -> Camera:
        """Return the camera at ``zoom`` (kept within limits) with the scene point under (x, y) staying there."""
        zoom = min(MAX_ZOOM, max(self.min_zoom, zoom))
        scene_x, scene_y = self.to_scene(x, y)
        return replace(self, zoom=zoom, offset_x=x - scene_x * zoom, offset_y=y - scene_y * zoom)

    def panned(self, dx: float, dy: float) -> Camera:
        """Return the camera with the scene moved by (dx, dy) viewport pixels, not past its edges."""
        return replace(self, offset_x=self.offset_x + dx, offset_y=self.offset_y + dy).clamped()

    def clamped(self) -> Camera:
        """Return the camera without empty space it could fill: small scenes centred, large ones edge to edge."""
        return replace(
            self,
            offset_x=_clamped(self.offset_x, self.scene_width * self.zoom, self.view_width),
            offset_y=_clamped(self.offset_y, self.scene_height * self.zoom, self.view_height),
        )

    def resized(self, view_width: float, view_height: float) -> Camera:
        """Return the camera for a viewport of another size, with the same scene point in its middle."""
        dx, dy = (view_width - self.view_width) / 2, (view_height - self.view_height) / 2
        moved = replace(
            self,
            view_width=view_width,
            view_height=view_height,
            offset_x=self.offset_x + dx,
            offset_y=self.offset_y + dy,
        )
        return moved.clamped()

    def over(self, scene_width: float, scene_height: float) -> Camera:
        """Return the camera looking at a scene of another size, fitted."""
        return replace(self, scene_width=scene_width, scene_height=scene_height).fitted()


def _clamped(offset: float, length: float, view: float) -> float:
    if length <= view:
        return (view - length) / 2
    return min(0.0, max(view - length, offset))
