"""What is known of the rows of a history without reading their lines: steps, key sets, and a tally per key."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

from runfake.world.keystats import KeyStats
from runfake.world.numbers import Numbers
from runfake.world.shapes import lookup, row_keys
from runfake.world.steps import step_of

Row = dict[str, Any]


class Shape:
    """One set of keys, sorted, and the numbers of the rows that define just these."""

    __slots__ = ("keys", "rows")

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        self.rows = Numbers()


class Mark(NamedTuple):
    """A place to go back to: how many rows there were, and the tallies from then that have moved on since."""

    rows: int
    tallies: dict[str, KeyStats | None]


# How many values are counted between marks, at least and for each tally that a mark has to keep: what is
# kept is little beside the rows, and so is what has to be read again to go back.
_VALUES, _VALUES_PER_TALLY = 1 << 14, 256
_ROWS_AT_ONCE = 2048


class RowIndex:
    """The rows of one history in log order, as far as queries ask for them without their values.

    Attributes:
        steps: the step of each row.
        ascending: whether no step is smaller than the one before.
        shapes: the key sets, in the order in which rows first had them.
        tallies: what each key held, in the order in which they first came.
    """

    # Every run has one, most of them short.
    __slots__ = ("_first_fall", "_marks", "_values", "shapes", "steps", "tallies")

    def __init__(self) -> None:
        self.steps = Numbers()
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self.tallies: dict[str, KeyStats] = {}
        self._first_fall: int | None = None
        self._marks = [Mark(0, {})]
        self._values = 0

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def ascending(self) -> bool:
        return self._first_fall is None

    @property
    def last_step(self) -> int:
        """The largest step, -1 where there is no row."""
        steps = self.steps.held
        if not steps:
            return -1
        return steps[-1] if self.ascending else max(steps)

    def shapes_with(self, keys: Iterable[str]) -> list[Shape]:
        """The key sets that have all of ``keys``."""
        wanted = set(keys)
        if not wanted <= self.tallies.keys():
            return []
        return [shape for shape in self.shapes.values() if wanted.issubset(shape.keys)]

    def add(self, rows: Iterable[Row]) -> None:
        """Takes in the rows that come next."""
        rows = iter(rows)
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            self._add(some)

    def truncate(self, count: int) -> int:
        """Goes back to at most ``count`` rows; returns to how many: those up to ``count`` are to be added anew."""
        while self._marks[-1].rows > count:
            self._undo(self._marks.pop())
        mark = self._marks.pop()
        self._undo(mark)
        self._marks.append(Mark(mark.rows, {}))
        self._values = 0
        self.steps.truncate(mark.rows)
        for keys, shape in list(self.shapes.items()):
            _drop_from(shape.rows, mark.rows)
            if not shape.rows:
                del self.shapes[keys]
        if self._first_fall is not None and self._first_fall >= mark.rows:
            self._first_fall = None
        return mark.rows

    def _undo(self, mark: Mark) -> None:
        for key, tally in mark.tallies.items():
            if tally is None:
                del self.tallies[key]
            else:
                self.tallies[key] = tally

    def _add(self, rows: list[Row]) -> None:
        first = len(self.steps)
        self._add_steps(first, [step_of(row, number) for number, row in enumerate(rows, first)])
        numbers: dict[tuple[str, ...], list[int]] = defaultdict(list)
        columns: dict[str, list[Any]] = defaultdict(list)
        for number, row in enumerate(rows, first):
            # Sorted, for the clients' own order is arbitrary: rows of equal keys are of one shape.
            keys = tuple(sorted(row_keys(row)))
            numbers[keys].append(number)
            for key in keys:
                columns[key].append(row[key] if key in row else lookup(row, key))
        for keys, found in numbers.items():
            if keys not in self.shapes:
                self.shapes[keys] = Shape(keys)
            self.shapes[keys].rows.extend(found)
        for key, values in columns.items():
            self._tally(key, values)
        self._mark()

    def _add_steps(self, first: int, steps: list[int]) -> None:
        known = [*self.steps.held[-1:], *steps] if first else steps
        if self.ascending and any(a > b for a, b in pairwise(known)):
            fall = next(i for i, (a, b) in enumerate(pairwise(known)) if a > b)
            self._first_fall = first + fall + (0 if first else 1)
        self.steps.extend(steps)

    def _tally(self, key: str, values: Sequence[Any]) -> None:
        tally = self.tallies.get(key)
        before = self._marks[-1].tallies
        if key not in before:
            before[key] = tally and tally.copy()
        if tally is None:
            tally = self.tallies[key] = KeyStats()
        tally.add(values)
        self._values += len(values)

    def _mark(self) -> None:
        if self._values >= max(_VALUES, _VALUES_PER_TALLY * len(self._marks[-1].tallies)):
            self._marks.append(Mark(len(self.steps), {}))
            self._values = 0


def _drop_from(numbers: Numbers, limit: int) -> None:
    """Drops the numbers, which ascend, that are not below ``limit``."""
    held = numbers.held
    if held and held[-1] >= limit:
        numbers.truncate(bisect_left(held, limit))
