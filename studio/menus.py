"""The menu bar, made from the registry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.commands import MENUS, Registry
from studio.settings import SettingsStore


class Menus(QObject):
    """Fills the menu bar, again whenever a pane has brought commands; menus without a command stay hidden."""

    def __init__(self, bar: QMenuBar, registry: Registry, recent: QMenu) -> None:
        super().__init__(bar)
        self._registry = registry
        self._recent = recent
        self._menus = {name: bar.addMenu(_title(name)) for name in MENUS}
        for menu in self._menus.values():
            menu.setToolTipsVisible(True)

    def fill(self) -> None:
        """Write every menu anew."""
        for name, menu in self._menus.items():
            menu.clear()
            submenus: dict[str, QMenu] = {}
            for command, action in self._registry.in_menu(name):
                inner = command.menu.partition("/")[2]
                if inner and inner not in submenus:
                    submenus[inner] = menu.addMenu(inner)
                place = submenus[inner] if inner else menu
                if command.starts_group:
                    place.addSeparator()
                place.addAction(action)
                if command.id == "file.open":
                    menu.addMenu(self._recent)
        self.show_fitting()

    def show_fitting(self) -> None:
        """Show the menus in which something belongs here."""
        for name, menu in self._menus.items():
            menu.menuAction().setVisible(any(action.isVisible() for _, action in self._registry.in_menu(name)))

    def menu(self, name: str) -> QMenu:
        """One menu of the bar."""
        return self._menus[name]


class RecentMenu(QMenu):
    """The projects opened last; those that are gone are dimmed, not dropped: the stick may come back."""

    chosen = Signal(Path)

    def __init__(self, settings: SettingsStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        settings.changed.connect(self._changed)
        self._changed("recent_files")

    def fill(self) -> None:
        """List the files as they are now."""
        self.clear()
        for name in self._settings.settings.recent_files:
            path = Path(name)
            action = self.addAction(path.stem)
            action.setToolTip(str(path))
            action.setEnabled(path.exists())
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))

    @Slot(str)
    def _changed(self, key: str) -> None:
        if key == "recent_files":
            self.menuAction().setEnabled(bool(self._settings.settings.recent_files))


def _title(name: str) -> str:
    titles = {
        "File": QCoreApplication.translate("Menus", "&File"),
        "Edit": QCoreApplication.translate("Menus", "&Edit"),
        "View": QCoreApplication.translate("Menus", "&View"),
        "Paint": QCoreApplication.translate("Menus", "&Paint"),
        "Write": QCoreApplication.translate("Menus", "&Write"),
        "Compose": QCoreApplication.translate("Menus", "&Compose"),
        "Play": QCoreApplication.translate("Menus", "P&lay"),
        "Help": QCoreApplication.translate("Menus", "&Help"),
    }
    return titles[name]
