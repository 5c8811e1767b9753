"""The controls that say how a picture file is written: the same for one export and for a whole folder."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QSpinBox, QWidget

from studio.dialogs.sheet import words
from studio.look.tokens import SPACE
from studio.panes.paint.exportchoice import DEEP, SAME, TITLES, WITH_QUALITY, FileChoice, Offer
from studio.settings import Paint
from studio.widgets.valueslider import ValueSlider

PRESETS = (4096, 2048, 1080)
_OWN = -1
_LARGEST = 100_000


class FileOptions(QWidget):
    """Format, quality, size, bits, profile and EXIF; shows only what means something for the format."""

    changed = Signal()

    def __init__(self, offer: Offer, defaults: Paint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = offer
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(SPACE.l)
        self.form.setVerticalSpacing(SPACE.s)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        formats: list[tuple[str, object]] = [(title, name) for name, title in TITLES.items()]
        same: list[tuple[str, object]] = [(self.tr("As each photograph"), SAME)] if offer.size is None else []
        self.format = self._box(same + formats)
        self.format_note = words("", "small", wrap=False)
        self.quality = ValueSlider(self.tr("Quality"), 1, 100, defaults.jpeg_quality)
        self.size_box = self._box(self._sizes())
        self.longest = QSpinBox()
        self.size_note = words("", "small", wrap=False)
        self.bits = self._box(self._depths())
        self.profile = self._box(self._profiles())
        self.exif = QCheckBox(self.tr("Keep the camera's notes (EXIF)"))
        self.exif_note = words(self._exif_words(), "small", wrap=False)
        self._lay_out()
        self._start_with(defaults)
        self._connect()
        self._review()

    def choice(self) -> FileChoice:
        """What the controls say."""
        chosen = str(self.format.currentData())
        deep = self.bits.currentData() if self.form.isRowVisible(self.bits) else None
        return FileChoice(
            chosen,
            self.quality.value(),
            self._max_size(),
            self.exif.isChecked() and self._offer.has_exif,
            bool(self.profile.currentData()) if self.form.isRowVisible(self.profile) else False,
            deep,
            self._offer.painted is not None and self.size_box.currentData() == 1,
        )

    def set_format(self, name: str) -> None:
        """Choose a format by its name."""
        self.format.setCurrentIndex(self.format.findData(name))

    def say_weight(self, size: int | None) -> None:
        """Tell about how many bytes the file will have; None: nobody knows (yet)."""
        self.size_note.setText(self._size_words(size))
        self.form.setRowVisible(self.size_note, bool(self.size_note.text()))

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        slider = [self.quality.number, self.quality.slider]
        return [self.format, *slider, self.size_box, self.longest, self.bits, self.profile, self.exif]

    # What there is to choose ---------------------------------------------------------------------------------

    def _sizes(self) -> list[tuple[str, object]]:
        size, painted = self._offer.size, self._offer.painted
        if painted is not None and size is not None:
            at_photo_size = self.tr("The photograph's size, {}").format(_size_text(size))
            return [(self.tr("As painted, {}").format(_size_text(painted)), 0), (at_photo_size, 1)]
        own = self.tr("Original") if size is None else self.tr("Original, {}").format(_size_text(size))
        presets = [each for each in PRESETS if size is None or each < max(size)]
        sides = [(self.tr("Longer side {} pixels").format(QLocale().toString(each)), each) for each in presets]
        return [(own, 0), *sides, (self.tr("Another longer side…"), _OWN)]

    def _depths(self) -> list[tuple[str, object]]:
        if self._offer.size is None:
            return [(self.tr("As each photograph"), None), (self.tr("8 bits a channel"), False)]
        return [(self.tr("16 bits a channel, as the photograph"), True), (self.tr("8 bits a channel"), False)]

    def _profiles(self) -> list[tuple[str, object]]:
        many = self._offer.size is None
        own = self.tr("Each photograph's own") if many else self.tr("The photograph's: {}").format(self._offer.profile)
        return [(own, True), (self.tr("sRGB, right on every screen"), False)]

    def _exif_words(self) -> str:
        if not self._offer.has_exif:
            return self.tr("This photograph has none.")
        return self.tr("They tell the camera, the date and perhaps the place.")

    def _format_words(self, chosen: str) -> str:
        said = {
            SAME: self.tr("Each as it is; what Reverie cannot write: PNG or JPEG."),
            "png": self.tr("Without loss. Holds transparency and 16 bits."),
            "jpeg": self.tr("Small, and read everywhere. No transparency, 8 bits."),
            "webp": self.tr("Smaller than JPEG. Holds transparency, 8 bits."),
            "tiff": self.tr("Without loss, for print. Holds transparency and 16 bits."),
        }
        return said[chosen]

    def _size_words(self, weight: int | None) -> str:
        size = self._offer.size_of(self.choice())
        if size is None:
            return ""
        pixels = self.tr("{} pixels").format(_size_text(size))
        if weight is None:
            return pixels
        locale = QLocale()
        text = locale.formattedDataSize(
            weight, 1 if weight < 10_000_000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        return self.tr("{size}, about {weight}").format(size=pixels, weight=text)

    # How it is put together ----------------------------------------------------------------------------------

    def _box(self, entries: list[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        for text, value in entries:
            box.addItem(text, value)
        box.setMinimumContentsLength(12)
        return box

    def _lay_out(self) -> None:
        self.longest.setRange(16, _LARGEST)
        self.longest.setSuffix(self.tr(" px"))
        self.longest.setAccessibleName(self.tr("Longer side in pixels"))
        sizes = QWidget()
        row = QHBoxLayout(sizes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.size_box, 1)
        row.addWidget(self.longest)
        self._named(self.tr("Format"), self.format)
        self.form.addRow("", self.format_note)
        self.form.addRow("", self.quality)
        self._named(self.tr("Size"), self.size_box, sizes)
        self.form.addRow("", self.size_note)
        self._named(self.tr("Depth"), self.bits)
        self._named(self.tr("Colours"), self.profile)
        self.form.addRow("", self.exif)
        self.form.addRow("", self.exif_note)

    def _named(self, name: str, control: QWidget, field: QWidget | None = None) -> None:
        label = QLabel(name)
        label.setBuddy(control)
        control.setAccessibleName(name)
        self.form.addRow(label, field or control)

    def _start_with(self, defaults: Paint) -> None:
        self.set_format(defaults.batch_format if self._offer.size is None else defaults.export_format)
        self.exif.setChecked(defaults.keep_exif and self._offer.has_exif)
        self.exif.setEnabled(self._offer.has_exif)
        self.profile.setCurrentIndex(0 if defaults.keep_profile else 1)
        longest = max(self._offer.size) if self._offer.size is not None else 2048
        self.longest.setValue(defaults.export_max_size or min(longest, 2048))
        if self._offer.painted is not None:
            self.size_box.setCurrentIndex(1 if defaults.enlarge_transfers else 0)
        elif defaults.export_max_size and (self._offer.size is None or defaults.export_max_size < longest):
            place = self.size_box.findData(defaults.export_max_size)
            self.size_box.setCurrentIndex(place if place >= 0 else self.size_box.count() - 1)

    def _connect(self) -> None:
        for box in (self.format, self.size_box, self.bits, self.profile):
            box.currentIndexChanged.connect(self._review)
        self.longest.valueChanged.connect(self._review)
        self.quality.changed.connect(self._review)
        self.exif.toggled.connect(self._review)

    def _max_size(self) -> int | None:
        if self._offer.painted is not None:
            return None
        side = int(self.size_box.currentData())
        return self.longest.value() if side == _OWN else side or None

    @Slot()
    def _review(self) -> None:
        """Show what the format can hold, and say so."""
        chosen = str(self.format.currentData())
        self.format_note.setText(self._format_words(chosen))
        self.form.setRowVisible(self.quality, chosen in WITH_QUALITY)
        self.form.setRowVisible(self.bits, chosen in DEEP and self._offer.sixteen_bit)
        self.form.setRowVisible(self.profile, self._offer.size is None or bool(self._offer.profile))
        self.longest.setVisible(self._offer.painted is None and self.size_box.currentData() == _OWN)
        self.say_weight(None)
        self.changed.emit()


def _size_text(size: tuple[int, int]) -> str:
    """4,000 × 3,000 without the commas: sizes are read as names."""
    return f"{size[0]} × {size[1]}"
