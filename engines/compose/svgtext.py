"""Verovio's pages made plain, so that Qt draws all of what is on them.

Qt's SVG renderer passes by an <svg> within another, colours by name of the surroundings, style sheets and texts
within texts. Each is put in words that it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_FAMILY = "Times New Roman"
_BOLD = frozenset(("ending", "fing", "reh", "tempo"))
_ITALIC = frozenset(("dir", "dynam", "mNum"))
_TITLE = 1.6
"""How much larger a title is drawn than Verovio would."""
#: The first and last of what music fonts keep their signs under (SMuFL).
_SIGNS = ("\ue000", "\uf8ff")

ElementTree.register_namespace("", _SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text with its size, and where it begins if that is told."""

    text: str
    size: float
    x: float | None = None
    y: float | None = None
    anchor: str = ""

    @property
    def sign(self) -> bool:
        """Whether it is a sign of a music font."""
        return any(_SIGNS[0] <= letter <= _SIGNS[1] for letter in self.text)


def plain_svg(svg: str) -> str:
    """A page as Verovio makes it, as an SVG without anything that Qt's renderer does not draw."""
    root = ElementTree.fromstring(svg)
    for inner in [child for child in root if child.tag == f"{_SVG}svg"]:
        _open(root, inner)
    for style in root.findall(f"{_SVG}style"):
        root.remove(style)
    _rewrite(root, frozenset())
    return ElementTree.tostring(root, encoding="unicode")


def _open(root: Element, inner: Element) -> None:
    """Make a nested drawing a group that is drawn at its size."""
    _, _, width, _ = (float(number) for number in root.get("viewBox", "0 0 1 1").split())
    _, _, inner_width, _ = (float(number) for number in inner.get("viewBox", "0 0 1 1").split())
    inner.tag = f"{_SVG}g"
    inner.attrib.clear()
    inner.set("transform", f"scale({width / inner_width:.8g})")
    # What the style sheet said of all lines; glyphs have a hairline too.
    inner.set("stroke", "black")
    inner.set("fill", "black")


def _rewrite(element: Element, classes: frozenset[str]) -> None:
    classes |= frozenset(element.get("class", "").split())
    for name in ("fill", "stroke", "color"):
        if element.get(name) == "currentColor":
            element.set(name, "black")
    for child in list(element):
        if child.tag == f"{_SVG}text":
            place = list(element).index(child)
            element.remove(child)
            for at, new in enumerate(_texts(child, classes)):
                element.insert(place + at, new)
        elif "placeholder" in child.get("class", "").split():  # hidden by the style sheet
            element.remove(child)
        else:
            _rewrite(child, classes)


def _texts(text: Element, classes: frozenset[str]) -> Iterator[Element]:
    """One text for each line of it, without anything nested; signs of the music font are drawn."""
    x, y = float(text.get("x", 0)), float(text.get("y", 0))
    anchor = text.get("text-anchor", "start")
    line: list[_Run] = []
    for run in _runs(text, float(text.get("font-size", "0px").removesuffix("px"))):
        if (run.x is not None or run.y is not None) and line:
            yield from _line(line, x, y, anchor, classes)
            line = []
        anchor = run.anchor or anchor
        x, y = x if run.x is None else run.x, y if run.y is None else run.y
        if run.sign:
            yield from _line(line, x, y, anchor, classes)
            line = []
            yield _crotchet(x, y, run.size)
            x += 0.45 * run.size
        else:
            line.append(run)
    yield from _line(line, x, y, anchor, classes)


def _runs(element: Element, size: float) -> Iterator[_Run]:
    """The pieces of a text in order."""
    told = element.get("font-size", "")
    size = float(told.removesuffix("px")) if told.endswith("px") else size
    inside = element.tag == f"{_SVG}tspan"
    x, y = (float(element.get(name, "nan")) if inside and element.get(name) else None for name in "xy")
    anchor = element.get("text-anchor", "") if inside else ""
    if (element.text or "").strip():
        yield _Run(element.text or "", size, x, y, anchor)
        x = y = None
    for child in element:
        if child.tag not in (f"{_SVG}tspan", f"{_SVG}text"):  # what it is called is no part of it
            continue
        for run in _runs(child, size):
            at_x, at_y = x if run.x is None else run.x, y if run.y is None else run.y
            yield replace(run, x=at_x, y=at_y, anchor=run.anchor or anchor)
            x = y = None


def _line(runs: list[_Run], x: float, y: float, anchor: str, classes: frozenset[str]) -> Iterator[Element]:
    words = " ".join("".join(run.text for run in runs).split())
    if not words:
        return
    size = max(run.size for run in runs) * (_TITLE if "pgHead" in classes else 1)
    text = Element(
        f"{_SVG}text",
        {
            "x": f"{x:g}",
            "y": f"{y:g}",
            "font-size": f"{size:g}",
            "font-family": _FAMILY,
            "text-anchor": anchor,
            "stroke": "none",
        },
    )
    if classes & _BOLD:
        text.set("font-weight", "bold")
    if classes & _ITALIC:
        text.set("font-style", "italic")
    text.text = words
    yield text


def _crotchet(x: float, y: float, size: float) -> Element:
    """A quarter note as it stands before the number of a tempo."""
    group = Element(f"{_SVG}g", {"transform": f"translate({x:g}, {y:g}) scale({size:g})"})
    head = {"cx": "0", "cy": "0", "rx": "0.145", "ry": "0.1", "stroke": "none", "fill": "black"}
    turned = Element(f"{_SVG}g", {"transform": "translate(0.14, -0.1) rotate(-24)"})
    turned.append(Element(f"{_SVG}ellipse", head))
    group.append(turned)
    stem = {"d": "M0.265 -0.14 L0.265 -0.72", "stroke": "black", "stroke-width": "0.03", "fill": "none"}
    group.append(Element(f"{_SVG}path", stem))
    return group
