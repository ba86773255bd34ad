"""A run's system metrics, which the file stream calls events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any

from runfake.world.jsontext import dumps, load_object, loads
from runfake.world.lines import Lines, check_count, check_offset
from runfake.world.locking import atomic
from runfake.world.sampling import even_selection

_WHAT = "wandb-events.jsonl"
_BOOKKEEPING = frozenset(("_wandb", "_timestamp", "_runtime"))


class Events:
    """The rows of machine metrics of one run, in the order they came."""

    def __init__(self, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._lines = Lines()
        self._latest_text: str | None = None

    def __len__(self) -> int:
        return len(self._lines)

    @atomic
    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (loads(line, _WHAT) for line in iter(self._lines))

    @atomic
    def __repr__(self) -> str:
        return f"<Events of {len(self)} rows, latest {self.latest()}>"

    @atomic
    def check(self, offset: int, chunk: Sequence[str]) -> None:
        """Sees that ``chunk`` may be written at line ``offset``.

        Raises:
            Invalid: a gap before the chunk, or a line that is no JSON object.
        """
        check_offset(_WHAT, offset, len(self))
        for i, line in enumerate(chunk):
            load_object(line, f"line {offset + i} of {_WHAT}")

    @atomic
    def write(self, offset: int, chunk: Sequence[str]) -> None:
        """Writes checked lines at a line number; the same chunk twice is there once."""
        self._lines.write(offset, chunk)
        self._latest_text = None

    @atomic
    def append(self, row: dict[str, Any]) -> None:
        """Adds one row at the end."""
        self.write(len(self), [dumps(row)])

    @atomic
    def truncate(self, count: int) -> None:
        """Drops every row from number ``count`` on.

        Raises:
            Invalid: ``count`` is negative.
        """
        check_count(_WHAT, count)
        self._lines.truncate(count)
        self._latest_text = None

    def clear(self) -> None:
        """Drops every row."""
        self.truncate(0)

    @atomic
    def sample(self, samples: int) -> list[str]:
        """At most ``samples`` lines, spread evenly over the whole, as JSON texts."""
        return [self._lines[i] for i in even_selection(len(self), samples)]

    @atomic
    def tail(self) -> list[str]:
        """The last line, in a list; empty where nothing was measured."""
        return [self._lines[-1]] if len(self) else []

    @atomic
    def latest_text(self) -> str:
        """Like :meth:`latest`, as JSON; made once between writes."""
        if self._latest_text is None:
            self._latest_text = dumps(self.latest())
        return self._latest_text

    @atomic
    def latest(self) -> dict[str, Any]:
        """The last value of each machine metric in the last row, without the row's bookkeeping."""
        row = loads(self._lines[-1], _WHAT) if len(self) else {}
        return {key: value for key, value in row.items() if key not in _BOOKKEEPING}
