"""The gallery: one thumbnail a style, painted by the network itself; a click chooses, Ctrl+click blends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu, QStyle, QWidget

from engines.paint.looks import MOST_STYLES
from engines.paint.stylecatalogue import Style
from studio.look.palette import notifier
from studio.look.tokens import SPACE
from studio.panes.paint.thumbnail import AIR, NAME, PICTURE, RATIO, SHARE, Thumbnail, badge_box

_FEW_COLUMNS, _MANY_COLUMNS = 2, 3
#: Rows that can be seen before the rest of the panel has to scroll.
_LEAST_ROWS = 2
_PLENTY_OF_ROWS = 5
#: A list that might need its bar keeps a little more than the bar free.
_SLACK = 5
_CHOOSERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALKERS = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


class StyleGallery(QListWidget):
    """Shows styles and says what is asked of them; the first entry is the photograph as it is (an empty name).

    ``chosen``: this style alone. ``toggled``: blend it in or take it out. With the keyboard arrows choose while
    one style is chosen and only walk while there is a blend; Enter chooses, Space blends.
    """

    chosen = Signal(str)
    toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: dict[str, int] = {}
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        # Several may be selected, by what the pane says and by nothing else: see selectionCommand.
        self.setSelectionMode(QListWidget.SelectionMode.MultiSelection)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setMouseTracking(True)
        self.setItemDelegate(Thumbnail(self))
        self.setAccessibleName(self.tr("Styles"))
        self.setAccessibleDescription(self.tr("Enter chooses a style, Space adds it to the blend or takes it out."))
        notifier().changed.connect(self.viewport().update)

    # What is shown -------------------------------------------------------------------------------------------

    def set_styles(self, styles: Sequence[Style]) -> None:
        """Hang one thumbnail for each style, still without a picture."""
        self.clear()
        self._hang("", self.tr("Original"), self.tr("The photograph as it is"))
        for style in styles:
            self._hang(style.name, style.title, style.painter)
        self.show_shares({})
        self._arrange()

    def set_picture(self, name: str, image: QImage) -> None:
        """Put a painted thumbnail where style ``name`` hangs."""
        item = self._item(name)
        if item is not None:
            item.setData(PICTURE, QPixmap.fromImage(image))

    def show_shares(self, shares: Mapping[str, int]) -> None:
        """Mark these styles as chosen, with their share in percent, without telling anybody."""
        news = set(shares) - set(self._shares)
        self._shares = dict(shares)
        for row in range(self.count()):
            item = self.item(row)
            name = item.data(NAME)
            chosen = name in shares if name else not shares
            item.setSelected(chosen)
            item.setData(SHARE, shares.get(name, 0) if len(shares) > 1 else 0)
            self._describe(item, shares.get(name, 0))
            if chosen and (len(shares) < 2 or name in news):
                self._stand_at(item)
        self.viewport().update()

    def chosen_names(self) -> tuple[str, ...]:
        """The styles that are marked, in the order of the gallery."""
        names = (self.item(row).data(NAME) for row in range(self.count()))
        return tuple(name for name in names if name in self._shares)

    def can_add(self, name: str) -> bool:
        """Whether a click on the badge of ``name`` would blend it in."""
        return bool(name) and name not in self._shares and 0 < len(self._shares) < MOST_STYLES

    def can_remove(self, name: str) -> bool:
        """Whether a click on the badge of ``name`` would take it out of a blend."""
        return len(self._shares) > 1 and name in self._shares

    # What is asked -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; with Ctrl or on the badge, blend."""
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            event.accept()
            return
        self._stand_at(item)
        with_control = bool(
            event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        )
        self._ask(item, blend=with_control or self.badge_at(event.position().toPoint()) == item.data(NAME))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick clicks is a click."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """Nothing is dragged here; the badge under the mouse lights up."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, choose, blend."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self._ask(item, blend=True)
        elif event.key() in _CHOOSERS and item is not None:
            self._ask(item, blend=False)
        elif event.key() in _WALKERS:
            super().keyPressEvent(event)
            walked_on = self.currentItem() is not item and self.currentItem() is not None
            if walked_on and len(self._shares) < 2 and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._ask(self.currentItem(), blend=False)
        else:
            # Letters do not choose: a list would search with them and jump about.
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same in words."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        item = self.itemAt(event.pos()) if by_mouse else self.currentItem()
        if item is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Choose"), lambda: self._ask(item, blend=False))
        if self.can_remove(item.data(NAME)):
            menu.addAction(self.tr("Take out of the blend"), lambda: self._ask(item, blend=True))
        else:
            add = menu.addAction(self.tr("Add to the blend"), lambda: self._ask(item, blend=True))
            add.setEnabled(self.can_add(item.data(NAME)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos() if by_mouse else self.mapToGlobal(self.visualItemRect(item).center()))

    def selectionCommand(
        self, _index: QModelIndex | QPersistentModelIndex, _event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Hands select nothing by themselves: they ask, and the pane answers with show_shares."""
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def badge_at(self, point: QPoint) -> str:
        """The style whose badge lies under ``point``; empty where there is none."""
        item = self.itemAt(point)
        if item is None:
            return ""
        name: str = item.data(NAME)
        has_badge = self.can_add(name) or self.can_remove(name)
        return name if has_badge and badge_box(self.visualItemRect(item)).contains(point) else ""

    def _ask(self, item: QListWidgetItem, *, blend: bool) -> None:
        name: str = item.data(NAME)
        if blend and name:
            self.toggled.emit(name)
        else:
            self.chosen.emit(name)

    # Where everything hangs ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns fill every width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the rows are as high as their pictures are wide
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def sizeHint(self) -> QSize:
        """No higher than it must be: what the panel has left over comes on top."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return QSize(0, self._cell(_MANY_COLUMNS).height() * _LEAST_ROWS + AIR)

    def cell(self) -> QSize:
        """The size of one thumbnail with its title."""
        return self._cell(self.columns())

    def columns(self) -> int:
        """Two where all styles, or plenty of them, fit without scrolling; else three, so that more are seen."""
        rows = min(_PLENTY_OF_ROWS, -(-self.count() // _FEW_COLUMNS))
        return _FEW_COLUMNS if self._cell(_FEW_COLUMNS).height() * rows <= self.height() else _MANY_COLUMNS

    def _cell(self, columns: int) -> QSize:
        # The bar has its room beside the pictures whether it is needed or not: nothing moves when it comes.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max(1, (self.width() - bar - _SLACK) // columns)
        picture = round((width - 2 * AIR) * RATIO)
        return QSize(width, picture + self.fontMetrics().height() + SPACE.l)

    def _arrange(self) -> None:
        # A list asks for the size of an item once and keeps it; a grid is told.
        if self.gridSize() != self.cell():
            self.setGridSize(self.cell())
            if self.currentItem() is not None:
                self.scrollToItem(self.currentItem())

    def _hang(self, name: str, title: str, tip: str) -> None:
        item = QListWidgetItem(title)
        item.setData(NAME, name)
        item.setData(Qt.ItemDataRole.StatusTipRole, tip)
        self.addItem(item)

    def _describe(self, item: QListWidgetItem, share: int) -> None:
        name, tip = item.data(NAME), item.data(Qt.ItemDataRole.StatusTipRole)
        words = self.tr("{}, {} % of the blend").format(tip, share) if self.can_remove(name) else tip
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words)
        tip = f"{item.text()}, {words}" if name else words
        item.setToolTip(f"{tip}\n" + self.tr("Ctrl+click adds it to the blend") if self.can_add(name) else tip)

    def _stand_at(self, item: QListWidgetItem) -> None:
        if item is not self.currentItem():
            self.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _item(self, name: str) -> QListWidgetItem | None:
        items = (self.item(row) for row in range(self.count()))
        return next((item for item in items if item.data(NAME) == name), None)

    def is_ringed(self) -> bool:
        """Whether the keyboard is here, so that the person must see where."""
        return self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
