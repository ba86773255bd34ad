"""The documents in the Python code of a package."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from .choices import Choices, every_path
from .document import ClientDocument
from .expressions import place
from .findings import Findings, UnresolvedOperation
from .literal import is_docstring, skeleton, starts_operation
from .marks import HoleError, origins, plain
from .module import Module
from .package import Definition, Package
from .walk import Walk


def search_python(package_dir: Path) -> Findings:
    """Find the documents: for each literal that starts an operation, what it grows into."""
    package = Package(package_dir)
    candidates: dict[str, set[str]] = defaultdict(set)
    for module in package.modules:
        for text in _texts(module, package):
            for source in origins(text):
                candidates[source].add(text)
    findings = Findings((), ())
    for module in package.modules:
        for source in _operations(module):
            findings += _finding(source, sorted(candidates[source]))
    return findings


def _texts(module: Module, package: Package) -> Iterator[str]:
    """Walk the texts that come out of all paths through a module and its functions."""
    if package.may_use_graphql(module):
        yield from _found(package, partial(Walk.module, module=module))
        for function in chain.from_iterable(module.functions.values()):
            definition = Definition(module, function)
            yield from _found(package, partial(Walk.function, definition=definition))


def _found(package: Package, walk_through: Callable[[Walk], None]) -> set[str]:
    def found(choices: Choices) -> set[str]:
        walk = Walk(package, choices)
        walk_through(walk)
        return walk.harvest.texts

    return set().union(*every_path(found))


def _operations(module: Module) -> list[str]:
    """List the places of all literals that start an operation."""
    if not module.may_hold_graphql:
        return []
    return [place(node, module.path) for node in _literals(module.tree) if starts_operation(node)]


def _literals(node: ast.AST) -> Iterator[ast.expr]:
    """Walk the string literals in a node, not those that are only a part of an f-string."""
    if is_docstring(node):
        return
    if isinstance(node, ast.expr) and skeleton(node) is not None:
        yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _literals(child)


def _finding(literal: str, candidates: list[str]) -> Findings:
    """Keep the candidates that are whole documents; there has to be one.

    The others come of paths that the program cannot take, and are let go, except when the
    walk could not tell what is in them.
    """
    source = literal.rpartition(":")[0]
    found = []
    reasons = ["it is not part of any text that could be followed"]
    for text in candidates:
        try:
            found.append(ClientDocument.read(source, plain(text)))
        except HoleError as error:
            if not error.excused:
                return _unresolved(source, str(error))
            reasons.append(str(error))
        except ValueError as error:
            reasons.append(str(error))
    return Findings(tuple(found), ()) if found else _unresolved(source, reasons[-1])


def _unresolved(source: str, reason: str) -> Findings:
    return Findings((), (UnresolvedOperation(source, reason),))
