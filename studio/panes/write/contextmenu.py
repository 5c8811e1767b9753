"""The menu of the right mouse button over the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu

from studio.look.icons import icon

if TYPE_CHECKING:
    from studio.panes.write.editor import WriteEditor


def edit_menu(editor: WriteEditor) -> QMenu:
    """Undo by the window's steps, and the clipboard."""
    stack, chosen = editor.stack, editor.textCursor().hasSelection()
    menu = QMenu(editor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    entries = (
        (_tr("Undo: {step}").format(step=stack.undoText()), "undo", stack.undo, stack.canUndo()),
        (_tr("Redo: {step}").format(step=stack.redoText()), "redo", stack.redo, stack.canRedo()),
        None,
        (_tr("Cut"), "", editor.cut, chosen),
        (_tr("Copy"), "copy", editor.copy, chosen),
        (_tr("Paste"), "", editor.paste, editor.canPaste()),
        (_tr("Select all"), "", editor.selectAll, not editor.is_blank()),
    )
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, picture, run, possible = entry
        action = menu.addAction(text.replace("&", "&&").removesuffix(": "))
        if picture:
            action.setIcon(icon(picture))
        action.setEnabled(possible)
        action.triggered.connect(run)
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("EditMenu", text)
