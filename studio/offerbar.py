"""A bar above the room that offers something and waits without being in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.look.icons import icon
from studio.look.palette import notifier
from studio.look.tokens import SIZE, SPACE


@dataclass(frozen=True)
class Offer:
    """One sentence and what one may answer; the first answer is the one to take."""

    sentence: str
    answers: Sequence[tuple[str, Callable[[], object]]]
    icon: str = "info"


class OfferBar(QFrame):
    """Shows offers, each in a row of its own, until they are answered or put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[OfferRow] = []
        self.setProperty("surface", "panel")
        # A plain QFrame subclass paints the background of its stylesheet only when told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Offers"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def offer(self, offer: Offer) -> None:
        """Add an offer below those that still wait."""
        row = OfferRow(offer, self)
        row.answered.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        self.show()

    def rows(self) -> list[OfferRow]:
        """The offers that still wait."""
        return list(self._rows)

    def _remove(self, row: OfferRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._rows))


class OfferRow(QWidget):
    """One offer: icon, sentence, answers, and a cross for later."""

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self.buttons: list[QPushButton] = []
        self._icon = QLabel()
        self.words = QLabel(offer.sentence)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        self._later = QToolButton()
        self._later.setIcon(icon("close", "muted"))
        self._later.setToolTip(self.tr("Not now"))
        self._later.setAccessibleName(self.tr("Not now"))
        self.answered = self._later.clicked
        for place, (text, answer) in enumerate(offer.answers):
            button = QPushButton(text)
            button.setProperty("primary", place == 0)
            # Away first: the answer may well bring the next offer.
            button.clicked.connect(self._later.click)
            button.clicked.connect(answer)
            self.buttons.append(button)
            row.addWidget(button)
        row.addWidget(self._later)
        notifier().changed.connect(self._draw_icon)
        self._draw_icon()

    def _draw_icon(self) -> None:
        picture = icon(self.offer.icon, "accent").pixmap(QSize(SIZE.icon, SIZE.icon), self.devicePixelRatioF())
        self._icon.setPixmap(picture)
