"""Generation: the dock, the commands, and what the project keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtGui import QAction

from engines.write.generating import Generated
from studio.commands import Command
from studio.panes.write.counting import count_words
from studio.panes.write.generating.branches import Node
from studio.panes.write.generating.copymarks import CopyMarks
from studio.panes.write.generating.dock import GenerateDock
from studio.panes.write.generating.otherwords import OtherWords
from studio.panes.write.generating.passages import Passage
from studio.panes.write.generating.telling import Telling
from studio.panes.write.generating.wishes import wishes_from
from studio.panes.write.generating.writing import Writing
from studio.panes.write.parts import Part
from studio.panes.write.suggesting.choices import Other
from studio.panes.write.suggesting.part import SuggestingPart
from studio.panes.write.suggesting.spot import Spot

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

DOCK = "generate"
_LATER_MS = 400


class GeneratingPart(Part):
    """Joins what is asked in the dock and on the page with what can be told."""

    name = "generating"

    def __init__(self, pane: WritePane) -> None:
        super().__init__(pane)
        # Parts are made one after the other, and suggestions come first: the model is theirs.
        suggesting = next(part for part in pane.children() if isinstance(part, SuggestingPart))
        self.editor, self.models, self.asker = pane.editor, suggesting.models, suggesting.asker
        self.dock = GenerateDock()
        self.writing = Writing(pane.desk.lanes, self.editor, self.models, suggesting.choices)
        self.telling = Telling(self.editor, self.models, suggesting.choices, self.writing)
        self.other_words = OtherWords(self.editor, self.asker, suggesting.choices)
        self.copies = CopyMarks(pane.desk.lanes, self.editor, self.models)
        pane.page.add_dock(self.tr("Generate"), self.dock, name=DOCK)
        #: Typing and undo may take a passage out of the text or bring it back; the list need not hurry.
        self._soon = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._soon.timeout.connect(self._show_history)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        dock, telling, writing = self.dock, self.telling, self.writing
        dock.controls.changed.connect(self.changed)
        dock.go.clicked.connect(self.go)
        dock.put_back.connect(self._put_back)
        dock.taken.connect(self._take)
        dock.left.connect(telling.leave_candidates)
        telling.told.connect(self._tell)
        telling.offered.connect(self._show_candidates)
        writing.grown.connect(self._grow)
        writing.ended.connect(self._show_state)
        writing.failed.connect(lambda sentence: dock.say(sentence, "danger"))
        self.editor.escaped.connect(writing.stop)
        self.editor.typed.connect(self._later)
        self.other_words.chosen.connect(self._choose)
        self.copies.found.connect(self._say_copied)
        self.models.changed.connect(self._show_state)

    def commands(self) -> Sequence[Command]:
        """Writing on, trying again, other words, the history."""
        return [*self._writing_commands(), *self._looking_commands()]

    def _writing_commands(self) -> list[Command]:
        return [
            Command(
                "write.generate",
                self.tr("Generate words"),
                self.go,
                "Write",
                "Ctrl+G",
                "sparkle",
                self.tr("Write on at the cursor; once more, or Esc, stops"),
                "write",
                lambda: self.models.card() is not None,
                starts_group=True,
            ),
            Command(
                "write.again",
                self.tr("Try again"),
                self.try_again,
                "Write",
                "Ctrl+R",
                "refresh",
                self.tr("Other words in place of those generated last; the history keeps both"),
                "write",
                lambda: not self.writing.is_busy and bool(self.telling.branches.nodes()),
            ),
        ]

    def _looking_commands(self) -> list[Command]:
        return [
            Command(
                "write.others",
                self.tr("Other words here…"),
                self.other_words.open_at_cursor,
                "Write",
                "Ctrl+.",
                tip=self.tr("What else could stand at the cursor; Ctrl and a click on a word do the same"),
                pane="write",
            ),
            Command(
                "write.history",
                self.tr("Generated passages"),
                lambda: self.pane.page.show_dock(DOCK),
                "Write",
                tip=self.tr("Every passage that was ever generated here"),
                pane="write",
            ),
        ]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Put the second button under its action."""
        self.dock.offer(action_of("write.again"))

    def collect(self) -> dict[str, Any]:
        """The settings, and every passage there ever was."""
        return {"wishes": self.dock.controls.wishes().as_values(), "branches": self.telling.branches.as_values()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state from the project."""
        self.writing.stop()
        self.telling.leave_candidates()
        self.dock.controls.show_wishes(wishes_from(state.get("wishes")))
        branches = self.telling.branches
        branches.restore(state.get("branches"))
        # A passage that stands in no text holds tags too.
        self.telling.choices.begin_after(tag for node in branches.nodes() for tag in node.tags)
        self.dock.say("")
        self._show_history()
        self._show_state()

    # -- what the person wants ----------------------------------------------------------------------------

    @Slot()
    def go(self) -> None:
        """Write on at the cursor; stop what runs."""
        if self.writing.is_busy:
            self.writing.stop()
            return
        wishes = self.dock.controls.wishes().rolled()
        self.dock.controls.show_wishes(wishes)
        self._begun(self.telling.write_on(wishes))
        if wishes.candidates > 1:
            self.pane.page.show_dock(DOCK)
        self.editor.setFocus()

    @Slot()
    def try_again(self) -> None:
        """Other words in place of the newest ones."""
        if self.writing.is_busy:
            return
        wishes = self.dock.controls.wishes().rolled()
        self.dock.controls.show_wishes(wishes)
        if not self._begun(self.telling.try_again(wishes)):
            self.dock.say(self.tr("No generated passage stands in the text. Put one back first."))

    def _begun(self, begun: bool) -> bool:
        if begun:
            self.dock.say("")
            self._show_state()
        return begun

    @Slot(int)
    def _put_back(self, number: int) -> None:
        self.writing.stop()
        self.telling.put_back(number)
        self.editor.setFocus()

    @Slot(int)
    def _take(self, number: int) -> None:
        if not self.writing.is_busy:
            self.telling.take_candidate(number)
            self.editor.setFocus()

    @Slot(object, str, object)
    def _choose(self, spot: Spot, word: str, others: tuple[Other, ...]) -> None:
        self.writing.stop()
        cut = self.telling.choose(spot, word, others)
        if cut:
            one = self.tr("The word after “{word}” has made way; the history keeps it.")
            many = self.tr("The {n} words after “{word}” have made way; the history keeps them.")
            said = (one if cut == 1 else many).format(n=cut, word=word)
            self.pane.desk.toasts.say(said, self.tr("Go on from here"), self.go)

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        busy = self.writing.is_busy
        self.dock.show_busy(busy)
        self.dock.go.setEnabled(self.models.card() is not None)
        # One model answers one question at a time: the next words wait until these are written.
        self.asker.resting = busy
        if not busy:
            self.asker.later()
        self.pane.commands_changed.emit()

    @Slot(object)
    def _grow(self, generated: Generated) -> None:
        if self.writing.step:
            return
        drafts = [candidate.text for candidate in generated.candidates]
        rows = [Passage(-1 - at, self._candidate(at), "", text) for at, text in enumerate(drafts)]
        self.dock.show_candidates(rows, ready=False)

    @Slot()
    def _show_candidates(self) -> None:
        nodes = self.telling.candidates
        rows = [
            Passage(node.number, self._candidate(at), _about(node, clock=False), node.text)
            for at, node in enumerate(nodes)
        ]
        self.dock.show_candidates(rows, ready=True)
        if rows:
            self.dock.candidates.setFocus()

    @Slot()
    def _tell(self) -> None:
        self._show_history()
        self.copies.check()
        self.changed.emit()
        self.pane.commands_changed.emit()

    @Slot()
    def _later(self) -> None:
        if self.dock.isVisible() and not self.writing.is_busy and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _show_history(self) -> None:
        standing = self.telling.standing_numbers()
        self.dock.show_history(
            [
                Passage(node.number, self._title(node), _about(node), node.text, depth, node.number in standing)
                for node, depth in self.telling.branches.in_order()
            ]
        )

    @Slot(int)
    def _say_copied(self, count: int) -> None:
        if count:
            one = self.tr("One passage stands word for word in what the model learnt from; it is underlined.")
            many = self.tr("{n} passages stand word for word in what the model learnt from; they are underlined.")
            self.dock.say(one if count == 1 else many.format(n=count), "warning")
        elif self.dock.note.property("role") == "warning":
            self.dock.say("")

    def _candidate(self, at: int) -> str:
        return self.tr("Candidate {n}").format(n=at + 1)

    def _title(self, node: Node) -> str:
        if node.kind == "branch" or node.word:
            return self.tr("Branch at “{word}”").format(word=node.word)
        return {
            "generated": self.tr("Generated"),
            "retry": self.tr("Tried again"),
            "candidate": self.tr("Candidate"),
            "kept": self.tr("As you had changed it"),
        }[node.kind]


def _about(node: Node, *, clock: bool = True) -> str:
    words = count_words(node.text)
    said = [QCoreApplication.translate("Generated", "{n} words").format(n=words)]
    if words == 1:
        said = [QCoreApplication.translate("Generated", "1 word")]
    if node.kind != "kept" and node.begin < len(node.pieces):
        seed = QCoreApplication.translate("Generated", "seed {seed}")
        said += [f"{node.wishes.temperature:.2f}", seed.format(seed=node.wishes.seed)]
    if clock:
        said.append(datetime.fromtimestamp(node.at).strftime("%H:%M"))
    return " · ".join(said)
