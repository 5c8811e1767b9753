"""The search under way: what is looked for, where it stands now, and stepping from hit to hit."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QTextCursor

from studio.look.palette import current
from studio.look.tokens import RADIUS
from studio.panes.write.authors import PERSON, format_of
from studio.panes.write.editor import WriteEditor
from studio.panes.write.finding import Hit, Hits, Wanted, find, replacement
from studio.panes.write.paper import Paper
from studio.panes.write.places import broken_up, clean, units

#: While somebody types with the bar open, searching waits for the hand to rest.
_REST_MS = 200
_TINT = 60


class Search(QObject):
    """Finds, shows and replaces in one editor; idle while nothing is looked for."""

    changed = Signal()

    def __init__(self, editor: WriteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._wanted = Wanted("")
        self._starts: list[int] = []
        self.hits = Hits()
        self._soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._soon.timeout.connect(self._look)
        editor.typed.connect(self._text_changed)
        editor.place_changed.connect(self.changed)
        editor.under.append(self._paint)

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return self._wanted

    def want(self, wanted: Wanted) -> None:
        """Look for something else; an empty text ends the search."""
        self._wanted = wanted
        self._look()

    def number(self) -> int:
        """Which hit is selected, counted from 1; 0 when none is."""
        cursor = self._editor.textCursor()
        at = bisect_left(self._starts, cursor.selectionStart())
        hits = self.hits.hits
        here = at < len(hits) and (hits[at].start, hits[at].end) == (cursor.selectionStart(), cursor.selectionEnd())
        return at + 1 if here else 0

    def step(self, forth: bool = True) -> None:
        """Select the next hit, or the one before; after the last comes the first."""
        self._up_to_date()
        hits = self.hits.hits
        if not hits:
            return
        cursor = self._editor.textCursor()
        if forth:
            at = bisect_left(self._starts, cursor.selectionEnd()) % len(hits)
        else:
            at = bisect_left(self._starts, cursor.selectionStart()) - 1
        self._select(hits[at])

    def show_nearest(self) -> None:
        """Select the first hit from where the selection begins on."""
        hits = self.hits.hits
        if hits:
            at = bisect_left(self._starts, self._editor.textCursor().selectionStart()) % len(hits)
            self._select(hits[at])

    def replace_one(self, template: str) -> None:
        """Replace the selected hit and go to the next one; where none is selected, only go."""
        self._up_to_date()
        number = self.number()
        if number:
            hit = self.hits.hits[number - 1]
            text = broken_up(clean(replacement(self._wanted, hit, template)))
            self._editor.replace_span(hit.start, hit.end, text, PERSON, self.tr("Replace"))
            cursor = self._editor.textCursor()
            cursor.setPosition(hit.start + units(text))
            self._editor.setTextCursor(cursor)
        self.step()

    def replace_all(self, template: str) -> int:
        """Replace every hit in one step of undo; returns how many."""
        text = self._editor.text()
        hits = find(self._wanted, text, len(text)).hits
        if not hits:
            return 0
        cursor = QTextCursor(self._editor.document())
        plain = format_of(PERSON)
        with self._editor.steps.one_step(cursor, self.tr("Replace all")):
            # From the end, so that the places before stay where they are.
            for hit in reversed(hits):
                cursor.setPosition(hit.start)
                cursor.setPosition(hit.end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(broken_up(clean(replacement(self._wanted, hit, template))), plain)
        self._look()
        return len(hits)

    def _select(self, hit: Hit) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(hit.start)
        cursor.setPosition(hit.end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        self.changed.emit()

    @Slot()
    def _text_changed(self) -> None:
        if self._wanted.text:
            self._soon.start()

    def _up_to_date(self) -> None:
        if self._soon.isActive():
            self._look()

    @Slot()
    def _look(self) -> None:
        self._soon.stop()
        self.hits = find(self._wanted, self._editor.text()) if self._wanted.text else Hits()
        self._starts = [hit.start for hit in self.hits.hits]
        self._editor.viewport().update()
        self.changed.emit()

    def _paint(self, painter: QPainter, paper: Paper) -> None:
        if not self._starts or self._soon.isActive():
            return
        colour = QColor(current().warning)
        colour.setAlpha(_TINT)
        painter.setBrush(colour)
        painter.setPen(QColor(current().warning))
        for block, corner in paper.visible_blocks():
            at = bisect_left(self._starts, block.position())
            while at < len(self._starts) and self._starts[at] < block.position() + block.length():
                hit = self.hits.hits[at]
                for rect in paper.span_rects(block, corner, hit.start - block.position(), hit.end - hit.start):
                    painter.drawRoundedRect(rect.adjusted(-1, 0.5, 1, -0.5), RADIUS.s, RADIUS.s)
                at += 1
