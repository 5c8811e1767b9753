"""The part of Compose that shows the piece as written music."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction

from engines.compose.engraving import A4, EngraveRequest, Pages
from engines.compose.score import Score
from engines.errors import ReverieError
from studio.commands import Command
from studio.panes.compose.engraved.dock import ZOOMS, PageDock
from studio.panes.compose.engraved.engraver import Engraver
from studio.panes.compose.parts import Part

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

DOCK = "page"
_SOON_MS = 400
#: Tenths of a millimetre that a pixel is where music flows, at zoom 1 and scale 0.7: a staff is 28 pixels high.
_TENTHS = 1.75
_NARROWEST = 400
_SCALE = 0.7


class EngravedPart(Part):
    """Joins the pages with roll, selection and playhead."""

    name = "engraved"

    def __init__(self, pane: ComposePane) -> None:
        super().__init__(pane)
        self.model, self.outlook = pane.model, pane.outlook
        self.dock = PageDock()
        self.engraver = Engraver(pane.desk.lanes, self)
        self.pages: Pages | None = None
        self._sounding: frozenset[str] = frozenset()
        self._stale = True
        #: What is engraved or on its way, and the score that cannot be: neither is tried again as it is.
        self._asked: EngraveRequest | None = None
        self._refused: Score | None = None
        pane.page.add_dock(self.tr("Page"), self.dock, DOCK)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.engrave)
        dock = self.dock
        dock.clicked.connect(self._choose)
        dock.layout_wanted.connect(self._changed_layout)
        dock.shown.connect(self._shown)
        self.engraver.done.connect(self._take)
        self.engraver.failed.connect(self._fail)
        self.model.score_changed.connect(self._score_changed)
        self.model.selection_changed.connect(self._mark)
        self.outlook.playhead_moved.connect(self._move)

    def commands(self) -> list[Command]:
        return [
            Command(
                "compose.page",
                self.tr("Show the page"),
                lambda: self.pane.page.show_dock(DOCK),
                "Compose",
                "Ctrl+Shift+N",
                tip=self.tr("The piece as written music; what sounds lights up, a click selects"),
                pane="compose",
            ),
            Command(
                "compose.print",
                self.tr("Print the page…"),
                self.ask_to_print,
                "Compose",
                "Ctrl+P",
                "print",
                pane="compose",
                enabled=lambda: bool(self.model.score.notes),
            ),
        ]

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.dock.print.setDefaultAction(action_of("compose.print"))
        self.dock.export.setDefaultAction(action_of("compose.export"))

    def collect(self) -> dict[str, Any]:
        return {"way": self.dock.way.value(), "zoom": self.dock.zoom}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.engraver.stop()
        self._asked = self._refused = None
        self.dock.way.set_value("pages" if state.get("way") == "pages" else "flow")
        self.dock.show_zoom(state["zoom"] if state.get("zoom") in ZOOMS else 1.0)
        self._score_changed()

    def leave(self) -> None:
        """Nobody looks."""
        self._soon.stop()

    # -- engraving ----------------------------------------------------------------------------------------

    @Slot()
    def engrave(self) -> None:
        """Engrave the piece as it is, unless nobody looks."""
        if not self.dock.isVisible():
            return
        score = self.model.score
        if score is self._refused:
            return
        if not score.notes:
            self.pages = self._asked = None
            self.dock.clear()
            self.dock.say(self.tr("Written music appears here with the first note."))
            return
        try:
            request = self.request(self.dock.way.value() == "pages")
        except ReverieError as error:
            self._fail(str(error))
            return
        self._stale = False
        if request == self._asked:
            return
        if self.pages is None:
            self.dock.say(self.tr("Engraving…"))
        self._asked = request
        self.engraver.begin(request)

    def request(self, paged: bool) -> EngraveRequest:
        """The piece on A4, or as wide as there is room; raises BadInput for more notes than can be engraved."""
        if paged:
            return EngraveRequest(self.model.score)
        width = round(self.dock.room() * _TENTHS / self.dock.zoom)
        return EngraveRequest(self.model.score, max(_NARROWEST, width), A4[1], _SCALE, paged=False)

    @Slot()
    def _score_changed(self) -> None:
        self._stale = True
        if self.dock.isVisible():
            self._soon.start()

    @Slot()
    def _changed_layout(self) -> None:
        self._stale = True
        self.engrave()
        self.changed.emit()

    @Slot()
    def _shown(self) -> None:
        if self._stale:
            # Only when it is laid out is it known how wide it is.
            self._soon.start(0)

    @Slot(object)
    def _take(self, pages: Pages) -> None:
        self.pages = pages
        self.dock.show_pages(pages)
        self._sounding = frozenset()
        self._mark()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._refused = self.model.score
        self.pages = self._asked = None
        self.dock.clear()
        self.dock.say(sentence)

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot(float)
    def _move(self, tick: float) -> None:
        pages = self.pages
        if pages is None or not self.dock.isVisible():
            return
        names = pages.sounding(tick) if self.outlook.playing else []
        sounding = frozenset(names)
        if sounding != self._sounding:
            self._sounding = sounding
            self._mark()
            if names and self.outlook.following:
                self.dock.reveal(pages.page_of[names[0]], names[0])

    @Slot()
    def _mark(self) -> None:
        pages = self.pages
        if pages is None:
            return
        selected = self.model.selection
        names: set[str] = set()
        # A piece that is all selected would be all framed, which says nothing.
        if selected and len(selected) < len(pages.score.notes):
            places = (at for at, note in enumerate(pages.score.notes) if note in selected)
            names = {name for at in places for name in pages.elements.get(at, ())}
        self.dock.show_marks(self._sounding, frozenset(names))

    @Slot(str)
    def _choose(self, name: str) -> None:
        pages = self.pages
        place = pages.notes.get(name) if pages is not None else None
        note = pages.score.notes[place] if pages is not None and place is not None else None
        if note is not None and note in self.model.score.notes:
            self.model.set_track(note.track)
            self.model.select((note,))
            self.outlook.show_note(note)
        else:
            self.model.select(())

    @Slot()
    def ask_to_print(self) -> None:
        """The system's dialog; the pages are engraved for A4 whatever is on view."""
        from studio.panes.compose.engraved.printing import Printing

        Printing(self).ask()
