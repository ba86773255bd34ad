"""Clients that get the pages of a history wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.slips import StopsAtEmptyPages
from runfake.contract.reference import Reference, documents
from runfake.contract.reference.history import Row, Window
from runfake.contract.reference.http import ServerError

# -- every row, once -------------------------------------------------------------------------------


@mutant("pagination.scan-whole", "the last step is not part of the last page")
class LastRowLost(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return super()._scan(window, begin, end - 1, page_size)


@mutant("pagination.scan-whole", "the last page is dropped where it is not full")
class ShortWindowDropped(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return super()._scan(window, begin, begin + (end - begin) // page_size * page_size, page_size)


@mutant("pagination.scan-gaps", "a page without rows is taken for the end")
class EmptyWindowEnds(StopsAtEmptyPages):
    pass


@mutant("pagination.scan-repeated-steps", "of rows with the same step one is kept")
class OneRowAStep(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return iter({row.get("_step"): row for row in super()._scan(window, begin, end, page_size)}.values())


@mutant("pagination.scan-empty", "a run without a history is thought to have keys nevertheless")
class EmptyHistoryFails(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> tuple[int, int]:
        last: int = self._run(run, documents.HISTORY_KEYS)["historyKeys"]["lastStep"]
        return min_step or 0, last + 1 if max_step is None else min(max_step, last + 1)


# -- values ----------------------------------------------------------------------------------------


@mutant("pagination.scan-values", "nested objects come as metrics with dots in their names")
class Flattened(Reference):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [_flat(row) for row in super()._parsed(lines)]


def _flat(row: Row) -> Row:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        inner = _flat(value) if isinstance(value, dict) else {}
        flat |= {f"{key}.{name}": entry for name, entry in inner.items()} or {key: value}
    return flat


@mutant("pagination.scan-values", "null is taken for a metric that was not logged")
class NullsDropped(Reference):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [{key: value for key, value in row.items() if value is not None} for row in super()._parsed(lines)]


@mutant("pagination.scan-non-finite", "lines are read by a strict reader of JSON")
class StrictReader(Reference):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [json.loads(line, parse_constant=_refused) for line in lines]


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


# -- when pages are fetched ------------------------------------------------------------------------


@mutant("pagination.scan-lazy", "the whole history is fetched at once")
class EagerScan(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return iter(list(super()._scan(window, begin, end, page_size)))


@mutant("pagination.scan-page-size", "the page size is not passed on")
class WindowsOfThousand(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        del page_size
        return super()._scan(window, begin, end, 1000)


@mutant("pagination.scan-page-size", "each page covers a step too many")
class WindowOneWider(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return super()._scan(window, begin, end, page_size + 1)


@mutant("pagination.scan-default-size", "histories have the page size of sampled ones")
class ScansByFiveHundred(Reference):
    def scan_history(
        self,
        run: str,
        keys: Sequence[str] | None = None,
        page_size: int = 500,
        min_step: int | None = None,
        max_step: int | None = None,
    ) -> Iterator[Row]:
        return super().scan_history(run, keys, page_size, min_step, max_step)


@mutant("pagination.scan-once", "pages overlap by a step, and what came before is left out")
class WindowsOverlap(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        for start in range(begin, end, page_size):
            rows = window(max(begin, start - 1), min(start + page_size, end), page_size + 1)
            yield from (row for row in rows if row["_step"] >= start)


@mutant("pagination.scan-end", "pages are asked for until one is empty behind the last step")
class BeyondTheLast(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        yield from super()._scan(window, begin, end, page_size)
        yield from window(end, end + page_size, page_size)


@mutant("pagination.scan-failing-page", "an error ends the history")
class ScanUntilError(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        with suppress(ServerError):
            yield from super()._scan(window, begin, end, page_size)
