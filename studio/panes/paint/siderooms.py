"""The side rooms of Paint, joined to the pane: masks, the painting of one's own, takes, and folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.paint.recipes import Recipe
from engines.paint.transfer.request import StylePicture
from studio.commands import Command
from studio.documents.blobs import Blob
from studio.panes.paint.batching import Batcher
from studio.panes.paint.edits import OpenPhotograph, Scene
from studio.panes.paint.look import Photograph, setting_in, setting_state
from studio.panes.paint.lookwords import short_words
from studio.panes.paint.masking.masking import Masking
from studio.panes.paint.masking.section import MaskSection
from studio.panes.paint.negative import Negative
from studio.panes.paint.own.controller import OwnController
from studio.panes.paint.own.page import OwnPage
from studio.panes.paint.own.plan import Outcome
from studio.panes.paint.takefiles import blob_bytes
from studio.panes.paint.takes import PaintTake, Takes
from studio.widgets.filmstrip import Filmstrip

if TYPE_CHECKING:
    from studio.panes.paint.pane import PaintPane


class SideRooms(QObject):
    """Carries things between the pane and its side rooms."""

    def __init__(self, pane: PaintPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.mask_section = MaskSection()
        self.masking = Masking(pane.canvas.view, self.mask_section, pane.desk, self)
        self.own_page = OwnPage()
        self.own = OwnController(pane.desk, self.own_page, pane, history=pane.undo_stack)
        self.strip = Filmstrip()
        self.takes = Takes(pane.desk, self.strip, pane.undo_stack, self)
        self.batcher = Batcher(pane.desk, pane)
        #: A take of a painting of one's own whose photograph is still being developed.
        self._awaited: PaintTake | None = None
        self._mask_fold = pane.panel.styles.add_section(self.mask_section, self.tr("Mask"))
        pane.panel.add_tab(self.tr("Your painting"), self.own_page)
        pane.keeping.add("takes", self.takes)
        pane.keeping.add("own", self.own)
        self._connect()

    def _connect(self) -> None:
        pane = self._pane
        self.masking.edited.connect(lambda layer: pane.change(replace(pane.setting, mask=layer), self.tr("Mask")))
        self.masking.side_chosen.connect(pane.edit_side)
        pane.setting_changed.connect(self._setting_changed)
        pane.photograph_changed.connect(self._photograph_changed)
        pane.panel.page_changed.connect(self._page_changed)
        self.own.shown.connect(self._show_own)
        self.own.finished.connect(lambda _: self._keep_outcome(self.own.outcome, pane.negative))
        self.own.set_aside.connect(lambda photo, outcome: self._keep_outcome(outcome, Negative(photo)))
        self.own.wanted.connect(lambda: pane.panel.show_page(self.own_page))
        self.own.commands_changed.connect(pane.commands_changed)
        self.own.changed.connect(pane.changed)
        self.takes.changed.connect(pane.changed)
        self.takes.wanted.connect(self._show_take)
        self.takes.compared.connect(self._compare)

    # What the pane asks --------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """The commands of the side rooms."""
        pane, menu = self._pane, "Paint"
        keep = Command(
            "paint.keep",
            self.tr("Keep this take"),
            self.keep,
            menu,
            "Ctrl+K",
            "plus",
            self.tr("Put what is seen on the filmstrip, with its settings"),
            pane.name,
            lambda: pane.photograph is not None,
        )
        batch = Command(
            "paint.batch",
            self.tr("Paint a folder…"),
            self.paint_folder,
            menu,
            tip=self.tr("Paint every photograph of a folder as this one"),
            pane=pane.name,
            enabled=lambda: pane.setting.has_style,
        )
        masks = [
            Command(name, title, run, "Paint/Mask", pane=pane.name, enabled=lambda: pane.photograph is not None)
            for name, title, run in self.masking.commands()
        ]
        return [keep, batch, *masks, *self.own.commands()]

    def mask_stops(self) -> Sequence[QWidget]:
        """Where the Tab key stops in the section of masks, in order."""
        fold = [] if self._mask_fold is None else [self._mask_fold.head]
        return [*fold, *self.mask_section.stops()]

    @property
    def own_outcome(self) -> Outcome | None:
        """The painting of one's own, while its page is in front."""
        return self.own.outcome if self._in_own_page() else None

    def export_own(self, photograph: Photograph, outcome: Outcome) -> None:
        """Ask where the painting of one's own should go."""
        plan = outcome.plan
        pictures = tuple(StylePicture(one.pixels, weight, one.name) for one, weight in plan.paintings)
        self._pane.exporter.ask_transfer(photograph, outcome.transferred, plan.settings, pictures)

    def use_recipe(self, recipe: Recipe) -> None:
        """Put the settings of an exported painting of one's own back; its style pictures are not in the file."""
        if recipe.transfer is None:
            return
        self._pane.panel.show_page(self.own_page)
        plan = replace(self.own.plan, settings=recipe.transfer, seed_locked=True)
        self.own.planning.change(plan, self.tr("Reuse settings"))
        names = ", ".join(f"“{painting.name}”" for painting in recipe.paintings)
        if names:
            self._pane.desk.toasts.say(self.tr("The settings are back. It was painted after {}.").format(names))

    # What the person does ------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is seen as a take."""
        pane = self._pane
        outcome = self.own_outcome
        if outcome is not None:
            self._keep_outcome(outcome, pane.negative)
            return
        image = pane.showing.seen()
        if image is not None and pane.negative is not None:
            setting = {**setting_state(pane.setting), **_named(pane.negative)}
            self.takes.keep(short_words(pane.setting, pane.titles), "stylize", setting, image)

    def paint_folder(self) -> None:
        """Ask for a folder and paint all that is in it."""
        self.batcher.ask(self._pane.setting, self._pane.titles, self._pane.photograph)

    # How it happens ------------------------------------------------------------------------------------------

    def _keep_outcome(self, outcome: Outcome | None, negative: Negative | None) -> None:
        if outcome is None or negative is None:
            return
        names = " + ".join(Path(painting.name).stem for painting, _ in outcome.plan.paintings)
        setting = {**self.own.take_setting(outcome), **_named(negative)}
        self.takes.keep(names or self.tr("Your painting"), "transfer", setting, outcome.image)

    @Slot(object)
    def _setting_changed(self, _setting: object) -> None:
        photograph = self._pane.photograph
        size = QSize() if photograph is None else QSize(photograph.picture.width, photograph.picture.height)
        self.masking.show(self._pane.setting.mask, size)
        self.takes.moved_on()

    @Slot(object)
    def _photograph_changed(self, photograph: Photograph | None) -> None:
        self.takes.stop_comparing()
        self.own.set_photograph(photograph)
        self._page_changed()
        take, self._awaited = self._awaited, None
        if take is not None:
            self._show_own_take(take)

    @Slot()
    def _page_changed(self) -> None:
        self._pane.showing.show_guest(self.own.image if self._in_own_page() else None)
        self._pane.commands_changed.emit()

    @Slot(object)
    def _show_own(self, image: QImage | None) -> None:
        if self._in_own_page():
            self._pane.showing.show_guest(image)
        self._pane.commands_changed.emit()

    def _in_own_page(self) -> bool:
        return self._pane.panel.page() is self.own_page

    @Slot(object, object)
    def _show_take(self, take: PaintTake, _image: QImage) -> None:
        pane = self._pane
        is_own = take.kind == "transfer"
        pane.panel.show_page(self.own_page if is_own else pane.panel.styles)
        setting = pane.setting if is_own else setting_in(take.setting, blob_bytes)
        text = self.tr("Show the take “{}”").format(take.title)
        other = self._other_photograph(take)
        if other is not None:
            self._awaited = take if is_own else None
            before = Scene(pane.negative, pane.setting)
            setting = replace(setting, mask=None) if is_own else setting
            pane.undo_stack.push(OpenPhotograph(text, before, Scene(other, setting), pane.show_scene))
        elif is_own:
            self._show_own_take(take)
        else:
            pane.change(setting, text)

    def _other_photograph(self, take: PaintTake) -> Negative | None:
        """The photograph that the take was made of, unless it is the one on view."""
        blob, now = take.setting.get("photograph"), self._pane.negative
        if not isinstance(blob, Blob) or (now is not None and now.blob.sha == blob.sha):
            return None
        return Negative.stored(str(take.setting.get("name", "")), blob)

    def _show_own_take(self, take: PaintTake) -> None:
        self.own.show_take(take.setting, take.picture.data, blob_bytes)

    @Slot(object, object)
    def _compare(self, take: PaintTake | None, image: QImage | None) -> None:
        view, photograph = self._pane.canvas.view, self._pane.photograph
        if photograph is None:
            return
        size = QSize(photograph.picture.width, photograph.picture.height)
        if take is None or image is None:
            view.set_before(photograph.image, size)
            view.set_before_name("")
        else:
            view.set_before(image, size)
            view.set_before_name(take.title)
            view.set_comparing(True)


def _named(negative: Negative) -> dict[str, object]:
    """The photograph in a take: stored once, however many takes are made of it."""
    return {"photograph": negative.blob, "name": negative.name}
