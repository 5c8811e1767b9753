"""One dialog for painting a folder: which pictures, where to, under which names, how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engines.errors import BadInput
from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE
from studio.panes.paint.batchchoice import USUAL_FOLDER, BatchChoice, example_name, trouble_with
from studio.panes.paint.exportchoice import Offer
from studio.panes.paint.exportdialog import is_folder
from studio.panes.paint.exportoptions import FileOptions
from studio.panes.paint.folderfield import FolderField
from studio.panes.paint.look import Setting
from studio.settings import Paint


@dataclass(frozen=True)
class BatchSubject:
    """What the folder is painted with: the setting, its words with the mask and without, and where to begin."""

    setting: Setting
    words: str
    words_without_mask: str
    folder: Path | None = None


class BatchDialog(Sheet):
    """Asks for everything at once; ``chosen`` comes when the person starts, and nothing when they do not."""

    chosen = Signal(object)  # BatchChoice
    #: Other pictures may be meant: count them again.
    folder_changed = Signal()

    def __init__(self, subject: BatchSubject, defaults: Paint, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("BatchDialog", "Paint a folder"), parent)
        self._subject = subject
        self._found: int | None = None
        first = defaults.batch_from or (str(subject.folder) if subject.folder is not None else "")
        self.look = words("", "muted")
        self.folder = FolderField(self.tr("Photographs"), first)
        self.subfolders = QCheckBox(self.tr("With its subfolders"))
        self.subfolders.setChecked(defaults.batch_subfolders)
        self.found = words("", "small")
        self.out = FolderField(self.tr("Paintings"), defaults.batch_to or _usual(first))
        self.pattern = QLineEdit(defaults.batch_pattern)
        self.fields = QPushButton(self.tr("Insert"))
        self.example = words("", "small")
        self.there = self._there(defaults.batch_overwrite)
        self.with_mask = QCheckBox(self.tr("Lay this photograph's mask over every picture"), self)
        self.with_mask.setVisible(subject.setting.mask is not None)
        self.options = FileOptions(Offer(), defaults)
        self.verdict = words("", "danger")
        self._lay_out()
        self.add_button(self.tr("Cancel"), self.reject)
        self.start = self.add_button(self.tr("Start"), self.accept, primary=True)
        self._connect()
        self._folder_edited()
        self.resize(900, self.sizeHint().height())

    def choice(self) -> BatchChoice:
        """Everything that is said."""
        return BatchChoice(
            self.folder.path(),
            self.out.path(),
            self.pattern.text().strip(),
            self.options.choice(),
            self.subfolders.isChecked(),
            str(self.there.currentData()),
            self.with_mask.isChecked(),
        )

    def accept(self) -> None:
        """Say what was chosen, unless it cannot be."""
        if not self._is_ready():
            return
        choice = self.choice()
        super().accept()
        self.chosen.emit(choice)

    def folder_is_there(self) -> bool:
        """Whether there is a folder to look into."""
        return bool(self.folder.text()) and is_folder(self.folder.path())

    def say_counting(self) -> None:
        """The pictures are being counted."""
        self._say_found(None, self.tr("Looking for pictures…"))

    def say_count(self, count: int) -> None:
        """So many pictures were found."""
        many = self.tr("{} pictures found").format(QLocale().toString(count))
        few = [self.tr("No picture found that is not painted yet."), self.tr("1 picture found")]
        self._say_found(count, few[count] if count < len(few) else many)

    def say_uncounted(self, sentence: str) -> None:
        """They could not be counted, and why."""
        self._say_found(None, sentence)

    # How it is put together ----------------------------------------------------------------------------------

    def _there(self, chosen: str) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Leave it: go on where a run was stopped"), "skip")
        box.addItem(self.tr("Keep both: the new one gets a number"), "number")
        box.addItem(self.tr("Replace it"), "replace")
        box.setCurrentIndex(box.findData(chosen))
        return box

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(SPACE.xxl)
        sides.addLayout(self._side(self.tr("Pictures"), self._which()), 1)
        sides.addLayout(self._side(self.tr("Files"), self.options), 1)
        self.content.addWidget(self.look)
        self.content.addLayout(sides)
        self.content.addStretch()
        self.content.addWidget(self.verdict)
        stops: Sequence[QWidget] = [
            *self.folder.stops(),
            self.subfolders,
            *self.out.stops(),
            self.pattern,
            self.fields,
            self.there,
            self.with_mask,
            *self.options.stops(),
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _side(self, title: str, inside: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE.s)
        column.addWidget(words(title, "heading"))
        column.addWidget(inside)
        column.addStretch()
        return column

    def _which(self) -> QWidget:
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE.l)
        form.setVerticalSpacing(SPACE.s)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        names = QWidget()
        row = QHBoxLayout(names)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.pattern, 1)
        row.addWidget(self.fields)
        self.fields.setMenu(self._field_menu())
        self.fields.setAutoDefault(False)
        _named(form, self.tr("From"), self.folder.line, self.folder)
        form.addRow("", self.subfolders)
        form.addRow("", self.found)
        _named(form, self.tr("To"), self.out.line, self.out)
        _named(form, self.tr("Names"), self.pattern, names)
        form.addRow("", self.example)
        _named(form, self.tr("If there already"), self.there, self.there)
        if self._subject.setting.mask is not None:
            form.addRow("", self.with_mask)
        return inside

    def _field_menu(self) -> QMenu:
        meant = {
            "name": self.tr("The photograph's name"),
            "style": self.tr("Styles"),
            "strength": self.tr("Strength"),
            "number": self.tr("Number: 001, 002, …"),
            "date": self.tr("Day it was taken"),
        }
        menu = QMenu(self)
        for name, text in meant.items():
            menu.addAction(text, partial(self._insert, f"{{{name}}}"))
        return menu

    def _connect(self) -> None:
        self.folder.changed.connect(self._folder_edited)
        self.out.changed.connect(self._out_edited)
        self.subfolders.toggled.connect(self.folder_changed)
        self.pattern.textChanged.connect(self._review)
        self.there.currentIndexChanged.connect(self._review)
        self.with_mask.toggled.connect(self._review)
        self.options.changed.connect(self._review)
        self._followed = self.folder.text()

    def _insert(self, field: str) -> None:
        self.pattern.insert(field)
        self.pattern.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _folder_edited(self) -> None:
        """The usual place for paintings moves along with the photographs."""
        before, self._followed = self._followed, self.folder.text()
        if self.out.text() in ("", _usual(before)):
            self.out.set_text(_usual(self.folder.text()))
        ask = "" if self.folder.text() else self.tr("Choose the folder that holds the photographs.")
        self._say_found(None, ask)
        self.folder_changed.emit()

    @Slot()
    def _out_edited(self) -> None:
        self._review()
        self.folder_changed.emit()

    def _say_found(self, count: int | None, sentence: str) -> None:
        self._found = count
        self.found.setText(sentence)
        self._review()

    @Slot()
    def _review(self) -> None:
        masked = self._subject.setting.mask is not None and self.with_mask.isChecked()
        self.look.setText(self._subject.words if masked else self._subject.words_without_mask)
        try:
            example = example_name(self._subject.setting, self.choice())
            self.example.setText(self.tr("IMG_2041.jpg becomes {}").format(example))
        except BadInput:
            self.example.setText("")
        trouble = self._trouble()
        self.verdict.setText(trouble)
        self.start.setEnabled(self._is_ready())

    def _is_ready(self) -> bool:
        return bool(self.folder.text()) and self._found != 0 and not self._trouble()

    def _trouble(self) -> str:
        """Why it cannot begin, with the way out; empty where it can."""
        if self.folder.text() and not self.folder_is_there():
            return self.tr("There is no such folder. Choose the one that holds the photographs.")
        if self.folder.text() and not self.out.text():
            return self.tr("Choose a folder for the paintings.")
        if self.out.path().exists() and not self.out.path().is_dir():
            return self.tr("“{}” is a file. Choose a folder for the paintings.").format(self.out.path().name)
        return trouble_with(self.pattern.text().strip())


def _named(form: QFormLayout, name: str, control: QWidget, field: QWidget) -> None:
    label = QLabel(name)
    label.setBuddy(control)
    control.setAccessibleName(name)
    form.addRow(label, field)


def _usual(folder: str) -> str:
    return str(Path(folder) / USUAL_FOLDER) if folder else ""
