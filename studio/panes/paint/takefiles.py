"""One take: how it is packed for the project and unpacked again, off the GUI thread."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QDateTime, QIODevice, QLocale, Qt
from PySide6.QtGui import QImage, QImageWriter

from engines.errors import BadInput, ReverieError
from engines.steps import Step, Task
from studio.documents.blobs import Blob

KINDS = ("stylize", "transfer")
#: A painting by style can be painted again in full; this is to look at and to compare.
LONGEST_SIDE = 1600
#: For the strip, sharp on a dense screen too.
SMALL_SIDE = 260
_QUALITY = 92
_SHA = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, eq=False)
class PaintTake:
    """A kept painting: what was seen, and the setting that made it.

    ``setting`` is plain values with a ``Blob`` for each picture in it (a mask, style pictures); ``blob_bytes`` reads
    those. ``created`` is the moment in ISO 8601, UTC.
    """

    id: str
    title: str
    created: str
    kind: str
    setting: Mapping[str, Any] = field(repr=False)
    picture: Blob = field(repr=False)

    def when(self) -> str:
        """The moment as a person writes it."""
        moment = QDateTime.fromString(self.created, Qt.DateFormat.ISODate)
        return QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat) if moment.isValid() else ""


def blob_bytes(blob: object) -> bytes:
    """The bytes of a blob in a take's setting, in place of a project's own ``read_blob``."""
    if not isinstance(blob, Blob):
        raise KeyError(blob)
    return blob.data


def new_take(title: str, kind: str, setting: Mapping[str, Any], image: QImage) -> Task[tuple[PaintTake, QImage]]:
    """A take of what is seen, and its small picture for the strip."""
    yield Step(0, None, note=title)
    # A transfer took minutes and cannot be painted again at a click: it is kept as it is.
    whole = kind == "transfer"
    blob = _packed(image if whole else _within(image, LONGEST_SIDE), lossless=whole or _is_transparent(image))
    _ = blob.sha
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return PaintTake(secrets.token_hex(8), title, created, kind, setting, blob), _within(image, SMALL_SIDE)


def decoded(take: PaintTake) -> Task[QImage]:
    """The take's picture; raises BadInput where it is damaged."""
    yield Step(0, None, note=take.title)
    return _unpacked(take)


def thumbnails(takes: Sequence[PaintTake]) -> Task[dict[str, QImage]]:
    """A small picture for each take, by its id; a damaged one gets none."""
    small: dict[str, QImage] = {}
    for number, take in enumerate(takes):
        yield Step(number, len(takes), note=take.title)
        _ = take.picture.sha
        try:
            small[take.id] = _within(_unpacked(take), SMALL_SIDE)
        except ReverieError:
            continue
    return small


def take_state(take: PaintTake) -> dict[str, Any]:
    """The take as a project keeps it."""
    return {
        "id": take.id,
        "title": take.title,
        "created": take.created,
        "kind": take.kind,
        "setting": take.setting,
        "picture": take.picture,
    }


def read_take(state: object, read_blob: Callable[[str], bytes]) -> PaintTake:
    """The take that ``take_state`` gave; raises where something of it is missing or makes no sense."""
    if not isinstance(state, Mapping):
        raise TypeError("a take is a mapping")
    name, title, created, kind = (state[key] for key in ("id", "title", "created", "kind"))
    setting = state["setting"]
    if not all(isinstance(text, str) for text in (name, title, created)) or not isinstance(setting, Mapping):
        raise TypeError("a take is made of texts and a setting")
    if kind not in KINDS:
        raise ValueError(f"no kind of take: {kind!r}")
    picture = _blob(read_blob(state["picture"]))
    return PaintTake(name, title, created, kind, _with_blobs(setting, read_blob), picture)


def _with_blobs(value: Any, read_blob: Callable[[str], bytes]) -> Any:
    """The value with every name of a blob replaced by that blob, so that it can go into another project too."""
    if isinstance(value, Mapping):
        return {name: _with_blobs(each, read_blob) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_blobs(each, read_blob) for each in value]
    if isinstance(value, str) and _SHA.fullmatch(value):
        try:
            return _blob(read_blob(value))
        except (ReverieError, LookupError):
            return value  # the fingerprint of a model looks the same
    return value


def _blob(data: bytes) -> Blob:
    return Blob(data, "image/png" if data.startswith(b"\x89PNG") else "image/jpeg")


def _packed(image: QImage, *, lossless: bool) -> Blob:
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png" if lossless else b"jpeg")
    if not lossless:
        writer.setQuality(_QUALITY)
    written = writer.write(image)
    buffer.close()
    if not written:
        raise BadInput("This painting could not be kept. Choose a smaller photograph.")
    return _blob(bytes(array.data()))


def _unpacked(take: PaintTake) -> QImage:
    image = QImage.fromData(take.picture.data)
    if image.isNull():
        raise BadInput(f"The picture of the take “{take.title}” is damaged; its settings are put back.")
    return image


def _within(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image.copy()
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(side, side, keep, smooth)


def _is_transparent(image: QImage) -> bool:
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    memory: Any = alpha.constBits()
    import numpy as np

    rows = np.frombuffer(memory, np.uint8).reshape(alpha.height(), alpha.bytesPerLine())[:, : alpha.width()]
    return bool(rows.min() < 255)
