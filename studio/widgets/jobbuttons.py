"""The two buttons of a job, the same in the strip and in the drawer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.jobs.job import Job, State
from studio.look.icons import icon


class JobButtons(QWidget):
    """Pause or go on, and cancel; cancelling answers at once with “Stopping…”."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.pause_button = self._button("pause_button")
        self.cancel_button = self._button("cancel_button")
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.pause_button)
        row.addWidget(self.cancel_button)
        self._keep_cancel_width()

    def show_job(self, job: Job) -> None:
        """Show what can be done with ``job`` now."""
        self._job = job
        stopping = job.state is State.STOPPING
        paused = job.state is State.PAUSED
        self.pause_button.setVisible(job.can_pause and job.state in (State.RUNNING, State.PAUSED))
        self.pause_button.setIcon(icon("play-triangle" if paused else "pause"))
        pause = self.tr("Go on with “{title}”") if paused else self.tr("Pause “{title}”")
        _name(self.pause_button, pause.format(title=job.title))
        self.cancel_button.setEnabled(not stopping)
        self.cancel_button.setText(self.tr("Stopping…") if stopping else self.tr("Cancel"))
        cancel = self.tr("“{title}” is stopping") if stopping else self.tr("Cancel “{title}”")
        _name(self.cancel_button, cancel.format(title=job.title))

    def changeEvent(self, event: QEvent) -> None:
        """A new font or style asks for a new width."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_cancel_width()

    @Slot()
    def _pause_or_resume(self) -> None:
        if self._job is None:
            return
        if self._job.state is State.PAUSED:
            self._job.resume()
        else:
            self._job.pause()

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        # Reachable by Tab, but a click leaves the keyboard where the person is writing.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _keep_cancel_width(self) -> None:
        # Wide enough for both words, or everything beside it would jump at the click.
        said = self.cancel_button.text()
        widths = []
        for word in (self.tr("Cancel"), self.tr("Stopping…")):
            self.cancel_button.setText(word)
            widths.append(self.cancel_button.sizeHint().width())
        self.cancel_button.setText(said)
        self.cancel_button.setMinimumWidth(max(widths))


def _name(button: QToolButton, words: str) -> None:
    button.setToolTip(words)
    button.setAccessibleName(words)
