"""The value of an expression on one path: a real text, list or dict, or `Unknown`."""

import ast
from abc import ABC, abstractmethod

from .choices import Choices
from .harvest import Harvest
from .literal import starts_operation
from .marks import origin
from .package import Definition, Package
from .relevance import last_name, name_of, operands
from .scope import Scope, Unknown


class Expressions(ABC):
    """The expressions of one path through some code of a package."""

    def __init__(self, package: Package, choices: Choices) -> None:
        self._package = package
        self._choices = choices
        self.harvest = Harvest()

    @abstractmethod
    def called(self, node: ast.Call, scope: Scope) -> object:
        """Return the value of a call."""

    @abstractmethod
    def constant(self, definition: Definition[ast.expr]) -> object:
        """Return the value of a constant of the package."""

    def value(self, node: ast.expr, scope: Scope) -> object:
        """Evaluate an expression."""
        match node:
            case ast.Constant() | ast.JoinedStr() | ast.BinOp():
                return self._text(node, scope)
            case ast.IfExp() | ast.BoolOp():
                return self._chosen(node, scope)
            case ast.Name() | ast.Attribute():
                return self._named(node, scope)
            case ast.List() | ast.Set() | ast.Tuple() | ast.Dict() | ast.Subscript():
                return self._collection(node, scope)
            case ast.Call():
                return self.called(node, scope)
            case _:
                return self._passed(node, scope)

    def items(self, nodes: list[ast.expr], scope: Scope) -> list[object]:
        """Evaluate expressions in a row, of which some may be `*starred`."""
        items: list[object] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                inner = self.value(node.value, scope)
                items += inner if isinstance(inner, list | tuple) else [inner]
            else:
                items.append(self.value(node, scope))
        return items

    def combined(self, operator: ast.operator, left: object, right: object) -> object:
        """Evaluate `left + right` or `left % right`; other operators make no texts."""
        match operator, left, right:
            case ast.Add(), (list() | tuple()), (list() | tuple()):
                return [*left, *right]
            case (ast.Add(), str(), _) | (ast.Add(), _, str()):
                return self.harvest.made(f"{left}{right}", [left, right])
            case ast.Mod(), str(), _:
                return self.formatted(left, right)
            case _:
                return Unknown(type(operator).__name__)

    def formatted(self, template: str, values: object) -> str:
        """Evaluate `template % values`."""
        try:
            text = template % values
        except (TypeError, ValueError, KeyError) as error:
            text = f"{template}{Unknown(str(error))}"
        return self.harvest.made(text, [template, values])

    def opaque(self, node: ast.expr, scope: Scope) -> Unknown:
        """Evaluate what matters within an expression whose own value cannot be told."""
        inner = [n for n in operands(node) if scope.relevance.matters(n)]
        self.harvest.send(self.items(inner, scope))
        return Unknown(ast.unparse(node))

    def chooses(self, test: ast.expr, scope: Scope) -> bool:
        """Choose whether a condition holds; the same for all its occurrences in a function."""
        return not self.pick(test, 2, scope)

    def pick(self, node: ast.AST, options: int, scope: Scope) -> int:
        """Choose one of the options that `node` leaves open."""
        return self._choices.pick((scope.label, ast.unparse(node), options), options)

    def _text(self, node: ast.Constant | ast.JoinedStr | ast.BinOp, scope: Scope) -> object:
        match node:
            case ast.Constant(value=str(text)):
                return self._literal(node, text, [], scope)
            case ast.Constant():
                return node.value
            case ast.JoinedStr(values=nodes):
                parts = [self._part(part, scope) for part in nodes]
                return self._literal(node, "".join(map(str, parts)), parts, scope)
            case ast.BinOp(left=left, op=operator, right=right):
                return self.combined(operator, self.value(left, scope), self.value(right, scope))

    def _part(self, node: ast.expr, scope: Scope) -> object:
        """Evaluate a part of an f-string, whose literal parts are no literals of their own."""
        return node.value if isinstance(node, ast.Constant) else self.value(node, scope)

    def _literal(self, node: ast.expr, text: str, parts: list[object], scope: Scope) -> str:
        """Return the text of a literal, marked if an operation starts in it."""
        mark = origin(place(node, scope.module.path)) if starts_operation(node) else ""
        return self.harvest.made(mark + text, parts)

    def _chosen(self, node: ast.IfExp | ast.BoolOp, scope: Scope) -> object:
        match node:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(body if self.chooses(test, scope) else orelse, scope)
            case ast.BoolOp(values=values):
                return self.value(values[self.pick(node, len(values), scope)], scope)

    def _named(self, node: ast.Name | ast.Attribute, scope: Scope) -> object:
        value = scope.get(name_of(node) or "")
        if value is not None:
            return value
        constants = self._package.constants(last_name(node), scope.module)
        if not constants:
            return Unknown(ast.unparse(node))
        return self.constant(constants[self.pick(node, len(constants), scope)])

    def _collection(self, node: ast.List | ast.Set | ast.Tuple | ast.Dict | ast.Subscript, scope: Scope) -> object:
        match node:
            case ast.Dict():
                return self._dict(node, scope)
            case ast.Subscript(value=inner, slice=key):
                return self._item(self.value(inner, scope), key, scope)
            case ast.Tuple(elts=nodes):
                # What is formatted with `%` has to be a real tuple.
                return tuple(self.items(nodes, scope))
            case ast.List(elts=nodes) | ast.Set(elts=nodes):
                return self.items(nodes, scope)

    def _dict(self, node: ast.Dict, scope: Scope) -> dict[object, object]:
        items: dict[object, object] = {}
        for key, value_node in zip(node.keys, node.values, strict=True):
            value = self.value(value_node, scope)
            match key:
                case None:
                    items.update(value if isinstance(value, dict) else {})
                case ast.Constant(value=name):
                    items[name] = value
                case _:
                    items[ast.unparse(key)] = value
        return items

    def _item(self, container: object, key: ast.expr, scope: Scope) -> object:
        """Return the item at a literal key, or choose one when the key is not known."""
        items = dict(enumerate(container)) if isinstance(container, list | tuple) else container
        if not isinstance(items, dict) or not items or isinstance(key, ast.Slice):
            return Unknown(ast.unparse(key))
        if isinstance(key, ast.Constant) and key.value in items:
            return items[key.value]
        return [*items.values()][self.pick(key, len(items), scope)]

    def _passed(self, node: ast.expr, scope: Scope) -> object:
        """Evaluate what only hands on the value of another expression."""
        match node:
            case ast.NamedExpr(target=target, value=inner):
                value = self.value(inner, scope)
                scope.set(target.id, value)
                return value
            case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
                return self.value(inner, scope)
            case ast.Await(value=inner):
                return self.value(inner, scope)
            case _:
                return self.opaque(node, scope)


def place(node: ast.expr, path: str) -> str:
    """Return where a literal is written, as `path:line:column`."""
    return f"{path}:{node.lineno}:{node.col_offset}"
