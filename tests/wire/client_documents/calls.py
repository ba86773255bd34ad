"""The value of a call on one path."""

import ast
from abc import abstractmethod
from collections.abc import Callable, Sequence

from .expressions import Expressions
from .module import Function
from .package import Definition
from .relevance import last_name, name_of
from .scope import Arguments, Closure, Scope, Unknown
from .text_call import CHANGING_METHODS, METHODS, text_call, texts_in

# A name that more functions share than this tells nothing about which one is called.
_MOST_NAMESAKES = 3

Callee = Definition[Function] | Closure


class Calls(Expressions):
    """The calls of text operations and of the package's own functions."""

    @abstractmethod
    def call(self, callee: Callee, arguments: Arguments, wanted: bool) -> object:
        """Return what a function of the package returns; it matters only if `wanted`."""

    def called(self, node: ast.Call, scope: Scope) -> object:
        """Return the value of a call, `Unknown` if it leaves the code that is followed."""
        receiver: object = None
        if isinstance(node.func, ast.Attribute):
            receiver = self.value(node.func.value, scope)
        if function := text_call(last_name(node.func), receiver):
            return self._computed(function, receiver, self._arguments(node, scope))
        callees = self._callees(node, scope)
        if not callees:
            return self.opaque(node, scope)
        callee = callees[self.pick(node.func, len(callees), scope)]
        return self.call(callee, self._arguments(node, scope), scope.relevance.wants(node))

    def _callees(self, node: ast.Call, scope: Scope) -> Sequence[Callee]:
        """List the functions worth following: their text is wanted, or they get some."""
        name = last_name(node.func)
        local = scope.get(name_of(node.func) or "")
        if isinstance(local, Closure):
            return [local]
        if isinstance(node.func, ast.Attribute) and name in METHODS | CHANGING_METHODS:
            return []
        found = self._package.functions(name, scope.module)
        if not scope.relevance.wants(node):
            found = [f for f in found if f.has_graphql and scope.relevance.is_fed(node)]
        return found if len(found) <= _MOST_NAMESAKES else []

    def _arguments(self, node: ast.Call, scope: Scope) -> Arguments:
        named: dict[str, object] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value, scope)
            if keyword.arg:
                named[keyword.arg] = value
            elif isinstance(value, dict):
                named.update(value)
        return self.items(node.args, scope), named

    def _computed(self, function: Callable[..., object], receiver: object, arguments: Arguments) -> object:
        positional, named = arguments
        operands = [receiver, *positional, *named.values()]
        try:
            result = function(*map(_shown, positional), **{k: _shown(v) for k, v in named.items()})
        except (TypeError, ValueError, LookupError) as error:
            result = "".join(map(str, [*texts_in(operands), Unknown(str(error))]))
        return self.harvest.made(result, operands) if isinstance(result, str) else result


def _shown(value: object) -> object:
    """Return the hole that an unknown value leaves in a text; any other value as it is."""
    return str(value) if isinstance(value, Unknown) else value
