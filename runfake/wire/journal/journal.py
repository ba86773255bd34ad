"""The journal itself, in which requests are written and waited for."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice
from threading import Condition
from time import monotonic

from runfake.wire.entry import Entry
from runfake.wire.journal import judgement
from runfake.wire.journal.entries import Entries, checked
from runfake.wire.which import Which

KEEP = 10_000
# Of the bodies whose variables are kept.
KEEP_BYTES = 64 << 20


class Journal(Entries):
    """Every request of one world, in the order they were answered.

    Args:
        keep: how many requests are kept; older ones are forgotten, and so they are when the documents and
            variables of those that are kept exceed 64 MiB. None keeps all.
    """

    def __init__(self, keep: int | None = KEEP) -> None:
        super().__init__()
        self._keep = keep
        self._arrived = Condition()
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._allowed: list[Which] = []

    def _held(self) -> Sequence[Entry]:
        with self._arrived:
            return list(self._entries)

    def add(self, entry: Entry) -> None:
        """Writes one more entry."""
        with self._arrived:
            self._entries.append(entry)
            self._bytes += _weight(entry)
            if self._keep is not None:
                while len(self._entries) > self._keep or self._bytes > KEEP_BYTES:
                    self._bytes -= _weight(self._entries.popleft())
                    self._gone += 1
            self._arrived.notify_all()

    def freeze(self) -> Entries:
        """A copy that stays as it is, whatever comes later."""
        with self._arrived:
            return Entries(self._entries, self._gone)

    def wait_for(self, meant: Which, *, times: int = 1, timeout: float = 10.0) -> list[Entry]:
        """Waits until so many requests that are meant were answered; those that are there already count.

        Args:
            timeout: the longest wait, in seconds of real time.

        Returns:
            The first so many of them.

        Raises:
            AssertionError: the time is over; the text has the entries nearest to what is meant.
        """
        __tracebackhide__ = True
        meant, deadline = checked(meant), monotonic() + timeout
        found: list[Entry] = []
        seen = 0
        while len(found) < times:
            new, seen = self._after(seen, deadline)
            if not new:
                text = judgement.counted(self._held(), meant, times, None)
                raise AssertionError(f"within {timeout:g} s, {text}")
            found += filter(meant.matches, new)
        return found[:times]

    def _after(self, seen: int, deadline: float) -> tuple[list[Entry], int]:
        """The entries since there were ``seen``, and how many there were then; none if none come in time."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._total() > seen, max(0.0, deadline - monotonic()))
            return list(islice(self._entries, max(0, seen - self._gone), None)), self._total()

    def _total(self) -> int:
        return self._gone + len(self._entries)

    # -- strictness ----------------------------------------------------------------------------

    def allow(self, meant: Which) -> None:
        """Says that such requests may be refused for asking what runfake does not know or lacks.

        A test fails for others that were, see :mod:`runfake.wire.strictness`.
        """
        self._allowed.append(checked(meant))

    def complained_of(self) -> list[Entry]:
        """The entries that were refused because nobody knows, or runfake lacks, what they ask for, and that may not."""
        refused = (entry for entry in self if entry.unknown or entry.unbuilt)
        return [entry for entry in refused if not any(meant.matches(entry) for meant in self._allowed)]


def _weight(entry: Entry) -> int:
    return entry.bytes_in if entry.variables else 0
