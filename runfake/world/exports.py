"""The part of a history that was exported: files of rows that clients read instead of asking for the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from runfake.world import errors
from runfake.world.blobs import Blob

# The kind of place in storage where exported files lie, each below its run's path.
EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Export:
    """One exported file.

    Attributes:
        name: unique in its run, also beside files that are gone.
        first_row: the number of its first row in the log.
        rows: how many rows it holds.
        blob: the Parquet file itself, rows ordered by step.
    """

    name: str
    first_row: int
    rows: int
    blob: Blob


class Exports:
    """The exported files of one run, in log order; together they hold its first rows.

    Attributes:
        rows: how many rows they hold; the row of that number is the first that is live.
    """

    __slots__ = ("_files", "_made", "rows")

    def __init__(self) -> None:
        self.rows = 0
        self._files: list[Export] = []
        self._made = 0

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[Export]:
        return iter(list(self._files))

    def __repr__(self) -> str:
        return f"<Exports of {self.rows} rows in {len(self)} files>"

    def named(self, name: str) -> Export:
        """The file of that name.

        Raises:
            NotFound: there is none, or its rows have changed since and it is gone.
        """
        found = next((file for file in self._files if file.name == name), None)
        if found is None:
            raise errors.export_not_found(name, [file.name for file in self._files])
        return found

    def add(self, rows: int, blob: Blob) -> Export:
        """Takes in a file of the ``rows`` rows that come next."""
        file = Export(f"{self._made}.runhistory.parquet", self.rows, rows, blob)
        self._made += 1
        self._files.append(file)
        self.rows += rows
        return file

    def truncate(self, count: int) -> None:
        """Forgets every file that holds a row from number ``count`` on; its other rows are live again."""
        self._files = [file for file in self._files if file.first_row + file.rows <= count]
        self.rows = sum(file.rows for file in self._files)
