"""The module: one source file of the package, parsed only when it is needed."""

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

Function = ast.FunctionDef | ast.AsyncFunctionDef

_WORD = re.compile(rb"\w+")
_DEFINED = re.compile(rb"^\s*(?:async\s+)?(?:def\s+)?(\w+)\s*[(:=]", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Module:
    """A module; `path` is relative to the package."""

    path: str
    source: bytes

    @cached_property
    def words(self) -> frozenset[bytes]:
        """Collect all words of the source, to tell fast what cannot be in it."""
        return frozenset(_WORD.findall(self.source))

    @cached_property
    def tree(self) -> ast.Module:
        """Parse the source."""
        with warnings.catch_warnings():
            # What Python thinks of the package's string escapes is the package's affair.
            warnings.simplefilter("ignore")
            return ast.parse(self.source)

    @property
    def may_hold_graphql(self) -> bool:
        """Tell whether a look at the literals is worthwhile."""
        return not self.words.isdisjoint((b"query", b"mutation", b"fragment"))

    def may_define(self, name: str) -> bool:
        """Tell whether a look for a definition is worthwhile."""
        return name.encode() in self._defined

    def original(self, name: str) -> str:
        """Return the name that a name had before `import original as name`."""
        return self._renamed.get(name, name)

    @cached_property
    def constants(self) -> dict[str, list[ast.expr]]:
        """Collect what is assigned to the names of the module and of its classes."""
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for name, value in _constants(self.tree):
            found[name].append(value)
        return found

    @cached_property
    def functions(self) -> dict[str, list[Function]]:
        """Collect the functions and methods; not those within other functions."""
        found: dict[str, list[Function]] = defaultdict(list)
        for function in _functions(self.tree):
            found[function.name].append(function)
        return found

    @cached_property
    def _defined(self) -> frozenset[bytes]:
        return frozenset(_DEFINED.findall(self.source))

    @cached_property
    def _renamed(self) -> dict[str, str]:
        imports = (n for n in ast.walk(self.tree) if isinstance(n, ast.ImportFrom))
        aliases = (alias for node in imports for alias in node.names)
        return {alias.asname: alias.name for alias in aliases if alias.asname}


def _constants(scope: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in scope.body:
        match statement:
            case ast.ClassDef():
                yield from _constants(statement)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value


def _functions(node: ast.AST) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child
        elif not isinstance(child, ast.expr):
            yield from _functions(child)
