"""The order of a listing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from runfake.world.filters.fields import FieldTable
from runfake.world.filters.times import sorting_text

Item = TypeVar("Item")

_CREATION = ("created_at", "createdAt")


@dataclass(frozen=True, slots=True)
class Order(Generic[Item]):
    """By what a listing is ordered.

    Attributes:
        value: what items are ordered by, as JSON has it, None where an item has no such thing; None for
            the order in which the items were made, which their numbers tell.
        descending: whether the largest comes first.
    """

    value: Callable[[Item], Any] | None
    descending: bool


def read_order(text: str, fields: FieldTable[Item]) -> Order[Item]:
    """The order that clients call ``text``: a field's name, with ``-`` before it for descending, or ``+``.

    Raises:
        Invalid: there is no such field.
    """
    descending = text.startswith("-")
    name = text[1:] if text[:1] in ("+", "-") else text
    if name in _CREATION:
        return Order(None, descending)
    read = fields.find(name, "order").read

    def value(item: Item) -> Any:
        found = read(item)
        first = found[0] if found else None
        return sorting_text(first) if isinstance(first, datetime) else first

    return Order(value, descending)
