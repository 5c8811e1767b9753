"""Write: a page, what is known of it, and the parts that work on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.commands import Command
from studio.panes.pane import Desk, Pane
from studio.panes.write.authors import PERSON
from studio.panes.write.commands import write_commands
from studio.panes.write.focus import FullScreen
from studio.panes.write.goals import GoalCard
from studio.panes.write.joining import parts_of
from studio.panes.write.keeping import Kept, View, kept_in
from studio.panes.write.opening import SUFFIXES, Opened, TextOpener
from studio.panes.write.page import WritePage
from studio.panes.write.parts import Part
from studio.panes.write.sample import sample_text
from studio.panes.write.statusline import StatusLine


class WritePane(Pane):
    """Wires page, files and parts; holds how the page looks."""

    name = "write"
    suffixes = SUFFIXES

    view_changed = Signal(object)  # View

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = View()
        self.goal = 0
        #: What the text is called, for exports; empty until a file was opened.
        self.title = ""
        self.page = WritePage(self.undo_stack)
        self.editor = self.page.editor
        self.opener = TextOpener(desk, self)
        self.full = FullScreen(self.page)
        self.line = StatusLine(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.setAccessibleName(self.tr("Write"))
        self._connect()
        self.parts: list[Part] = parts_of(self)
        for part in self.parts:
            part.changed.connect(self.changed)
        self._show_view()

    def _connect(self) -> None:
        editor = self.editor
        # Where the cursor stands is kept with the next word, not for its own sake.
        for told in (editor.typed, editor.marks_changed):
            told.connect(self.changed)
        editor.escaped.connect(self._escape)
        editor.line_broken.connect(self._say_broken)
        self.opener.opened.connect(self._opened)
        self.full.changed.connect(self.commands_changed)
        self.line.said.connect(self.status)
        self.line.counted.connect(self._count)
        self.page.find_bar.said.connect(self.desk.toasts.say)
        self.page.search.changed.connect(self.commands_changed)
        self.page.side_changed.connect(self._side_changed)

    def part(self, name: str) -> Part:
        """A part by its name; raises LookupError where it is not built."""
        found = next((part for part in self.parts if part.name == name), None)
        if found is None:
            raise LookupError(f"Write has no part called {name!r}")
        return found

    # -- what the window asks -----------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        return [*write_commands(self), *(command for part in self.parts for command in part.commands())]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.page.blank.offer(action_of("write.sample"), action_of("write.open"))
        for part in self.parts:
            part.adopt(action_of)
        self.line.say()

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths[:1]:
            self.opener.open_file(path)

    def collect(self) -> dict[str, Any]:
        editor = self.editor
        place = editor.textCursor().position()
        kept = Kept(editor.text(), tuple(editor.spans()), place, self.goal, self.title, self.view)
        return {**kept.as_values(), "parts": {part.name: part.collect() for part in self.parts}}

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:  # noqa: ARG002
        self.opener.stop()
        kept = kept_in(state)
        self.goal, self.title, self.view = kept.goal, kept.title, kept.view
        self.undo_stack.clear()
        self.editor.load(kept.text, kept.spans, kept.position)
        states = state.get("parts")
        for part in self.parts:
            found = states.get(part.name) if isinstance(states, Mapping) else None
            part.restore(found if isinstance(found, Mapping) else {})
        self._show_view()
        self.line.say()

    def hideEvent(self, event: QHideEvent) -> None:
        """In another room nobody wants a window without its rail."""
        if not event.spontaneous():
            self.full.leave()
        super().hideEvent(event)

    # -- what the person does -----------------------------------------------------------------------------

    def change_view(self, **changes: Any) -> None:
        """Let the page look otherwise: typeface, focus, authors, round_quotes, side."""
        self.view = replace(self.view, **changes)
        self._show_view()
        self.changed.emit()

    def set_goal(self, goal: int) -> None:
        """How many words it shall be; 0 for none."""
        self.goal = goal
        self._count(self.editor.notes.words)
        self.changed.emit()

    def ask_for_goal(self) -> None:
        """A small card over the page."""
        card = GoalCard(self.goal, self)
        card.chosen.connect(self.set_goal)
        card.open_over(self.editor)

    def open_sample(self) -> None:
        """The fable that comes along, in place of what is here."""
        self._put_in(sample_text(), self.tr("The Fox and the Lantern"))

    # -- how it happens -----------------------------------------------------------------------------------

    def _show_view(self) -> None:
        view, page = self.view, self.page
        if page.editor.typeface != view.typeface:
            page.editor.set_typeface(view.typeface)
        page.editor.round_quotes = view.round_quotes
        page.show_authors(view.authors)
        page.set_focus_mode(view.focus)
        page.set_side_open(view.side)
        if view.dock in page.side.names():
            page.side.show_dock(view.dock)
        self._count(self.editor.notes.words)
        self.view_changed.emit(view)
        self.commands_changed.emit()

    @Slot()
    def _side_changed(self) -> None:
        side = self.page.side
        if side.names():
            self.view = replace(self.view, side=self.page.is_side_open(), dock=side.current())
        self.changed.emit()
        self.commands_changed.emit()

    @Slot(int)
    def _count(self, words: int) -> None:
        self.page.goal_bar.show_words(words, self.goal)

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        self._put_in(opened.text, opened.name)
        for warning in opened.warnings:
            self.desk.toasts.say(warning)

    def _put_in(self, text: str, name: str) -> None:
        editor = self.editor
        editor.replace_span(0, editor.document().characterCount() - 1, text, PERSON, self.tr("Open “{}”").format(name))
        self.title = name
        editor.go_to(0)
        editor.setFocus()
        editor.loaded.emit()

    @Slot()
    def _escape(self) -> None:
        if self.page.find_bar.isVisible():
            self.page.find_bar.close_bar()
        elif self.full.is_on:
            self.full.leave()

    @Slot()
    def _say_broken(self) -> None:
        self.desk.toasts.say(
            self.tr("A line was too long to be written in and has been broken into paragraphs. No letter is lost.")
        )
