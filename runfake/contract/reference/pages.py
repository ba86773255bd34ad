"""Lists that come page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Connection = dict[str, Any]
Fetch = Callable[[int, str | None], Connection]


def every(fetch: Fetch, per_page: int, after_page: Callable[[Connection], str | None]) -> Iterator[Node]:
    """The nodes of a connection, one after the other; a page is fetched when its first node is asked for.

    Args:
        fetch: gives the connection for how many nodes at most, and after which cursor.
        per_page: how many nodes are fetched at once.
        after_page: gives the cursor that the next page is asked with, None where there is none.
    """
    after: str | None = None
    while True:
        connection = fetch(per_page, after)
        yield from nodes(connection)
        after = after_page(connection)
        if after is None:
            return


def nodes(connection: Connection) -> list[Node]:
    """What a page holds."""
    return [edge["node"] for edge in connection["edges"]]


def next_cursor(connection: Connection) -> str | None:
    """The cursor of the page after this one, None if it is the last.

    A page may be short, or empty, and others follow nevertheless: only hasNextPage says that it was the last.
    """
    info = connection["pageInfo"]
    cursor: str | None = info["endCursor"]
    return cursor if info["hasNextPage"] else None
