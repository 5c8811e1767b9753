"""The row of pictures inside the filmstrip: what mouse and keyboard do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QMenu, QSizePolicy, QStyle, QWidget

from studio.look.palette import notifier
from studio.widgets.filmframe import BADGE, ID, PICTURE, RENAMED, SHOWN, FrameDelegate, cell_size

_LINES_A_NOTCH = 48


@dataclass(frozen=True)
class Frame:
    """One picture of the strip; ``tip`` says more than the title has room for."""

    id: str
    image: QImage = field(compare=False)
    title: str
    tip: str = ""


class Strip(QListWidget):
    """The pictures themselves. Arrows walk, Enter shows, Ctrl+Enter compares, F2 renames, Delete removes."""

    chosen = Signal(str)
    compare = Signal(str)
    removed = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setItemDelegate(FrameDelegate(self))
        self.setAccessibleName(self.tr("Takes"))
        self.model().dataChanged.connect(self._data_changed)
        notifier().changed.connect(self._fit_height)
        self._fit_height()

    def set_frames(self, frames: Sequence[Frame]) -> None:
        """Bring the items in line with the frames."""
        before = self._ids()
        wanted = [frame.id for frame in frames]
        for row in range(len(before) - 1, -1, -1):
            if before[row] not in wanted:
                self.takeItem(row)
        for row, frame in enumerate(frames):
            self._place(row, frame)
        self._fit_height()
        if wanted and wanted[-1] not in before:
            self.scrollToItem(self.item(len(wanted) - 1))

    def mark(self, role: int, frame: str) -> None:
        """Say for every item whether it is the one."""
        for row in range(self.count()):
            item = self.item(row)
            item.setData(role, bool(frame) and item.data(ID) == frame)
            self._describe(item)
        self.viewport().update()

    def is_comparing(self) -> bool:
        """Whether one of them stands on the left of the slider."""
        return any(self.item(row).data(BADGE) for row in range(self.count()))

    def is_ringed(self) -> bool:
        """Whether the keyboard is here, so that the person must see where."""
        return self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def _ids(self) -> list[str]:
        return [str(self.item(row).data(ID)) for row in range(self.count())]

    def _place(self, row: int, frame: Frame) -> None:
        ids = self._ids()
        if frame.id not in ids:
            item = QListWidgetItem()
            item.setData(ID, frame.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.insertItem(row, item)
        elif ids[row] != frame.id:
            self.insertItem(row, self.takeItem(ids.index(frame.id)))
        item = self.item(row)
        item.setText(frame.title)
        item.setToolTip(f"{frame.title}\n{frame.tip}" if frame.tip else frame.title)
        if not frame.image.isNull():
            item.setData(PICTURE, QPixmap.fromImage(frame.image))
        self._describe(item)

    def _describe(self, item: QListWidgetItem) -> None:
        """What a screen reader says of it besides its name."""
        words = [self.tr("on view")] if item.data(SHOWN) else []
        words += [self.tr("left of the compare slider")] if item.data(BADGE) else []
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, ", ".join(words))

    def _data_changed(self, first: QModelIndex, _last: QModelIndex, roles: Sequence[int]) -> None:
        if RENAMED not in roles:
            return
        item = self.itemFromIndex(first)
        if item is not None:
            self.renamed.emit(item.data(ID), item.data(RENAMED))

    def _fit_height(self) -> None:
        cell = cell_size(self.fontMetrics())
        if self.gridSize() != cell:
            self.setGridSize(cell)
        needs_bar = self.count() * cell.width() > self.viewport().width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) if needs_bar else 0
        self.setFixedHeight(cell.height() + bar)

    # What the person does ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar only where it is needed."""
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click shows, with Ctrl it compares."""
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton or item is not self.currentItem():
            return
        compares = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        (self.compare if compares else self.chosen).emit(item.data(ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything the mouse can do."""
        item, key = self.currentItem(), event.key()
        if self.state() == QListWidget.State.EditingState:
            return  # the Enter that ends a title shows nothing
        if item is None or not self._answered(item, key, event.modifiers()):
            super().keyPressEvent(event)

    def _answered(self, item: QListWidgetItem, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            compares = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            (self.compare if compares else self.chosen).emit(item.data(ID))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(item.data(ID))
        elif key == Qt.Key.Key_F2:
            self.editItem(item)
        else:
            return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Both directions of the wheel go along the strip."""
        turned, pixels = event.angleDelta(), event.pixelDelta()
        bar = self.horizontalScrollBar()
        if not pixels.isNull():
            bar.setValue(bar.value() - (pixels.x() or pixels.y()))
        else:
            bar.setValue(bar.value() - round((turned.x() or turned.y()) / 120 * _LINES_A_NOTCH))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the frame under the mouse, or of the one where the keyboard is."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        item = self.itemAt(event.pos()) if by_mouse else self.currentItem()
        if item is not None:
            corner = self.visualItemRect(item).center()
            self.menu_for(item).popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(corner))

    def menu_for(self, item: QListWidgetItem) -> QMenu:
        """What can be done with one frame."""
        self.setCurrentItem(item)
        frame = str(item.data(ID))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show"), QKeySequence(Qt.Key.Key_Return), lambda: self.chosen.emit(frame))
        compare = self.tr("Stop comparing") if item.data(BADGE) else self.tr("Compare with this")
        keys = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return)
        menu.addAction(compare, keys, lambda: self.compare.emit(frame))
        menu.addSeparator()
        menu.addAction(self.tr("Rename"), QKeySequence(Qt.Key.Key_F2), lambda: self.editItem(item))
        menu.addAction(self.tr("Remove"), QKeySequence(Qt.Key.Key_Delete), lambda: self.removed.emit(frame))
        return menu

    def sizeHint(self) -> QSize:
        """As high as a frame."""
        return QSize(3 * cell_size(self.fontMetrics()).width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """One frame must have room."""
        return cell_size(self.fontMetrics())
