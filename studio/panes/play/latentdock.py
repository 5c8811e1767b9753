"""All thirty-two numbers of z: seen, dreamed, moved by hand, held."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engines.play.mind import LATENTS, Mind
from engines.play.session import Session
from studio.look.tokens import SPACE
from studio.panes.play.latentslider import LatentRow
from studio.widgets.columnarea import ColumnArea


class LatentDock(QWidget):
    """Rows that scroll; two buttons stay above them."""

    randomise_wanted = Signal()
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.randomise = QPushButton(self.tr("Randomise"))
        self.randomise.setToolTip(self.tr("Another z, as likely as any on the road; held numbers stay"))
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Let every pin go and dream what V sees"))
        self.randomise.clicked.connect(self.randomise_wanted)
        self.reset.clicked.connect(self.reset_wanted)
        width = self.fontMetrics().horizontalAdvance("00") + 2 * SPACE.s
        self.rows = [LatentRow(dimension, width) for dimension in range(LATENTS)]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.m, 0, 0, SPACE.m)
        column.setSpacing(0)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        self.area = ColumnArea(inside, self.tr("The numbers of z"))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.s)
        buttons.addWidget(self.randomise)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.s)
        top.setSpacing(SPACE.s)
        top.addLayout(buttons)
        top.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.area, 1)
        self.show_mind(None)

    def show_mind(self, mind: Mind | None) -> None:
        """The range of the data on each slider; without models nothing can be moved."""
        for row in self.rows:
            row.setEnabled(mind is not None)
            if mind is not None:
                row.slider.low, row.slider.high = float(mind.low[row.dimension]), float(mind.high[row.dimension])
        for button in (self.randomise, self.reset):
            button.setEnabled(mind is not None)
        if mind is None:
            words = self.tr("z is what V makes of a picture: 32 numbers. They need a model, and none is installed.")
        else:
            band = self.tr("Band: real roads.") if mind.measured else self.tr("Band: −3 to 3.")
            words = self.tr("Dot: the dream. Line: what V sees. {band} Moving one begins a dream.").format(band=band)
        self.note.setText(words)

    def show_session(self, session: Session, chosen: int) -> None:
        """Where every number is at the frame that is looked at."""
        instant = session.shown
        if instant.z is None:
            return
        dreamed = instant.branches[0].z if instant.branches else instant.z
        for row in self.rows:
            at = row.dimension
            held = at in session.pins
            row.show_pin(held)
            row.title.setChecked(at == chosen)
            if not row.slider.isSliderDown():
                row.slider.show_place(float(dreamed[at]), float(instant.z[at]), held)

    def reveal(self, dimension: int) -> None:
        """Scroll to a row."""
        self.area.ensureWidgetVisible(self.rows[dimension], 0, SPACE.xl)
        self.rows[dimension].slider.setFocus(Qt.FocusReason.OtherFocusReason)
