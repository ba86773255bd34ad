"""The runs of one project, by run id and in the order they were made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runfake.world.runs import Run

_number = attrgetter("number")


class ProjectRuns(Mapping[str, "Run"]):
    """Run id to run; iterating goes by the order in which the runs were made."""

    def __init__(self) -> None:
        self._by_id: dict[str, Run] = {}
        self._made: list[Run] = []

    def __getitem__(self, run_id: str) -> Run:
        return self._by_id[run_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def in_order(self) -> Sequence[Run]:
        """The runs by number, which ascends as they are made; not to be changed, nor kept over changes."""
        return self._made

    def add(self, run: Run) -> None:
        """Takes in the run that was made last."""
        self._by_id[run.id] = run
        self._made.append(run)

    def remove(self, run: Run) -> None:
        """Forgets a run of this project."""
        del self._by_id[run.id]
        del self._made[bisect_left(self._made, run.number, key=_number)]

    def clear(self) -> None:
        """Forgets every run."""
        self._by_id.clear()
        self._made.clear()
