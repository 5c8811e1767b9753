"""What a person does with generated passages: write on, try again, branch, choose, put back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from engines.write.spacing import glue
from engines.write.tokens import is_word
from studio.panes.write.counting import count_words
from studio.panes.write.editor import WriteEditor
from studio.panes.write.generating.branches import Branches, Node
from studio.panes.write.generating.regions import Region, pieces_between, region_of, run_end, text_between, text_until
from studio.panes.write.generating.wishes import Wishes
from studio.panes.write.generating.writing import Writing, pieces_of
from studio.panes.write.manuscript import Piece
from studio.panes.write.places import units
from studio.panes.write.suggesting.choices import Choices, Other
from studio.panes.write.suggesting.models import Models
from studio.panes.write.suggesting.spot import Spot, space_after


@dataclass
class _Draft:
    """What the words under way will be in the history; ``led`` are the pieces that led to them."""

    wishes: Wishes
    kind: str = "generated"
    family: int = 0
    parent: int = 0
    begin: int = 0
    word: str = ""
    led: tuple[Piece, ...] = ()
    model: str = ""


class Telling(QObject):
    """Keeps every passage before it is replaced, so that nothing is ever lost."""

    #: Another passage in the history, or another one in the text.
    told = Signal()
    #: Candidates to choose from, or none any more.
    offered = Signal()

    def __init__(self, editor: WriteEditor, models: Models, choices: Choices, writing: Writing) -> None:
        super().__init__(editor)
        self._editor, self._models, self.choices, self.writing = editor, models, choices, writing
        self.branches = Branches()
        self.candidates: list[Node] = []
        self._place = (Region(0, 0), -1)
        # What the generation under way will be in the history.
        self._draft = _Draft(Wishes())
        writing.ended.connect(self._ended)

    # -- writing on ---------------------------------------------------------------------------------------

    def write_on(self, wishes: Wishes) -> bool:
        """Generate at the cursor; behind a branch it is that branch that goes on."""
        self.writing.settle()
        position = self._editor.textCursor().selectionEnd()
        self._editor.go_to(position)
        text = text_until(self._editor, position)
        line = text.rpartition("\n")[2]
        # A space that is typed already is the generator's to set: it may begin with a comma.
        spaces = len(line) - len(line.rstrip(" ")) if line.strip() else 0
        region = Region(position - spaces, position)
        self._draft = _Draft(wishes)
        node = self._branch_before(region.start)
        if node is not None:
            self._draft = _Draft(wishes, "branch", node.family, node.number, len(node.pieces), node.word, node.pieces)
        return self._begin(text[: len(text) - spaces], region, stream=wishes.candidates == 1)

    def try_again(self, wishes: Wishes) -> bool:
        """Another passage in place of the newest one that still stands in the text."""
        self.writing.settle()
        node, region = self.newest_in_text()
        if node is None or region is None:
            return False
        self._keep_changed(node.family, region)
        standing = self.standing(node.family)
        led = standing.pieces[: standing.begin] if standing is not None else ()
        start = region.start + sum(units(text) for text, _, _ in led)
        parent, word = (standing.parent, standing.word) if standing is not None else (0, "")
        wanted = replace(wishes, candidates=1)
        self._draft = _Draft(wanted, "retry", node.family, parent, len(led), word, led)
        return self._begin(text_until(self._editor, start), Region(start, region.end), stream=True)

    def newest_in_text(self) -> tuple[Node | None, Region | None]:
        """The newest passage whose family stands in the text, the one at the cursor before all others."""
        seen: set[int] = set()
        found: tuple[Node | None, Region | None] = None, None
        position = self._editor.textCursor().position()
        for node in reversed(self.branches.nodes()):
            if node.family in seen:
                continue
            seen.add(node.family)
            region = region_of(self._editor, self.branches.tags(node.family))
            if region is not None and region.start <= position <= region.end:
                return node, region
            if region is not None and found[0] is None:
                found = node, region
        return found

    def standing(self, family: int) -> Node | None:
        """The passage of a family that stands in the text, letter for letter."""
        region = region_of(self._editor, self.branches.tags(family))
        if region is None:
            return None
        text = text_between(self._editor, *region)
        return next((node for node in reversed(self.branches.family(family)) if node.text == text), None)

    def standing_numbers(self) -> set[int]:
        """Every passage that stands in the text, letter for letter."""
        regions: dict[int, Region] = {}
        for span in self._editor.spans():
            family = self.branches.family_of(span.tag)
            if family:
                start = regions[family].start if family in regions else span.start
                regions[family] = Region(start, span.end)
        texts = {family: text_between(self._editor, *region) for family, region in regions.items()}
        return {node.number for node in self.branches.nodes() if texts.get(node.family) == node.text}

    def _branch_before(self, position: int) -> Node | None:
        family = self.branches.family_of(self._editor.tag_at(position - 1)) if position else 0
        node = self.standing(family) if family else None
        region = region_of(self._editor, self.branches.tags(family)) if node is not None else None
        if node is None or region is None or region.end != position or node.begin != len(node.pieces):
            return None
        return node

    def _begin(self, text_before: str, region: Region, *, stream: bool) -> bool:
        self.leave_candidates()
        self._draft.model = card.name if (card := self._models.card()) is not None else ""
        request = self._draft.wishes.request(text_before)
        return self.writing.begin(request, region, self._name if stream else None)

    def _name(self, words: int) -> str:
        return self.tr("Generated 1 word") if words == 1 else self.tr("Generated {n} words").format(n=words)

    @Slot()
    def _ended(self) -> None:
        writing, draft = self.writing, self._draft
        if writing.newest is not None and not writing.step:
            self._offer()
        elif writing.step:
            self._part_from_next(writing.region, writing.step)
            self._add((*draft.led, *writing.pieces))
        self.told.emit()

    def _part_from_next(self, region: Region, step: int) -> None:
        """Keep the last word apart from one that follows."""
        if self._editor.steps.newest != step:
            return
        block = self._editor.document().findBlock(region.end)
        after = text_between(self._editor, region.end, min(region.end + 1, block.position() + block.length() - 1))
        space = space_after(text_between(self._editor, block.position(), region.end), after)
        if space:
            name = self._editor.stack.undoText()
            here = self._editor.textCursor().position()
            self._editor.put(region.end, region.end, [(space, "person", 0)], name, step)
            if here == region.end:
                self._editor.go_to(here)

    def _add(self, pieces: tuple[Piece, ...]) -> Node:
        draft = self._draft
        return self.branches.add(
            draft.kind,
            pieces,
            draft.wishes,
            draft.model,
            family=draft.family,
            parent=draft.parent,
            begin=draft.begin,
            word=draft.word,
        )

    # -- candidates ---------------------------------------------------------------------------------------

    def _offer(self) -> None:
        generated = self.writing.newest
        if generated is None:
            return
        self.candidates = []
        draft = self._draft
        family = draft.family
        for candidate in generated.candidates:
            pieces = tuple(pieces_of(candidate.words, self.choices))
            if pieces:
                wishes, model = draft.wishes, draft.model
                node = self.branches.add("candidate", pieces, wishes, model, family=family, parent=draft.parent)
                family = family or node.family
                self.candidates.append(node)
        self._place = self.writing.region, self._editor.document().revision()
        self.offered.emit()

    def take_candidate(self, number: int) -> None:
        """Put one of the candidates into the text; the others stay in the history."""
        node = self.branches.get(number)
        region, revision = self._place
        if node is None or node not in self.candidates:
            return
        words = sum(is_word(text.strip()) for text, _, _ in node.pieces)
        if revision == self._editor.document().revision():
            self._put(node.pieces, region, self._name(words))
        else:
            self._put_at_cursor(node, self._name(words))
        self.leave_candidates()

    def leave_candidates(self) -> None:
        """Choose none."""
        if self.candidates:
            self.candidates = []
            self.offered.emit()

    # -- branches -----------------------------------------------------------------------------------------

    def choose(self, spot: Spot, word: str, others: tuple[Other, ...]) -> int:
        """Put ``word`` in place of the one at ``spot``; the generated words after it go. Returns how many."""
        self.writing.settle()
        editor = self._editor
        family = self.branches.family_of(editor.tag_at(spot.start))
        region = region_of(editor, self.branches.tags(family)) if family else None
        standing = self.standing(family) if family else None
        end = spot.end
        if region is not None:
            end = run_end(editor, spot.end, self.branches.tags(family))
            self._keep_what_goes(spot.start, end)
        cut = count_words(text_between(editor, spot.end, end))
        tag = self.choices.keep(word, others)
        editor.replace_span(spot.start, end, word, "picked", self.tr("Picked “{word}”").format(word=word), tag=tag)
        after = spot.start + units(word)
        editor.go_to(after)
        if region is not None:
            pieces = pieces_between(editor, min(region.start, spot.start), after)
            parent = standing.number if standing is not None else 0
            wishes = standing.wishes if standing is not None else Wishes()
            model = standing.model if standing is not None else ""
            count = len(pieces)
            self.branches.add("branch", pieces, wishes, model, family=family, parent=parent, begin=count, word=word)
        self.told.emit()
        return cut

    # -- history ------------------------------------------------------------------------------------------

    def put_back(self, number: int) -> None:
        """Let a passage of the history stand in the text again: at its place, or at the cursor."""
        self.writing.settle()
        node = self.branches.get(number)
        if node is None:
            return
        region = region_of(self._editor, self.branches.tags(node.family))
        name = self.tr("Put a passage back")
        if region is None:
            self._put_at_cursor(node, name)
        else:
            self._keep_changed(node.family, region)
            self._put(node.pieces, region, name)

    def _put_at_cursor(self, node: Node, name: str) -> None:
        position = self._editor.textCursor().position()
        (text, author, tag), *rest = node.pieces
        before = text_until(self._editor, position)
        first = text.lstrip(" ")
        piece = (glue(before, first) + first if first else text, author, tag)
        self._put((piece, *rest), Region(position, position), name)

    def _put(self, pieces: tuple[Piece, ...], region: Region, name: str) -> None:
        step = self._editor.put(*region, pieces, name)
        end = region.start + sum(units(text) for text, _, _ in pieces)
        self._editor.go_to(end)
        self._part_from_next(Region(region.start, end), step)
        self.told.emit()

    def _keep_what_goes(self, start: int, end: int) -> None:
        """The passages of which something stands between two positions, as they are now."""
        tags = {span.tag for span in self._editor.spans() if span.start < end and span.end > start}
        for family in {self.branches.family_of(tag) for tag in tags} - {0}:
            region = region_of(self._editor, self.branches.tags(family))
            if region is not None:
                self._keep_changed(family, region)

    def _keep_changed(self, family: int, region: Region) -> None:
        """What the person has made of a passage belongs to the history before something takes its place."""
        if self.standing(family) is None:
            wishes = self.branches.family(family)[-1].wishes
            self.branches.add("kept", pieces_between(self._editor, *region), wishes, "", family=family)
