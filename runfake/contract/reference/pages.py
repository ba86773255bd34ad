"""Lists that come page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Fetch = Callable[[int, str | None], dict[str, Any]]


def every(fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
    """The nodes of a connection, one after the other; a page is fetched when its first node is asked for.

    Args:
        fetch: gives the connection for how many nodes at most, and after which cursor.
        per_page: how many nodes are fetched at once.
    """
    after: str | None = None
    while True:
        connection = fetch(per_page, after)
        # A page may be empty and others follow nevertheless: only hasNextPage says that it was the last.
        yield from (edge["node"] for edge in connection["edges"])
        info = connection["pageInfo"]
        if not info["hasNextPage"] or info["endCursor"] is None:
            return
        after = info["endCursor"]
