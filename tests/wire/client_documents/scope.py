"""The scope: the names known at some point of a path, and what they hold there."""

import ast
from dataclasses import dataclass, field

from .marks import hole
from .module import Function, Module
from .package import Definition, Package
from .relevance import Relevance, relevance_of

Arguments = tuple[list[object], dict[str, object]]


class Unknown:
    """A value that only running the program would tell; within a text it leaves a hole."""

    def __init__(self, label: str) -> None:
        self._label = label

    def __str__(self) -> str:
        return hole(self._label)


@dataclass(frozen=True)
class Scope:
    """The names of a function or module body; `outer` is the function around it, if any."""

    module: Module
    label: str
    relevance: Relevance
    names: dict[str, object] = field(default_factory=dict)
    outer: "Scope | None" = None
    # Names that are declared `nonlocal`, and so belong to `outer`.
    outer_names: set[str] = field(default_factory=set)

    def get(self, name: str) -> object | None:
        """Return what a name holds, None if nothing is known of it."""
        if name in self.names or self.outer is None:
            return self.names.get(name)
        return self.outer.get(name)

    def set(self, name: str, value: object) -> None:
        """Let a name hold a value."""
        owner = self.outer if self.outer and name in self.outer_names else self
        owner.names[name] = value


@dataclass(frozen=True)
class Closure:
    """A nested function and the scope in which it was defined."""

    function: Function
    scope: Scope


def module_scope(module: Module, package: Package) -> Scope:
    """Make the scope of a module and its classes."""
    return Scope(module, module.path, relevance_of(module.tree, package, for_result=False))


def function_scope(definition: Definition[Function], package: Package, *, for_result: bool) -> Scope:
    """Make the scope of a function; `for_result` if what it returns is of interest."""
    relevance = relevance_of(definition.node, package, for_result=for_result)
    return Scope(definition.module, f"{definition.module.path}:{definition.node.lineno}", relevance)


def closure_scope(closure: Closure) -> Scope:
    """Make the scope of a nested function, within that of the function around it."""
    outer, function = closure.scope, closure.function
    label = f"{outer.label}:{function.lineno}"
    return Scope(outer.module, label, outer.relevance, {}, outer, _nonlocal_names(function))


def given(function: Function, arguments: Arguments) -> dict[str, object]:
    """Match the arguments of a call with the names of the parameters that take them."""
    positional, named = arguments
    parameters = _positional(function)
    if parameters and parameters[0].arg in ("self", "cls"):
        del parameters[0]
    taken = {p.arg: v for p, v in zip(parameters, positional, strict=False)}
    return taken | named


def defaults(function: Function) -> list[tuple[str, ast.expr | None]]:
    """List all parameters, each with its default value if it has one."""
    arguments = function.args
    parameters = _positional(function)
    missing = len(parameters) - len(arguments.defaults)
    values = [*[None] * missing, *arguments.defaults, *arguments.kw_defaults]
    names = [p.arg for p in [*parameters, *arguments.kwonlyargs]]
    return list(zip(names, values, strict=True))


def _nonlocal_names(function: Function) -> set[str]:
    """Collect the names that a function shares with the one around it."""
    declared = (n for n in ast.walk(function) if isinstance(n, ast.Nonlocal))
    return {name for node in declared for name in node.names}


def _positional(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]
