"""MusicXML of strangers, looked through before anything builds on it: no entities, no archives that swell."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from engines.errors import BadInput

LARGEST_TEXT = 128_000_000
"""Bytes of MusicXML in an archive, the most that is taken out."""
_DEEPEST = 100
_CONTAINER = "META-INF/container.xml"


def checked_xml(content: bytes, name: str) -> str:
    """The root element of an XML file that holds nothing dangerous.

    Nothing is fetched: a document type is passed by, an entity of one's own is refused.

    Raises:
        BadInput: it is no XML, broken, nested beyond all music, or defines entities.
    """
    parser = expat.ParserCreate()
    roots: list[str] = []
    depth = 0

    def begin(tag: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            roots.append(tag)
        if depth > _DEEPEST:
            raise BadInput(f"“{name}” is nested deeper than any music and was not read.")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise BadInput(f"“{name}” defines entities of its own, as no music needs to, and was not read.")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BadInput(f"“{name}” is broken: {reason} in line {error.lineno:,}. Export it anew.") from error
    return roots[0]


def text_in_archive(content: bytes, name: str) -> bytes:
    """The MusicXML in a compressed .mxl file.

    Raises:
        BadInput: it is no archive, holds no music, or more than LARGEST_TEXT of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = _root_file(archive, name)
            return _taken_out(archive, inside, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, KeyError, EOFError) as error:
        raise BadInput(f"“{name}” is a damaged archive. Export it anew.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"“{name}” is a damaged archive ({error}). Export it anew.") from error


def _root_file(archive: zipfile.ZipFile, name: str) -> str:
    """The file that the container names, else the first that looks like music."""
    names = archive.namelist()
    if _CONTAINER in names:
        container = _taken_out(archive, _CONTAINER, name)
        checked_xml(container, name)
        for element in ElementTree.fromstring(container).iter():
            path = element.get("full-path")
            if element.tag.endswith("rootfile") and path in names:
                return path
    for path in names:
        if path.lower().endswith((".xml", ".musicxml")) and not path.startswith("META-INF"):
            return path
    raise BadInput(f"“{name}” is an archive without music in it.")


def _taken_out(archive: zipfile.ZipFile, inside: str, name: str) -> bytes:
    # What an archive says of its sizes need not be true, so no more is ever taken out than is allowed.
    with archive.open(inside) as stream:
        text = stream.read(LARGEST_TEXT + 1)
    if len(text) > LARGEST_TEXT:
        raise BadInput(f"“{name}” swells to more than {LARGEST_TEXT // 1_000_000} MB and was not read.")
    return text
