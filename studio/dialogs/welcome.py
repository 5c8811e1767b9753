"""Welcome: where to begin, at the first start and whenever it is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from studio.dialogs.sheet import Sheet, words
from studio.look.rows import make_roomy
from studio.look.tokens import SPACE
from studio.settings import SettingsStore

_RECENT_SHOWN = 5
_ROW_HEIGHT = 34


class WelcomeDialog(Sheet):
    """Tells what a person chose and does nothing itself."""

    open_wanted = Signal()
    sample_wanted = Signal()
    project_wanted = Signal(Path)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Welcome to Reverie"), parent)
        self._settings = settings
        self.content.addWidget(
            words(
                self.tr(
                    "A studio whose models live on your own machine: no account, no network, and nothing you make "
                    "leaves it. Begin with Paint: a photograph becomes a painting in a moment."
                )
            )
        )
        self.open_button = self._choice(self.tr("Open a photograph…"), self.open_wanted, primary=True)
        self.sample_button = self._choice(self.tr("Try the sample"), self.sample_wanted)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.open_button)
        row.addWidget(self.sample_button)
        row.addStretch()
        self.content.addLayout(row)
        self.recent = self._recent_list()
        self.content.addStretch()
        self.at_start = QCheckBox(self.tr("Show at start"))
        self.at_start.setChecked(settings.settings.startup.show_welcome)
        self.at_start.clicked.connect(lambda checked: settings.put("startup.show_welcome", checked))
        self.buttons.insertWidget(0, self.at_start)
        self.add_button(self.tr("Close"), self.close)
        self.setMinimumWidth(460)

    def _choice(self, text: str, wanted: SignalInstance, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("primary", primary)
        button.setDefault(primary)
        # Closed first: what is chosen may open a dialog of its own.
        button.clicked.connect(self.close)
        button.clicked.connect(wanted)
        return button

    def _recent_list(self) -> QListWidget:
        listed = QListWidget()
        listed.setAccessibleName(self.tr("Recent projects"))
        make_roomy(listed)
        for name in self._settings.settings.recent_files[:_RECENT_SHOWN]:
            path = Path(name)
            item = QListWidgetItem(path.stem)
            item.setToolTip(str(path))
            item.setData(Qt.ItemDataRole.UserRole, name)
            if not path.exists():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            listed.addItem(item)
        listed.itemActivated.connect(self._open)
        listed.itemClicked.connect(self._open)
        if listed.count():
            self.content.addWidget(words(self.tr("Recent projects"), "heading"))
            self.content.addWidget(listed)
            listed.setFixedHeight(_ROW_HEIGHT * listed.count() + SPACE.s)
        return listed

    def _open(self, item: QListWidgetItem) -> None:
        # A click may be followed by the activation that it is on some desktops.
        self.recent.blockSignals(True)
        self.close()
        self.project_wanted.emit(Path(item.data(Qt.ItemDataRole.UserRole)))
