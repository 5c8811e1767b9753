"""One registry of everything that can be done: menus, shortcuts, tool buttons and the palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from studio.look.icons import icon

MENUS = ("File", "Edit", "View", "Paint", "Write", "Compose", "Play", "Help")


@dataclass(frozen=True)
class Command:
    """Something a person can ask for. ``menu`` empty: only in the palette; ``pane`` empty: in every pane.

    A menu such as ``View/Theme`` is a submenu.
    """

    id: str
    title: str
    run: Callable[[], object]
    menu: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    pane: str = ""
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    starts_group: bool = False


class Registry(QObject):
    """Turns commands into actions, once each, and keeps them enabled and checked as things are."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        #: Whether each was last visible and could be run.
        self._states: dict[str, tuple[bool, bool]] = {}
        self._pane = ""

    def add(self, commands: Iterable[Command]) -> None:
        """Register commands; an id that is already taken is a mistake of ours and raises ValueError."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"two commands are called {command.id}")
            self._commands[command.id] = command
            self._actions[command.id] = self._action(command)
        self.refresh()

    def _action(self, command: Command) -> QAction:
        action = QAction(command.title, self)
        action.setObjectName(command.id)
        action.setProperty("group", command.menu.partition("/")[0])
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        if command.icon:
            action.setIcon(icon(command.icon))
        tip = command.tip or command.title.rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.setStatusTip(command.tip)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda _checked=False, run=command.run: self._run(run))
        return action

    def _run(self, run: Callable[[], object]) -> None:
        run()
        self.refresh()

    def set_pane(self, pane: str) -> None:
        """Only commands of this pane, and those of every pane, can be run from now on."""
        self._pane = pane
        self.refresh()

    def refresh(self) -> None:
        """Ask every command again whether it can be run and whether it is on."""
        for name, command in self._commands.items():
            here = command.pane in ("", self._pane)
            action = self._actions[name]
            # Asked after every key: most answers are as before, and Qt need not hear them again.
            state = here, here and (command.enabled is None or command.enabled())
            if self._states.get(name) != state:
                self._states[name] = state
                action.setVisible(state[0])
                action.setEnabled(state[1])
            if command.checked is not None:
                action.setChecked(command.checked())

    def action(self, name: str) -> QAction:
        return self._actions[name]

    def actions(self) -> Sequence[QAction]:
        """Every action that belongs here now, for the palette."""
        return [action for action in self._actions.values() if action.isVisible()]

    def in_menu(self, menu: str) -> list[tuple[Command, QAction]]:
        """The commands of one menu and of its submenus, in the order in which they were added."""
        everything = ((command, self._actions[name]) for name, command in self._commands.items())
        return [(command, action) for command, action in everything if command.menu.partition("/")[0] == menu]

    def commands(self) -> Sequence[Command]:
        """Every command of every pane, in the order in which they were added."""
        return list(self._commands.values())
