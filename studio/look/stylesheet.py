"""The one application stylesheet: what a palette cannot say, generated from the tokens."""

from __future__ import annotations

from string import Template

from studio.look.tokens import RADIUS, SIZE, SPACE, Tokens

# Two things Qt does not do in a styled spin box: padding, and NoButtons. So the steps stand left and right of the
# number, and a bare field has steps of one empty pixel.
#
# Buttons draw their focus ring only when focus came by keyboard (see keyboardfocus.py); fields always show it,
# because there the ring answers "where will my typing go".
_BUTTONS = Template("""
QPushButton {
    background: $raised; color: $text; border: 1px solid $line_strong; border-radius: ${r_m}px;
    padding: 0 ${s_m}px; min-height: ${control}px; outline: 0;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:disabled { color: $faint; border-color: $line; background: transparent; }
QPushButton[primary="true"] { background: $accent; color: $accent_text; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:pressed {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[primary="true"]:disabled { background: $raised; color: $faint; border-color: $line; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; color: $accent; font-weight: 600; }
QPushButton[quiet="true"]:hover { background: $hover; border-color: $hover; }
QPushButton[line="true"] {
    background: transparent; border-color: transparent; color: $muted; text-align: left; padding: 0 ${s_xs}px;
}
QPushButton[line="true"]:hover { background: $hover; color: $text; }
QPushButton[keyboardFocus="true"]:focus { border: 2px solid $focus; }
QPushButton[primary="true"][keyboardFocus="true"]:focus { border: 2px solid $text; }

QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: ${r_s}px;
    padding: ${s_xs}px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:disabled { color: $faint; }
QToolButton[keyboardFocus="true"]:focus { border: 1px solid $focus; }
QToolButton::menu-indicator { image: none; }
QToolButton[rail="true"] {
    color: $muted; border: 1px solid transparent; border-radius: ${r_m}px; padding: ${s_s}px ${s_xs}px;
    font-size: ${small}px;
}
QToolButton[rail="true"]:hover { color: $text; background: $panel; }
QToolButton[rail="true"]:checked { color: $text; background: $raised; font-weight: 600; }
QToolButton[rail="true"][keyboardFocus="true"]:focus { border: 1px solid $focus; }
""")

_FIELDS = Template("""
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $raised; color: $text; border: 1px solid $line_strong; border-radius: ${r_m}px;
    selection-background-color: $selection; selection-color: $selection_text; placeholder-text-color: $muted;
}
QLineEdit, QComboBox { min-height: ${control}px; padding: 0 ${s_s}px; }
QSpinBox, QDoubleSpinBox { min-height: ${spin}px; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: $faint; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: $focus;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    color: $faint; border-color: $line; background: transparent;
}
QSpinBox, QDoubleSpinBox { qproperty-alignment: AlignCenter; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    border: 0; width: ${s_xl}px; background: transparent; subcontrol-origin: padding;
}
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: left; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($glyph_plus); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($glyph_minus); width: 12px; height: 12px; }
QAbstractSpinBox QLineEdit { background: transparent; border: 0; padding: 0; min-height: 0; }
QComboBox QLineEdit { background: transparent; border: 0; padding: 0; min-height: 0; }
QSpinBox[bare="true"] {
    qproperty-alignment: AlignRight; background: transparent; border-color: transparent; min-height: ${bare}px;
}
QSpinBox[bare="true"]::up-button, QSpinBox[bare="true"]::down-button { width: 1px; }
QSpinBox[bare="true"]::up-arrow, QSpinBox[bare="true"]::down-arrow { image: none; width: 0; }
QSpinBox[bare="true"]:hover { background: $raised; }
QSpinBox[bare="true"]:focus { background: $raised; border-color: $focus; }
QComboBox::drop-down { border: 0; width: ${s_xl}px; }
QComboBox::down-arrow { image: url($glyph_down); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; padding: ${s_xs}px; outline: 0; }

QCheckBox, QRadioButton {
    spacing: ${s_s}px; color: $text; outline: 0; border: 1px solid transparent; border-radius: ${r_s}px; padding: 1px;
}
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${s_l}px; height: ${s_l}px; background: $raised; border: 1px solid $line_strong;
}
QCheckBox::indicator { border-radius: ${r_s}px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $faint; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($glyph_check); }
QRadioButton::indicator:checked { background: $accent_text; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox[keyboardFocus="true"]:focus, QRadioButton[keyboardFocus="true"]:focus { border-color: $focus; }

QSlider { background: transparent; }
QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line_strong; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal {
    width: ${handle}px; height: ${handle}px; margin: -5px 0; border-radius: 7px; background: $knob; border: 0;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:disabled { background: $faint; }
QSlider[keyboardFocus="true"]::handle:horizontal:focus {
    width: 10px; height: 10px; border: 2px solid $focus; background: $window;
}
""")

_SURFACES = Template("""
QToolTip {
    background: $raised; color: $text; border: 1px solid $line_strong; padding: ${s_xs}px ${s_s}px;
}
QMenuBar { background: $window; color: $text; padding: 2px ${s_xs}px; }
QMenuBar::item { padding: ${s_xs}px ${s_s}px; border-radius: ${r_s}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $line_strong; padding: ${s_xs}px; }
QMenu::item { padding: 6px ${s_xl}px 6px ${s_m}px; border-radius: ${r_s}px; border: 0; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: ${s_xs}px ${s_s}px; }
QMenu::icon { padding-left: ${s_s}px; }
QMenu::indicator { width: ${s_l}px; height: ${s_l}px; padding-left: ${s_xs}px; }
QMenu::indicator:checked { image: url($glyph_tick); }
QMenu::right-arrow { image: url($glyph_right); width: 12px; height: 12px; padding-right: ${s_s}px; }

QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: ${s_m}px; }
QScrollBar:horizontal { height: ${s_m}px; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: ${s_xxl}px; }
QScrollBar::handle:horizontal { min-width: ${s_xxl}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: 0; background: transparent; }

QAbstractItemView { border: 0; outline: 0; background: $panel; color: $text; }
QAbstractItemView::item { border-radius: ${r_s}px; padding: 0 ${s_xs}px; }
QComboBox QAbstractItemView::item { min-height: ${item}px; }
QFrame[card="true"] QAbstractItemView { background: transparent; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $selection; color: $selection_text; }
QHeaderView::section {
    background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line; padding: ${s_xs}px ${s_s}px;
}
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab {
    background: transparent; color: $muted; padding: ${s_s}px ${s_m}px; border: 0; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $focus; }
QProgressBar { background: $line_strong; border: 0; border-radius: 2px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { background: $window; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QGroupBox { border: 0; margin-top: ${s_xl}px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $text; }

QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}px; }
QLabel[role="title"] { color: $text; font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { color: $text; font-weight: 600; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="success"] { color: $success; }
QWidget[surface="panel"] { background: $panel; }
QWidget[surface="canvas"] { background: $canvas; }
QFrame[card="true"] { background: $raised; border: 1px solid $line_strong; border-radius: ${r_l}px; }
QFrame[separator="true"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
""")


def stylesheet(tokens: Tokens, glyphs: dict[str, str], scale: float = 1.0) -> str:
    """Write the stylesheet for ``tokens``; ``glyphs`` maps down, right, plus, minus, check, tick to picture files."""
    values: dict[str, object] = {name: getattr(tokens, name) for name in Tokens.__slots__}
    values |= {f"s_{name}": getattr(SPACE, name) for name in ("xs", "s", "m", "l", "xl", "xxl")}
    values |= {f"r_{name}": getattr(RADIUS, name) for name in ("s", "m", "l")}
    values |= {f"glyph_{name}": path for name, path in glyphs.items()}
    values |= {
        "small": round(SIZE.text_small * scale),
        "title": round(SIZE.text_title * scale),
        "control": round((SIZE.control - 2) * scale),
        # Qt adds three pixels of its own to a spin box.
        "spin": round((SIZE.control - 2) * scale) - 3,
        "bare": round((SIZE.control - 8) * scale) - 3,
        "item": round((SIZE.control - 4) * scale),
        "handle": SIZE.handle,
        "knob": tokens.text if tokens.dark else tokens.accent,
    }
    return "".join(part.substitute(values) for part in (_BUTTONS, _FIELDS, _SURFACES))
