"""Monochrome icons that take their colour from the palette each time they are painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.look.palette import current
from studio.look.svg import svg_source, tinted_svg

#: The roles an icon can be drawn in: a palette role for the ordinary ones, a token for the states.
_PALETTE_TINTS = {
    "text": QPalette.ColorRole.WindowText,
    "muted": QPalette.ColorRole.PlaceholderText,
    "on_accent": QPalette.ColorRole.HighlightedText,
}
_TOKEN_TINTS = ("accent", "danger", "warning", "success", "faint", "accent_text", "on_image")


def icon(name: str, tint: str = "text") -> QIcon:
    """Return the icon ``resources/icons/NAME.svg``, tinted by role: text, muted, accent, danger, warning, success.

    Raises:
        LookupError: there is no such icon or no such tint, which is a mistake in the program.
    """
    if tint not in _PALETTE_TINTS and tint not in _TOKEN_TINTS:
        raise LookupError(f"no tint called {tint!r}")
    svg_source(name)
    return QIcon(TintedIconEngine(name, tint))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Paint an icon into ``rect`` in a colour of the caller's choice, for widgets that draw themselves."""
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    _renderer(name, colour.name()).render(painter, rect)
    painter.restore()


class TintedIconEngine(QIconEngine):
    """Draws one SVG in the palette's colour of the moment, so that a theme switch needs no reload."""

    def __init__(self, name: str, tint: str) -> None:
        """Remember which icon and in which role; nothing is drawn yet."""
        super().__init__()
        self._name = name
        self._tint = tint

    def clone(self) -> QIconEngine:
        """Qt asks for a copy when an icon is about to be changed."""
        return TintedIconEngine(self._name, self._tint)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon, centred and square, in the colour that ``mode`` asks for."""
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint_icon(painter, square, self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw the icon into a new transparent pixmap of ``size`` device pixels."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        # A switched-on muted icon (the chosen pane in the rail) comes forward.
        if self._tint == "muted" and state == QIcon.State.On:
            return palette.color(QPalette.ColorRole.WindowText)
        role = _PALETTE_TINTS.get(self._tint)
        return QColor(getattr(current(), self._tint)) if role is None else palette.color(role)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(tinted_svg(name, colour)))
