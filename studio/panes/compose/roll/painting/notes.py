"""Notes: tinted by loudness, named where there is room, marked for what they are; thousands drawn as one picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from engines.compose.naming import pitch_name
from engines.compose.notes import Note
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import LEVELS, colours, faded, level_of, mixed
from studio.panes.compose.roll.painting.crowd import CROWD, paint_crowd
from studio.panes.compose.roll.table import NoteTable
from studio.panes.compose.roll.transform import Transform

#: Corners are rounded where a note is large enough for it.
_ROUND_FROM = 7
Box = tuple[int, int, int, int]


def paint_notes(painter: QPainter, model: RollModel, outlook: Outlook, rect: QRect) -> None:
    """Draw the notes that touch ``rect``, those of other tracks beneath, what the draft moves away left out."""
    view, table = outlook.view, model.table
    places = table.between(view.tick(rect.left() - 1), view.tick(rect.right() + 2))
    places = _shown(places, table, model, outlook)
    if len(places) > CROWD:
        paint_crowd(painter, table, places, model, outlook)
        return
    reach = np.ones(len(places), bool) if model.every_track else table.track[places] == model.track
    boxes = _boxes(table, places[~reach], view, rect)
    _fill(painter, _by_ghost(model, table, boxes))
    boxes = _boxes(table, places[reach], view, rect)
    _fill(painter, _by_tint(model, table, outlook, boxes))
    _mark(painter, table, boxes)
    _name(painter, model, table, boxes, view)


def _shown(places: NDArray[np.intp], table: NoteTable, model: RollModel, outlook: Outlook) -> NDArray[np.intp]:
    if not outlook.ghosts and not model.every_track:
        places = places[table.track[places] == model.track]
    return model.left_by_draft(places)


def _boxes(table: NoteTable, places: NDArray[np.intp], view: Transform, rect: QRect) -> list[tuple[int, Box]]:
    """Each place with its pixels: one free pixel after it and one below."""
    left = np.rint(table.start[places] * view.scale).astype(int) - view.left
    right = np.rint(table.end[places] * view.scale).astype(int) - view.left
    rows = np.full(128, -1)
    rows[list(view.rows)] = np.arange(len(view.rows))
    row = rows[table.pitch[places]]
    top = row * view.row_height - view.top
    seen = (row >= 0) & (top <= rect.bottom()) & (top + view.row_height >= rect.top())
    width = np.maximum(2, right - left - 1)
    height = max(2, view.row_height - 1)
    columns = (places[seen].tolist(), left[seen].tolist(), top[seen].tolist(), width[seen].tolist())
    return [(place, (x, y, w, height)) for place, x, y, w in zip(*columns, strict=True)]


def _by_ghost(model: RollModel, table: NoteTable, boxes: list[tuple[int, Box]]) -> dict[QRgb, list[Box]]:
    look, tracks = colours(), model.score.tracks
    found: dict[QRgb, list[Box]] = defaultdict(list)
    for place, box in boxes:
        colour = look.ghost(tracks[int(table.track[place])].colour)
        if table.intensity is not None and table.intensity[place] > 0:
            colour = _warm(table, place)
        found[colour.rgba()].append(box)
    return found


QRgb = int


def _by_tint(
    model: RollModel, table: NoteTable, outlook: Outlook, boxes: list[tuple[int, Box]]
) -> dict[QRgb, list[Box]]:
    look, tracks = colours(), model.score.tracks
    found: dict[QRgb, list[Box]] = defaultdict(list)
    hues = [track.colour for track in tracks]
    for place, box in boxes:
        hue = hues[table.track[place]]
        if place in outlook.sounding:
            colour = look.lit(hue)
        elif table.intensity is not None:
            colour = _warm(table, place)
        else:
            colour = look.note(hue, level_of(int(table.velocity[place])))
        found[colour.rgba()].append(box)
    return found


def _warm(table: NoteTable, place: int) -> QColor:
    assert table.intensity is not None
    return colours().warmth(round(min(1.0, max(0.0, float(table.intensity[place]))) * (LEVELS - 1)))


def _fill(painter: QPainter, groups: dict[QRgb, list[Box]]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for rgba, boxes in groups.items():
        painter.setBrush(QColor.fromRgba(rgba))
        _draw_boxes(painter, boxes)


def _draw_boxes(painter: QPainter, boxes: Iterable[Box]) -> None:
    plain = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for x, y, w, h in boxes:
        if w >= _ROUND_FROM and h >= _ROUND_FROM:
            painter.drawRoundedRect(QRectF(x, y, w, h), 2.5, 2.5)
        else:
            plain.append(QRect(x, y, w, h))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if plain:
        painter.drawRects(plain)


def _mark(painter: QPainter, table: NoteTable, boxes: list[tuple[int, Box]]) -> None:
    look = colours()
    painter.setPen(Qt.PenStyle.NoPen)
    generated = [box for place, box in boxes if table.generated[place]]
    if generated:
        painter.setBrush(QBrush(faded(look.note_text, 0.32), Qt.BrushStyle.BDiagPattern))
        _draw_boxes(painter, generated)
    painter.setBrush(look.note_text)
    for place, (x, y, w, h) in boxes:
        if table.outside[place] and w > 8 and h > 5:
            side = min(5, h - 2)
            painter.drawPolygon(
                [QPointF(x + w - side - 1, y + 1), QPointF(x + w - 1, y + 1), QPointF(x + w - 1, y + 1 + side)]
            )
    outline_boxes(painter, [box for place, box in boxes if table.selected[place]], look.outline)


def outline_boxes(painter: QPainter, boxes: Iterable[Box], colour: QColor, dashed: bool = False) -> None:
    """Put a line of one pixel and a half around boxes, inside of their edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, 1.6)
    if dashed:
        pen = QPen(colour, 1.2, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for x, y, w, h in boxes:
        painter.drawRoundedRect(QRectF(x, y, w, h).adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)


def name_font(base: QFont, row_height: int) -> QFont:
    """The font of names on notes: as large as a row bears, at most as the window's text."""
    font = QFont(base)
    font.setPixelSize(max(8, min(12, row_height - 5)))
    return font


def _name(painter: QPainter, model: RollModel, table: NoteTable, boxes: list[tuple[int, Box]], view: Transform) -> None:
    if view.row_height < 13:
        return
    font = name_font(painter.font(), view.row_height)
    painter.setFont(font)
    metrics = QFontMetrics(font)
    painter.setPen(faded(colours().note_text, 0.85))
    key = model.score.key_at(int(view.tick(0)))
    names: dict[int, tuple[str, int]] = {}
    for place, (x, y, w, h) in boxes:
        if w < 26:
            continue
        pitch = int(table.pitch[place])
        if pitch not in names:
            name = pitch_name(pitch, key)
            names[pitch] = name, metrics.horizontalAdvance(name)
        name, width = names[pitch]
        if width + 9 <= w:
            # What begins left of the window is named at its edge.
            left = max(x, 0) + 5
            if left + width < x + w - 3:
                painter.drawText(left, y + (h + metrics.ascent() - metrics.descent()) // 2 + 1, name)
    painter.setPen(Qt.PenStyle.NoPen)


def box_of(note: Note, view: Transform) -> Box:
    """The pixels of one note."""
    x = view.x(note.start)
    return x, view.y(note.pitch), max(2, view.x(note.end) - x - 1), max(2, view.row_height - 1)


def paint_draft(painter: QPainter, model: RollModel, view: Transform, rect: QRect) -> None:
    """Draw what the gesture under way would make, and the take that is looked at."""
    look = colours()
    coming = _in_sight(model.draft.come, view, rect)
    groups: dict[QRgb, list[Box]] = defaultdict(list)
    for note, box in coming:
        tint = mixed(look.note(_hue(model, note), level_of(note.velocity)), look.outline, 0.15)
        groups[tint.rgba()].append(box)
    _fill(painter, groups)
    if len(coming) <= CROWD:
        outline_boxes(painter, [box for _note, box in coming], look.outline)
    taken = _in_sight(model.take, view, rect)
    groups = defaultdict(list)
    for note, box in taken:
        groups[faded(look.track(_hue(model, note)), 0.3).rgba()].append(box)
    _fill(painter, groups)
    outline_boxes(painter, [box for _note, box in taken], look.accent, dashed=True)


def _hue(model: RollModel, note: Note) -> int:
    tracks = model.score.tracks
    return tracks[note.track].colour if note.track < len(tracks) else 0


def _in_sight(notes: Iterable[Note], view: Transform, rect: QRect) -> list[tuple[Note, Box]]:
    first, last = view.tick(rect.left() - 2), view.tick(rect.right() + 2)
    return [(note, box_of(note, view)) for note in notes if note.start <= last and note.start + note.length >= first]
