"""The relevance: which parts of a piece of code shape its documents.

Without it each `if` of a function would double the paths through it.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .literal import is_graphql
from .module import Function
from .package import Package
from .text_call import CHANGING_METHODS, FUNCTIONS, METHODS


def name_of(node: ast.AST) -> str | None:
    """Return the name under which a place is kept: `x`, or `self.x` for an attribute."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else None


def last_name(node: ast.AST) -> str:
    """Return `x` for `x` and for `self.x`, "" for what has no name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


class Relevance:
    """The relevance of what is written in `code`, a module or a function.

    With `for_result`, whatever shapes the returned value is relevant too.
    """

    def __init__(self, code: ast.AST, package: Package, for_result: bool) -> None:
        self._package = package
        self._text_calls = package.graphql_functions.union(METHODS, FUNCTIONS)
        self._for_result = for_result
        nodes = list(ast.walk(code))
        assignments = [a for node in nodes for a in _assignments(node)]
        self._templates: set[str] = set()
        self._find_templates(assignments)
        self._shaping = self._find_shaping(nodes)
        self._names = self._follow_back(assignments)

    def matters(self, node: ast.AST) -> bool:
        """Tell whether a statement or expression has a say in any document."""
        return any(map(self._matters, ast.walk(node)))

    def wants(self, node: ast.expr) -> bool:
        """Tell whether the value of an expression becomes part of a document."""
        return node in self._shaping

    def is_fed(self, call: ast.Call) -> bool:
        """Tell whether a piece of a document is handed to a function that has GraphQL."""
        return any(map(self._is_template, self._flow(call)))

    def _matters(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Return):
            return self._for_result
        return is_graphql(node) or node in self._shaping or name_of(node) in self._names

    def _is_template(self, node: ast.AST) -> bool:
        return (
            is_graphql(node) or name_of(node) in self._templates or last_name(node) in self._package.graphql_constants
        )

    def _find_templates(self, assignments: list[tuple[str, ast.expr]]) -> None:
        """Collect the names that GraphQL literals flow to."""
        before = -1
        while before < len(self._templates):
            before = len(self._templates)
            for name, value in assignments:
                if any(map(self._is_template, self._flow(value))):
                    self._templates.add(name)

    def _find_shaping(self, nodes: list[ast.AST]) -> set[ast.AST]:
        """Collect the expressions that flow into a longer text, or into the result."""
        shaping: set[ast.AST] = set()
        for node in nodes:
            match node:
                case ast.JoinedStr() | ast.BinOp() | ast.Call():
                    flow = list(self._flow(node))
                    if any(map(self._is_template, flow)):
                        shaping.update(flow[1:])
                case ast.Return(value=ast.expr() as value) if self._for_result:
                    shaping.update(self._flow(value))
        return shaping

    def _follow_back(self, assignments: list[tuple[str, ast.expr]]) -> set[str]:
        """Add to the shaping expressions what is assigned to their names; collect these."""
        names = _names(self._shaping)
        while True:
            before = len(self._shaping)
            for name, value in assignments:
                if name in names:
                    self._shaping.update(self._flow(value))
            if len(self._shaping) == before:
                return names
            names = _names(self._shaping)

    def _flow(self, node: ast.expr) -> Iterator[ast.expr]:
        """Walk the expressions whose text may become part of the text of `node`."""
        yield node
        for inner in self._inlets(node):
            yield from self._flow(inner)

    def _inlets(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.IfExp(body=body, orelse=orelse):
                return [body, orelse]
            case ast.Call(func=func) if last_name(func) in self._text_calls:
                return operands(node)
            case ast.Attribute(value=value) if node.attr in METHODS:
                return [value]
            case ast.Call() | ast.Attribute() | ast.Compare() | ast.Lambda():
                return []
            case _:
                return operands(node)


@lru_cache(maxsize=512)
def relevance_of(code: ast.AST, package: Package, *, for_result: bool) -> Relevance:
    """Return the relevance of a module or function, worked out only once."""
    return Relevance(code, package, for_result)


def operands(node: ast.expr) -> list[ast.expr]:
    """List the expressions directly within a node, those of keywords included."""
    children: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.expr():
                children.append(child)
            case ast.keyword(value=value):
                children.append(value)
    return children


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {name for node in nodes if (name := name_of(node))}


def _assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Walk the names that a node changes, each with what it may come to hold."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name, value) for target in targets for name in _targets(target))
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
            | ast.NamedExpr(target=target, value=value)
            | ast.For(target=target, iter=value)
        ):
            yield from ((name, value) for name in _targets(target))
        case ast.Call(func=ast.Attribute(value=target, attr=method), args=[*_, value]):
            if method in CHANGING_METHODS:
                yield from ((name, value) for name in _targets(target))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _nonlocal_assignments(node)


def _nonlocal_assignments(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Let a nested function's name stand for what it changes outside of itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.Nonlocal):
            yield from ((function.name, ast.Name(name)) for name in node.names)


def _targets(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if name := name_of(node):
            yield name
