"""The main window: a rail, the room one is in, and what is under way."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QUndoGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from studio.commands import Registry
from studio.documents.document import Document
from studio.documents.project import SUFFIX
from studio.drawerpanel import DrawerPanel
from studio.filecommands import FileCommands
from studio.housecommands import HouseCommands
from studio.jobs.lanes import Lanes
from studio.menus import Menus, RecentMenu
from studio.offerbar import OfferBar
from studio.panes.pane import Desk, Pane
from studio.panes.unbuilt import UnbuiltPane
from studio.rail import Rail
from studio.recovery import Recovery
from studio.rooms import Room
from studio.rooms import rooms as all_rooms
from studio.settings import SettingsStore, WindowMemory
from studio.widgets.commandbar import CommandBar
from studio.widgets.dropzone import DropZone
from studio.widgets.jobstrip import JobStrip
from studio.widgets.toast import Toasts
from studio.windowshape import keep_shape, recall_shape

log = logging.getLogger(__name__)

CLOSING_TAKES_S = 5.0


class Window(QMainWindow):
    """Holds the panes and the document together; closing it saves and ends everything it was given."""

    def __init__(
        self,
        settings: SettingsStore,
        memory: WindowMemory,
        lanes: Lanes,
        document: Document,
        recovery: Recovery,
        rooms: Sequence[Room] | None = None,
    ) -> None:
        super().__init__()
        self.document = document
        self.memory = memory
        self.recovery = recovery
        #: Unsaved work of a dead studio that was declined; removed at the end, so that it can still be put back.
        self.declined: set[Path] = set()
        self.rooms = {room.name: room for room in (all_rooms() if rooms is None else rooms)}
        self._panes: dict[str, Pane] = {}
        self._current = ""
        self._leaving = False
        self._closed = False
        for owned in (settings, lanes, document):
            owned.setParent(self)
        self.undo_group = QUndoGroup(self)
        self._build(lanes)
        self.desk = Desk(lanes, settings, Toasts(self._stage))
        self._command()
        self._listen()
        self._accept_drops()
        recall_shape(self)
        self._show_title()

    # -- rooms --------------------------------------------------------------------------------------------

    @property
    def current_pane(self) -> str:
        """The name of the room on view."""
        return self._current

    def pane(self, name: str) -> Pane:
        """The pane of a room; made now if this is the first visit. Raises KeyError for no such room."""
        if name not in self._panes:
            self._panes[name] = pane = self._made(self.rooms[name])
            self._take_in(name, pane)
        return self._panes[name]

    def _made(self, room: Room) -> Pane:
        """The room's pane, or a page that says why there is none: one broken room closes no other."""
        try:
            return room.make(self.desk)
        except Exception:
            log.exception("%s could not be made", room.name)
            self.report(traceback.format_exc())
        title = self.tr("{room} could not be opened").format(room=room.title)
        sentence = self.tr("What the project holds of it stays in the file. Please send the report.")
        return UnbuiltPane(self.desk, room.icon, title, sentence)

    def is_built(self, name: str) -> bool:
        """Whether the room was visited or needed before."""
        return name in self._panes

    @Slot(str)
    def show_pane(self, name: str) -> None:
        """Go to a room."""
        pane = self.pane(name)
        self._current = name
        self._stack.setCurrentWidget(pane)
        self.rail.show_chosen(name)
        self._status.setText(self._last_status.get(name, ""))
        self.undo_group.setActiveStack(pane.undo_stack)
        self.registry.set_pane(name)
        self.menus.show_fitting()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open a project, or files in the room on view, or else in the room that knows them."""
        project = next((path for path in paths if path.suffix.lower() == SUFFIX), None)
        if project is not None:
            self.files.open_project(project)
            return
        name = self._room_for(paths)
        if name is None:
            sentence = self.tr("Reverie cannot open “{file}”: it opens photographs, texts, music and its own projects.")
            for path in paths[:1]:
                self.desk.toasts.warn(sentence.format(file=path.name))
            return
        self.show_pane(name)
        suffixes = self.rooms[name].suffixes()
        self.pane(name).open_files([path for path in paths if path.suffix.lower() in suffixes])

    def come_up(self, paths: Sequence[Path]) -> None:
        """Another start handed over its files: show ourselves and open them."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.raise_()
        self.activateWindow()
        if paths:
            self.open_files(paths)

    def _room_for(self, paths: Sequence[Path]) -> str | None:
        suffixes = {path.suffix.lower() for path in paths}
        names = [self._current, *self.rooms] if self._current else list(self.rooms)
        return next((name for name in names if suffixes & self.rooms[name].suffixes()), None)

    def _take_in(self, name: str, pane: Pane) -> None:
        self._stack.addWidget(pane)
        self.undo_group.addStack(pane.undo_stack)
        commands = pane.commands()
        if commands:
            self.registry.add(commands)
            self._show_commands()
        pane.adopt(self.registry.action)
        pane.commands_changed.connect(self.registry.refresh)
        pane.status.connect(lambda words: self._say_status(name, words))
        # An empty promise holds nothing, and must not overwrite what a later version has saved there.
        if pane.name:
            self.document.register(name, pane.collect, pane.restore)
            pane.changed.connect(lambda: self.document.touch(name))

    def _say_status(self, name: str, words: str) -> None:
        self._last_status[name] = words
        if name == self._current:
            self._status.setText(words)

    # -- what is told -------------------------------------------------------------------------------------

    @Slot(str)
    def report(self, fault: str) -> None:
        """Something went wrong that nobody foresaw: say so, and have the report at hand."""
        self.desk.toasts.warn(
            self.tr("Something went wrong that nobody foresaw. Your work is saved."),
            self.tr("Show report"),
            lambda: self.house.show_report(fault),
        )

    @Slot()
    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.title}[*] — Reverie")
        self.setWindowModified(self.document.is_dirty)

    # -- putting together ---------------------------------------------------------------------------------

    def _build(self, lanes: Lanes) -> None:
        self._last_status: dict[str, str] = {}
        self._stage = QWidget()
        self.rail = Rail(list(self.rooms.values()))
        self._stack = QStackedWidget()
        self.offers = OfferBar()
        self.drawer = DrawerPanel(lanes)
        self.drawer.hide()
        room = QVBoxLayout(self._stage)
        room.addWidget(self.offers)
        room.addWidget(self._stack, 1)
        self._inside = inside = QWidget()
        row = QHBoxLayout(inside)
        for layout in (room, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stage, 1)
        row.addWidget(self.drawer)
        self.setCentralWidget(inside)
        self.bar = CommandBar(inside)
        self._status = QLabel()
        self._status.setProperty("role", "small")
        self._status.setContentsMargins(8, 0, 8, 0)
        self.strip = JobStrip(lanes)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().addPermanentWidget(self.strip)

    def _command(self) -> None:
        """Everything that can be done here, once, for menus, keys and the command bar."""
        self.registry = Registry(self)
        self.files = FileCommands(self, self.document, self.desk, self._project_folder)
        self.files.chosen = self.open_files
        self.files.suffixes = self._suffixes
        self.house = HouseCommands(self)
        recent = RecentMenu(self.desk.settings, self)
        recent.chosen.connect(self.files.open_project)
        self.menus = Menus(self.menuBar(), self.registry, recent)
        self.registry.add([*self.files.commands(), *self.house.commands()])
        self._show_commands()

    def _show_commands(self) -> None:
        self.menus.fill()
        # Also those that are in no menu have keys.
        for command in self.registry.commands():
            self.addAction(self.registry.action(command.id))

    def _listen(self) -> None:
        self.rail.chosen.connect(self.show_pane)
        self.drawer.closed.connect(lambda: self.house.show_drawer(False))
        self.strip.drawer_requested.connect(lambda: self.house.show_drawer(True))
        self.desk.settings.changed.connect(self.registry.refresh)
        self.desk.settings.save_failed.connect(lambda sentence: self.desk.toasts.warn(sentence))
        for told in (self.document.changed, self.document.saved, self.document.title_changed):
            told.connect(self._show_title)
        for trouble in (self.document.autosave_failed, self.document.save_failed, self.document.restore_failed):
            trouble.connect(lambda sentence: self.desk.toasts.warn(sentence))

    def _accept_drops(self) -> None:
        zone = DropZone(
            self._inside,
            {SUFFIX} | self._suffixes(),
            self.tr("Drop to open"),
            self.tr("Reverie opens photographs, texts, music and its own projects."),
        )
        zone.dropped.connect(self.open_files)

    def _suffixes(self) -> frozenset[str]:
        return frozenset().union(*(room.suffixes() for room in self.rooms.values()))

    def _project_folder(self) -> Path:
        path = self.document.path
        return Path.home() if path is None else path.parent

    # -- the end ------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, remember the layout, and give engines the time to put their work away."""
        if self._closed:
            event.accept()
            return
        if not self.document.flush() and not self._leaving:
            self.desk.toasts.warn(
                self.tr("Not everything could be saved. Choose Save As, or close without the last changes."),
                self.tr("Close anyway"),
                self._leave,
            )
            event.ignore()
            return
        self._closed = True
        keep_shape(self)
        # Out of sight first: an engine may take its five seconds.
        self.hide()
        self.desk.lanes.close(CLOSING_TAKES_S)
        self.document.close()
        for path in self.declined:
            self.recovery.discard(path)
        self.desk.settings.flush()
        event.accept()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
