"""The second tab of Paint's panel: your painting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.jobs.job import Job
from studio.look.tokens import SPACE
from studio.panes.paint.opening import SUFFIXES
from studio.panes.paint.own.foot import Foot
from studio.panes.paint.own.more import MoreSection
from studio.panes.paint.own.paintings import PaintingsSection
from studio.panes.paint.own.plan import Plan
from studio.panes.paint.own.standing import Standing
from studio.panes.paint.own.wishes import WishesSection
from studio.panes.paint.section import Section
from studio.widgets.dropzone import DropZone


class OwnPage(QWidget):
    """Controls without logic: the controller shows it plans, and acts on what it says."""

    #: Settings by name and what a person calls the change; ``settled`` ends one drag of a slider.
    changed = Signal(dict, str)
    settled = Signal()
    #: Files that are wanted as style.
    files_added = Signal(list)
    paste_asked = Signal()
    #: The page can be seen.
    appeared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paintings = PaintingsSection()
        self.wishes = WishesSection()
        self.more = MoreSection()
        self.more_fold = Section(self.tr("More"), self.more)
        self.more_fold.set_open(False)
        self.foot = Foot()
        self._scroll = QScrollArea()
        self._lay_out()
        self.drop_zone = DropZone(
            self, SUFFIXES, self.tr("Paint in this picture's manner"), self.tr("Only pictures can be a style.")
        )
        self.drop_zone.dropped.connect(self.files_added)
        self.paintings.asked.connect(self.ask_for_files)
        for part in (self.wishes, self.more):
            part.changed.connect(self.changed)
            part.settled.connect(self.settled)
        self.paintings.settled.connect(self.settled)

    def show_plan(self, plan: Plan) -> None:
        """Show what the plan says without telling anybody."""
        self.paintings.show_paintings(plan.paintings)
        self.wishes.show_plan(plan)
        self.more.show_plan(plan)

    def show_standing(self, standing: Standing) -> None:
        """Show where the painting stands."""
        self.foot.show_standing(standing)

    def show_estimate(self, words: str) -> None:
        """Say how long the plan will take."""
        self.wishes.show_estimate(words)

    def show_download(self, job: Job | None) -> None:
        """Show how far VGG19's file is."""
        self.more.network.show_download(job)

    def ask_for_files(self) -> None:
        """The system's dialog for style pictures; it does not hold up the window."""
        dialog = self._dialog(self.tr("Add paintings"), self.tr("Pictures ({})").format(_patterns(SUFFIXES)))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda chosen: self.files_added.emit([Path(each) for each in chosen]))
        dialog.open()

    def ask_for_checkpoint(self, take: Any) -> None:
        """The system's dialog for VGG19's file; ``take`` is called with its path."""
        dialog = self._dialog(self.tr("Choose VGG19's file"), self.tr("Checkpoints (*.pth *.pt)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(take)
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody is here."""
        super().showEvent(event)
        self.appeared.emit()

    def event(self, event: QEvent) -> bool:
        """While the keyboard is here, Paste means a painting and not a photograph."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _pastes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a painting."""
        if _pastes(event):
            self.paste_asked.emit()
        else:
            super().keyPressEvent(event)

    def _dialog(self, title: str, patterns: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilters([patterns, self.tr("All files (*)")])
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _keep_in_line(self, has_bar: bool) -> None:
        """The scroll bar takes its room from the margin, so that nothing moves when it comes."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if has_bar else 0
        self._column.setContentsMargins(SPACE.l, SPACE.xs, max(SPACE.xs, SPACE.l - bar), SPACE.l)

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setSpacing(SPACE.l)
        column.addWidget(self.paintings)
        column.addWidget(self.wishes)
        column.addWidget(self.more_fold)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The panel's own ground shows through.
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._keep_in_line(most > 0))
        self._keep_in_line(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.foot)


def _pastes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Paste)


def _patterns(suffixes: Sequence[str] | frozenset[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))
