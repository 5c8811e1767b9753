"""The commands of the window itself: undo, views, themes, help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from studio import paths
from studio.commands import Command
from studio.dialogs.about import AboutDialog
from studio.dialogs.models import ModelsDialog
from studio.dialogs.preferences import PreferencesDialog
from studio.dialogs.report import ReportDialog
from studio.dialogs.shortcuts import ShortcutsDialog
from studio.dialogs.welcome import WelcomeDialog

if TYPE_CHECKING:
    from studio.window import Window


class HouseCommands(QObject):
    """Edit, View and Help."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.desk.settings
        group = window.undo_group
        group.undoTextChanged.connect(self._name_steps)
        group.redoTextChanged.connect(self._name_steps)
        for changed in (group.canUndoChanged, group.canRedoChanged):
            changed.connect(window.registry.refresh)

    def commands(self) -> list[Command]:
        """Three menus from top to bottom."""
        return [*self._edit(), *self._view(), *self._help()]

    def _edit(self) -> list[Command]:
        group = self._window.undo_group
        return [
            Command("edit.undo", self.tr("Undo"), group.undo, "Edit", "Ctrl+Z", "undo", enabled=group.canUndo),
            Command("edit.redo", self.tr("Redo"), group.redo, "Edit", "Ctrl+Shift+Z", "redo", enabled=group.canRedo),
            Command(
                "edit.preferences",
                self.tr("Preferences…"),
                self.show_preferences,
                "Edit",
                "Ctrl+,",
                "settings",
                self.tr("Look, start and export"),
                starts_group=True,
            ),
        ]

    def _view(self) -> list[Command]:
        window = self._window
        rooms = [self._go(number, name) for number, name in enumerate(window.rooms, start=1)]
        bar = Command(
            "view.commands",
            self.tr("Search commands…"),
            self.open_bar,
            "View",
            "Ctrl+Shift+P",
            "search",
            self.tr("Every command by name"),
            starts_group=True,
        )
        drawer = Command(
            "view.drawer",
            self.tr("Work under way"),
            self.toggle_drawer,
            "View",
            "Ctrl+J",
            "drawer",
            self.tr("Show or hide what Reverie is busy with"),
            checked=self.is_drawer_open,
        )
        title = self.tr("Full screen")
        full = Command("view.full_screen", title, self.toggle_full_screen, "View", "F11", checked=window.isFullScreen)
        return [*rooms, bar, drawer, full, *self._themes()]

    def _themes(self) -> list[Command]:
        themes = (
            ("light", self.tr("Light theme"), "sun"),
            ("dark", self.tr("Dark theme"), "moon"),
            ("system", self.tr("Theme of the system"), "theme"),
        )
        return [
            Command(
                f"view.theme.{theme}",
                title,
                partial(self._settings.put, "appearance.theme", theme),
                "View/Theme",
                icon=picture,
                tip=self.tr("Change the theme at once"),
                checked=partial(self._is_theme, theme),
            )
            for theme, title, picture in themes
        ]

    def _go(self, number: int, name: str) -> Command:
        room = self._window.rooms[name]
        return Command(
            f"view.{name}",
            room.title,
            lambda: self._window.show_pane(name),
            "View",
            f"Ctrl+{number}",
            room.icon,
            room.tip,
            checked=lambda: self._window.current_pane == name,
        )

    def _help(self) -> list[Command]:
        return [
            Command(
                "help.shortcuts",
                self.tr("Keyboard shortcuts"),
                self.show_shortcuts,
                "Help",
                "F1",
                tip=self.tr("Every command and its keys"),
            ),
            Command(
                "help.models",
                self.tr("Models"),
                self.show_models,
                "Help",
                tip=self.tr("The models of this studio, their licences, and whether they are whole"),
            ),
            Command("help.welcome", self.tr("Welcome"), self.show_welcome, "Help", tip=self.tr("Where to begin")),
            Command(
                "help.logs",
                self.tr("Open log folder"),
                self.open_logs,
                "Help",
                icon="folder",
                starts_group=True,
                tip=self.tr("What a report of a fault needs"),
            ),
            Command(
                "help.about",
                self.tr("About Reverie"),
                self.show_about,
                "Help",
                icon="info",
                tip=self.tr("Versions and licences"),
            ),
        ]

    # -- what they do -------------------------------------------------------------------------------------

    def open_bar(self) -> None:
        """Every command that belongs here, by name."""
        self._window.registry.refresh()
        self._window.bar.open(self._window.registry.actions())

    def is_drawer_open(self) -> bool:
        """Whether the panel with the jobs is shown."""
        return self._window.drawer.isVisibleTo(self._window)

    def show_drawer(self, shown: bool) -> None:
        """Show or hide the panel with the jobs."""
        self._window.drawer.setVisible(shown)
        self._window.registry.refresh()

    def toggle_drawer(self) -> None:
        self.show_drawer(not self.is_drawer_open())

    def toggle_full_screen(self) -> None:
        """Into full screen and back to what was before, maximised or not."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_folder())))

    def show_preferences(self) -> None:
        PreferencesDialog(self._settings, self._window).open()

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self._window.registry, self._window).open()

    def show_models(self) -> None:
        ModelsDialog(self._window.desk.lanes, self._window).open()

    def show_about(self) -> None:
        AboutDialog(self._window).open()

    def show_report(self, fault: str) -> None:
        """A report that can be copied."""
        ReportDialog(fault, self.open_logs, self._window).open()

    def show_welcome(self) -> None:
        """The page of the first start."""
        dialog = WelcomeDialog(self._settings, self._window)
        dialog.open_wanted.connect(self._window.files.open)
        dialog.sample_wanted.connect(self._open_sample)
        dialog.project_wanted.connect(self._window.files.open_project)
        dialog.open()

    def _open_sample(self) -> None:
        from engines.paint.samples import sample_photograph

        self._window.open_files([sample_photograph()])

    def _is_theme(self, theme: str) -> bool:
        return self._settings.settings.appearance.theme == theme

    def _name_steps(self) -> None:
        group, registry = self._window.undo_group, self._window.registry
        # An ampersand of the step's own would underline the letter behind it.
        undone, redone = (text.replace("&", "&&") for text in (group.undoText(), group.redoText()))
        undo = self.tr("Undo: {step}").format(step=undone) if undone else self.tr("Undo")
        redo = self.tr("Redo: {step}").format(step=redone) if redone else self.tr("Redo")
        registry.action("edit.undo").setText(undo)
        registry.action("edit.redo").setText(redo)
