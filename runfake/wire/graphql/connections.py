"""Connections: lists that are answered page by page."""

from __future__ import annotations

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.errors import Invalid
from runfake.world.filters.fields import FieldTable
from runfake.world.jsontext import loads

Item = TypeVar("Item")
DEFAULT_PAGE = 50


def connection(
    items: Sequence[Item], first: int | None, after: str | None, key: Callable[[Item], int | str]
) -> dict[str, Any]:
    """One page of ``items``, which ascend by ``key``.

    A cursor holds the key of its item, not a position: items that come or go between pages make no
    other item appear twice or never. ``first`` is 50 where it is missing.

    Raises:
        Invalid: ``first`` is negative, or ``after`` is no cursor of this list.
    """
    first = DEFAULT_PAGE if first is None else first
    if first < 0:
        raise Invalid(f"first must be at least 0, not {first}.")
    begin = bisect_right(items, _key_of(after, key(items[0])), key=key) if after and items else 0
    page = items[begin : begin + first]
    edges = [{"node": item, "cursor": cursor_of(key(item))} for item in page]
    info = {"hasNextPage": begin + first < len(items), "endCursor": edges[-1]["cursor"] if edges else None}
    return {"edges": edges, "pageInfo": info, "totalCount": len(items)}


def listed(
    context: Context,
    items: Sequence[Any],
    fields: FieldTable[Any],
    *,
    order: str,
    first: int | None,
    after: str | None,
) -> dict[str, Any]:
    """One page of ``items``, which ascend by number, in an order that the client chose; 50 where ``first`` is None.

    Raises:
        Invalid: no such order, ``first`` is negative, or ``after`` is no cursor of this list.
    """
    place = key_in(after) if after else None
    first = DEFAULT_PAGE if first is None else first
    page = context.world.listings.page(items, fields, order=order, first=first, after=place)
    edges = [{"node": item, "cursor": cursor_of(place)} for item, place in zip(page.items, page.places, strict=True)]
    return {
        "edges": edges,
        "pageInfo": {"hasNextPage": page.more, "endCursor": edges[-1]["cursor"] if edges else None},
        "totalCount": len(items),
    }


def filtered(
    context: Context,
    items: Sequence[Any],
    fields: FieldTable[Any],
    usual_order: str,
    *,
    filters: str | None = None,
    order: str | None = None,
    first: int | None = None,
    after: str | None = None,
) -> dict[str, Any]:
    """Like :func:`listed`, of those items that a filter selects; in the usual order where the client chose none."""
    matching = context.world.listings.matching(items, filters, fields)
    return listed(context, matching, fields, order=order or usual_order, first=first, after=after)


def cursor_of(key: Any) -> str:
    """The opaque text that stands for the place behind the item with this key, which is JSON."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def key_in(cursor: str) -> Any:
    """The key that a cursor holds.

    Raises:
        Invalid: it holds none.
    """
    try:
        return loads(base64.urlsafe_b64decode(cursor), "the cursor")
    except (ValueError, Invalid):
        raise _no_cursor(cursor) from None


def _key_of(cursor: str, like: int | str) -> Any:
    """The key in ``cursor``, which has to be of the kind of ``like``."""
    key = key_in(cursor)
    if type(key) is not type(like):
        raise _no_cursor(cursor)
    return key


def _no_cursor(cursor: str) -> Invalid:
    return Invalid(f"{cursor!r} is no cursor of this list: pass back one that a page of it came with.")


def connection_fields(name: str, *more: str) -> list[Fields]:
    """The resolvers of ``<name>Connection`` and ``<name>Edge``; ``more`` are further fields of the connection."""
    whole, edge = Fields(f"{name}Connection"), Fields(f"{name}Edge")
    whole.items("edges", *more)
    edge.items("node")
    return [whole, edge]


def paged_fields(name: str, *more: str) -> list[Fields]:
    """Like :func:`connection_fields`, for a connection with ``pageInfo`` and cursors."""
    whole, edge = connection_fields(name, "pageInfo", *more)
    edge.items("cursor")
    return [whole, edge]
