"""The pane's places: the bar above, tracks at the left, the roll, and beside it what other parts put there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from studio.look.palette import text_scale
from studio.panes.compose.roll.view import RollView
from studio.panes.compose.transport.bar import TransportBar
from studio.widgets.sidearea import SideArea

LEFT, SIDE = 240, 304
#: Some docks want more room than a list.
WIDER = {"page": 520, "learn": 352}
_NARROWEST_SIDE = 272
#: So much wider it becomes with large text; the roll needs room too.
_MOST = 1.35
_WIDEST_LEFT, _WIDEST_SIDE = 400, 1100


class ComposePage(QWidget):
    """Puts things in their places; what they do is the pane's."""

    #: Another part is shown beside the roll, or none, or a border was moved.
    side_changed = Signal()

    def __init__(self, roll: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roll = roll
        self.bar = TransportBar()
        self.side = SideArea()
        self.side.setAccessibleName(self.tr("Beside the roll"))
        self._fit_text()
        self.side.setMaximumWidth(_WIDEST_SIDE)
        self._side_wanted = self._left_wanted = True
        self._left: QWidget | None = None
        self._dock = ""
        self._side_widths: dict[str, int] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self._centre = QVBoxLayout(centre := QWidget())
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.setSpacing(0)
        self._centre.addWidget(roll, 1)
        self.splitter.addWidget(centre)
        self.splitter.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.splitter, 1)
        self.setFocusProxy(roll)
        self.side.dock_changed.connect(self._dock_changed)
        self.splitter.splitterMoved.connect(self.side_changed)

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs a wider side."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "side"):
            self._fit_text()

    def _fit_text(self) -> None:
        self.side.setMinimumWidth(round(_NARROWEST_SIDE * min(_MOST, max(1.0, text_scale()))))

    def put_above_roll(self, widget: QWidget) -> None:
        """A row between the bar and the roll, as wide as the roll."""
        self._centre.insertWidget(self._centre.count() - 1, widget)

    # -- at the left --------------------------------------------------------------------------------------

    def put_left(self, widget: QWidget) -> None:
        """What stands at the left of the roll."""
        self._left = widget
        widget.setMaximumWidth(_WIDEST_LEFT)
        self.splitter.insertWidget(0, widget)
        for place, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, stretch)
        self.set_widths(LEFT, SIDE)

    def is_left_open(self) -> bool:
        """Whether the tracks are shown."""
        return self._left_wanted

    def set_left_open(self, wanted: bool) -> None:
        """Show or hide what stands at the left."""
        self._left_wanted = wanted
        if self._left is not None:
            self._left.setVisible(wanted)
        self.side_changed.emit()

    # -- beside the roll ----------------------------------------------------------------------------------

    def add_dock(self, title: str, widget: QWidget, name: str) -> None:
        """Put ``widget`` beside the roll behind a tab of its own."""
        self.side.add(title, widget, name)
        self.set_side_open(self._side_wanted)

    def show_dock(self, name: str) -> None:
        """Open the side and bring a part to the front."""
        self.side.show_dock(name)
        self.set_side_open(True)

    def is_side_open(self) -> bool:
        """Whether something is shown beside the roll."""
        return self._side_wanted and bool(self.side.names())

    def set_side_open(self, wanted: bool) -> None:
        """Show or hide what is beside the roll."""
        self._side_wanted = wanted
        if self.side.isVisibleTo(self) != self.is_side_open():
            self.side.setVisible(self.is_side_open())
            self.side_changed.emit()

    @Slot(str)
    def _dock_changed(self, name: str) -> None:
        """Each dock is as wide as it was left; a page wants more room than a list."""
        before, self._dock = self._dock, name
        left, side = self.widths()
        if before and self.splitter.width() > left + side:
            self._side_widths[before] = side
            wanted = self._side_widths.get(name, WIDER.get(name, SIDE))
            if wanted != side:
                self.set_widths(left, wanted)
        self.side_changed.emit()

    def widths(self) -> tuple[int, int]:
        """How wide the tracks and the side are."""
        sizes = self.splitter.sizes()
        return sizes[0] or LEFT, sizes[2] or SIDE

    def set_widths(self, left: int, side: int) -> None:
        """Make the tracks and the side so wide; the roll takes the rest."""
        rest = max(100, self.width() - left - side)
        self.splitter.setSizes([left, rest, side])
