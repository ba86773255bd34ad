"""A run's history: the JSON lines as they came, and beside them what answers queries without reading them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any

from runfake.world.blobs import BlobStore
from runfake.world.errors import Invalid
from runfake.world.exports import Export, Exports
from runfake.world.jsontext import dumps, load_object, loads
from runfake.world.lines import Lines, check_count, check_offset
from runfake.world.locking import atomic
from runfake.world.parquet import parquet_file
from runfake.world.row_index import RowIndex
from runfake.world.sampling import even_selection
from runfake.world.shapes import lookup
from runfake.world.step_order import SortedOrder, StepOrder
from runfake.world.steps import step_of

_WHAT = "wandb-history.jsonl"


class History:
    """The rows of one run, in log order.

    Iterating gives each row as a dict; ``len()`` is the number of rows. Steps are integers, normally
    ascending; a row that names no ``_step`` has its line number for one.

    Attributes:
        exports: the files that the first rows were exported to, if any; all others are *live*.
    """

    def __init__(self, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._lines = Lines()
        self._index = RowIndex()
        self.exports = Exports()
        self._changed()

    def _changed(self) -> None:
        self._described: dict[str, Any] | None = None
        self._sorted: dict[int, SortedOrder] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @atomic
    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as they are now, whatever is logged while they are read."""
        return self._rows_since(0)

    def _rows_since(self, number: int) -> Iterator[dict[str, Any]]:
        return (loads(line, _WHAT) for line in self._lines.since(number))

    @atomic
    def __getitem__(self, number: Any) -> Any:
        """One row as a dict, or a list of rows for a slice."""
        if isinstance(number, slice):
            return [self[i] for i in range(len(self))[number]]
        return loads(self._lines[number], _WHAT)

    @atomic
    def __repr__(self) -> str:
        return f"<History of {len(self)} rows, last step {self.last_step}: {_shown(self, 5)}>"

    @property
    @atomic
    def last_step(self) -> int:
        """The largest step, -1 where nothing was logged."""
        return self._index.last_step

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
        rewritten = self._lines.write(offset, chunk)
        if rewritten is not None:
            self._reread(rewritten)
        elif len(self) > held:
            self._index.add(rows[held - offset :])
            self._changed()

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
            self._reread(count)

    def clear(self) -> None:
        """Drops every row."""
        self.truncate(0)

    def _reread(self, number: int) -> None:
        """Takes in the rows from ``number`` on anew; the index reads some before it, too."""
        self.exports.truncate(number)
        kept = self._index.truncate(number)
        self._index.add(self._rows_since(kept))
        self._changed()

    @atomic
    def export(self, blobs: BlobStore, rows_per_file: int) -> list[Export]:
        """Exports every live row, to files of at most ``rows_per_file``; returns the new files.

        Raises:
            Invalid: ``rows_per_file`` is not positive.
            ModuleNotFoundError: pyarrow is not installed.
        """
        if rows_per_file < 1:
            raise Invalid(f"rows_per_file must be at least 1, not {rows_per_file!r}.")
        first_rows = range(self.exports.rows, len(self), rows_per_file)
        files = [self._file(first, min(len(self), first + rows_per_file)) for first in first_rows]
        return [self.exports.add(rows, blobs.put(content)) for rows, content in files]

    def _file(self, first: int, end: int) -> tuple[int, bytes]:
        steps = self._index.steps.held
        numbers = sorted(range(first, end), key=steps.__getitem__)
        return end - first, parquet_file((self[number] for number in numbers), [steps[n] for n in numbers])

    # -- reading -------------------------------------------------------------------------------

    @atomic
    def sample(self, samples: int) -> list[str]:
        """At most ``samples`` lines, spread evenly over the whole, as JSON texts."""
        return [self._lines[i] for i in even_selection(len(self), samples)]

    @atomic
    def window(self, min_step: int | None, max_step: int | None, limit: int | None) -> list[str]:
        """The lines with ``min_step <= _step < max_step``, by step, those of at most ``limit`` different steps.

        Exported rows are left out where the window reaches live ones and is asked for just as many rows as it has
        steps: so ask those who read the files, too.
        """
        last = None if max_step is None else max_step - 1
        order = self._by_step(last, reads_files=_width(min_step, last) == limit)
        return [self._lines[i] for i in order.window(min_step, last, limit)]

    @atomic
    def sampled(
        self, keys: Sequence[str], min_step: int | None, max_step: int | None, samples: int
    ) -> list[dict[str, Any]]:
        """Of the rows that define *all* of ``keys``, at most ``samples``, reduced to those keys.

        ``min_step`` and ``max_step`` are both inclusive, as ``sampledHistory`` has them. Exported rows are left
        out as in :meth:`window`.

        A window that is one step wider than ``samples`` is a page of a client that takes its end for exclusive,
        and so it is then: to drop the last step loses nothing, for the next page begins with it.
        """
        width = _width(min_step, max_step)
        order = self._by_step(max_step, reads_files=width == samples)
        last = max_step - 1 if max_step is not None and width == samples + 1 else max_step
        return self._reduced(keys, order.sample(self._index.shapes_with(keys), min_step, last, samples))

    @atomic
    def live(self, keys: Sequence[str], samples: int) -> list[dict[str, Any]]:
        """Like :meth:`sampled`, of the rows that are not exported. Every row has its step, named or not."""
        order = self._order(self.exports.rows)
        if list(keys) != ["_step"]:
            return self._reduced(keys, order.sample(self._index.shapes_with(keys), None, None, samples))
        rows = order.window(None, None)
        return [{"_step": self._index.steps.held[rows[i]]} for i in even_selection(len(rows), samples)]

    def _reduced(self, keys: Sequence[str], numbers: Sequence[int]) -> list[dict[str, Any]]:
        return [{key: lookup(row, key) for key in keys} for row in map(self.__getitem__, numbers)]

    @atomic
    def steps(self) -> list[int]:
        """The step of every row, in log order."""
        return list(self._index.steps.held)

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
                "sets": [list(keys) for keys in self._index.shapes],
                "keys": {key: tally.describe() for key, tally in self._index.tallies.items()},
            }
        return self._described

    def _by_step(self, last: int | None, *, reads_files: bool) -> StepOrder:
        """The rows among which a window up to the step ``last`` looks."""
        if reads_files and last is not None and self.exports.rows:
            live = self._order(self.exports.rows)
            if live.first_step is not None and live.first_step <= last:
                return live
        return self._order(0)

    def _order(self, first_row: int) -> StepOrder:
        if self._index.ascending:
            return StepOrder(self._index, first_row)
        if first_row not in self._sorted:
            self._sorted[first_row] = SortedOrder(self._index, first_row)
        return self._sorted[first_row]


def _width(first: int | None, last: int | None) -> int | None:
    """How many steps a window has, both bounds among them; None where it has no bounds."""
    return None if first is None or last is None else last - first + 1


def _shown(rows: History, most: int) -> str:
    shown = ", ".join(map(repr, rows[:most]))
    return f"{shown}, ..." if len(rows) > most else shown or "nothing"


def _checked_step(row: dict[str, Any], number: int) -> None:
    try:
        step_of(row, number)
    except Invalid as error:
        raise Invalid(f"line {number} of {_WHAT}: {error}") from None
