"""The picture canvas: before and after, zoom and pan, one gesture a file."""

from __future__ import annotations

from studio.widgets.imageview.camera import Camera
from studio.widgets.imageview.tool import Overlay, Tool, Touch
from studio.widgets.imageview.view import ImageView

__all__ = ["Camera", "ImageView", "Overlay", "Tool", "Touch"]
