"""Paint: open a photograph, choose paintings, set how they paint, compare, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.errors import ReverieError
from engines.paint.looks import Look
from engines.paint.recipes import Recipe
from engines.paint.stylecatalogue import Style, styles
from studio.commands import Command
from studio.panes.paint import opening, reusing
from studio.panes.paint.canvas import PaintCanvas
from studio.panes.paint.commands import paint_commands
from studio.panes.paint.edits import ChangeSetting, OpenPhotograph, Scene
from studio.panes.paint.exporting import Exporter
from studio.panes.paint.hanging import Hanging
from studio.panes.paint.look import Photograph, Setting, setting_in
from studio.panes.paint.negative import Darkroom, Negative
from studio.panes.paint.opener import Opener
from studio.panes.paint.opening import Opened
from studio.panes.paint.panel import PaintPanel
from studio.panes.paint.renderer import Renderer
from studio.panes.paint.restoring import Keeping
from studio.panes.paint.showing import Showing
from studio.panes.paint.siderooms import SideRooms
from studio.panes.pane import Desk, Pane


class PaintPane(Pane):
    """Wires canvas, panel, engine and history; holds the photograph and the setting."""

    name = "paint"
    suffixes = opening.SUFFIXES

    photograph_changed = Signal(object)  # Photograph | None
    setting_changed = Signal(object)  # Setting

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.photograph: Photograph | None = None
        self.setting = Setting()
        #: Which look the page of styles edits: "inside" or, with a mask, "outside".
        self.side = "inside"
        self.styles: list[Style] = []
        self.negative: Negative | None = None
        self._gesture = 1
        self.canvas = PaintCanvas()
        self.panel = PaintPanel()
        self.opener = Opener(desk, self.suffixes, self)
        self.renderer = Renderer(desk.lanes, self)
        self.showing = Showing(self.canvas, self.renderer, self)
        self.hanging = Hanging(desk.lanes, self.panel.styles.gallery, self)
        self.exporter = Exporter(desk, self)
        self.keeping = Keeping()
        self._darkroom = Darkroom()
        self.rooms = SideRooms(self)
        self._lay_out()
        self._connect()
        self._load_styles()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.rooms.strip)
        row.addLayout(column, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        page = self.panel.styles
        page.wished.connect(self._wish)
        page.settled.connect(self._let_go)
        page.full.connect(self._say_full)
        self.canvas.view.comparing_changed.connect(self.commands_changed)
        self.opener.opened.connect(self._opened)
        self.opener.recipe_read.connect(self.use_recipe)
        self.renderer.failed.connect(self._not_painted)
        self.hanging.failed.connect(self.desk.toasts.warn)
        self.showing.status.connect(self.status)

    def showEvent(self, event: QShowEvent) -> None:
        """The empty gallery shows the sample in every style, once the window has been seen."""
        super().showEvent(event)
        if self.photograph is None and not self.opener.is_busy:
            self.hanging.hang_sample_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is there to see the sample."""
        self.hanging.never_mind()
        super().hideEvent(event)

    def _load_styles(self) -> None:
        try:
            self.styles = styles()
        except ReverieError as error:
            self.desk.toasts.warn(str(error))
        self.hanging.set_names([style.name for style in self.styles])
        self.panel.styles.set_styles(self.styles)
        self.panel.styles.setEnabled(False)

    # What the window asks ------------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        return paint_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        self.canvas.adopt(action_of)
        self.panel.set_export(action_of("paint.export"))
        self.rooms.strip.adopt(action_of("paint.keep"))
        self._order_tabs()
        self._show_photograph(self.photograph)

    def _order_tabs(self) -> None:
        """From left to right, as it is read."""
        for before, after in pairwise(
            [*self.canvas.stops(), *self.panel.stops(self.rooms.mask_stops()), *self.rooms.strip.stops()]
        ):
            QWidget.setTabOrder(before, after)

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths[:1]:
            self.opener.open_file(path)

    def collect(self) -> dict[str, Any]:
        return self.keeping.collect(self.negative, self.setting)

    def restore(self, state: Mapping[str, Any], read_blob: Callable[[str], bytes]) -> None:
        self.opener.stop()
        self.undo_stack.clear()
        self._darkroom.clear()
        self.negative = None
        self._show_photograph(None)
        self._show_setting(setting_in(state, read_blob))
        self.keeping.hand_out(state, read_blob)
        found = self.keeping.read_photograph(state, read_blob)
        if found is not None:
            self.opener.open_blob(*found, self._restored)

    # What the person does ------------------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        """The look that the page of styles shows: of one side of the mask, or of everything."""
        return self.setting.outside if self.side == "outside" else self.setting.inside

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the styles by their names."""
        return {style.name: style.title for style in self.styles}

    def change(self, setting: Setting, text: str, *, gesture: int = 0) -> None:
        """Go to ``setting`` in a step that undo calls ``text``; steps of one gesture and text become one."""
        if setting != self.setting:
            self.undo_stack.push(ChangeSetting(text, self.setting, setting, self._show_setting, gesture))

    def choose_style(self, name: str) -> None:
        """Paint as ``name``, or show the photograph as it is for an empty name."""
        self.panel.styles.choose(name)

    def edit_side(self, side: str) -> None:
        """Let the page of styles show and change the look "inside" or "outside" the mask."""
        self.side = side if self.setting.mask is not None else "inside"
        self.panel.styles.show_look(self.look)
        self.commands_changed.emit()

    def use_recipe(self, recipe: Recipe) -> None:
        """Paint the photograph with the settings of an exported picture."""
        if self.photograph is None:
            self.desk.toasts.say(self.tr("Open a photograph first; then these settings can be used on it."))
        elif recipe.kind != "stylize":
            self.rooms.use_recipe(recipe)
        else:
            self.change(reusing.setting_of(recipe, self.photograph), self.tr("Reuse settings"))

    def export(self) -> None:
        """Ask where to and write the painting in full size."""
        if self.photograph is None or not self.can_export():
            return
        outcome = self.rooms.own_outcome
        if outcome is not None:
            self.rooms.export_own(self.photograph, outcome)
        else:
            self.exporter.ask(self.photograph, self.setting)

    def can_export(self) -> bool:
        """Whether there is a painting that the models at hand can make."""
        if self.photograph is not None and self.rooms.own_outcome is not None:
            return True
        if self.photograph is None or not self.setting.has_style or self.renderer.is_broken:
            return False
        known = {style.name for style in self.styles}
        return all(name in known for look in self.setting.looks for name in look.names)

    # How it happens ------------------------------------------------------------------------------------------

    @Slot(object, str)
    def _wish(self, look: Look, text: str) -> None:
        if self.photograph is None:
            return
        drags = look.styles != self.look.styles and look.names == self.look.names
        drags = drags or (look.strength, look.brush) != (self.look.strength, self.look.brush)
        outside = self.side == "outside"
        setting = replace(self.setting, outside=look) if outside else replace(self.setting, inside=look)
        self.change(setting, text, gesture=self._gesture if drags else 0)

    @Slot()
    def _let_go(self) -> None:
        self._gesture += 1

    @Slot()
    def _say_full(self) -> None:
        self.desk.toasts.say(self.tr("A blend holds four styles. Take one out to add another."))

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        photograph = opened.photograph
        self._darkroom.keep(photograph)
        before, after = Scene(self.negative, self.setting), Scene(Negative(photograph), self._unmasked())
        text = self.tr("Open “{}”").format(photograph.name)
        self.undo_stack.push(OpenPhotograph(text, before, after, self.show_scene))
        if opened.recipe is not None:
            recipe = opened.recipe
            words, action = self.tr("This picture carries its settings."), self.tr("Use them")
            self.desk.toasts.say(words, action, lambda: self.use_recipe(recipe))

    def _unmasked(self) -> Setting:
        """The setting for another photograph: a mask was painted for one only."""
        return replace(self.setting, mask=None)

    def show_scene(self, scene: Scene) -> None:
        """Show a photograph, or none, with its setting: developed first where only its file is left."""
        self.opener.stop()
        photograph = scene.negative.photograph if scene.negative is not None else None
        if scene.negative is None or photograph is not None:
            self._arrange(scene, photograph)
            return
        # What was here stays on view until the other one is developed.
        self.opener.develop(scene.negative, lambda opened: self._developed(scene, opened.photograph))

    def _developed(self, scene: Scene, photograph: Photograph) -> None:
        if scene.negative is not None:
            scene.negative.develop(photograph)
        self._darkroom.keep(photograph)
        self._arrange(scene, photograph)

    def _arrange(self, scene: Scene, photograph: Photograph | None) -> None:
        self.negative = scene.negative
        self.setting = scene.setting
        self._show_photograph(photograph)

    def _restored(self, opened: Opened) -> None:
        self._darkroom.keep(opened.photograph)
        self.negative = Negative(opened.photograph)
        self._show_photograph(opened.photograph)

    def _show_photograph(self, photograph: Photograph | None) -> None:
        self.photograph = photograph
        self.panel.styles.setEnabled(photograph is not None)
        self.showing.show_photograph(photograph)
        self.photograph_changed.emit(photograph)
        # The painting first, the gallery after: they share a lane.
        self._show_setting(self.setting)
        if photograph is not None:
            self.hanging.hang(photograph)
        elif self.isVisible() and not self.opener.is_busy:
            self.hanging.hang_sample()

    def _show_setting(self, setting: Setting) -> None:
        self.setting = setting
        if setting.mask is None:
            self.side = "inside"
        self.panel.styles.show_look(self.look)
        self.showing.show_setting(setting)
        self.setting_changed.emit(setting)
        self.changed.emit()
        self.commands_changed.emit()

    @Slot(str)
    def _not_painted(self, sentence: str) -> None:
        self.desk.toasts.warn(sentence)
        self.commands_changed.emit()
