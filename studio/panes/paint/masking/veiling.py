"""When the veil is seen: while the brush is in the hand, and for a moment after a mask has changed otherwise."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QTimer, QVariantAnimation, Slot

from studio.panes.paint.masking.brush import Area, Values
from studio.panes.paint.masking.veil import Veil
from studio.widgets.imageview import ImageView

FADE_MS = 160
GLIMPSE_MS = 1200


class Veiling(QObject):
    """Lays the veil over the view and fades it in and out."""

    def __init__(self, view: ImageView, parent: QObject | None = None) -> None:
        """The veil covers nothing and is not seen."""
        super().__init__(parent)
        self._view = view
        self.veil = Veil()
        self._covers: tuple[Values, float, bool] | None = None
        self._held = False
        self._fade = QVariantAnimation(self, duration=FADE_MS)
        self._fade.valueChanged.connect(self._set_opacity)
        self._fade.finished.connect(self._faded)
        self._glimpse = QTimer(self, singleShot=True, interval=GLIMPSE_MS)
        self._glimpse.timeout.connect(self._settle)
        view.set_overlay(self.veil)

    def cover(self, values: Values | None, feather: float, inverted: bool) -> None:
        """Lie over what is outside the mask ``values``; nothing to do when it already does."""
        covers = None if values is None else (values, feather, inverted)
        same = covers is self._covers or (
            covers is not None
            and self._covers is not None
            and covers[0] is self._covers[0]
            and covers[1:] == self._covers[1:]
        )
        if same:
            return
        self._covers = covers
        self.veil.cover(values, feather, inverted)
        if self.veil.opacity > 0:
            self._view.update()

    def follow(self, values: Values, area: Area, scale: tuple[float, float]) -> None:
        """Draw a stroke under way; ``scale`` turns pixels of the mask into pixels of the photograph."""
        if self._covers is None:
            return
        self._covers = (values, *self._covers[1:])
        dirty = self.veil.follow(values, area)
        across, down = scale
        self._view.update_scene(
            QRectF(dirty.x() * across, dirty.y() * down, dirty.width() * across, dirty.height() * down)
        )

    def hold(self, held: bool) -> None:
        """Stay in sight until told otherwise, or go."""
        self._held = held
        if held:
            self._glimpse.stop()
        self._settle()

    def glimpse(self) -> None:
        """Be seen for a moment."""
        if not self._held:
            self._fade_to(1.0)
            self._glimpse.start()

    def _wanted(self) -> bool:
        return self._held or self._glimpse.isActive()

    @Slot()
    def _settle(self) -> None:
        self._fade_to(1.0 if self._wanted() else 0.0)

    def _fade_to(self, opacity: float) -> None:
        if self._fade.state() == QVariantAnimation.State.Running and self._fade.endValue() == opacity:
            return
        self._fade.stop()
        if self.veil.opacity == opacity:
            return
        if not self._view.isVisible():
            self._set_opacity(opacity)
            return
        self._fade.setStartValue(self.veil.opacity)
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _set_opacity(self, opacity: float) -> None:
        self.veil.opacity = opacity
        self._view.update()

    @Slot()
    def _faded(self) -> None:
        self._set_opacity(float(self._fade.endValue()))
