"""Models: what each is, under which licence, and whether its files are whole."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engines.steps import Step, Task
from studio import paths
from studio.dialogs.sheet import Sheet, words
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.look.tokens import SPACE

if TYPE_CHECKING:
    from engines.cards import Card, Verdict


class ModelsDialog(Sheet):
    """A row for each model card; the files are checked on the disk lane while the list is already there."""

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Models"), parent)
        self.rows: dict[str, ModelRow] = {}
        self._summary = words(self.tr("Reading the model cards…"), "muted")
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE.s)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, SPACE.s, 0)
        outer.addLayout(self._column)
        outer.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Models"))
        self.content.addWidget(self._summary)
        self.content.addWidget(area, 1)
        self.add_close()
        self.resize(560, 460)
        self._job = Job(self.tr("Checking the models"), _checked, parent=self)
        self._job.stepped.connect(self._step)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._fail)
        self.destroyed.connect(self._job.drive.cancel)
        lanes.submit("disk", self._job)

    def summary(self) -> str:
        """The sentence above the list."""
        return self._summary.text()

    def _step(self, step: Step) -> None:
        self._summary.setText(self.tr("Checking {done} of {total} models…").format(done=step.done, total=step.total))

    def _show(self, checked: Sequence[tuple[Card, Verdict]]) -> None:
        for card, verdict in checked:
            self.rows[card.name] = row = ModelRow(card, verdict)
            self._column.addWidget(row)
        broken = sum(not verdict.ok for _, verdict in checked)
        if not checked:
            self._summary.setText(self.tr("There is no model yet."))
        elif broken:
            self._summary.setText(
                self.tr("{broken} of {total} models cannot be used.").format(broken=broken, total=len(checked))
            )
        else:
            self._summary.setText(self.tr("Everything is whole."))

    def _fail(self, error: Exception) -> None:
        self._summary.setText(self.tr("The models could not be checked: {reason}").format(reason=error))


class ModelRow(QFrame):
    """One model: title, kind and licence, and the verdict on its files."""

    def __init__(self, card: Card, verdict: Verdict) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.verdict = words(verdict.sentence, "success" if verdict.ok else "danger")
        top = QHBoxLayout()
        top.addWidget(words(card.title, "heading"), 1)
        top.addWidget(_kind(card))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        column.setSpacing(SPACE.xs)
        column.addLayout(top)
        column.addWidget(words(card.licence, "small"))
        column.addWidget(self.verdict)
        self.setToolTip(str(card.folder))


def _kind(card: Card) -> QLabel:
    return words(card.kind, "small", wrap=False)


def _own() -> list[Card]:
    """Models that the person trained or brought along; one whose card is damaged keeps no other away."""
    from engines import cards
    from engines.errors import MissingWeights

    found = []
    for path in sorted(paths.models_folder().glob(f"*/{cards.CARD}")):
        with suppress(MissingWeights):
            found.append(cards.read_card(path.parent))
    return found


def _checked() -> Task[list[tuple[Card, Verdict]]]:
    """Every card with the verdict on its files."""
    # Here, on the lane: the window must not wait for the engines' imports.
    from engines import cards

    everyone = [*cards.all_cards(), *_own()]
    checked = []
    for done, card in enumerate(everyone):
        yield Step(done, len(everyone), card.title)
        checked.append((card, cards.verify(card)))
    return checked
