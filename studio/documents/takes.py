"""Takes: the results a pane keeps, each with the recipe that makes it again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Take:
    """One result: where it stands in its pane, when it was made, from what, and the name of its blob."""

    id: int
    pane: str
    position: int
    created: str
    title: str
    recipe: dict[str, Any]
    blob: str | None


def append(db: sqlite3.Connection, pane: str, title: str, recipe: Mapping[str, Any], blob: str | None) -> Take:
    """Store a new take after the last one of its pane."""
    (position,) = db.execute("SELECT coalesce(max(position) + 1, 0) FROM take WHERE pane = ?", (pane,)).fetchone()
    created = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(recipe)
    cursor = db.execute(
        "INSERT INTO take (pane, position, created, title, recipe, blob) VALUES (?, ?, ?, ?, ?, ?)",
        (pane, position, created, title, text, blob),
    )
    return Take(int(cursor.lastrowid or 0), pane, position, created, title, json.loads(text), blob)


def listed(db: sqlite3.Connection, pane: str) -> list[Take]:
    """The takes of a pane in their order."""
    rows = db.execute(
        "SELECT id, pane, position, created, title, recipe, blob FROM take WHERE pane = ? ORDER BY position, id",
        (pane,),
    )
    return [
        Take(take_id, of_pane, position, created, title, json.loads(recipe), blob)
        for take_id, of_pane, position, created, title, recipe, blob in rows
    ]


def put_back(db: sqlite3.Connection, take: Take) -> None:
    """Store a removed take again, exactly where it was."""
    db.execute(
        "INSERT OR REPLACE INTO take (id, pane, position, created, title, recipe, blob) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (take.id, take.pane, take.position, take.created, take.title, json.dumps(take.recipe), take.blob),
    )


def remove(db: sqlite3.Connection, take_id: int) -> None:
    """Take it off the list; its blob stays until the next Save As, so that undo can put it back."""
    db.execute("DELETE FROM take WHERE id = ?", (take_id,))
