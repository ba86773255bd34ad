"""The fields that a kind of item can be filtered and ordered by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from runfake.world.errors import Invalid, nearest
from runfake.world.filters.paths import opener
from runfake.world.filters.times import read_time, shown_time

Item = TypeVar("Item")
# Every value that a field has in an item: none where it is missing, several where it is inside of a list.
Reader = Callable[[Item], Sequence[Any]]
# Makes the reader of what is at a path below a field.
Opener = Callable[[Sequence[str]], Reader[Item]]


@dataclass(frozen=True, slots=True)
class Field(Generic[Item]):
    """One field, found by its name.

    Attributes:
        read: its values as they are; orders go by them.
        is_time: whether its values are times.
    """

    name: str
    read: Reader[Item]
    is_time: bool = False

    @property
    def shown(self) -> Reader[Item]:
        """Its values as clients see them; filters go by them."""
        read = self.read
        return (lambda item: [shown_time(value) for value in read(item)]) if self.is_time else read

    def operand(self, operator: str, value: Any) -> Any:
        """What the field is compared with where a filter says ``value``.

        Raises:
            Invalid: the field is a time, and ``value`` is none.
        """
        if not self.is_time or value is None:
            return value
        if isinstance(value, list):
            return [self.operand(operator, item) for item in value]
        time = read_time(value) if isinstance(value, str) else None
        if time is None:
            raise Invalid(
                f"the operand of {operator} on {self.name!r} must be a time in ISO 8601, "
                f"as '2024-01-31T12:00:00Z', not {value!r}."
            )
        return time


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """A field of a table; what is None in an item is missing there."""

    names: tuple[str, ...]
    open: Opener[Item]
    is_time: bool = False
    has_parts: bool = False


def column(names: str, get: Callable[[Item], Any], *, is_time: bool = False) -> Column[Item]:
    """A field that is one value; ``names`` are parted by spaces, in snake_case."""

    def read(item: Item) -> Sequence[Any]:
        value = get(item)
        return () if value is None else (value,)

    return Column(tuple(names.split()), lambda _: read, is_time)


def document(names: str, get: Callable[[Item], dict[str, Any]]) -> Column[Item]:
    """A field that is a JSON object, whose parts are reached by dots."""

    def open(path: Sequence[str]) -> Reader[Item]:
        find = opener(path)
        return lambda item: find(get(item))

    return opened(names, open)


def opened(names: str, open: Opener[Item]) -> Column[Item]:
    """A field whose parts are reached by dots, in a way of its own."""
    return Column(tuple(names.split()), open, has_parts=True)


class FieldTable(Generic[Item]):
    """What a kind of item can be filtered and ordered by.

    Args:
        what: the items, as errors call them: ``"runs"``.
        columns: its fields; each is found by any of its names, in snake_case and in camelCase.
        hint: told where a field is not known.
    """

    def __init__(self, what: str, columns: Iterable[Column[Item]], hint: str = "") -> None:
        self.what = what
        self._hint = hint
        self._columns = {name: held for held in columns for short in held.names for name in (short, _camel(short))}

    def find(self, name: str, what: str = "field") -> Field[Item]:
        """The field of a dotted name; ``what`` is what the error calls it.

        Raises:
            Invalid: there is none.
        """
        root, *path = name.split(".")
        held = self._columns.get(root)
        if held is None or (path and not held.has_parts):
            raise self._unknown(what, name, held)
        return Field(name, held.open(path), held.is_time)

    def _unknown(self, what: str, name: str, held: Column[Item] | None) -> Invalid:
        root = name.partition(".")[0]
        if held is not None:
            return Invalid(f"the field {root!r} of {self.what} has no parts, so there is no {name!r}.")
        known = ", ".join(sorted(self._columns))
        return Invalid(
            f"unknown {what} {name!r} of {self.what}: expected one of {known}."
            f"{nearest(root, self._columns)}{self._hint}"
        )


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
