"""Slips that break more than one promise: mutants differ in which of them they are, and in what puts it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from runfake.contract.reference import Reference
from runfake.contract.reference.history import Row, Window


class KeepsFiles(Reference):
    """Asks once for a list of files, and remembers it."""

    def __init__(self, base_url: str, api_key: str) -> None:
        super().__init__(base_url, api_key)
        self.kept: dict[Any, list[dict[str, Any]]] = {}

    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        asked = (run, tuple(names or ()))
        if asked not in self.kept:
            self.kept[asked] = list(super().files(run, names, per_page))
        return iter(self.kept[asked])


class StopsAtEmptyPages(Reference):
    """Takes a page of a history without rows for the end."""

    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        for start in range(begin, end, page_size):
            rows = window(start, min(start + page_size, end), page_size)
            if not rows:
                return
            yield from rows
