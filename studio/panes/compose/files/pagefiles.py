"""Engraved pages as pictures and as PDF; they are painted on the window's thread, where fonts are at home."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from engines.compose.engraving import Pages
from engines.errors import CannotWrite
from engines.files import write_bytes, write_text, written_beside
from studio.look.tokens import LIGHT

#: Dots an inch, and pixels across an A4 page at that.
DPI = 300
_ACROSS = 2480


def write_pages(pages: Pages, path: Path) -> list[Path]:
    """Write all pages in the format of the path's ending; pictures of several pages get numbers.

    Raises:
        CannotWrite: the disk is full or the folder does not allow it.
    """
    if path.suffix.lower() == ".pdf":
        write_pdf(pages, path)
        return [path]
    paths = names_of(path, len(pages.svgs))
    for svg, each in zip(pages.svgs, paths, strict=True):
        if path.suffix.lower() == ".svg":
            write_text(each, svg)
        else:
            write_bytes(each, png_of(svg))
    return paths


def names_of(path: Path, count: int) -> list[Path]:
    """Where each page goes: the path itself for one, numbered ones for several."""
    if count == 1:
        return [path]
    return [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, count + 1)]


def png_of(svg: str, across: int = _ACROSS) -> bytes:
    """A page as PNG, so many pixels wide."""
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    box = renderer.viewBoxF()
    image = QImage(across, round(across * box.height() / box.width()), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.raised))
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def write_pdf(pages: Pages, path: Path) -> None:
    """Write A4 pages as PDF, beside first and then renamed; raises CannotWrite."""
    with written_beside(path) as beside:
        writer = QPdfWriter(str(beside))
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        writer.setTitle(pages.score.title)
        writer.setResolution(1200)
        if not paint_pages(pages, writer):
            raise CannotWrite(f"“{path.name}” could not be written. Choose another place.")


def paint_pages(pages: Pages, device: QPagedPaintDevice) -> bool:
    """Paint every page on a paper of its own; False when the device does not begin."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, svg in enumerate(pages.svgs):
        if number and not device.newPage():
            painter.end()
            return False
        renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        renderer.render(painter, QRectF(painter.viewport()))
    painter.end()
    return True
