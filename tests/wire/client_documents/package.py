"""The package: its modules, and what they define, by name."""

import ast
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from .literal import is_graphql
from .module import Function, Module

N = TypeVar("N", ast.expr, Function)


@dataclass(frozen=True)
class Definition(Generic[N]):
    """A constant's value expression, or a function, with the module it stands in."""

    module: Module
    node: N

    @property
    def has_graphql(self) -> bool:
        """Tell whether a literal with GraphQL is part of the definition."""
        return self.module.may_hold_graphql and _has_graphql(self.node)


class Package:
    """All modules of a package except vendored ones.

    Names are looked up without regard to where they are imported from: in the module
    itself first, then in all others, so that a name may have several definitions.
    """

    def __init__(self, package_dir: Path) -> None:
        self.modules = [
            Module(path.relative_to(package_dir).as_posix(), path.read_bytes()) for path in _sources(package_dir)
        ]

    @cached_property
    def graphql_constants(self) -> frozenset[str]:
        """Collect the names that stand for GraphQL in any module."""
        return frozenset().union(*(_with_graphql(m.constants) for m in self.modules if m.may_hold_graphql))

    @cached_property
    def graphql_functions(self) -> frozenset[str]:
        """Collect the names of the functions in which there is GraphQL."""
        return frozenset().union(*(_with_graphql(m.functions) for m in self.modules if m.may_hold_graphql))

    def may_use_graphql(self, module: Module) -> bool:
        """Tell whether a module has GraphQL or a name that stands for some."""
        names = {name.encode() for name in self.graphql_constants}
        return module.may_hold_graphql or not module.words.isdisjoint(names)

    def constants(self, name: str, module: Module) -> list[Definition[ast.expr]]:
        """List what a name used in a module may stand for."""
        original = module.original(name)
        found = [Definition(m, node) for m in self._defining(original) for node in m.constants.get(original, [])]
        return [d for d in found if d.module is module] or found

    def functions(self, name: str, module: Module) -> list[Definition[Function]]:
        """List the functions and methods that a call in a module may reach."""
        original = module.original(name)
        found = [Definition(m, node) for m in self._defining(original) for node in m.functions.get(original, [])]
        return [d for d in found if d.module is module] or found

    def _defining(self, name: str) -> list[Module]:
        return [module for module in self.modules if module.may_define(name)]


def _sources(package_dir: Path) -> list[Path]:
    """List the source files.

    `vendor` is other people's code: an old GraphQL client with its Star Wars tests among
    it, and no operation of the package's own.
    """
    vendored = package_dir / "vendor"
    return [p for p in sorted(package_dir.rglob("*.py")) if vendored not in p.parents]


def _with_graphql(definitions: dict[str, list[N]]) -> set[str]:
    return {name for name, nodes in definitions.items() if any(map(_has_graphql, nodes))}


@lru_cache(maxsize=50_000)
def _has_graphql(node: ast.AST) -> bool:
    return any(map(is_graphql, ast.walk(node)))
