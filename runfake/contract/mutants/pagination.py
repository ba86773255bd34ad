"""Clients that get the pages of lists wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.pages import Connection, Fetch, Node


class Paged(Reference):
    """With a seam for the page size that is asked for and for the pages themselves."""

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        return super()._every(lambda first, after: self._page(fetch, first, after), per_page)

    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        return fetch(first, after)


# -- every item, once ------------------------------------------------------------------------------


@mutant("pagination.files-whole", "the page size is taken for a limit")
class PageSizeIsLimit(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        return islice(super().files(run, names, per_page), per_page)


@mutant("pagination.logged-artifacts-whole", "the first page is taken for the whole")
class OnlyFirstPage(Reference):
    def _after_page(self, connection: Connection) -> str | None:
        del connection
        return None


@mutant("pagination.used-artifacts-whole", "what is on the last page is dropped where that is not full")
class ShortPageDropped(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        page = fetch(first, after)
        return page if len(page["edges"]) == first or after is None else {**page, "edges": []}


@mutant("pagination.runs-whole", "the next page begins with the last item of the one before")
class PagesOverlap(Reference):
    def _after_page(self, connection: Connection) -> str | None:
        edges = connection["edges"]
        cursor = super()._after_page(connection)
        return edges[-2]["cursor"] if cursor and len(edges) > 1 else cursor


# -- the size of a page ----------------------------------------------------------------------------


@mutant("pagination.files-per-page", "the page size is not passed on")
class PageSizeForgotten(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        del per_page
        return super().files(run, names)


@mutant("pagination.logged-artifacts-per-page", "one more is asked for, to see whether there are more")
class OneMoreThanAsked(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        return fetch(first + 1, after)


@mutant("pagination.used-artifacts-per-page", "the page size is passed on with the first page alone")
class PageSizeOnce(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        return fetch(first if after is None else 100, after)


@mutant("pagination.runs-per-page", "small pages are thought wasteful")
class LeastPageSize(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        return fetch(max(first, 10), after)


@mutant("pagination.files-default-size", "files have the page size of artifacts")
class FilesByHundred(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return super().files(run, names, per_page)


@mutant("pagination.logged-artifacts-default-size", "artifacts have the page size of files")
class LoggedByFifty(Reference):
    def logged_artifacts(self, run: str, per_page: int = 50) -> Iterator[dict[str, Any]]:
        return super().logged_artifacts(run, per_page)


@mutant("pagination.used-artifacts-default-size", "the page size is left to the server")
class UsedByServerDefault(Reference):
    def used_artifacts(self, run: str, per_page: int | None = None) -> Iterator[dict[str, Any]]:
        return super().used_artifacts(run, per_page)  # type: ignore[arg-type]


@mutant("pagination.runs-default-size", "runs have the page size of histories")
class RunsByThousand(Reference):
    def runs(self, path: str, filters: Any = None, order: str | None = None, per_page: int = 1000) -> Iterator[str]:
        return super().runs(path, filters, order, per_page)


# -- when pages are fetched ------------------------------------------------------------------------


@mutant("pagination.files-lazy", "all pages are fetched at once")
class EagerPages(Reference):
    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        return iter(list(super()._every(fetch, per_page)))


@mutant("pagination.logged-artifacts-lazy", "the next page is fetched before this one is given out")
class ReadsAhead(Reference):
    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        found = super()._every(fetch, per_page)
        held = list(islice(found, per_page + 1))
        while held:
            yield held.pop(0)
            held += islice(found, 1)


@mutant("pagination.used-artifacts-lazy", "the list is made whole, for its length")
class CountsFirst(Reference):
    def used_artifacts(self, run: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
        return iter(list(super().used_artifacts(run, per_page)))


@mutant("pagination.runs-lazy", "a first request looks whether there is any run")
class LooksFirst(Reference):
    def runs(self, path: str, filters: Any = None, order: str | None = None, per_page: int = 50) -> Iterator[str]:
        next(super().runs(path, filters, order, per_page), None)
        return super().runs(path, filters, order, per_page)


# -- cursors ---------------------------------------------------------------------------------------


@mutant("pagination.files-cursors", "the first page is asked for once more to begin with")
class FirstPageTwice(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        if after is None:
            fetch(first, None)
        return fetch(first, after)


@mutant("pagination.logged-artifacts-cursors", "a page that was fetched is fetched again before the next")
class EveryPageTwice(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        fetch(first, after)
        return fetch(first, after)


@mutant("pagination.used-artifacts-cursors", "cursors are trimmed, as other texts are")
class CursorTrimmed(Reference):
    def _after_page(self, connection: Connection) -> str | None:
        cursor = super()._after_page(connection)
        return cursor and cursor.rstrip("=")


@mutant("pagination.runs-cursors", "the cursor of the first item of a page is taken for that of its end")
class CursorOfFirst(Reference):
    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        seen: list[Node] = []
        for node in super()._every(fetch, per_page):
            # What comes twice is left out, so the list is right: after far too many pages.
            if node not in seen:
                seen.append(node)
                yield node

    def _after_page(self, connection: Connection) -> str | None:
        following = super()._after_page(connection)
        return following and str(connection["edges"][0]["cursor"])


# -- the end ---------------------------------------------------------------------------------------


@mutant("pagination.files-end", "hasNextPage is ignored, and pages are asked for until one is empty")
class UntilEmpty(Reference):
    def _after_page(self, connection: Connection) -> str | None:
        cursor: str | None = connection["pageInfo"]["endCursor"]
        return cursor


@mutant("pagination.logged-artifacts-end", "a full page is thought to be followed by another")
class FullPageIsNotLast(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        page = fetch(first, after)
        return {**page, "pageInfo": {**page["pageInfo"], "hasNextPage": len(page["edges"]) == first}}


@mutant("pagination.used-artifacts-end", "the last page is asked for again, to be sure")
class LastPageAgain(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        page = fetch(first, after)
        return page if page["pageInfo"]["hasNextPage"] else fetch(first, after)


@mutant("pagination.runs-end", "a single page is looked behind")
class LooksBehindOnlyPage(Paged):
    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        page = fetch(first, after)
        if after is None:
            fetch(1, page["pageInfo"]["endCursor"])
        return page
