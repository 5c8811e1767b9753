"""The picture itself: before, after, divider and camera, without the hands that move them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.widgets.imageview import painting
from studio.widgets.imageview.camera import Camera
from studio.widgets.imageview.divider import Divider
from studio.widgets.imageview.layer import Layer
from studio.widgets.imageview.tool import Overlay

_MARGIN = 16


class PictureCanvas(QWidget):
    """Shows the picture after over the picture before, in one scene, through one camera."""

    zoom_changed = Signal(float)
    divider_moved = Signal(float)
    comparing_changed = Signal(bool)
    peeking_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._before_name = ""
        self._before: Layer | None = None
        self._after: Layer | None = None
        self._overlay: Overlay | None = None
        self._scene_size: QSize | None = None
        self._camera = Camera()
        self._fitted = True
        self._opacity = 1.0
        self._comparing = False
        self._peeking = False
        self._ringed = False
        self._divider = Divider(self)
        self._divider.moved.connect(self._divider_travelled)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        notifier().changed.connect(self.update)
        self._describe()

    # What is shown -------------------------------------------------------------------------------------------

    def set_before_name(self, name: str) -> None:
        """What the label on the left of the divider says; empty: before."""
        self._before_name = name
        self.update()

    def set_before(self, image: QImage | None, scene_size: QSize | None = None) -> None:
        """Show ``image`` as the photograph; ``scene_size`` is its true size when ``image`` is a smaller stand-in."""
        self._before = Layer(image) if image is not None and not image.isNull() else None
        self._scene_size = scene_size if self._before is not None else None
        self._take_scene()

    def set_after(self, image: QImage | None) -> None:
        """Show ``image`` as the result, stretched over the photograph whatever its own size is."""
        self._after = Layer(image) if image is not None and not image.isNull() else None
        self._take_scene()

    def set_opacity(self, opacity: float) -> None:
        """Blend the result over the photograph: 0 shows only the photograph, 1 only the result."""
        self._opacity = min(1.0, max(0.0, opacity))
        self.update()

    def set_comparing(self, comparing: bool) -> None:
        """Show before and after side by side with the divider between them."""
        if comparing != self._comparing:
            self._comparing = comparing
            self._arrange()
            self.comparing_changed.emit(comparing)

    def is_comparing(self) -> bool:
        """Whether the divider is asked for."""
        return self._comparing

    def set_divider(self, position: float) -> None:
        """Move the divider: 0 is the left edge of the visible picture, 1 the right."""
        self._divider.set_position(position)

    def divider(self) -> float:
        """Where the divider stands, 0 to 1."""
        return self._divider.position

    def set_peeking(self, peeking: bool) -> None:
        """Show the original alone for as long as a key or button is held."""
        if peeking != self._peeking:
            self._peeking = peeking
            self._arrange()
            self.peeking_changed.emit(peeking)

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Draw ``overlay`` over the pictures, except while the original is peeked at."""
        self._overlay = overlay
        self.update()

    # Places --------------------------------------------------------------------------------------------------

    def to_scene(self, point: QPointF) -> QPointF:
        """The point of the photograph, in its pixels, under a point of the view; it may lie outside."""
        ratio = self.devicePixelRatioF()
        return QPointF(*self._camera.to_scene(point.x() * ratio, point.y() * ratio))

    def to_view(self, point: QPointF) -> QPointF:
        """The point of the view where a point of the photograph appears."""
        ratio = self.devicePixelRatioF()
        return QPointF(*self._camera.to_view(point.x(), point.y())) / ratio

    def update_scene(self, rect: QRectF) -> None:
        """Draw anew what lies over ``rect`` of the photograph, and nothing else."""
        corners = QRectF(self.to_view(rect.topLeft()), self.to_view(rect.bottomRight()))
        # Smooth scaling mixes neighbours: one pixel more on each side, and one for rounding.
        self.update(corners.toAlignedRect().adjusted(-2, -2, 2, 2))

    # Zoom ----------------------------------------------------------------------------------------------------

    def zoom(self) -> float:
        """Screen pixels for each pixel of the photograph."""
        return self._camera.zoom

    def is_fitted(self) -> bool:
        """Whether the picture follows the size of the window."""
        return self._fitted

    def fit(self) -> None:
        """Show the whole picture, and keep doing so when the window changes size."""
        self._fitted = True
        self._look(self._camera.fitted())

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom to ``zoom``, keeping the point ``about`` (by default the middle) where it is."""
        if self._camera.is_empty:
            return
        ratio = self.devicePixelRatioF()
        point = about if about is not None else QPointF(self.width() / 2, self.height() / 2)
        self._fitted = False
        self._look(self._camera.zoomed_about(point.x() * ratio, point.y() * ratio, zoom).clamped())

    def sizeHint(self) -> QSize:
        """Ask for a canvas rather than a thumbnail."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """Stay usable when the window is small."""
        return QSize(160, 120)

    # Inside --------------------------------------------------------------------------------------------------

    def _take_scene(self) -> None:
        layer = self._before or self._after
        size = self._scene_size or (layer.size if layer is not None else QSize(0, 0))
        if (size.width(), size.height()) != (self._camera.scene_width, self._camera.scene_height):
            self._fitted = True
            self._look(self._camera.over(size.width(), size.height()))
        else:
            self._arrange()
        self._describe()

    def _look(self, camera: Camera) -> None:
        zoomed = camera.zoom != self._camera.zoom
        self._camera = camera
        self._arrange()
        if zoomed:
            self._describe()
            self.zoom_changed.emit(camera.zoom)

    def _arrange(self) -> None:
        area = self._visible_area()
        self._divider.lie_over(QRect(round(area.x()), round(area.y()), round(area.width()), round(area.height())))
        self._divider.setVisible(self._divided())
        self._show_cursor()
        self.update()

    def _divided(self) -> bool:
        return self._comparing and not self._peeking and self._before is not None and self._after is not None

    def _visible_area(self) -> QRectF:
        ratio = self.devicePixelRatioF()
        left, top, width, height = self._camera.visible_rect()
        return QRectF(left / ratio, top / ratio, width / ratio, height / ratio)

    def _divider_travelled(self, position: float) -> None:
        self.update()
        self.divider_moved.emit(position)

    def _show_cursor(self) -> None:
        """Tell with the cursor what a drag would do; the class with the hands knows."""

    def _viewport_changed(self) -> None:
        ratio = self.devicePixelRatioF()
        camera = replace(self._camera, margin=_MARGIN * ratio)
        camera = camera.resized(self.width() * ratio, self.height() * ratio)
        self._look(camera.fitted() if self._fitted else camera)

    def _describe(self) -> None:
        self.setAccessibleName(self.tr("Picture"))
        if self._before is None and self._after is None:
            self.setAccessibleDescription(self.tr("No picture is open."))
            return
        sentence = self.tr("%1 by %2 pixels, shown at %3 %.")
        for place, value in enumerate((self._camera.scene_width, self._camera.scene_height, self.zoom() * 100), 1):
            sentence = sentence.replace(f"%{place}", str(round(value)))
        self.setAccessibleDescription(sentence)

    # Painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the canvas, then the pictures in device pixels, then labels and focus ring over them."""
        painter = QPainter(self)
        painting.paint_canvas(painter, QRectF(self.rect()))
        if not self._camera.is_empty:
            ratio = self.devicePixelRatioF()
            painter.save()
            painter.scale(1 / ratio, 1 / ratio)
            self._paint_pictures(painter, ratio)
            painter.restore()
            self._paint_labels(painter)
            self._paint_tool(painter)
        if self._ringed:
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_pictures(self, painter: QPainter, ratio: float) -> None:
        before, after = self._before, self._after
        if any(layer is not None and layer.has_alpha for layer in (before, after)) or before is None:
            painting.paint_checkerboard(painter, self._camera, ratio)
        if before is not None:
            painting.paint_layer(painter, before, self._camera, 1.0)
        if after is not None and not (self._peeking and before is not None):
            from_x = round(self._divider.line_x() * ratio) if self._divided() else 0
            painting.paint_layer(painter, after, self._camera, self._opacity, from_x)
        if self._overlay is not None and not self._peeking:
            self._overlay.paint(painter, self._camera)

    def _paint_tool(self, painter: QPainter) -> None:
        """Draw what the hand holds; the class with the hands knows."""

    def _paint_labels(self, painter: QPainter) -> None:
        area = self._visible_area()
        if self._divided():
            x = self._divider.line_x()
            left = QRectF(area.left(), area.top(), x - area.left(), area.height())
            right = QRectF(x, area.top(), area.right() - x, area.height())
            painting.paint_label(painter, self._before_name or self.tr("Before"), left, on_right=False)
            painting.paint_label(painter, self.tr("After"), right, on_right=True)
        elif self._peeking and self._before is not None and self._after is not None:
            painting.paint_label(painter, self._before_name or self.tr("Before"), area, on_right=False)

    # Events --------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Notice a move to a finer or coarser screen."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._viewport_changed()
        return super().event(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Stay fitted, or keep the same point in the middle."""
        self._viewport_changed()
