"""Suggestions: what is asked, shown and taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication

from studio.commands import Command
from studio.panes.write.parts import Part
from studio.panes.write.places import units
from studio.panes.write.suggesting.asking import Answer, Asker
from studio.panes.write.suggesting.choices import Choices
from studio.panes.write.suggesting.dock import SuggestDock
from studio.panes.write.suggesting.ghost import Ghost
from studio.panes.write.suggesting.keys import SuggestKeys
from studio.panes.write.suggesting.models import Models
from studio.panes.write.suggesting.spot import space_after, spaced

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

DOCK = "suggest"


class SuggestingPart(Part):
    """Asks at every place of the cursor and puts the chosen word there."""

    name = "suggesting"

    def __init__(self, pane: WritePane) -> None:
        super().__init__(pane)
        self.editor = pane.editor
        self.models = Models(self)
        self.choices = Choices()
        self.dock = SuggestDock()
        self.asker = Asker(pane.desk.lanes, self.editor, self.models, self.choices)
        self.asker.wanted = self._is_wanted
        self.ghost = Ghost(self.editor)
        self.keys = SuggestKeys(self)
        self.answer: Answer | None = None
        self.editor.over.append(self.ghost)
        self.editor.key_filters.append(self.keys)
        pane.page.add_dock(self.tr("Next word"), self.dock, name=DOCK)
        self._connect()

    def _connect(self) -> None:
        dock, editor = self.dock, self.editor
        self.models.changed.connect(self._show_models)
        self.asker.answered.connect(self._show)
        self.asker.asking.connect(self._say_asking)
        for told in (editor.typed, editor.place_changed):
            told.connect(self._outdate)
        dock.words.taken.connect(self.take)
        dock.words.left.connect(editor.setFocus)
        dock.words.letter.connect(self._pass_on)
        dock.own_wanted.connect(editor.setFocus)
        dock.chosen.connect(self._choose)
        dock.warmed.connect(self._warm)
        dock.armed.connect(self._arm)
        dock.ghosted.connect(self._show_ghost)
        dock.shown.connect(self._look)

    def commands(self) -> Sequence[Command]:
        """Going to the list, and the two switches."""
        dock = self.dock
        return [
            Command(
                "write.suggestions",
                self.tr("Go to the next words"),
                self.go_to_list,
                "Write",
                "Ctrl+L",
                "sparkle",
                self.tr("Arrows and Enter take a word, Esc goes back to the text"),
                "write",
                starts_group=True,
            ),
            Command(
                "write.armed",
                self.tr("Tab takes the first word"),
                dock.tab.toggle,
                "Write",
                pane="write",
                checked=dock.tab.isChecked,
            ),
            Command(
                "write.ghost",
                self.tr("Show the first word in the text"),
                dock.ghost.toggle,
                "Write",
                tip=self.tr("In grey behind the cursor; the right arrow takes it"),
                pane="write",
                checked=dock.ghost.isChecked,
            ),
        ]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Offer training where there is no model, if that part is built."""
        try:
            self.dock.offer(action_of("write.train"))
        except LookupError:
            return

    def collect(self) -> dict[str, Any]:
        """The chosen model, the switches, and what the words in the text were chosen from."""
        tags = {span.tag for span in self.editor.spans()}
        return {
            "model": self.models.chosen,
            "temperature": self.asker.temperature,
            "armed": self.dock.tab.isChecked(),
            "ghost": self.dock.ghost.isChecked(),
            "choices": self.choices.as_values(tags),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state from the project; what makes no sense there is as at the beginning."""
        model, warm = state.get("model"), state.get("temperature")
        self.choices.restore(state.get("choices"))
        self.choices.begin_after(span.tag for span in self.editor.spans())
        fits = isinstance(warm, int | float) and not isinstance(warm, bool) and 0 <= warm <= 2
        self.dock.temperature.set_value(float(warm) if fits and warm is not None else 1.0)
        self.asker.temperature = self.dock.temperature.value()
        self.dock.tab.setChecked(state.get("armed") is True)
        self.dock.ghost.setChecked(state.get("ghost") is True)
        self.models.choose(model if isinstance(model, str) else "")
        self.asker.anew()

    # -- taking a word ------------------------------------------------------------------------------------

    @Slot(int)
    def take(self, row: int) -> bool:
        """Put the word of a row at the cursor, in one step of undo; False where the list is out of date."""
        answer = self.answer
        if answer is None or row >= len(answer.suggestions.words) or answer.spot != self.asker.spot():
            return False
        spot, word = answer.spot, answer.suggestions.words[row].word
        tag = self.choices.keep(word, answer.others())
        taken, white = spaced(spot.before, word, begun=bool(spot.prefix))
        text, start = white + word, spot.start - taken
        apart = space_after(spot.before + text, spot.after)
        pieces = [(text, "picked", tag), (apart, "person", 0)]
        self.editor.put(start, spot.end, pieces, self.tr("Picked “{word}”").format(word=word))
        self.editor.go_to(start + units(text))
        self.keys.picked()
        self.editor.word_ended.emit()
        return True

    def go_to_list(self) -> None:
        """Show the dock and give it the keyboard."""
        self.pane.page.show_dock(DOCK)
        self.dock.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- what is shown ------------------------------------------------------------------------------------

    def _is_wanted(self) -> bool:
        return self.dock.isVisible() or (self.dock.ghost.isChecked() and self.editor.isVisible())

    @Slot()
    def _look(self) -> None:
        if not self.models.cards():
            self.models.refresh()
        self.asker.anew()

    @Slot()
    def _show_models(self) -> None:
        self.dock.show_models(self.models.cards(), self.models.card())
        no_model = self.tr("Words are suggested by a model that has read books. Train one on texts of your own.")
        self.dock.say_empty(self.models.trouble or no_model)
        if self.models.trouble:
            self.dock.say(self.models.trouble)

    @Slot(object)
    def _show(self, answer: Answer) -> None:
        self.answer = answer
        self.dock.show_suggestions(answer.suggestions, answer.spot.prefix, answer.others())
        self._show_ghost()

    @Slot(bool)
    def _say_asking(self, asking: bool) -> None:
        if asking and not self.dock.words.rows.words:
            self.dock.say(self.tr("The model is getting ready…"))

    @Slot()
    def _outdate(self) -> None:
        self.ghost.show("")
        self.keys.moved()
        if self.answer is not None:
            self.dock.words.set_stale(True)

    @Slot()
    def _show_ghost(self) -> None:
        answer = self.answer
        text = ""
        if self.dock.ghost.isChecked() and answer is not None and answer.suggestions.words and not answer.spot.after:
            text = _rest(answer)
        self.ghost.show(text)
        if self.dock.ghost.isChecked() and answer is None:
            self._look()

    # -- what the person wants ----------------------------------------------------------------------------

    @Slot(str)
    def _choose(self, name: str) -> None:
        self.models.choose(name)
        self.changed.emit()

    @Slot(float)
    def _warm(self, temperature: float) -> None:
        self.asker.temperature = temperature
        self.asker.anew()
        self.changed.emit()

    @Slot(bool)
    def _arm(self, armed: bool) -> None:
        # Otherwise the editor gives Tab away before anybody is asked about it.
        self.editor.setTabChangesFocus(not armed)
        self.pane.commands_changed.emit()
        self.changed.emit()

    @Slot(QKeyEvent)
    def _pass_on(self, event: QKeyEvent) -> None:
        """A letter typed in the list belongs into the text."""
        self.editor.setFocus()
        QApplication.sendEvent(self.editor, event)


def _rest(answer: Answer) -> str:
    """What the first word adds to what stands there; nothing where letters typed would have to change."""
    spot, word = answer.spot, answer.suggestions.words[0].word
    if not word.startswith(spot.prefix):
        return ""
    taken, white = spaced(spot.before, word, begun=bool(spot.prefix))
    return "" if taken else white + word[len(spot.prefix) :]
