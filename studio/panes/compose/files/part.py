"""The part of Compose that takes music out of the house."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from engines.compose.engraving import EngraveRequest, Pages
from engines.compose.score import Score
from engines.errors import ReverieError
from engines.steps import Step, Task
from studio.commands import Command
from studio.jobs.job import Job
from studio.panes.compose.composing.part import ComposingPart
from studio.panes.compose.composing.reusing import use_recipe
from studio.panes.compose.files.dialog import FORMATS, PAGES, Choice, ExportMusicDialog
from studio.panes.compose.files.pagefiles import write_pages
from studio.panes.compose.opening import Opened
from studio.panes.compose.parts import Part
from studio.widgets.jobwords import error_words

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 60

Recipe = Mapping[str, Any] | None


def write_music(score: Score, path: Path, recipe: Recipe) -> Task[Any]:
    """Write a score as sound or as a file of notes; for pages have it engraved and return them."""
    suffix = path.suffix.lower()
    if suffix == ".wav":
        from engines.compose.sound.wav import RenderRequest, render_wav

        yield Step(0, None, path.name)
        return (yield from render_wav(RenderRequest(score, path)))
    if suffix[1:] in PAGES:
        from engines.compose.engraving import engrave

        return (yield from engrave(EngraveRequest(score)))
    from engines.compose.writing import write

    yield Step(0, 1, path.name)
    yield from write(score, path, recipe)
    return None


class FilesPart(Part):
    """Asks where music goes and writes it there in the background."""

    name = "files"

    def __init__(self, pane: ComposePane, write: Callable[[Score, Path, Recipe], Task[Any]] = write_music) -> None:
        super().__init__(pane)
        self.before = Choice()
        self.recipe: Recipe = None
        self._write = write
        self._composing = next(part for part in pane.children() if isinstance(part, ComposingPart))
        self._composing.kept.connect(lambda take: self._remember(take.recipe))
        pane.opener.opened.connect(self._opened)

    def commands(self) -> Sequence[Command]:
        tip = self.tr("As MIDI, written music, sound, or pages")
        return [
            Command(
                "compose.export",
                self.tr("Export the music…"),
                self.ask,
                "Compose",
                "Ctrl+E",
                "export",
                tip,
                "compose",
            )
        ]

    def collect(self) -> dict[str, Any]:
        recipe = dict(self.recipe) if self.recipe is not None else None
        return {"folder": self.before.folder, "format": self.before.format, "recipe": recipe}

    def restore(self, state: Mapping[str, Any]) -> None:
        folder, name, recipe = state.get("folder"), state.get("format"), state.get("recipe")
        self.before = Choice(
            folder if isinstance(folder, str) else "",
            name if isinstance(name, str) and name in FORMATS else "mid",
        )
        self.recipe = recipe if isinstance(recipe, Mapping) else None

    def ask(self) -> ExportMusicDialog | None:
        """Open the dialog, unless there is no note."""
        if not self.pane.piece.score.notes:
            self.pane.desk.toasts.say(self.tr("There is nothing to export yet: draw a note first."))
            return None
        dialog = ExportMusicDialog(self._suggested_name(), self.before, self.pane.window())
        dialog.chosen.connect(self.write)
        dialog.open()
        return dialog

    def write(self, choice: Choice) -> Job:
        """Write the music as it is now; a toast tells how it went."""
        self.before = choice
        self.changed.emit()
        score = self.pane.piece.score
        score = replace(score, title=score.title or self.pane.title)
        title = self.tr("Exporting “{}”").format(choice.path.name)
        task = self._write
        job = Job(title, lambda: task(score, choice.path, self.recipe), pane="compose", parent=self)
        job.done.connect(lambda result: self._finish(choice.path, result))
        job.failed.connect(self._not_written)
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self.pane.desk.lanes.submit("disk", job)
        return job

    def _finish(self, path: Path, result: Any) -> None:
        paths = [path]
        if isinstance(result, Pages):
            try:
                paths = write_pages(result, path)
            except ReverieError as error:
                self._not_written(error)
                return
        trouble = getattr(result, "trouble", "")
        if trouble:
            self.pane.desk.toasts.warn(trouble)
        folder = QUrl.fromLocalFile(str(path.parent))
        one, many = self.tr("“{}” is written."), self.tr("“{}” and {more} more pages are written.")
        said = one.format(paths[0].name) if len(paths) == 1 else many.format(paths[0].name, more=len(paths) - 1)
        self.pane.desk.toasts.say(said, self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))

    def _not_written(self, error: Exception) -> None:
        self.pane.desk.toasts.warn(error_words(error), self.tr("Choose another place…"), self.ask)

    def _remember(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def _opened(self, opened: Opened) -> None:
        """A file that carries settings offers them."""
        recipe = opened.reading.recipe
        self._remember(recipe)
        if recipe is not None:
            said = self.tr("“{name}” carries the settings of its last take.").format(name=opened.name)
            self.pane.desk.toasts.say(said, self.tr("Use them"), lambda: use_recipe(self._composing, recipe))

    def _suggested_name(self) -> str:
        wanted = self.pane.title or self.pane.piece.score.title
        fitting = _UNFIT.sub(" ", wanted)[:_LONGEST_NAME].strip(" .")
        return fitting or self.tr("Music")
