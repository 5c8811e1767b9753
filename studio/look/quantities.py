"""Quantities in the words that a person reads."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def number(value: float) -> str:
    """A whole number with its thousands apart."""
    return f"{round(value):,}"


def percent(share: float) -> str:
    """A share without decimals."""
    return f"{share * 100:.0f} %"


def minutes(value: float) -> str:
    """A time of learning."""
    if value < 1:
        return _tr("less than a minute")
    if value < 90:
        return _tr("1 minute") if round(value) == 1 else _tr("{} minutes").format(number(value))
    return _tr("{} hours").format(f"{value / 60:.1f}")


def size(count: int) -> str:
    """Bytes as a person counts them."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Quantities", text)
