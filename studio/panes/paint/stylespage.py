"""The styles page: the gallery, and under it everything that says how the chosen styles paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from engines.paint.looks import Look
from engines.paint.stylecatalogue import Style
from studio.look.tokens import SPACE
from studio.panes.paint import blending
from studio.panes.paint.blendsection import BlendSection
from studio.panes.paint.brushslider import BrushSlider
from studio.panes.paint.gallery import StyleGallery
from studio.panes.paint.section import Section
from studio.panes.paint.segments import Segments
from studio.panes.paint.thumbnail import AIR
from studio.widgets.valueslider import ValueSlider


class StylesPage(QWidget):
    """Controls without logic: they show a look, and say which look would be the next.

    ``wished`` brings that look with the words for one step of undo; ``settled`` ends a drag.
    """

    wished = Signal(object, str)  # Look, what undo calls it
    settled = Signal()
    full = Signal()  # a fifth style was asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self._titles: dict[str, str] = {}
        self.gallery = StyleGallery()
        self.blend = BlendSection()
        self.strength = ValueSlider(self.tr("Strength"), 0, 100, 100, " %")
        self.colours = Segments(self.tr("Colours"), self._colour_choices())
        self.brush = BrushSlider()
        self.controls = _Controls()
        for control in (self.blend, self.strength, self.colours, self.brush):
            self.controls.add(control)
        column = QVBoxLayout(self)
        # The thumbnails have air of their own: so far outside, their pictures stand in line with the rest.
        # On the right nothing: scroll bars have their place in the air at the panel's edge.
        column.setContentsMargins(SPACE.l - AIR, 0, 0, 0)
        column.setSpacing(SPACE.m)
        column.addWidget(self.gallery, 1)
        column.addWidget(self.controls)
        self._connect()

    def add_section(self, widget: QWidget, title: str = "", *, is_open: bool = True) -> Section | None:
        """Put ``widget`` under the controls; with a title it can be folded away, and the section is returned."""
        if not title:
            self.controls.add(widget)
            return None
        section = Section(title, widget)
        section.set_open(is_open)
        self.controls.add(section)
        return section

    def set_styles(self, styles: Sequence[Style]) -> None:
        """Hang the gallery."""
        self._titles = {style.name: style.title for style in styles}
        self.blend.set_titles(self._titles)
        self.gallery.set_styles(styles)
        self.show_look(self.look)

    def show_look(self, look: Look) -> None:
        """Let every control say what ``look`` says, without telling anybody."""
        self.look = look
        self.gallery.show_shares(blending.percents(look) if look.styles else {})
        self.blend.show_look(look)
        percent = round(look.strength * 100)
        if self.strength.value() != percent:  # else a drag would be told that it is over
            self.strength.set_value(percent)
        self.colours.choose(look.colours)
        self.brush.set_brush(look.brush)
        for control in (self.strength, self.colours, self.brush):
            control.setEnabled(bool(look.styles))

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        colours = list(self.colours.buttons.values())
        sliders = [self.strength.number, self.strength.slider, *colours, self.brush.number, self.brush.slider]
        return [self.gallery, *self.blend.stops(), *sliders]

    def choose(self, name: str) -> None:
        """Ask for ``name`` alone; an empty name asks for the photograph as it is."""
        title = self._titles.get(name, name)
        words = self.tr("Paint as {}").format(title) if name else self.tr("Show the original")
        self.wished.emit(blending.with_only(self.look, name), words)

    def toggle(self, name: str) -> None:
        """Ask for ``name`` to be blended in or taken out."""
        title = self._titles.get(name, name)
        if name in self.look.names:
            self.wished.emit(blending.toggled(self.look, name), self.tr("Take out {}").format(title))
        elif not blending.has_room(self.look):
            self.full.emit()
        elif not self.look.styles:
            self.choose(name)
        else:
            self.wished.emit(blending.toggled(self.look, name), self.tr("Blend in {}").format(title))

    def even_out(self) -> None:
        """Ask for the same share of every style."""
        self.wished.emit(blending.evened(self.look), self.tr("Even out the blend"))

    def set_strength(self, percent: int) -> None:
        """Ask for so much painting."""
        self.wished.emit(replace(self.look, strength=percent / 100), self.tr("Strength"))

    def set_colours(self, colours: str) -> None:
        """Ask for the colours of the painting, of the photograph, or matched ones."""
        self.wished.emit(replace(self.look, colours=colours), self.tr("Colours"))

    def set_brush(self, brush: float) -> None:
        """Ask for finer or broader strokes."""
        self.wished.emit(replace(self.look, brush=brush), self.tr("Brush"))

    def _connect(self) -> None:
        self.gallery.chosen.connect(self.choose)
        self.gallery.toggled.connect(self.toggle)
        self.blend.changed.connect(lambda look: self.wished.emit(look, self.tr("Blend")))
        self.blend.removed.connect(self.toggle)
        self.strength.changed.connect(self.set_strength)
        self.colours.chosen.connect(self.set_colours)
        self.brush.changed.connect(self.set_brush)
        for moving in (self.blend, self.strength, self.brush):
            moving.settled.connect(self.settled)

    def _colour_choices(self) -> list[tuple[str, str, str]]:
        return [
            ("off", self.tr("Painting’s"), self.tr("The painting’s own colours")),
            ("luminance", self.tr("Photo’s"), self.tr("The photograph’s colours under the painting’s light and dark")),
            ("histogram", self.tr("Matched"), self.tr("The painting’s colours, shifted towards the photograph’s")),
        ]


class _Controls(QScrollArea):
    """As high as what is in it; where that is too much, it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = _Content(self)
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(AIR, 0, SPACE.l, SPACE.xs)
        self.column.setSpacing(SPACE.m)
        self.setWidget(self._inner)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` under those that are there."""
        self.column.addWidget(widget)

    def sizeHint(self) -> QSize:
        """The size of the content."""
        return self._inner.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """One control can always be seen."""
        return QSize(0, min(64, self._inner.minimumSizeHint().height()))


class _Content(QWidget):
    """What scrolls; it tells the area when it has become higher or lower."""

    def __init__(self, area: _Controls) -> None:
        super().__init__()
        self._area = area

    def event(self, event: QEvent) -> bool:
        """A section that folds asks for another height: so does the area around it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.updateGeometry()
        return super().event(event)
