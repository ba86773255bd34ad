"""The walk along one path through the statements of a module or function."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from .calls import Callee, Calls
from .choices import Choices
from .literal import is_docstring
from .marks import PARAMETER
from .module import Function, Module
from .package import Definition, Package
from .relevance import name_of
from .scope import Arguments, Closure, Scope, Unknown, closure_scope, defaults, function_scope, given, module_scope

_DEEPEST = 12


@dataclass(frozen=True)
class Returned:
    """The end of a path within a function."""

    value: object


class Walk(Calls):
    """One walk; `choices` decides at every fork."""

    def __init__(self, package: Package, choices: Choices) -> None:
        super().__init__(package, choices)
        self._constants: dict[ast.expr, object] = {}
        self._uncalled: list[Closure] = []
        self._depth = 0

    def module(self, module: Module) -> None:
        """Walk the body of a module and of its classes."""
        self._block(module.tree.body, module_scope(module, self._package))

    def function(self, definition: Definition[Function]) -> None:
        """Walk a function by itself, of whose arguments nothing is known."""
        scope = function_scope(definition, self._package, for_result=False)
        for name, _ in defaults(definition.node):
            scope.names[name] = Unknown(PARAMETER + name)
        self._block(definition.node.body, scope)
        # Something else may call a nested function that is not called in plain sight.
        while self._uncalled:
            self.call(self._uncalled[-1], ([], {}), wanted=False)

    def call(self, callee: Callee, arguments: Arguments, wanted: bool) -> object:
        """Walk a function with the given arguments and return what it returns."""
        if self._depth == _DEEPEST:
            return Unknown("recursion")
        if isinstance(callee, Closure):
            scope, function = closure_scope(callee), callee.function
            self._uncalled = [closure for closure in self._uncalled if closure is not callee]
        else:
            scope, function = function_scope(callee, self._package, for_result=wanted), callee.node
        for name, default in defaults(function):
            scope.names[name] = self.value(default, scope) if default else Unknown(PARAMETER + name)
        scope.names.update(given(function, arguments))
        self._depth += 1
        end = self._block(function.body, scope)
        self._depth -= 1
        return end.value if end else None

    def constant(self, definition: Definition[ast.expr]) -> object:
        """Return the value of a constant, which is the same all along the path."""
        if definition.node not in self._constants:
            # A constant may be defined by way of its own name, in another module.
            self._constants[definition.node] = Unknown("circular")
            scope = module_scope(definition.module, self._package)
            self._constants[definition.node] = self.value(definition.node, scope)
        return self._constants[definition.node]

    def _block(self, statements: Sequence[ast.stmt], scope: Scope) -> Returned | None:
        for statement in statements:
            if end := self._statement(statement, scope):
                return end
        return None

    def _statement(self, statement: ast.stmt, scope: Scope) -> Returned | None:
        match statement:
            case ast.ClassDef(body=body):
                return self._block(body, scope)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(statement, scope)
                return None
            case _ if is_docstring(statement) or not scope.relevance.matters(statement):
                return None
            case ast.Return() | ast.Raise():
                return self._end(statement, scope)
            case _ if hasattr(statement, "body") or isinstance(statement, ast.Match):
                return self._compound(statement, scope)
            case _:
                self._simple(statement, scope)
                return None

    def _end(self, statement: ast.Return | ast.Raise, scope: Scope) -> Returned:
        match statement:
            case ast.Return(value=ast.expr() as value):
                return Returned(self.value(value, scope))
            case _:
                return Returned(None)

    def _compound(self, statement: ast.stmt, scope: Scope) -> Returned | None:
        match statement:
            case ast.If() | ast.While():
                return self._if(statement, scope)
            case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
                return self._for(target, self.value(items, scope), statement.body, scope)
            case ast.Try() | ast.TryStar():
                return self._try(statement, scope)
            case ast.With(items=managers) | ast.AsyncWith(items=managers):
                self._evaluate([manager.context_expr for manager in managers], scope)
                return self._block(statement.body, scope)
            case ast.Match(cases=cases):
                taken = cases[self.pick(statement.subject, len(cases), scope)]
                return self._block(taken.body, scope)
            case _:
                raise TypeError(statement)

    def _simple(self, statement: ast.stmt, scope: Scope) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                found = self.value(value, scope)
                for target in targets:
                    self._bind(target, found, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, self.value(value, scope), scope)
            case ast.AugAssign(target=target, op=operator, value=value):
                before = self.value(target, scope)
                after = self.combined(operator, before, self.value(value, scope))
                self._bind(target, after, scope)
            case _:
                children = ast.iter_child_nodes(statement)
                self._evaluate([n for n in children if isinstance(n, ast.expr)], scope)

    def _evaluate(self, nodes: list[ast.expr], scope: Scope) -> None:
        for node in nodes:
            if scope.relevance.matters(node):
                self.value(node, scope)

    def _define(self, function: Function, scope: Scope) -> None:
        # What a module or a class defines is looked up in the package instead.
        if scope.label != scope.module.path and scope.relevance.matters(function):
            closure = Closure(function, scope)
            scope.set(function.name, closure)
            self._uncalled.append(closure)

    def _bind(self, target: ast.expr, value: object, scope: Scope) -> None:
        match target:
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                items = value if isinstance(value, list | tuple) else []
                items = [*items, *(Unknown(ast.unparse(t)) for t in targets[len(items) :])]
                for inner, item in zip(targets, items, strict=False):
                    self._bind(inner, item, scope)
            case ast.Subscript(value=container, slice=ast.Constant(value=key)):
                holder = self.value(container, scope)
                if isinstance(holder, dict):
                    holder[key] = value
            case _ if name := name_of(target):
                scope.set(name, value)

    def _if(self, statement: ast.If | ast.While, scope: Scope) -> Returned | None:
        """Walk either block, in a loop as in an `if`, if any of them matters."""
        self._evaluate([statement.test], scope)
        if not any(map(scope.relevance.matters, [*statement.body, *statement.orelse])):
            return None
        taken = statement.body if self.chooses(statement.test, scope) else statement.orelse
        return self._block(taken, scope)

    def _for(self, target: ast.expr, items: object, body: list[ast.stmt], scope: Scope) -> Returned | None:
        if not isinstance(items, list | tuple):
            items = [Unknown(ast.unparse(target))][self.pick(target, 2, scope) :]
        for item in items:
            self._bind(target, item, scope)
            if end := self._block(body, scope):
                return end
        return None

    def _try(self, statement: ast.Try | ast.TryStar, scope: Scope) -> Returned | None:
        """Walk the body and either what follows it or, whatever it did, one handler."""
        end = self._block(statement.body, scope)
        handler = self._handler(statement, scope)
        if handler:
            end = self._block(handler.body, scope)
        elif not end:
            end = self._block(statement.orelse, scope)
        return self._block(statement.finalbody, scope) or end

    def _handler(self, statement: ast.Try | ast.TryStar, scope: Scope) -> ast.ExceptHandler | None:
        """Choose a handler, or none; among those only that have a say in a document."""
        relevant = [h for h in statement.handlers if scope.relevance.matters(h)]
        way = self._choices.pick((scope.label, statement.lineno), len(relevant) + 1)
        return relevant[way - 1] if way else None
