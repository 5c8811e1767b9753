"""The rules of the house: each one names what breaks it, and is a plain function from a file to sentences.

``tests/test_architecture.py`` holds the house to these rules, and each rule to a made-up file it must catch.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator

from tests.house import Function, Import, Source

PANES = ("paint", "write", "compose", "play")
HEAVY = frozenset({"torch", "onnxruntime", "onnx", "music21", "pyqtgraph", "gymnasium"})
QT = frozenset({"PySide6", "shiboken6"})
EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager"})
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40

WINDOW = ("studio.window", "studio.app", "studio.cli", "studio.__main__")

#: What stands above each room of the studio.
ABOVE = {
    "studio.look": ("studio.widgets", "studio.jobs", "studio.documents", "studio.panes", "studio.dialogs", *WINDOW),
    "studio.jobs": ("studio.widgets", "studio.panes", "studio.dialogs", *WINDOW),
    "studio.documents": ("studio.widgets", "studio.panes", "studio.dialogs", *WINDOW),
    "studio.widgets": ("studio.panes", "studio.dialogs", *WINDOW),
    "studio.dialogs": WINDOW,
    "studio.panes": WINDOW,
}


def engines_stand_alone(source: Source) -> Iterator[str]:
    """An engine knows no window: it imports neither Qt nor the studio."""
    if source.lies_in("engines"):
        yield from _named(source, source.imports, "studio", *QT)


def engines_keep_to_their_pane(source: Source) -> Iterator[str]:
    """Engines of one pane never import another's, and what all panes share imports none of them."""
    if source.lies_in("engines"):
        own = next((pane for pane in PANES if source.lies_in(f"engines.{pane}")), None)
        yield from _named(source, source.imports, *(f"engines.{pane}" for pane in PANES if pane != own))


def panes_keep_to_themselves(source: Source) -> Iterator[str]:
    """Panes never import each other, nor the engines of another; what they share knows none of them at start."""
    if source.lies_in("studio.panes"):
        own = next((pane for pane in PANES if source.lies_in(f"studio.panes.{pane}")), None)
        others = [pane for pane in PANES if pane != own]
        rooms = [f"{where}.{pane}" for where in ("studio.panes", "engines") for pane in others]
        yield from _named(source, [one for one in source.imports if own or one.at_start], *rooms)


def arrows_point_down(source: Source) -> Iterator[str]:
    """No room of the studio imports one that stands above it."""
    for room, above in ABOVE.items():
        if source.lies_in(room):
            yield from _named(source, source.imports, *above)


def shell_starts_without_a_window(source: Source) -> Iterator[str]:
    """The command line loads neither Qt nor a pane before a verb asks for it."""
    if source.lies_in("studio.cli", "studio.__main__"):
        rooms = ("studio.panes", "studio.window", "studio.app", "studio.widgets", "studio.dialogs", *QT)
        yield from _named(source, [one for one in source.imports if one.at_start], *rooms)


def heavy_packages_come_later(source: Source) -> Iterator[str]:
    """The studio imports nothing that takes long before it is needed."""
    if source.lies_in("studio"):
        yield from _named(source, [one for one in source.imports if one.at_start], *HEAVY)


def _named(source: Source, imports: Iterable[Import], *rooms: str) -> Iterator[str]:
    for one in imports:
        if one.of(*rooms):
            yield f"{source.module}:{one.line} imports {one.target}"


def files_stay_short(source: Source) -> Iterator[str]:
    """A file fits in one sitting."""
    length = len(source.text.splitlines())
    if length > MAX_FILE_LINES:
        yield f"{source.module} has {length} lines, more than {MAX_FILE_LINES}"


def functions_stay_short(source: Source) -> Iterator[str]:
    """A function fits on a screen."""
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{source.module}:{node.lineno} {node.name} has {length} lines, more than {MAX_FUNCTION_LINES}"


def names_say_something(source: Source) -> Iterator[str]:
    """No room is called by a word that could hold anything."""
    for part in source.module.split("."):
        if part in EMPTY_NAMES:
            yield f"{source.module}: “{part}” says nothing about what is in it"


def colours_come_from_the_look(source: Source) -> Iterator[str]:
    """A colour is written down once, in studio.look; everybody else asks the palette."""
    if not source.lies_in("studio") or source.lies_in("studio.look"):
        return
    for node in ast.walk(source.tree):
        colour = _colour(node)
        if colour:
            yield f"{source.module}:{getattr(node, 'lineno', 0)} {colour}"


QT_COLOURS = frozenset(
    {"black", "white", "red", "green", "blue", "cyan", "magenta", "yellow", "gray", "lightGray"}
    | {f"dark{colour}" for colour in ("Red", "Green", "Blue", "Cyan", "Magenta", "Yellow", "Gray")}
)
COLOUR_TEXT = re.compile(
    r"""\#(?:[0-9a-f]{8}|[0-9a-f]{6})\b   # anywhere in a text
      | ^\#[0-9a-f]{3,4}$                 # as the whole text: “Take #100” is none
      | \brgba?\(\s*\d                    # as a style sheet has it
      | \bcolor\s*:\s*(?!palette\()[a-z]  # a name in a style sheet
    """,
    re.IGNORECASE | re.VERBOSE,
)
COLOUR_CALL = re.compile(r"\bQ(Color|Rgba64)(\.from\w+)?$|\bqRgba?$")


def _colour(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = COLOUR_TEXT.search(node.value)
        return found[0] if found else None
    if isinstance(node, ast.Attribute) and node.attr in QT_COLOURS:
        owner = ast.unparse(node.value)
        return f"{owner}.{node.attr}" if owner.endswith(("Qt", "GlobalColor")) else None
    if isinstance(node, ast.Call) and COLOUR_CALL.search(ast.unparse(node.func)):
        written_down = any(isinstance(value, ast.Constant) for value in node.args)
        return ast.unparse(node) if written_down else None
    return None


def engines_explain_themselves(source: Source) -> Iterator[str]:
    """Every public class and function of an engine has a docstring."""
    if not source.lies_in("engines"):
        return
    for node in source.tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{source.module}:{node.lineno} {node.name} has no docstring"


def files_bring_no_code(source: Source) -> Iterator[str]:
    """Weights and projects are data: nothing that is loaded may run, so no pickle."""
    yield from _named(source, source.imports, "pickle", "shelve", "marshal", "dill", "joblib", "torch.load")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.load":
            safe = (word.arg == "weights_only" and ast.unparse(word.value) == "True" for word in node.keywords)
            if not any(safe):
                yield f"{source.module}:{node.lineno} torch.load without weights_only=True"


def nobody_turns_the_event_loop(source: Source) -> Iterator[str]:
    """processEvents lets a click arrive in the middle of anything; work goes to a lane instead."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "processEvents":
            yield f"{source.module}:{node.lineno} calls processEvents"


RULES = (
    engines_stand_alone,
    engines_keep_to_their_pane,
    panes_keep_to_themselves,
    arrows_point_down,
    shell_starts_without_a_window,
    heavy_packages_come_later,
    files_stay_short,
    functions_stay_short,
    names_say_something,
    colours_come_from_the_look,
    engines_explain_themselves,
    files_bring_no_code,
    nobody_turns_the_event_loop,
)


def circles(sources: Iterable[Source]) -> list[str]:
    """Every circle of imports that closes while the modules are first imported, as “a → b → a”."""
    modules = {source.module: source for source in sources}
    onward = {name: sorted(_imported_at_start(source, modules)) for name, source in modules.items()}
    found: list[str] = []
    finished: set[str] = set()

    def follow(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            found.append(" → ".join([*way[way.index(name) :], name]))
        elif name not in finished:
            for target in onward[name]:
                follow(target, (*way, name))
            finished.add(name)

    for name in onward:
        follow(name, ())
    return found


def _imported_at_start(source: Source, modules: Container[str]) -> set[str]:
    """The modules of the house that an import runs: the longest part of each path that is a file."""
    found = set()
    for one in source.imports:
        parts = one.target.split(".")
        paths = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        module = next((path for path in paths if path in modules), None)
        if module and one.at_start and module != source.module:
            found.add(module)
    return found
