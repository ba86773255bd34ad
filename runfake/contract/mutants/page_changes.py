"""Clients that get wrong what happens between two pages of a list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import count

from runfake.contract.mutant import mutant
from runfake.contract.mutants.pagination import Paged
from runfake.contract.reference import Reference
from runfake.contract.reference.http import ServerError
from runfake.contract.reference.pages import Connection, Fetch, Node, nodes

# -- items that come and go ------------------------------------------------------------------------


class Offsets(Reference):
    """Counts what it gave, and begins the next page behind as many items."""

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        for given in count(0, per_page):
            page = fetch(given + per_page, None)
            yield from nodes(page)[given:]
            if not page["pageInfo"]["hasNextPage"]:
                return


class LooksForItsPlace(Reference):
    """Asks for everything again, and goes on behind the last item that it gave."""

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        last: Node | None = None
        for wanted in count(per_page, per_page):
            page = fetch(wanted, None)
            found = nodes(page)
            place = 0 if last is None else found.index(last) + 1 if last in found else wanted
            yield from found[place:]
            last = found[-1] if found else last
            if not page["pageInfo"]["hasNextPage"]:
                return


@mutant("pagination.files-deleted-meanwhile", "the next page begins behind a count of files")
class FilesByOffset(Offsets):
    pass


@mutant("pagination.logged-artifacts-deleted-meanwhile", "the next page begins behind an item that may be gone")
class LoggedFromPlace(LooksForItsPlace):
    pass


@mutant("pagination.used-artifacts-deleted-meanwhile", "the next page begins behind a count of artifacts")
class UsedByOffset(Offsets):
    pass


@mutant("pagination.runs-deleted-meanwhile", "the next page begins behind a run that may be gone")
class RunsFromPlace(LooksForItsPlace):
    pass


@mutant("pagination.files-added-meanwhile", "the next page begins behind a count of files that was right before")
class MoreFilesByOffset(Offsets):
    pass


@mutant("pagination.runs-added-meanwhile", "the next page begins behind a count of runs")
class RunsByOffset(Offsets):
    pass


# -- errors ----------------------------------------------------------------------------------------


class ErrorEnds(Reference):
    """Takes an error for the end of the list."""

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[Node]:
        with suppress(ServerError):
            yield from super()._every(fetch, per_page)


class FailedPageIsEmpty(Paged):
    """Takes a page that fails for one without items."""

    def _page(self, fetch: Fetch, first: int, after: str | None) -> Connection:
        try:
            return fetch(first, after)
        except ServerError:
            return {"edges": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}


@mutant("pagination.files-failing-page", "an error ends the list")
class FilesUntilError(ErrorEnds):
    pass


@mutant("pagination.logged-artifacts-failing-page", "a page that fails counts as empty")
class LoggedUntilError(FailedPageIsEmpty):
    pass


@mutant("pagination.used-artifacts-failing-page", "an error ends the list")
class UsedUntilError(ErrorEnds):
    pass


@mutant("pagination.runs-failing-page", "a page that fails counts as empty")
class RunsUntilError(FailedPageIsEmpty):
    pass
