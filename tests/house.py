"""The files of the product as syntax: what each is called and what it imports, without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: the name it is imported by, and its text."""

    module: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of the file."""
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of the file, wherever it stands."""
        return list(_imports(self))

    def lies_in(self, *rooms: str) -> bool:
        """Whether the file is one of these modules or inside one of these packages."""
        return any(within(self.module, room) for room in rooms)


@dataclass(frozen=True)
class Import:
    """One imported name, with its full path; ``at_start`` when it happens as soon as the module is imported."""

    target: str
    line: int
    at_start: bool

    def of(self, *rooms: str) -> bool:
        """Whether it takes one of these modules, or something from inside them."""
        return any(within(self.target, room) for room in rooms)


def within(name: str, room: str) -> bool:
    """Whether a dotted name is the room or lies in it."""
    return name == room or name.startswith(f"{room}.")


def house(root: Path) -> list[Source]:
    """Every Python file of the product."""
    found = []
    for path in sorted([*root.glob("engines/**/*.py"), *root.glob("studio/**/*.py")]):
        parts = path.relative_to(root).with_suffix("").parts
        package = parts[-1] == "__init__"
        found.append(Source(".".join(parts[:-1] if package else parts), path.read_text("utf-8"), package))
    return found


def _imports(source: Source) -> Iterator[Import]:
    later = set(_run_later(source.tree))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(name.name, node.lineno, node not in later)
        elif isinstance(node, ast.ImportFrom):
            start = _start_of(source, node)
            for name in node.names:
                yield Import(f"{start}.{name.name}", node.lineno, node not in later)


def _start_of(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    keep = len(parts) - node.level + (1 if source.is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def _run_later(tree: ast.Module) -> Iterator[ast.AST]:
    """What does not run when the module is imported: functions, and what only the type checker reads."""
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.Lambda):
            yield from ast.walk(node)
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for statement in node.body:
                yield from ast.walk(statement)
