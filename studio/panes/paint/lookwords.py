"""A look in words: for the names of takes, for what a folder is painted with, for file names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engines.paint.patterns import USUAL, look_values, stem_of
from studio.panes.paint.look import PLAIN, Look, Setting

Titles = Mapping[str, str]


def short_words(setting: Setting, titles: Titles) -> str:
    """A name for a take: “Starry Night 80 %”, “Starry Night + Udnie 60 %, masked”."""
    look = next((look for look in setting.looks if look.styles), setting.inside)
    name = " + ".join(title_of(style, titles) for style in look.names) or _tr("Photograph")
    if look.styles:
        name = f"{name} {_percent(look.strength)}"
    return name if setting.mask is None else _tr("{}, masked").format(name)


def look_words(look: Look, titles: Titles) -> str:
    """Everything a look says: “Starry Night 60 %, Udnie 40 %; strength 80 %”."""
    if look.is_plain:
        return _tr("the photograph as it is")
    names = [title_of(name, titles) for name in look.names]
    if len(names) > 1:
        shares = (share for _, share in look.shares)
        names = [f"{name} {_percent(share)}" for name, share in zip(names, shares, strict=True)]
    parts = [", ".join(names), _tr("strength {}").format(_percent(look.strength))]
    if look.colours == "luminance":
        parts.append(_tr("the photograph's colours"))
    elif look.colours == "histogram":
        parts.append(_tr("colours matched to the photograph"))
    if look.brush != 1.0:
        parts.append(_tr("brush {}").format(_percent(look.brush)))
    return "; ".join(parts)


def setting_words(setting: Setting, titles: Titles) -> str:
    """The look, or with a mask both looks."""
    if setting.mask is None:
        return look_words(setting.inside, titles)
    inside, outside = look_words(setting.inside, titles), look_words(setting.outside, titles)
    return _tr("Inside the mask: {inside}. Outside: {outside}").format(inside=inside, outside=outside)


def title_of(name: str, titles: Titles) -> str:
    """The style's title; of one that is not installed what its name gives."""
    return titles.get(name) or name.replace("_", " ").title()


def export_stem(photograph: str, setting: Setting) -> str:
    """A file name, without suffix, that says what was done: photo__starry_night+udnie__80."""
    outside = PLAIN if setting.mask is None else setting.outside
    return stem_of(USUAL, {"name": Path(photograph).stem, **look_values(setting.inside, outside)})


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LookWords", text)
