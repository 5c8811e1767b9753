"""Letting people drop files on a widget: it lights up and says what will happen, or politely refuses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from studio.look.icons import paint_icon
from studio.look.palette import current
from studio.look.tokens import RADIUS, SPACE

_ICON = 32.0
_VEIL_ALPHA = 225


class DropZone(QObject):
    """Makes ``widget`` take dropped files whose suffix is among ``suffixes`` (as ".jpg", in any case).

    Several files may be dropped at once; ``dropped`` carries those that fit. The zone lives as long as its widget.
    """

    dropped = Signal(list)

    def __init__(
        self,
        widget: QWidget,
        suffixes: Iterable[str],
        sentence: str,
        refusal: str = "",
        folders: bool = False,
    ) -> None:
        """``sentence`` says what a drop will do, ``refusal`` what could be dropped here instead."""
        super().__init__(widget)
        self._suffixes = frozenset(suffix.lower() for suffix in suffixes)
        self._folders = folders
        self._sentence = sentence
        self._refusal = refusal or self.tr("This cannot be dropped here.")
        self._widget = widget
        self._veil = DropVeil(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Answer the drag events of the widget and let everything else pass."""
        if isinstance(event, QDragEnterEvent):
            return self._entered(event)
        if isinstance(event, QDragMoveEvent):
            event.setAccepted(bool(self._fitting(event.mimeData())))
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._veil.hide()
            return True
        if isinstance(event, QDropEvent):
            return self._let_go(event)
        if event.type() == QEvent.Type.Resize:
            self._veil.resize(self._widget.size())
        return False

    def _entered(self, event: QDragEnterEvent) -> bool:
        if not event.mimeData().hasUrls():
            # Dragged text and the like concern somebody else.
            return False
        fits = bool(self._fitting(event.mimeData()))
        self._veil.light_up(self._sentence if fits else self._refusal, fits)
        if fits:
            event.acceptProposedAction()
        else:
            # Ignored, so the cursor says no too; Qt still tells us when the drag leaves.
            event.ignore()
        return True

    def _let_go(self, event: QDropEvent) -> bool:
        self._veil.hide()
        paths = self._fitting(event.mimeData())
        if not paths:
            event.ignore()
            return True
        # Never a move: the original stays where it is, whatever key is held.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths)
        return True

    def _fitting(self, mime: QMimeData) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        return [path for path in paths if self._fits(path)]

    def _fits(self, path: Path) -> bool:
        if path.is_dir():
            return self._folders
        return path.suffix.lower() in self._suffixes


class DropVeil(QWidget):
    """The veil over a widget while something is dragged above it."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until a drag arrives."""
        super().__init__(parent)
        self._parent = parent
        self.sentence = ""
        self.welcome = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def light_up(self, sentence: str, welcome: bool) -> None:
        """Cover the parent and say ``sentence``."""
        self.sentence = sentence
        self.welcome = welcome
        self.setAccessibleName(sentence)
        self.resize(self._parent.size())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil, its outline, an icon and the sentence in the middle."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tokens.window)
        veil.setAlpha(_VEIL_ALPHA)
        painter.fillRect(self.rect(), veil)
        line = QColor(tokens.accent if self.welcome else tokens.line_strong)
        frame = QRectF(self.rect()).adjusted(SPACE.m, SPACE.m, -SPACE.m, -SPACE.m)
        painter.setPen(QPen(line, 2))
        painter.drawRoundedRect(frame, RADIUS.l, RADIUS.l)
        words = QColor(tokens.text if self.welcome else tokens.muted)
        height = _ICON + SPACE.m + QFontMetricsF(painter.font()).height()
        top = frame.center().y() - height / 2
        icon = QRectF(frame.center().x() - _ICON / 2, top, _ICON, _ICON)
        paint_icon(painter, icon, "plus" if self.welcome else "info", line if self.welcome else words)
        painter.setPen(words)
        below = QRectF(frame.left() + SPACE.s, icon.bottom() + SPACE.m, frame.width() - 2 * SPACE.s, frame.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.sentence)
        painter.end()
