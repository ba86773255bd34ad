"""Clients that get the bounds of a scan wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.history import Row, Window

Bounds = tuple[int, int]


@mutant("steps.min-included", "min_step is taken for the last step that was seen")
class MinExclusive(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        begin, end = super()._bounds(run, min_step, max_step)
        return begin if min_step is None else begin + 1, end


@mutant("steps.min-included", "min_step is forgotten")
class MinForgotten(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        del min_step
        return super()._bounds(run, None, max_step)


@mutant("steps.max-excluded", "max_step is taken for the last step that is wanted")
class MaxInclusive(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        return super()._bounds(run, min_step, max_step if max_step is None else max_step + 1)


@mutant("steps.max-excluded", "the last page is fetched whole, and not cut off at max_step")
class LastPageWhole(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        for start in range(begin, end, page_size):
            yield from window(start, start + page_size, page_size)


@mutant("steps.window", "pages begin at multiples of the page size, and the first is not cut off")
class PagesOnGrid(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return super()._scan(window, begin - begin % page_size, end, page_size)


@mutant("steps.window", "max_step is counted from min_step")
class MaxIsCount(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        return super()._bounds(run, min_step, max_step if max_step is None else max_step + (min_step or 0))


@mutant("steps.keyed-window", "with keys, max_step is passed on to a server that includes it")
class KeyedMaxInclusive(Reference):
    def _keyed_window(self, run: str, keys: Sequence[str]) -> Window:
        return lambda begin, end, most: self._sampled(run, self._spec(keys, most + 2, begin, end + 1))


@mutant("steps.keyed-window", "with keys, there are no bounds")
class KeyedUnbounded(Reference):
    def scan_history(
        self,
        run: str,
        keys: Sequence[str] | None = None,
        page_size: int = 1000,
        min_step: int | None = None,
        max_step: int | None = None,
    ) -> Iterator[Row]:
        if keys:
            return super().scan_history(run, keys, page_size)
        return super().scan_history(run, keys, page_size, min_step, max_step)


@mutant("steps.equal-bounds", "a scan has one page at least")
class OnePageAtLeast(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return super()._scan(window, begin, max(end, begin + 1), page_size)


@mutant("steps.max-beyond-end", "the scan goes on to max_step, and gives an empty row for each step without one")
class FilledToMax(Reference):
    def scan_history(
        self,
        run: str,
        keys: Sequence[str] | None = None,
        page_size: int = 1000,
        min_step: int | None = None,
        max_step: int | None = None,
    ) -> Iterator[Row]:
        _, end = self._bounds(run, None, None)
        yield from super().scan_history(run, keys, page_size, min_step, max_step)
        yield from ({"_step": step} for step in range(end, max_step or 0))


@mutant("steps.max-beyond-end", "a max_step behind the end is cut down to the last step, which is then excluded")
class MaxCutTooFar(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        begin, end = super()._bounds(run, min_step, None)
        return begin, end if max_step is None else min(max_step, end - 1)


@mutant("steps.min-beyond-end", "a min_step behind the end is refused")
class MinBeyondRefused(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        begin, end = super()._bounds(run, min_step, max_step)
        if begin >= end:
            raise ValueError(f"there is no step {begin}")
        return begin, end


@mutant("steps.min-beyond-end", "a min_step behind the end is cut down to the last step")
class MinCutDown(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        begin, end = super()._bounds(run, min_step, max_step)
        return min(begin, max(end - 1, 0)), end


@mutant("steps.zero", "a max_step of 0 is taken for none")
class ZeroIsNone(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        return super()._bounds(run, min_step, max_step or None)


@mutant("steps.repeated", "of rows with the same step, as many come as there are steps between the bounds")
class RowsForSteps(Reference):
    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        found = super()._scan(window, begin, end, page_size)
        yield from (row for row, _ in zip(found, range(begin, end), strict=False))


@mutant("steps.no-page-outside", "the whole history is fetched, and the bounds are applied to its rows")
class FiltersRows(Reference):
    def _bounds(self, run: str, min_step: int | None, max_step: int | None) -> Bounds:
        self.wanted: Any = range(*super()._bounds(run, min_step, max_step))
        return super()._bounds(run, None, None)

    def _scan(self, window: Window, begin: int, end: int, page_size: int) -> Iterator[Row]:
        return (row for row in super()._scan(window, begin, end, page_size) if row["_step"] in self.wanted)
