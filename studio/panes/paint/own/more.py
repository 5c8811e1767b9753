"""What only some people want to choose: colours, start, optimiser, network, layers, seed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.own.layers import LayersSection
from studio.panes.paint.own.network import NetworkChoice
from studio.panes.paint.own.plan import Plan
from studio.panes.paint.own.seed import SeedRow
from studio.panes.paint.section import Section
from studio.panes.paint.segments import Segments


class MoreSection(QWidget):
    """Shows the rest of a plan, and says what is changed in it."""

    #: Settings by name, and what a person calls the change.
    changed = Signal(dict, str)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.colours = Segments(
            self.tr("Colours"),
            [
                ("off", self.tr("Painting"), self.tr("The painting's colours")),
                ("luminance", self.tr("Photo"), self.tr("The photograph's colours in the painting's light")),
                ("histogram", self.tr("Matched"), self.tr("The painting, its colours brought near the photograph's")),
            ],
        )
        self.start = Segments(
            self.tr("Begin with"),
            [
                ("photo", self.tr("Photograph"), self.tr("Near the photograph, and quick")),
                ("noise", self.tr("Noise"), self.tr("Freer, and each seed paints another picture")),
            ],
        )
        self.optimizer = Segments(
            self.tr("Optimiser"),
            [
                ("lbfgs", "L-BFGS", self.tr("Gets further with each step")),
                ("adam", "Adam", self.tr("Quicker steps and less memory, but more of them are needed")),
            ],
        )
        self.network = NetworkChoice()
        self.layers = LayersSection()
        self.layers_fold = Section(self.tr("Style layers"), self.layers)
        self.layers_fold.set_open(False)
        self.seed = SeedRow()
        self._connect()
        self._lay_out()

    def show_plan(self, plan: Plan) -> None:
        """Show the plan without telling anybody."""
        self.colours.choose(plan.settings.colours)
        self.start.choose(plan.settings.start)
        self.optimizer.choose(plan.settings.optimizer)
        self.network.show_plan(plan)
        self.layers.show_plan(plan)
        self.seed.show_plan(plan)

    def _connect(self) -> None:
        self.colours.chosen.connect(lambda name: self._chose("colours", name, self.tr("Change colours")))
        self.start.chosen.connect(lambda name: self._chose("start", name, self.tr("Change what it begins with")))
        self.optimizer.chosen.connect(lambda name: self._chose("optimizer", name, self.tr("Change optimiser")))
        self.network.chosen.connect(self._chose_network)
        self.layers.chosen.connect(lambda layers: self._told({"layers": layers}, self.tr("Change style layers")))
        self.layers.settled.connect(self.settled)
        self.seed.chosen.connect(lambda number: self._chose("seed", number, self.tr("Change seed")))

    def _chose(self, name: str, value: object, words: str) -> None:
        self._told({name: value}, words)
        self.settled.emit()

    def _chose_network(self, name: str) -> None:
        # Layers have other names in another network.
        self._told({"features": name, "layers": ()}, self.tr("Change feature network"))
        self.settled.emit()

    def _told(self, values: dict[str, object], words: str) -> None:
        self.changed.emit(values, words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.xs, 0, 0)
        column.setSpacing(SPACE.m)
        column.addWidget(self.colours)
        column.addWidget(self.start)
        column.addWidget(self.optimizer)
        column.addLayout(_under(self.tr("Feature network"), self.network))
        column.addLayout(_under(self.tr("Seed"), self.seed))
        column.addWidget(self.layers_fold)


def _under(words: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE.xs)
    column.addWidget(QLabel(words))
    column.addWidget(widget)
    return column
