"""The model library: every model at the left, the chosen one at the right, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from engines.folders import Removed, put_back
from engines.library import Library, Shelved, copy_out, remove, retitle
from engines.steps import Task
from studio import paths
from studio.dialogs.sheet import Sheet, words
from studio.jobs.lanes import Lanes
from studio.look.icons import icon
from studio.look.palette import text_scale
from studio.look.rows import make_roomy
from studio.look.tokens import SPACE
from studio.panes.errands import once, send
from studio.panes.modelview import ModelView

_LIST_WIDE = 220


class LibrarySheet(Sheet):
    """Shows the shelf; all work is done on the disk lane."""

    #: Another list than before.
    changed = Signal()
    #: str: the name of the model that shall answer.
    chosen = Signal(str)

    def __init__(
        self, title: str, library: Library, view: ModelView, lanes: Lanes, removed: list[Removed], parent: QWidget
    ) -> None:
        """``removed`` is kept by the caller: what was deleted can be put back until the studio closes."""
        super().__init__(title, parent)
        self._library, self._lanes, self._removed = library, lanes, removed
        self._models: list[Shelved] = []
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setFixedWidth(_LIST_WIDE)
        make_roomy(self.list)
        self.view = view
        self.view.hide()
        self.note = words(self.tr("Reading the models…"), "muted")
        self.use = self._button(self.tr("Use it"), "", self.tr("Let it answer from now on"))
        self.copy = self._button(self.tr("Export a copy…"), "export", self.tr("Copy the model into a folder"))
        self.delete = self._button(self.tr("Delete"), "trash", "")
        self.bring = self._button(self.tr("Import…"), "open", self.tr("Take in a model from a folder"))
        self.restore = self._button("", "undo", self.tr("Possible until the studio closes"))
        self._lay_out()
        self._connect()
        wide = round(860 * max(1.0, text_scale()))
        self.resize(min(wide, parent.window().width() - 2 * SPACE.xl), 600)
        self._show()
        self.refresh()

    def models(self) -> list[Shelved]:
        """What is listed."""
        return list(self._models)

    def current(self) -> Shelved | None:
        """The model on view."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    # -- what the person does -----------------------------------------------------------------------------

    def refresh(self, name: str = "") -> None:
        """Read the shelf anew, and show the model called ``name``."""
        models, shelf = paths.models_folder(), self._library.shelf
        self._do(self.tr("Checking the models"), lambda: shelf(models), lambda found: self._take(found, name))

    @Slot(str)
    def rename(self, title: str) -> None:
        """Another title for the model on view."""
        model, models = self.current(), paths.models_folder()
        if model is not None:
            card = model.card
            self._then(self.tr("Renaming"), lambda: once(lambda: retitle(card, title, models)), card.name)

    @Slot()
    def remove(self) -> None:
        """Take the model on view off the shelf."""
        model, models = self.current(), paths.models_folder()
        if model is None or not model.own:
            return

        def done(removed: Removed) -> None:
            self._removed.append(removed)
            self.note.setText(self.tr("“{}” was deleted.").format(removed.title))
            self.refresh()
            self.changed.emit()

        card = model.card
        self._do(self.tr("Deleting"), lambda: once(lambda: remove(card, models)), done)

    @Slot()
    def put_back(self) -> None:
        """What was deleted last."""
        if self._removed:
            removed = self._removed.pop()
            self._then(self.tr("Putting back"), lambda: once(lambda: put_back(removed)), removed.was.name)

    def export_to(self, folder: Path) -> None:
        """Copy the model on view into a folder."""
        model = self.current()
        if model is not None:
            card = model.card
            said = self.tr("A copy lies in “{}”.")
            self._do(
                self.tr("Copying the model"),
                lambda: copy_out(card, folder),
                lambda place: self._say(said.format(place)),
            )

    def import_from(self, folder: Path) -> None:
        """Take in the model that lies in a folder."""
        models, bring_in = paths.models_folder(), self._library.bring_in

        def done(card: Any) -> None:
            self._say(self.tr("“{}” was taken in.").format(card.title))
            self.refresh(card.name)
            self.changed.emit()

        self._do(self.tr("Taking in a model"), lambda: bring_in(folder, models), done)

    def _use(self) -> None:
        model = self.current()
        if model is not None:
            self.chosen.emit(model.card.name)
            self.close()

    # -- how it happens -----------------------------------------------------------------------------------

    def _then(self, title: str, task: Callable[[], Task[Any]], name: str) -> None:
        """Do something that changes the shelf, and show the model ``name`` after it."""

        def done(_: Any) -> None:
            self.note.setText("")
            self.refresh(name)
            self.changed.emit()

        self._do(title, task, done)

    def _do(self, title: str, task: Callable[[], Task[Any]], done: Callable[[Any], object]) -> None:
        send(self._lanes, title, task, done, lambda sentence: self._say(sentence, "danger"), owner=self)

    def _take(self, models: list[Shelved], name: str) -> None:
        before = self.current()
        wanted = name or (before.card.name if before is not None else "")
        self._models = models
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for model in models:
            item = QListWidgetItem(model.card.title)
            item.setToolTip(model.card.summary)
            if not model.verdict.ok:
                item.setIcon(icon("warning", "warning"))
            self.list.addItem(item)
        names = [model.card.name for model in models]
        self.list.setCurrentRow(names.index(wanted) if wanted in names else 0)
        self.list.blockSignals(blocked)
        if self.note.text() == self.tr("Reading the models…"):
            self.note.setText("")
        self._show()

    @Slot()
    def _show(self) -> None:
        model = self.current()
        self.view.setVisible(model is not None)
        if model is not None:
            self.view.show_model(model)
        own = model is not None and model.own
        self.use.setEnabled(model is not None and model.verdict.ok)
        self.copy.setEnabled(model is not None)
        self.delete.setEnabled(own)
        shipped = self.tr("It came with Reverie and cannot be deleted")
        self.delete.setToolTip(self.tr("Can be put back until the studio closes (Del)") if own else shipped)
        last = self._removed[-1].title if self._removed else ""
        self.restore.setText(self.tr("Put back “{}”").format(last))
        self.restore.setVisible(bool(self._removed))

    def _say(self, sentence: str, role: str = "muted") -> None:
        self.note.setText(sentence)
        self.note.setProperty("role", role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    # -- putting together ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row, left, right, does = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(SPACE.l)
        does.setSpacing(SPACE.s)
        left.addWidget(self.list, 1)
        left.addWidget(self.bring)
        for button in (self.use, self.copy, self.delete):
            does.addWidget(button)
        does.addStretch(1)
        right.addWidget(self.view, 1)
        right.addLayout(does)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.content.addLayout(row, 1)
        self.buttons.insertWidget(0, self.note, 1)
        self.buttons.insertWidget(1, self.restore)
        # Enter takes a new name; it must not close the sheet.
        close = self.add_close()
        close.setAutoDefault(False)
        close.setDefault(False)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.view.renamed.connect(self.rename)
        self.use.clicked.connect(self._use)
        self.copy.clicked.connect(lambda: self._ask(self.tr("Export a copy into a folder"), self.export_to))
        self.bring.clicked.connect(lambda: self._ask(self.tr("Choose the folder of a model"), self.import_from))
        self.delete.clicked.connect(self.remove)
        self.restore.clicked.connect(self.put_back)
        gone = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.remove)

    def _ask(self, title: str, then: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _button(self, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        if picture:
            button.setIcon(icon(picture))
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button
