"""The MIDI keyboards that are plugged in, to choose from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from studio.panes.compose.playing.midikeys import MidiKeys


def open_midi_menu(midi: MidiKeys, parent: QWidget, where: QPoint) -> QMenu | None:
    """Show the menu; turns the input on first, and opens nothing where the system has none (which is then said)."""
    if not midi.on:
        midi.toggle()
    if not midi.on:
        return None
    menu = QMenu(parent)
    menu.setAccessibleName(_tr("MIDI keyboards"))
    names = midi.names()
    for name in names:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(name == midi.name)
        action.triggered.connect(partial(midi.choose, name))
    if not names:
        menu.addAction(_tr("No MIDI keyboard is connected")).setEnabled(False)
    menu.addSeparator()
    menu.addAction(_tr("Play with none")).triggered.connect(midi.toggle)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("MidiMenu", text)
