"""The choice of an instrument: all of General MIDI in its families, and a field that finds one by its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from engines.compose.families import FAMILIES, matching
from engines.compose.instruments import DRUMS, INSTRUMENTS
from studio.look.rows import make_roomy
from studio.look.tokens import SPACE

_PROGRAM = Qt.ItemDataRole.UserRole
#: Stands for the drum kit among the programs.
DRUM_KIT = -1
_SIZE = (280, 420)


class ProgramChoice(QFrame):
    """Opens over the list of tracks; Enter or a click takes, Esc leaves."""

    chosen = Signal(int)

    def __init__(self, program: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Instrument"))
        self._program = program
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search instruments"))
        self.field.setAccessibleName(self.tr("Search instruments"))
        self.field.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Instruments"))
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setIndentation(SPACE.l)
        self.tree.setExpandsOnDoubleClick(False)
        make_roomy(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        column.setSpacing(SPACE.s)
        column.addWidget(self.field)
        column.addWidget(self.tree, 1)
        self.resize(*_SIZE)
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.tree.itemClicked.connect(self._click)
        self.tree.itemActivated.connect(self._click)
        self._show("")

    def open_at(self, place: QPoint) -> None:
        """Open at a place on the screen, and let the person type."""
        screen = self.screen().availableGeometry()
        x = min(place.x(), screen.right() - self.width())
        self.move(max(screen.left(), x), max(screen.top(), min(place.y(), screen.bottom() - self.height())))
        self.show()
        self.field.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The arrows and Enter work on the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.tree.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._click(self.tree.currentItem())
                return True
        return False

    @Slot(str)
    def _show(self, words: str) -> None:
        self.tree.clear()
        if not words.strip():
            self._show_families()
            return
        if words.strip().casefold() in DRUMS.casefold():
            self._add(None, DRUMS, DRUM_KIT)
        for program in matching(words):
            self._add(None, INSTRUMENTS[program], program)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _show_families(self) -> None:
        current = self._add(None, DRUMS, DRUM_KIT)
        for number, name in enumerate(FAMILIES):
            family = QTreeWidgetItem(self.tree, [name])
            for program in range(number * 8, number * 8 + 8):
                item = self._add(family, INSTRUMENTS[program], program)
                current = item if program == self._program else current
        self.tree.setCurrentItem(current)
        self.tree.scrollToItem(current, QTreeWidget.ScrollHint.PositionAtCenter)

    def _add(self, family: QTreeWidgetItem | None, name: str, program: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name])
        item.setData(0, _PROGRAM, program)
        if family is None:
            self.tree.addTopLevelItem(item)
        else:
            family.addChild(item)
        return item

    @Slot(QTreeWidgetItem)
    def _click(self, item: QTreeWidgetItem | None) -> None:
        program = item.data(0, _PROGRAM) if item is not None else None
        if item is not None and program is None:
            item.setExpanded(not item.isExpanded())
        elif program is not None:
            self.chosen.emit(program)
            self.close()
