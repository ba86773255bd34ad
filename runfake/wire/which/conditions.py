"""Conditions on requests, and how they combine: what ``runfake.which`` gives out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from runfake.wire.entry import Entry
from runfake.wire.which.difference import Difference, Neither, Unlike, Unmet, Unwanted
from runfake.world.errors import nearest

ANY_ENTITY = "*"
_ABSENT = object()


class Which(ABC):
    """Which requests are meant. Combine with ``&``, ``|`` and ``~``."""

    @abstractmethod
    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        """What keeps a request from being meant: nothing, if it is."""

    def matches(self, entry: Entry) -> bool:
        """Whether a request is meant."""
        return not self.difference(entry)

    def __and__(self, other: Which) -> Which:
        return Both(self, other) if isinstance(other, Which) else NotImplemented

    def __or__(self, other: Which) -> Which:
        return Either(self, other) if isinstance(other, Which) else NotImplemented

    def __invert__(self) -> Which:
        return Other(self)

    def __repr__(self) -> str:
        return str(self)

    def __bool__(self) -> bool:
        raise TypeError(f"{self} is no truth value: combine with & | ~ instead of and, or, not.")


@dataclass(frozen=True, slots=True, repr=False)
class Anything(Which):
    """Every request."""

    def difference(self, _: Entry) -> tuple[Difference, ...]:
        return ()

    def __str__(self) -> str:
        return "which.anything()"


@dataclass(frozen=True, slots=True, repr=False)
class Is(Which):
    """A part of the request line, or the route, has this value."""

    part: str
    value: str

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        came = getattr(entry, self.part)
        return () if came == self.value else (Unlike(self.part, self.value, came or None),)

    def __str__(self) -> str:
        return f"which.{self.part}({self.value!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Names(Which):
    """An operation, a root field, or a file with lines of this name is in it; ``own`` is for the text alone."""

    part: str
    value: str
    own: bool = False

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        came = {"operation": entry.operations, "field": entry.fields, "streams": entry.streams}[self.part]
        if self.value in came:
            return ()
        return (Unlike(self.part, self.value, came[0] if len(came) == 1 else came or None),)

    def __str__(self) -> str:
        return f"which.{self.part}({self.value!r}{', own=True' if self.own else ''})"


@dataclass(frozen=True, slots=True, repr=False)
class About(Which):
    """It is about this run; the entity may be any."""

    entity: str
    project: str
    run_id: str

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        came = entry.run if self.entity != ANY_ENTITY else entry.run.partition("/")[2]
        return () if came == self.path else (Unlike("run", self.path, came or None),)

    @property
    def path(self) -> str:
        """The path as it was given."""
        names = (self.entity, self.project, self.run_id)
        return "/".join(names if self.entity != ANY_ENTITY else names[1:])

    def __str__(self) -> str:
        return f"which.run({self.path!r})"


class HasVariables(Which):
    """The GraphQL operation came with these variables, and perhaps more."""

    def __init__(self, expected: Mapping[str, Any]) -> None:
        self._expected = dict(expected)

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        came = entry.variables
        return tuple(
            _unlike_variable(name, value, came)
            for name, value in self._expected.items()
            if came.get(name, _ABSENT) != value
        )

    def __str__(self) -> str:
        return f"which.variables({', '.join(f'{name}={value!r}' for name, value in self._expected.items())})"


def _unlike_variable(name: str, expected: Any, came: Mapping[str, Any]) -> Unlike:
    part = f"variable {name}"
    return Unlike(part, expected, came[name]) if name in came else Unlike(part, expected, None, nearest(name, came))


class Satisfies(Which):
    """A predicate says yes to it."""

    def __init__(self, predicate: Callable[[Entry], bool], name: str) -> None:
        self._predicate = predicate
        self._name = name

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        return () if self._predicate(entry) else (Unmet(self._name),)

    def __str__(self) -> str:
        return f"which.matching({self._name})"


@dataclass(frozen=True, slots=True, repr=False)
class Both(Which):
    """It is meant by both."""

    left: Which
    right: Which

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        return self.left.difference(entry) + self.right.difference(entry)

    def __str__(self) -> str:
        return " & ".join(f"({side})" if isinstance(side, Either) else str(side) for side in (self.left, self.right))


@dataclass(frozen=True, slots=True, repr=False)
class Either(Which):
    """It is meant by at least one."""

    left: Which
    right: Which

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        left = self.left.difference(entry)
        if not left:
            return ()
        right = self.right.difference(entry)
        return (Neither(left, right),) if right else ()

    def __str__(self) -> str:
        return f"{self.left} | {self.right}"


@dataclass(frozen=True, slots=True, repr=False)
class Other(Which):
    """It is not meant by the condition."""

    condition: Which

    def difference(self, entry: Entry) -> tuple[Difference, ...]:
        return () if self.condition.difference(entry) else (Unwanted(self.condition),)

    def __str__(self) -> str:
        inner = f"({self.condition})" if isinstance(self.condition, (Both, Either)) else str(self.condition)
        return f"~{inner}"
