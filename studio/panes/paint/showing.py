"""What is on view: the photograph, the painting over it, and the line that tells about both."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from studio.panes.paint.canvas import PaintCanvas
from studio.panes.paint.look import Photograph, Setting
from studio.panes.paint.renderer import Rendered, Renderer

#: Longest side of a picture of what is seen.
SEEN_SIDE = 1600


class Showing(QObject):
    """Puts paintings on the canvas as the renderer brings them, unless a guest has the place."""

    status = Signal(str)

    def __init__(self, canvas: PaintCanvas, renderer: Renderer, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._renderer = canvas, renderer
        self._photograph: Photograph | None = None
        self._setting = Setting()
        self._rendered: Rendered | None = None
        self._guest: QImage | None = None
        canvas.view.zoom_changed.connect(self.tell)
        renderer.ready.connect(self._take)

    def show_photograph(self, photograph: Photograph | None) -> None:
        """Another photograph, not painted yet, or none."""
        self._photograph, self._rendered, self._guest = photograph, None, None
        view = self._canvas.view
        view.set_after(None)
        if photograph is None:
            view.set_before(None)
            self._canvas.show_picture("")
        else:
            view.set_before(photograph.image, QSize(photograph.picture.width, photograph.picture.height))
            self._canvas.show_picture(photograph.name)
            view.fit()
        self.tell()

    def show_setting(self, setting: Setting) -> None:
        """Another setting; what was painted before stays until there is something newer."""
        self._setting = setting
        if not setting.has_style:
            self._rendered = None
            if self._guest is None:
                self._canvas.view.set_after(None)
        self._renderer.want(self._photograph, setting)
        self.tell()

    def show_guest(self, image: QImage | None) -> None:
        """Show ``image`` in the painting's place, whatever is painted meanwhile; None gives the place back."""
        self._guest = image
        if image is not None:
            self._canvas.view.set_opacity(1.0)
            self._canvas.view.set_after(image)
        else:
            self._draw()
        self.tell()

    @property
    def is_full(self) -> bool:
        """Whether the painting on view is the one in full size, of the setting in force."""
        rendered = self._rendered
        return rendered is not None and rendered.full and rendered.setting == self._setting

    def seen(self, side: int = SEEN_SIDE) -> QImage | None:
        """What a person sees, without the divider, at most ``side`` pixels long; None without a photograph."""
        if self._photograph is None:
            return None
        before, after = self._photograph.image, self._guest
        opacity = 1.0
        if after is None and self._rendered is not None:
            after, opacity = self._rendered.image, self._rendered.opacity
        size = before.size()
        if max(size.width(), size.height()) > side:
            size.scale(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(QSize(1, 1))
        canvas = _scaled(before, size)
        if after is not None:
            painter = QPainter(canvas)
            # Interpolation, transparency with it: the two have the same.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.setOpacity(opacity)
            painter.drawImage(0, 0, _scaled(after, size))
            painter.end()
        return canvas

    @Slot(object)
    def _take(self, rendered: Rendered) -> None:
        if rendered.photograph is not self._photograph:
            return
        same = self._rendered is not None and self._rendered.image is rendered.image
        self._rendered = rendered
        if self._guest is None:
            self._draw(same)
        self.tell()

    def _draw(self, only_opacity: bool = False) -> None:
        view, rendered = self._canvas.view, self._rendered
        view.set_opacity(rendered.opacity if rendered is not None else 1.0)
        if not only_opacity:
            view.set_after(rendered.image if rendered is not None else None)

    @Slot()
    def tell(self) -> None:
        """Say the size, the zoom, and whether what is seen is final."""
        if self._photograph is None:
            self.status.emit("")
            return
        picture = self._photograph.picture
        parts = [f"{picture.width} × {picture.height}", f"{self._canvas.view.zoom() * 100:.0f} %"]
        if self._setting.has_style and self._guest is None:
            parts.append(self.tr("Full size") if self.is_full else self.tr("Preview"))
        self.status.emit("   ".join(parts))


def _scaled(image: QImage, size: QSize) -> QImage:
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.copy() if image.size() == size else image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
