"""The journal: what was asked of a world, and how it was answered."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from runfake.wire.entry import Entry


class Journal:
    """Every request of one world, in the order they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[Entry] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __getitem__(self, number: int) -> Entry:
        return self._entries[number]

    def __repr__(self) -> str:
        return f"<Journal of {len(self)} requests, {len(self.refused())} refused>"

    def add(self, entry: Entry) -> None:
        """Writes one more entry."""
        with self._lock:
            self._entries.append(entry)

    def operations(self) -> list[str]:
        """The name of every GraphQL operation that was sent, in order."""
        return [name for entry in self for name in entry.operations]

    def unbuilt(self) -> list[Entry]:
        """The entries that were refused because runfake lacks something."""
        return [entry for entry in self if entry.unbuilt]

    def refused(self) -> list[Entry]:
        """The entries that were answered with an error."""
        return [entry for entry in self if entry.error is not None]
