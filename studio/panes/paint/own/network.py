"""Which network looks at the pictures; VGG19's file is the person's, or is fetched when asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.jobs.job import Job
from studio.look.tokens import SPACE
from studio.panes.paint.own.plan import Plan
from studio.widgets.jobwords import time_left_words
from studio.widgets.thinbar import ThinBar

_MEGABYTE = 1_000_000


class NetworkChoice(QWidget):
    """Shows the chosen network, its file, and a download that goes on."""

    chosen = Signal(str)
    file_asked = Signal()
    download_asked = Signal()
    download_cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.addItem(self.tr("EfficientNet-Lite0, at hand"), "lite0")
        self.box.addItem(self.tr("VGG19, as in the paper"), "vgg19")
        # With large letters it gives way instead of widening the panel.
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(6)
        self.box.setAccessibleName(self.tr("Feature network"))
        self.box.setToolTip(self.tr("VGG19 is slower by far and needs a file of 548 MB"))
        self.box.activated.connect(lambda row: self.chosen.emit(self.box.itemData(row)))
        self._file = QLabel()
        self._file.setProperty("role", "small")
        self._file.setWordWrap(True)
        self._file.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = QPushButton(self.tr("Choose file…"))
        self.choose.clicked.connect(self.file_asked)
        self.download = QPushButton(self.tr("Download (548 MB)"))
        self.download.clicked.connect(self.download_asked)
        self.bar = ThinBar()
        self._progress = QLabel()
        self._progress.setProperty("role", "small")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.download_cancelled)
        self._under = QWidget()
        self._on_its_way = QWidget()
        self._lay_out()
        self.show_download(None)

    def show_plan(self, plan: Plan) -> None:
        """Show the plan's network and file."""
        self.box.setCurrentIndex(self.box.findData(plan.settings.features))
        self._under.setVisible(plan.settings.features == "vgg19")
        name = Path(plan.checkpoint).name
        self._file.setText(name or self.tr("It needs torchvision's vgg19 file, which never leaves this machine."))
        self._file.setToolTip(plan.checkpoint)
        self.download.setVisible(not plan.checkpoint)

    def show_download(self, job: Job | None) -> None:
        """Show how far the download is; none: the buttons."""
        self._on_its_way.setVisible(job is not None)
        self.choose.setEnabled(job is None)
        self.download.setEnabled(job is None)
        if job is None:
            return
        self.bar.show_job(job)
        words = []
        if job.newest is not None and job.newest.total:
            done, total = job.newest.done, job.newest.total
            words.append(self.tr("{} of {} MB").format(done // _MEGABYTE, total // _MEGABYTE))
        seconds = job.seconds_left()
        if seconds is not None:
            words.append(time_left_words(seconds))
        self._progress.setText(" · ".join(words) or self.tr("Reaching the server…"))

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE.s)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.download)
        below = QHBoxLayout()
        below.addWidget(self._progress, 1)
        below.addWidget(self.cancel)
        way = QVBoxLayout(self._on_its_way)
        way.setContentsMargins(0, 0, 0, 0)
        way.setSpacing(SPACE.xs)
        way.addWidget(self.bar)
        way.addLayout(below)
        under = QVBoxLayout(self._under)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(SPACE.s)
        under.addWidget(self._file)
        under.addLayout(buttons)
        under.addWidget(self._on_its_way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(self.box)
        column.addWidget(self._under)
