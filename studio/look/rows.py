"""Rows of plain lists and trees as high as a finger and an eye want them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from studio.look.tokens import SIZE, SPACE


class RoomyRows(QStyledItemDelegate):
    """Draws like the ordinary delegate, in higher rows.

    The stylesheet cannot do this: a list laid out before it is polished keeps the low rows and paints over them.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as the content, at least as high as a control."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(SIZE.control, option.fontMetrics.height() + SPACE.m, size.height()))


def make_roomy(view: QAbstractItemView) -> None:
    """Give ``view`` rows of comfortable height."""
    view.setItemDelegate(RoomyRows(view))
