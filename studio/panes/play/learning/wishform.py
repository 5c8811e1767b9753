"""What a course shall be: which one, how much is collected, how V is built, how C learns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from engines.play.course.courses import FEWEST_EPISODES, MOST_EPISODES, Course, Wishes
from studio.look.tokens import SPACE


class WishForm(QWidget):
    """Asks; a course that has begun keeps what it was begun with, but for C's way and time."""

    #: int: another course was chosen, by its place in the list; -1: a new one.
    chosen = Signal(int)
    #: The wishes have changed.
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.course, self.title = QComboBox(), QLineEdit(self.tr("My driver"))
        self.episodes, self.minutes = QSpinBox(), QSpinBox()
        self.mix, self.preset, self.way = QComboBox(), QComboBox(), QComboBox()
        self.title.setMaxLength(60)
        self.episodes.setRange(FEWEST_EPISODES, MOST_EPISODES)
        self.episodes.setValue(200)
        self.minutes.setRange(1, 6000)
        self.minutes.setValue(60)
        self.minutes.setSuffix(self.tr(" min"))
        self.mix.addItem(self.tr("Teacher and noise"), "mixed")
        self.mix.addItem(self.tr("Random only (paper)"), "paper")
        self.preset.addItem(self.tr("Half width"), "half")
        self.preset.addItem(self.tr("The paper’s"), "paper")
        self.way.addItem(self.tr("From a teacher"), "teacher")
        self.way.addItem(self.tr("Evolution"), "evolution")
        self.way.addItem(self.tr("Evolution in the dream"), "dream")
        self._lay_out()
        self.course.activated.connect(lambda at: self.chosen.emit(at - 1))
        for box in (self.mix, self.preset, self.way):
            box.activated.connect(self.changed)
        for spin in (self.episodes, self.minutes):
            spin.valueChanged.connect(self.changed)

    def wishes(self) -> Wishes:
        """What is wished; raises BadInput."""
        way: Any = self.way.currentData()
        return Wishes(
            " ".join(self.title.text().split()),
            self.episodes.value(),
            str(self.mix.currentData()),
            str(self.preset.currentData()),
            way,
            float(self.minutes.value()),
        )

    def show_courses(self, courses: list[Course], current: Course | None) -> None:
        """List them, and show the wishes of the current one."""
        self.course.clear()
        self.course.addItem(self.tr("A new course"))
        for course in courses:
            self.course.addItem(course.wishes.title)
        places = [place for place, each in enumerate(courses) if current and each.folder == current.folder]
        self.course.setCurrentIndex(places[0] + 1 if places else 0)
        for widget in (self.title, self.episodes, self.mix, self.preset):
            widget.setEnabled(current is None)
        if current is not None:
            self._show(current.wishes)
        self.minutes.setEnabled(self.way.currentData() != "teacher")

    def show_busy(self, busy: bool) -> None:
        """While something is under way nothing is changed."""
        for widget in (self.course, self.way):
            widget.setEnabled(not busy)
        self.minutes.setEnabled(not busy and self.way.currentData() != "teacher")

    def _show(self, wishes: Wishes) -> None:
        for box, value in ((self.mix, wishes.mix), (self.preset, wishes.preset), (self.way, wishes.way)):
            box.setCurrentIndex(box.findData(value))
        self.title.setText(wishes.title)
        for spin, number in ((self.episodes, wishes.episodes), (self.minutes, round(wishes.minutes))):
            spin.blockSignals(True)
            spin.setValue(number)
            spin.blockSignals(False)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE.m)
        form.setVerticalSpacing(SPACE.s)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Course"), self.course),
            (self.tr("Name"), self.title),
            (self.tr("Episodes"), self.episodes),
            (self.tr("Driven by"), self.mix),
            (self.tr("Networks"), self.preset),
            (self.tr("C learns"), self.way),
            (self.tr("At most"), self.minutes),
        )
        for name, widget in rows:
            widget.setAccessibleName(name)
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                widget.setMinimumContentsLength(8)
            form.addRow(name, widget)
