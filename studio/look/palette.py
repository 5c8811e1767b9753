"""Putting a theme on the application: style, palette, stylesheet, text size, and word that it changed."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from studio.look.keyboardfocus import KeyboardFocus
from studio.look.stylesheet import stylesheet
from studio.look.svg import tinted_svg
from studio.look.tokens import DARK, LIGHT, SIZE, Tokens

Theme = Literal["system", "light", "dark"]

_SMALLEST, _LARGEST = 0.8, 2.0


def apply(app: QApplication, theme: Theme = "system") -> None:
    """Dress ``app`` in ``theme`` at once; "system" keeps following the desktop while the program runs."""
    notifier().wear(app, theme)


def set_text_scale(scale: float) -> None:
    """Make all text larger or smaller (0.8 to 2.0); takes effect at once when a theme is applied."""
    notifier().set_scale(scale)


def text_scale() -> float:
    """The text scale in force, 1.0 unless the person changed it."""
    return notifier().scale


def current() -> Tokens:
    """The colours in force; custom-painted widgets read them in paintEvent, never earlier."""
    return notifier().tokens


def notifier() -> Look:
    """The one object that says ``changed`` after the theme or the text size has changed."""
    global _look
    if _look is None:
        _look = Look()
    return _look


class Look(QObject):
    """What the application wears; made once, on first use."""

    changed = Signal()

    def __init__(self) -> None:
        """Start dark at normal text size, so that widgets made before ``apply`` can already paint."""
        super().__init__()
        self.tokens = DARK
        self.scale = 1.0
        self._theme: Theme = "system"
        self._app: QApplication | None = None
        self._glyph_folder: QTemporaryDir | None = None

    def wear(self, app: QApplication, theme: Theme) -> None:
        """Apply ``theme`` to ``app``, and on the first call the Fusion style too."""
        self._theme = theme
        hints = app.styleHints()
        if self._app is not app:
            self._app = app
            app.setStyle("Fusion")
            KeyboardFocus(app)
            hints.colorSchemeChanged.connect(self._system_changed)
        # Native title bars follow this; offscreen it does nothing, so the palette below never relies on it.
        if theme == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if theme == "dark" else Qt.ColorScheme.Light)
        self._dress()

    def set_scale(self, scale: float) -> None:
        """Change the text size, kept within what layouts can bear."""
        self.scale = min(_LARGEST, max(_SMALLEST, scale))
        if self._app is not None:
            self._dress()

    @Slot(Qt.ColorScheme)
    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._theme == "system":
            self._dress()

    def _dress(self) -> None:
        app = self._app
        if app is None:
            return
        self.tokens = self._chosen(app)
        font = app.font()
        font.setPixelSize(round(SIZE.text * self.scale))
        app.setFont(font)
        app.setPalette(palette_from(self.tokens))
        app.setStyleSheet(stylesheet(self.tokens, self._glyphs(), self.scale))
        self.changed.emit()

    def _chosen(self, app: QApplication) -> Tokens:
        if self._theme == "system":
            # Unknown means that the desktop has no opinion; pictures look best in the dark.
            return LIGHT if app.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK
        return DARK if self._theme == "dark" else LIGHT

    def _glyphs(self) -> dict[str, str]:
        """Write the few arrows that a stylesheet can only take from files, in the colours of the theme."""
        if self._glyph_folder is None:
            self._glyph_folder = QTemporaryDir()
            # Python may never collect this object, which is what would remove the folder.
            atexit.register(self._glyph_folder.remove)
        theme = "dark" if self.tokens.dark else "light"
        wanted = {
            "down": ("chevron-down", self.tokens.muted),
            "plus": ("plus", self.tokens.muted),
            "minus": ("minus", self.tokens.muted),
            "right": ("chevron-right", self.tokens.muted),
            "check": ("check", self.tokens.accent_text),
            "tick": ("check", self.tokens.text),
        }
        paths = {}
        for glyph, (name, colour) in wanted.items():
            path = Path(self._glyph_folder.filePath(f"{glyph}-{theme}.svg"))
            if not path.exists():
                path.write_bytes(tinted_svg(name, colour))
            paths[glyph] = path.as_posix()
        return paths


def palette_from(tokens: Tokens) -> QPalette:
    """Translate tokens into Qt's palette roles, so that every plain widget is right without a stylesheet."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.selection_text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.hover,
        role.Midlight: tokens.raised,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.canvas,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.hover))
    return palette


_look: Look | None = None
