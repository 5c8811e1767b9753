"""The tools over the roll: what the hand holds, what it snaps to, and what is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from engines.compose.grid import VALUES, value_named
from studio.look.icons import icon
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Fold, Outlook, Tool
from studio.panes.compose.roll.quantisepanel import QuantisePanel


class RollBar(QWidget):
    """Shows and changes the outlook of a roll; keys and other bars may change it too."""

    def __init__(self, model: RollModel, outlook: Outlook, doing: RollActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._outlook = model, outlook
        self.tools: dict[Tool, QToolButton] = {
            "pencil": self._tool("pencil", "pencil", self.tr("Draw notes (1)")),
            "select": self._tool("select", "pointer", self.tr("Select and move notes (2)")),
            "knife": self._tool("knife", "knife", self.tr("Split notes (3)")),
            "eraser": self._tool("eraser", "eraser", self.tr("Erase notes (4, or the right button)")),
        }
        self._group = QButtonGroup(self)
        for button in self.tools.values():
            self._group.addButton(button)
        self.snap, self.fold = self._snap_box(), self._fold_box()
        self.scale = self._toggle(
            "scale", self.tr("Light up the scale"), lambda on: outlook.set_options(scale_shown=on)
        )
        self.ghosts = self._toggle(
            "layers", self.tr("Show the other tracks"), lambda on: outlook.set_options(ghosts=on)
        )
        self.every = self._toggle("copy", self.tr("Edit the notes of all tracks at once"), model.set_every_track)
        self.follow = self._toggle("follow", self.tr("Follow the playhead (F)"), outlook.set_follow)
        self.quantise = self._menu_button("quantise", self.tr("Quantise… (Q with the settings of the menu)"))
        self.panel = QuantisePanel(doing)
        self._fill_menu(self.quantise, self.panel)
        self._lay_out()
        outlook.options_changed.connect(self._show)
        outlook.tool_changed.connect(self._show)
        outlook.following_changed.connect(self._show)
        model.marks_changed.connect(self._show)
        self._show()

    # Making ----------------------------------------------------------------------------------------------------

    def _tool(self, tool: Tool, picture: str, words: str) -> QToolButton:
        return self._toggle(picture, words, lambda _on: self._outlook.set_tool(tool))

    def _toggle(self, picture: str, words: str, act: Callable[[bool], None]) -> QToolButton:
        button = self._button(picture, words)
        button.setCheckable(True)
        # Only a person clicks; showing a state does not come back as a wish.
        button.clicked.connect(act)
        return button

    def _button(self, picture: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture))
        button.setIconSize(QSize(SIZE.icon, SIZE.icon))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _menu_button(self, picture: str, words: str) -> QToolButton:
        button = self._button(picture, words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _fill_menu(self, button: QToolButton, panel: QWidget) -> None:
        menu = QMenu(button)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        button.setMenu(menu)
        self.panel.done.connect(menu.close)

    def _snap_box(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Off"), "")
        for value in VALUES:
            box.addItem(self._value_words(value.part, value.kind), value.name)
        box.setAccessibleName(self.tr("Snap"))
        box.setToolTip(self.tr("What notes snap to; hold Alt to leave the grid"))
        box.activated.connect(lambda at: self._outlook.set_value(value_named(box.itemData(at))))
        return box

    def _value_words(self, part: int, kind: str) -> str:
        words = {
            "": self.tr("1/%1"),
            "T": self.tr("1/%1 triplet"),
            "D": self.tr("1/%1 dotted"),
        }
        return words[kind].replace("%1", str(part))

    def _fold_box(self) -> QComboBox:
        box = QComboBox()
        choices: tuple[tuple[str, Fold], ...] = (
            (self.tr("All rows"), "all"),
            (self.tr("Rows of the scale"), "scale"),
            (self.tr("Rows in use"), "used"),
        )
        for words, fold in choices:
            box.addItem(words, fold)
        box.setAccessibleName(self.tr("Rows"))
        box.setToolTip(self.tr("Which rows are shown; those with notes always are"))
        box.activated.connect(lambda at: self._outlook.set_fold(box.itemData(at)))
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.s, SPACE.xs, SPACE.s, SPACE.xs)
        row.setSpacing(SPACE.xs)
        for button in self.tools.values():
            row.addWidget(button)
        row.addSpacing(SPACE.m)
        label = QLabel(self.tr("Snap"))
        label.setProperty("role", "muted")
        label.setBuddy(self.snap)
        row.addWidget(label)
        row.addWidget(self.snap)
        row.addWidget(self.quantise)
        row.addSpacing(SPACE.m)
        row.addWidget(self.fold)
        for button in (self.scale, self.ghosts, self.every, self.follow):
            row.addWidget(button)
        row.addStretch(1)

    # Showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        outlook = self._outlook
        self.tools[outlook.tool].setChecked(True)
        self.snap.setCurrentIndex(max(0, self.snap.findData(outlook.value.name if outlook.value else "")))
        self.fold.setCurrentIndex(self.fold.findData(outlook.fold))
        self.scale.setChecked(outlook.scale_shown)
        self.ghosts.setChecked(outlook.ghosts)
        self.every.setChecked(self._model.every_track)
        self.follow.setChecked(outlook.following)
