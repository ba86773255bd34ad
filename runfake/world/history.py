"""A run's history: the JSON lines as they came, and beside them what answers queries without reading them again."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any

from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps, load_object, loads
from runfake.world.keystats import KeyStats
from runfake.world.lines import Lines, check_count, check_offset
from runfake.world.locking import atomic
from runfake.world.sampling import even_selection
from runfake.world.shapes import lookup, row_keys
from runfake.world.steps import LARGEST_STEP, step_of

_WHAT = "wandb-history.jsonl"


class History:
    """The rows of one run, in log order.

    Iterating gives each row as a dict; ``len()`` is the number of rows. Steps are integers, normally
    ascending; a row that names no ``_step`` has its line number for one.
    """

    def __init__(self, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._lines = Lines()
        self._reset_index()

    def _reset_index(self) -> None:
        self._described: dict[str, Any] | None = None
        self._steps = array("q")
        self._ascending = True
        self._shape_of_row = array("L")
        self._shapes: dict[tuple[str, ...], int] = {}
        self._stats: dict[str, KeyStats] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @atomic
    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter([loads(line, _WHAT) for line in self._lines])

    @atomic
    def __getitem__(self, number: Any) -> Any:
        """One row as a dict, or a list of rows for a slice."""
        if isinstance(number, slice):
            return [loads(line, _WHAT) for line in list(self._lines)[number]]
        return loads(self._lines[number], _WHAT)

    @atomic
    def __repr__(self) -> str:
        return f"<History of {len(self)} rows, last step {self.last_step}: {_shown(self, 5)}>"

    @property
    @atomic
    def last_step(self) -> int:
        """The largest step, -1 where nothing was logged."""
        if not self._steps:
            return -1
        return self._steps[-1] if self._ascending else max(self._steps)

    # -- writing -------------------------------------------------------------------------------

    @atomic
    def check(self, offset: int, chunk: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of ``chunk``, if it may be written at line ``offset``.

        Raises:
            Invalid: a gap before the chunk, a line that is no JSON object, or a step that is no integer.
        """
        check_offset(_WHAT, offset, len(self))
        rows = [load_object(line, f"line {offset + i} of {_WHAT}") for i, line in enumerate(chunk)]
        for i, row in enumerate(rows):
            _checked_step(row, offset + i)
        return rows

    @atomic
    def write(self, offset: int, chunk: Sequence[str], rows: Sequence[dict[str, Any]] | None = None) -> None:
        """Writes lines at a line number, as the file stream does; the same chunk twice is there once.

        ``rows`` is what :meth:`check` returned for the chunk, where the caller checked it already.
        """
        rows = self.check(offset, chunk) if rows is None else rows
        held = len(self)
        if self._lines.write(offset, chunk):
            self._rebuild()
            return
        for i in range(max(0, held - offset), len(rows)):
            self._index(rows[i])

    @atomic
    def append(self, row: dict[str, Any]) -> None:
        """Adds one row at the end."""
        self.write(len(self), [dumps(row)])

    @atomic
    def truncate(self, count: int) -> None:
        """Drops every row from number ``count`` on, as if it had never been logged.

        Raises:
            Invalid: ``count`` is negative.
        """
        check_count(_WHAT, count)
        if count < len(self):
            self._lines.truncate(count)
            self._rebuild()

    def clear(self) -> None:
        """Drops every row."""
        self.truncate(0)

    def _index(self, row: dict[str, Any]) -> None:
        self._described = None
        step = step_of(row, len(self._steps))
        if self._steps and step < self._steps[-1]:
            self._ascending = False
        self._steps.append(step)
        # Sorted, for the clients' own order is arbitrary: rows of equal keys are of one shape.
        keys = tuple(sorted(row_keys(row)))
        self._shape_of_row.append(self._shapes.setdefault(keys, len(self._shapes)))
        for key in keys:
            stats = self._stats.get(key)
            if stats is None:
                stats = self._stats[key] = KeyStats()
            stats.add(row[key] if key in row else lookup(row, key))

    def _rebuild(self) -> None:
        self._reset_index()
        for row in self:
            self._index(row)

    # -- reading -------------------------------------------------------------------------------

    @atomic
    def sample(self, samples: int) -> list[str]:
        """At most ``samples`` lines, spread evenly over the whole, as JSON texts."""
        return [self._lines[i] for i in even_selection(len(self), samples)]

    @atomic
    def window(self, min_step: int | None, max_step: int | None, limit: int | None) -> list[str]:
        """The lines with ``min_step <= _step < max_step``, by step, at most ``limit`` of them."""
        last = None if max_step is None else max_step - 1
        return [self._lines[i] for i in self._between(min_step, last)[:limit]]

    @atomic
    def sampled(
        self, keys: Sequence[str], min_step: int | None, max_step: int | None, samples: int
    ) -> list[dict[str, Any]]:
        """Of the rows that define *all* of ``keys``, at most ``samples``, reduced to those keys.

        ``min_step`` and ``max_step`` are both inclusive, as ``sampledHistory`` has them.
        """
        wanted = list(dict.fromkeys(keys))
        shapes = {number for shape, number in self._shapes.items() if set(wanted) <= set(shape)}
        shape_of_row = self._shape_of_row
        fitting = [i for i in self._between(min_step, max_step) if shape_of_row[i] in shapes]
        rows = (self[fitting[i]] for i in even_selection(len(fitting), samples))
        return [{key: lookup(row, key) for key in wanted} for row in rows]

    @atomic
    def steps(self) -> list[int]:
        """The step of every row, in log order."""
        return self._steps.tolist()

    @atomic
    def tail(self) -> list[str]:
        """The last line, in a list; empty where nothing was logged."""
        return [self._lines[-1]] if len(self) else []

    @atomic
    def describe_keys(self) -> dict[str, Any] | None:
        """What ``historyKeys`` answers: last step, key sets and a tally per key; None without rows.

        Made once between writes: not to be changed.
        """
        if self._described is None and len(self):
            self._described = {
                "lastStep": self.last_step,
                "sets": [list(shape) for shape in self._shapes],
                "keys": {key: stats.describe() for key, stats in self._stats.items()},
            }
        return self._described

    def _between(self, first: int | None, last: int | None) -> Sequence[int]:
        """The numbers of the rows with ``first <= _step <= last``, ordered by step, then as logged."""
        low = -LARGEST_STEP if first is None else first
        high = LARGEST_STEP if last is None else last
        steps = self._steps
        if self._ascending:
            return range(bisect_left(steps, low), max(bisect_left(steps, low), bisect_left(steps, high + 1)))
        return sorted((i for i, step in enumerate(steps) if low <= step <= high), key=steps.__getitem__)


def _shown(rows: History, most: int) -> str:
    shown = ", ".join(map(repr, rows[:most]))
    return f"{shown}, ..." if len(rows) > most else shown or "nothing"


def _checked_step(row: dict[str, Any], number: int) -> None:
    try:
        step_of(row, number)
    except Invalid as error:
        raise Invalid(f"line {number} of {_WHAT}: {error}") from None
