"""The code of a package by name: what stands where, and which name means what."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.wire.client_documents.module import Function, Module
from tests.wire.client_documents.package import Package

Node = ast.ClassDef | Function | ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Item:
    """A class, a function or a constant of a module, or of a class of it."""

    module: Module
    name: str
    node: Node

    def holds(self, source: str) -> bool:
        """Whether the place `path:line` lies in it."""
        path, _, line = source.rpartition(":")
        return path == self.module.path and self.node.lineno <= int(line) <= (self.node.end_lineno or 0)


class Code:
    """All that a package defines at the top of its modules and of its classes."""

    def __init__(self, package_dir: Path) -> None:
        self._modules = Package(package_dir).modules
        self._imports: dict[str, dict[str, tuple[str, str]]] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for module in self._modules:
            for item in _items(module, module.tree):
                found[item.name].append(item)
        return found

    def module(self, path: str) -> Module:
        """The module of that path."""
        return next(module for module in self._modules if module.path == path)

    def meant(self, name: str, module: Module, holder: str = "") -> Item | None:
        """What a name in a module means, its own, imported, or out of a `holder` that is imported.

        None if that is not plain.
        """
        origin, original = self._imported(module).get(holder or name, ("", name))
        if holder:
            origin, original = f"{origin}/{original}".strip("/") if origin else "", name
        found = self._by_name.get(original, [])
        own = [item for item in found if item.module is module]
        if own and not origin:
            return own[-1]
        fitting = [item for item in found if f"{item.module.path.removesuffix('.py')}/".startswith(f"{origin}/")]
        found = fitting if origin and fitting else found
        return found[0] if len(found) == 1 else None

    def member(self, owner: Item, name: str) -> Item | None:
        """A method or constant of a class, its own or inherited."""
        for kind in self.ancestry(owner):
            for item in _items(kind.module, kind.node):
                if item.name == name:
                    return item
        return None

    def ancestry(self, owner: Item) -> Iterator[Item]:
        """A class and those it inherits from, as far as they are the package's own."""
        yield owner
        assert isinstance(owner.node, ast.ClassDef)
        for base in owner.node.bases:
            named = base.value if isinstance(base, ast.Subscript) else base
            found = self.meant(named.id, owner.module) if isinstance(named, ast.Name) else None
            if found and found is not owner and isinstance(found.node, ast.ClassDef):
                yield from self.ancestry(found)

    def members(self, owner: Item) -> dict[str, Item]:
        """All methods of a class, the inherited ones too, by name."""
        found: dict[str, Item] = {}
        for kind in self.ancestry(owner):
            for item in _items(kind.module, kind.node):
                if isinstance(item.node, Function):
                    found.setdefault(item.name, item)
        return found

    def _imported(self, module: Module) -> dict[str, tuple[str, str]]:
        if module.path not in self._imports:
            self._imports[module.path] = dict(_imports(module))
        return self._imports[module.path]


def _items(module: Module, scope: ast.AST) -> Iterator[Item]:
    for node in ast.iter_child_nodes(scope):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield Item(module, name, node)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield Item(module, name, node)
            case ast.If() | ast.Try():
                yield from _items(module, node)


def _imports(module: Module) -> Iterator[tuple[str, tuple[str, str]]]:
    here = module.path.split("/")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            start = here[: -node.level] if node.level else []
            parts = (node.module or "").split(".") if node.module else []
            origin = "/".join([*start, *(parts if node.level else parts[1:])])
            for alias in node.names:
                yield alias.asname or alias.name, (origin, alias.name)
