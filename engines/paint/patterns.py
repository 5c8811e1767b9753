"""File names made by a pattern such as ``{name}__{style}__{strength}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from engines.errors import BadInput
from engines.paint.looks import Look

USUAL = "{name}__{style}__{strength}"
#: The fields and what they stand for.
FIELDS: Mapping[str, str] = {
    "name": "the photograph's own name",
    "style": "the styles, joined by +",
    "strength": "the strength in per cent",
    "number": "001, 002, 003, …",
    "date": "the day the photograph was taken, as 2024-05-06",
}
# What Windows, macOS or Linux refuse in a name, and what a shell or a terminal would act on.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_WINDOWS_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
# File systems hold 255 bytes; suffix, number and the name of the temporary file beside it need some.
_MOST_BYTES = 200


def checked_pattern(pattern: str) -> str:
    """The pattern itself.

    Raises:
        BadInput: a field is unknown, a brace stands alone, or the pattern is empty.
    """
    if not pattern.strip():
        raise BadInput(f"The pattern for the names is empty; write one such as {USUAL}.")
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadInput(f"The pattern “{pattern}” has a brace that stands alone; write {{{{ for a brace.") from error
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in FIELDS or form or conversion:
            wrong = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            known = ", ".join(f"{{{field}}}" for field in FIELDS)
            raise BadInput(f"The pattern knows no field {{{wrong}}}; there are {known}.")
    return pattern


def uses(pattern: str, field: str) -> bool:
    """Whether the checked ``pattern`` names ``field``."""
    return any(name == field for _, name, _, _ in Formatter().parse(pattern))


def stem_of(pattern: str, values: Mapping[str, str]) -> str:
    """The name without its suffix: the checked ``pattern`` with all FIELDS filled in, fit for any file system."""
    return fit_for_files(pattern.format_map(values))


def fit_for_files(text: str) -> str:
    """``text`` as a file name without suffix: what no file system takes is replaced, what is too long is cut."""
    name = _REFUSED.sub("_", text)
    name = name[:_MOST_BYTES]
    while len(name.encode("utf-8", "surrogatepass")) > _MOST_BYTES:
        name = name[:-1]
    name = name.strip().rstrip(". ")  # Windows drops them and then finds another file
    if not name:
        return "painted"
    return f"_{name}" if _WINDOWS_DEVICES.match(name) else name


def look_values(look: Look, outside: Look) -> dict[str, str]:
    """The fields {style} and {strength} of a look; that of the outside where there is none inside."""
    shown = outside if look.is_plain else look
    return {"style": "+".join(shown.names) or "plain", "strength": f"{shown.strength * 100:.0f}"}
