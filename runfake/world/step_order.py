"""The rows of a history in the order of their steps, which is mostly, but not always, the order of the log."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from runfake.world.row_index import RowIndex, Shape
from runfake.world.sampling import merged_selection


class StepOrder:
    """The rows of an index whose steps ascend, by step: a row's place is its number, and nothing is made.

    Good until the index changes.
    """

    def __init__(self, index: RowIndex, first_row: int = 0) -> None:
        """Takes in the rows from number ``first_row`` on."""
        self._begin = first_row
        self._steps: Sequence[int] = index.steps.held
        self._rows: Sequence[int] = range(len(index))

    @property
    def first_step(self) -> int | None:
        """The smallest step, None where there is no row."""
        return self._steps[self._begin] if self._begin < len(self._steps) else None

    def window(self, first: int | None, last: int | None, most: int | None = None) -> Sequence[int]:
        """The numbers of the rows with ``first <= step <= last``, of the first ``most`` steps that have rows.

        Rows of equal steps are in log order.
        """
        span = self._span(first, last)
        return self._rows[span.start : span.stop if most is None else self._cut_off(span, most)]

    def _cut_off(self, span: slice, most: int) -> int:
        """The place behind the first ``most`` different steps in ``span``."""
        if span.stop - span.start <= most:
            return int(span.stop)
        steps = 0
        for place in range(span.start, span.stop):
            steps += place == span.start or self._steps[place] != self._steps[place - 1]
            if steps > most:
                return place
        return int(span.stop)

    def sample(self, shapes: Iterable[Shape], first: int | None, last: int | None, samples: int) -> list[int]:
        """Of those in the window that have one of ``shapes``, at most ``samples``, spread evenly.

        A window of no more steps than that gives all its rows, for it is a page of a scan, also where steps repeat.
        """
        span = self._span(first, last)
        parts = [_cut(self._places(shape), span) for shape in shapes]
        if first is not None and last is not None and 0 <= last - first < samples:
            samples = sum(map(len, parts))
        return [self._rows[place] for place in merged_selection(parts, samples)]

    def _span(self, first: int | None, last: int | None) -> slice:
        begin = self._begin if first is None else max(self._begin, bisect_left(self._steps, first))
        end = len(self._steps) if last is None else bisect_right(self._steps, last)
        return slice(begin, max(begin, end))

    def _places(self, shape: Shape) -> Sequence[int]:
        return shape.rows.held


class SortedOrder(StepOrder):
    """The rows of any index by step: sorted once."""

    def __init__(self, index: RowIndex, first_row: int = 0) -> None:
        """Takes in the rows from number ``first_row`` on."""
        steps = index.steps.held
        self._begin = 0
        self._rows = array("i", sorted(range(first_row, len(index)), key=steps.__getitem__))
        self._steps = array("q", (steps[row] for row in self._rows))
        self._first_row = first_row
        self._place_of = array("i", bytes(4 * len(index)))
        for place, row in enumerate(self._rows):
            self._place_of[row] = place
        self._known: dict[tuple[str, ...], Sequence[int]] = {}

    def _places(self, shape: Shape) -> Sequence[int]:
        if shape.keys not in self._known:
            rows = _cut(shape.rows.held, slice(self._first_row, None))
            self._known[shape.keys] = array("i", sorted(self._place_of[row] for row in rows))
        return self._known[shape.keys]


def _cut(numbers: Sequence[int], span: slice) -> Sequence[int]:
    """Those of ``numbers``, which ascend, from the start of ``span`` up to its stop."""
    begin = bisect_left(numbers, span.start)
    return numbers[begin : None if span.stop is None else bisect_left(numbers, span.stop)]
