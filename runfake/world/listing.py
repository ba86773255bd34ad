"""Listings: what a filter selects, in an order, page by page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest, nsmallest
from itertools import islice
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from runfake.world.errors import Invalid
from runfake.world.filters.comparison import Key, sort_key
from runfake.world.filters.fields import FieldTable
from runfake.world.filters.language import Predicate, compile_filter
from runfake.world.ordering import Order, read_order


class Numbered(Protocol):
    """What can be listed: numbers ascend as items are made, and no two are the same."""

    number: int


Item = TypeVar("Item", bound=Numbered)
_number = attrgetter("number")
FILTERS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A piece of a listing.

    Attributes:
        items: what is on it.
        places: where each item stands in the listing, as JSON; a next page begins after the last of them.
        more: whether anything comes after it.
    """

    items: Sequence[Item]
    places: Sequence[Any]
    more: bool


class Listings:
    """Selects and pages; keeps the filters that it has compiled."""

    def __init__(self) -> None:
        self._compiled: Callable[[str, FieldTable[Any]], Predicate[Any]] = lru_cache(FILTERS_KEPT)(compile_filter)

    def matching(self, items: Sequence[Item], filters: str | None, fields: FieldTable[Item]) -> Sequence[Item]:
        """The items that a filter, in JSON, selects; without a filter the very ``items``.

        Raises:
            Invalid: that is no filter.
        """
        wanted = self._compiled(filters, fields) if filters else None
        return items if wanted is None else [item for item in items if wanted(item)]

    def page(
        self, items: Sequence[Item], fields: FieldTable[Item], *, order: str, first: int, after: Any = None
    ) -> Page[Item]:
        """At most ``first`` of the items, which ascend by number, in an order.

        Args:
            order: a field's name, ``+`` or ``-`` before it. What has no value there comes last, either way;
                equals come as they were made.
            after: the place of the item that the page before ended with. That item may be gone.

        Raises:
            Invalid: there is no such order, or ``after`` is no place in it.
        """
        if first < 0:
            raise Invalid(f"first must be at least 0, not {first}.")
        chosen = read_order(order, fields)
        turn = _by_creation if chosen.value is None else _by_value
        return turn(items, chosen, first, after)


def _by_creation(items: Sequence[Item], order: Order[Item], first: int, after: Any) -> Page[Item]:
    if after is not None and type(after) is not int:
        raise _no_place(after)
    if order.descending:
        end = len(items) if after is None else bisect_left(items, after, key=_number)
        chosen, more = items[max(0, end - first) : end][::-1], end > first
    else:
        begin = 0 if after is None else bisect_right(items, after, key=_number)
        chosen, more = items[begin : begin + first], begin + first < len(items)
    return Page(chosen, [item.number for item in chosen], more)


# What items sort by: the key of their value, then their number, negative where the order descends, so that
# equals come as they were made either way.
_Row = tuple[Key, int, Item, Any]


def _by_value(items: Sequence[Item], order: Order[Item], first: int, after: Any) -> Page[Item]:
    rows, lacking = _rows(items, order)
    if after is not None:
        rows, lacking = _rest(rows, lacking, order, after)
    picked = (nlargest if order.descending else nsmallest)(first + 1, rows)
    last = list(islice(lacking, first + 1 - len(picked)))
    chosen = [(item, [value, item.number]) for _, _, item, value in picked]
    chosen += [(item, [None, item.number]) for item in last]
    return Page([item for item, _ in chosen[:first]], [place for _, place in chosen[:first]], len(chosen) > first)


def _rows(items: Sequence[Item], order: Order[Item]) -> tuple[list[_Row[Item]], list[Item]]:
    """The items that have a value, and those that lack one, as they were made."""
    assert order.value is not None
    rows: list[_Row[Item]] = []
    lacking: list[Item] = []
    for item in items:
        value = order.value(item)
        key = sort_key(value)
        if key is None:
            lacking.append(item)
        else:
            rows.append((key, -item.number if order.descending else item.number, item, value))
    return rows, lacking


def _rest(
    rows: list[_Row[Item]], lacking: list[Item], order: Order[Item], after: Any
) -> tuple[list[_Row[Item]], list[Item]]:
    """What comes after a place."""
    if not isinstance(after, list) or len(after) != 2 or type(after[1]) is not int:
        raise _no_place(after)
    key, number = sort_key(after[0]), after[1]
    if key is None:
        return [], [item for item in lacking if item.number > number]
    if order.descending:
        return [row for row in rows if row[:2] < (key, -number)], lacking
    return [row for row in rows if row[:2] > (key, number)], lacking


def _no_place(after: Any) -> Invalid:
    return Invalid(f"{after!r} is no place in this list: pass back the cursor that a page of it came with.")
