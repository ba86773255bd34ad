"""Which documents a method of the client can send, as far as the names in its code tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.reference.code import Code, Item
from tests.wire.client_documents import ClientDocument
from tests.wire.client_documents.module import Function

_Seen = set[tuple[Item, Item | None, bool]]
# What hands a request to the client's binary, and where the Python half does so for its own documents.
_TO_CORE = ("send_api_request", "send_api_request_async")
_SENDER = "apis/public/service_api.py"


@dataclass(frozen=True)
class Sent:
    """What a method sends: documents, and whether the client's binary sends something for it too."""

    documents: tuple[ClientDocument, ...]
    by_core: bool


class Links:
    """Follows the calls from a method: of functions, of its own object, and of classes."""

    def __init__(self, code: Code, documents: Sequence[ClientDocument]) -> None:
        self._code = code
        self._documents = [d for d in documents if ".py:" in d.source]

    def sent_by(self, method: Item, owner: Item) -> Sent:
        """What is sent by the code of a method of a class, and by what it calls."""
        seen: _Seen = set()
        self._follow(method, owner, True, seen)
        reached = {item for item, _, _ in seen if not isinstance(item.node, ast.ClassDef)}
        documents = tuple(d for d in self._documents if any(item.holds(d.source) for item in reached))
        return Sent(documents, any(_goes_to_core(item) for item in reached))

    def _follow(self, item: Item, owner: Item | None, opens: bool, seen: _Seen) -> None:
        """Collects what an item leads to; `owner` is the class of `self`.

        `opens`: an object that it makes is also read, once: what making it, going through it
        and looking into it sends counts. The objects found inside of that one are only made.
        """
        if (item, owner, opens) in seen:
            return
        seen.add((item, owner, opens))
        if isinstance(item.node, ast.ClassDef):
            for name, method in self._code.members(item).items():
                if name == "__init__" or (opens and _is_special(name)):
                    self._follow(method, item, False, seen)
            return
        for target, self_class in self._targets(item, owner):
            self._follow(target, self_class, opens, seen)

    def _targets(self, item: Item, owner: Item | None) -> Iterator[tuple[Item, Item | None]]:
        for node in _body(item.node):
            match node:
                case ast.Call(func=ast.Name(id="cls")) if owner:
                    yield owner, None
                case ast.Call(func=ast.Name(id=name)) if name[0].isupper():
                    yield from self._named(name, item, ast.ClassDef)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=holder), attr=name)) if name[0].isupper():
                    yield from self._named(name, item, ast.ClassDef, holder)
                case ast.Name(id=name):
                    yield from self._named(name, item, (ast.Assign, ast.AnnAssign, ast.FunctionDef))
                case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if owner:
                    found = self._code.member(owner, name)
                    if found:
                        yield found, owner
                case ast.Attribute(value=ast.Name(id=holder), attr=name) if holder[0].isupper():
                    yield from self._of_class(holder, name, item)

    def _named(
        self, name: str, item: Item, kinds: type | tuple[type, ...], holder: str = ""
    ) -> Iterator[tuple[Item, None]]:
        found = self._code.meant(name, item.module, holder)
        if found and isinstance(found.node, kinds):
            yield found, None

    def _of_class(self, holder: str, name: str, item: Item) -> Iterator[tuple[Item, Item]]:
        owner = self._code.meant(holder, item.module)
        if owner and isinstance(owner.node, ast.ClassDef) and (found := self._code.member(owner, name)):
            yield found, owner


def _goes_to_core(item: Item) -> bool:
    nodes = _body(item.node) if item.module.path != _SENDER else ()
    return any(isinstance(node, ast.Attribute) and node.attr in _TO_CORE for node in nodes)


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _body(node: ast.AST) -> Iterator[ast.AST]:
    """The code that runs when a function is called: no annotations, no decorators."""
    parts = node.body if isinstance(node, Function) else [node]
    for part in parts:
        yield from ast.walk(part)
