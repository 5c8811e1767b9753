"""Everything that was ever generated, and what became of it: retries, branches, what the person changed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio.panes.write.authors import AUTHORS
from studio.panes.write.generating.wishes import Wishes, wishes_from
from studio.panes.write.manuscript import Piece

#: How a passage came about. “kept” is one as the person had changed it, before it was replaced.
KINDS = ("generated", "retry", "branch", "candidate", "kept")
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Node:
    """One passage. Those of one ``family`` stood, or could stand, at the same place of the text.

    ``begin`` counts the pieces that stood there before this one was generated; ``word`` is the word of a branch.
    """

    number: int
    family: int
    parent: int
    kind: str
    pieces: tuple[Piece, ...]
    begin: int
    wishes: Wishes
    model: str
    word: str
    at: int

    @property
    def text(self) -> str:
        """The passage as it stands in the text, with its white space."""
        return "".join(text for text, _, _ in self.pieces)

    @property
    def tags(self) -> frozenset[int]:
        """The tags of its words."""
        return frozenset(tag for _, _, tag in self.pieces if tag)


class Branches:
    """Grows and never shrinks."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._families: dict[int, int] = {}
        self._newest = 0

    def add(
        self,
        kind: str,
        pieces: Iterable[Piece],
        wishes: Wishes,
        model: str,
        *,
        family: int = 0,
        parent: int = 0,
        begin: int = 0,
        word: str = "",
    ) -> Node:
        """Keep a passage; without a family it begins one."""
        number = self._newest + 1
        made = Node(number, family or number, parent, kind, tuple(pieces), begin, wishes, model, word, int(time.time()))
        self._keep(made)
        return made

    def nodes(self) -> list[Node]:
        """Every passage, the oldest first."""
        return list(self._nodes.values())

    def get(self, number: int) -> Node | None:
        """One passage."""
        return self._nodes.get(number)

    def family(self, family: int) -> list[Node]:
        """The passages of one place, the oldest first."""
        return [node for node in self._nodes.values() if node.family == family]

    def family_of(self, tag: int) -> int:
        """The family of the word with this tag; 0 when it was not generated."""
        return self._families.get(tag, 0)

    def tags(self, family: int) -> frozenset[int]:
        """The tags of every word of a family."""
        return frozenset().union(*(node.tags for node in self.family(family)))

    def in_order(self) -> list[tuple[Node, int]]:
        """Each passage with its depth: families with the newest first, and in each what came of what."""
        families: dict[int, list[Node]] = {}
        for node in reversed(self._nodes.values()):
            families.setdefault(node.family, []).insert(0, node)
        found: list[tuple[Node, int]] = []
        for members in families.values():
            here = {node.number for node in members}
            children: dict[int, list[Node]] = {}
            for node in members:
                children.setdefault(node.parent if node.parent in here else 0, []).append(node)
            waiting = [(node, 0) for node in reversed(children.get(0, []))]
            while waiting:
                node, depth = waiting.pop()
                found.append((node, depth))
                waiting += [(child, depth + 1) for child in reversed(children.get(node.number, []))]
        return found

    # -- in the project -----------------------------------------------------------------------------------

    def as_values(self) -> list[dict[str, Any]]:
        """Plain values."""
        return [
            {
                **{name: getattr(node, name) for name in ("number", "family", "parent", "kind", "begin", "at")},
                **{"model": node.model, "word": node.word, "wishes": node.wishes.as_values()},
                "pieces": [[text, AUTHORS.index(author), tag] for text, author, tag in node.pieces],
            }
            for node in self._nodes.values()
        ]

    def restore(self, rows: Any) -> None:
        """Take what ``as_values`` wrote; passages that make no sense are left out."""
        self._nodes.clear()
        self._families.clear()
        self._newest = 0
        for row in rows if isinstance(rows, list | tuple) else ():
            node = _node(row) if isinstance(row, Mapping) else None
            if node is not None and node.number not in self._nodes:
                # A parent that is younger would be its own grandchild.
                self._keep(node if node.parent < node.number else replace(node, parent=0))

    def _keep(self, node: Node) -> None:
        self._nodes[node.number] = node
        self._newest = max(self._newest, node.number)
        for tag in node.tags:
            self._families.setdefault(tag, node.family)


def _node(row: Mapping[str, Any]) -> Node | None:
    numbers = [row.get(name) for name in ("number", "family", "parent", "begin", "at")]
    if any(type(one) is not int or not 0 <= one < 2**53 for one in numbers):
        return None
    number, family, parent, begin, at = (int(one) for one in numbers if one is not None)
    kind, model, word = row.get("kind"), row.get("model"), row.get("word")
    pieces = _pieces(row.get("pieces"))
    if kind not in KINDS or not pieces or not number or not family:
        return None
    return Node(
        number,
        family,
        parent,
        kind,
        pieces,
        min(begin, len(pieces)),
        wishes_from(row.get("wishes")),
        model if isinstance(model, str) else "",
        word if isinstance(word, str) else "",
        at,
    )


def _pieces(rows: Any) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, list | tuple) or len(row) != 3:
            return ()
        text, code, tag = row
        if not isinstance(text, str) or len(text) > _LONGEST or type(code) is not int or type(tag) is not int:
            return ()
        if not 0 <= code < len(AUTHORS) or not 0 <= tag < 2**31:
            return ()
        found.append((text, AUTHORS[code], tag))
    return tuple(found)
