"""Which attributes the objects of a world have, read from their classes, and how files call them."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeGuard

ROOT = "runfake.world"


@dataclass(frozen=True, slots=True)
class Fields:
    """The attributes of one class.

    Attributes:
        needed: names of those that each object has.
        named: every name by the one that files have for it: without the underscore in front.
    """

    needed: frozenset[str]
    named: dict[str, str]


@cache
def fields_of(kind: type) -> Fields:
    """What its methods assign, or its dataclass declares."""
    if is_dataclass(kind):
        needed = frozenset(field.name for field in fields(kind))
        known = needed
    else:
        assigned = [pair for base in kind.__mro__ if base.__module__.startswith(ROOT) for pair in _assigned(base)]
        needed = frozenset(name for method, name in assigned if method == "__init__")
        known = needed | {name for _, name in assigned}
    return Fields(needed, {shown(name): name for name in sorted(known)})


def shown(attribute: str) -> str:
    """What files call an attribute."""
    return attribute.lstrip("_")


def _assigned(kind: type) -> Iterator[tuple[str, str]]:
    """The methods of a class, each with a name that it assigns; those that the class declares come without."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)
    for part in body.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            yield "", part.target.id
        if isinstance(part, ast.FunctionDef):
            yield from ((part.name, node.attr) for node in ast.walk(part) if _is_store_to_self(node))


def _is_store_to_self(node: ast.AST) -> TypeGuard[ast.Attribute]:
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
        return False
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def class_name(kind: type) -> str:
    """What files call a class."""
    return f"{kind.__module__.removeprefix(ROOT + '.')}.{kind.__qualname__}"


@cache
def classes() -> dict[str, type[Any]]:
    """Every class of the world's by what files call it."""
    package = import_module(ROOT)
    modules = [import_module(found.name) for found in pkgutil.walk_packages(package.__path__, f"{ROOT}.")]
    own = [
        c
        for module in modules
        for c in vars(module).values()
        if isinstance(c, type) and c.__module__ == module.__name__
    ]
    return {class_name(kind): kind for kind in own}
