"""Clients that get pages wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.pages import Fetch


@mutant("pagination.files-whole", "the page size is taken for a limit")
class PageSizeIsLimit(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        return islice(super().files(run, names, per_page), per_page)


@mutant("pagination.files-per-page", "the page size is not passed on")
class PageSizeForgotten(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        del per_page
        return super().files(run, names)


@mutant("pagination.files-lazy", "all pages are fetched at once")
class EagerPages(Reference):
    def _every(self, fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
        return iter(list(super()._every(fetch, per_page)))
