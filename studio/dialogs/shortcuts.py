"""Every command and its keys, from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from studio.commands import Command, Registry
from studio.dialogs.sheet import Sheet
from studio.look.rows import make_roomy


class ShortcutsDialog(Sheet):
    """A list by menu, and a field that narrows it."""

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), parent)
        self._groups: dict[str, QTreeWidgetItem] = {}
        #: Each command with its group.
        self._items: list[tuple[QTreeWidgetItem, QTreeWidgetItem]] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search shortcuts"))
        self.field.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(8)
        self.tree.setAccessibleName(self.tr("Commands and their keys"))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        make_roomy(self.tree)
        self._fill(registry)
        self.field.textChanged.connect(self._search)
        self.content.addWidget(self.field)
        self.content.addWidget(self.tree, 1)
        self.add_close()
        self.resize(480, 560)

    def shown(self) -> list[tuple[str, str]]:
        """The commands in the list and their keys, as the person sees them."""
        return [(item.text(0), item.text(1)) for _, item in self._items if not item.isHidden()]

    def _fill(self, registry: Registry) -> None:
        for command in registry.commands():
            name = command.menu.partition("/")[0] or self.tr("Elsewhere")
            if name not in self._groups:
                self._groups[name] = group = QTreeWidgetItem([name, ""])
                font = self.tree.font()
                font.setBold(True)
                group.setFont(0, font)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.tree.addTopLevelItem(group)
            item = _item(command)
            self._items.append((self._groups[name], item))
            self._groups[name].addChild(item)
        self.tree.expandAll()

    def _search(self, text: str) -> None:
        sought = text.casefold().split()
        for _, item in self._items:
            said = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in said for word in sought))
        for group in self._groups.values():
            group.setHidden(all(item.isHidden() for above, item in self._items if above is group))


def _item(command: Command) -> QTreeWidgetItem:
    keys = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    item = QTreeWidgetItem([command.title.rstrip("…"), keys])
    item.setToolTip(0, command.tip)
    return item
