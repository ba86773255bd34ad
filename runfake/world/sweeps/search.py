"""How a sweep chooses what to try next."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from random import Random
from typing import Any, Protocol

from runfake.world.sweeps.space import Space


class Search(Protocol):
    """Chooses values to try, and is told of the runs that the sweep has."""

    @property
    def size(self) -> int | None:
        """How many trials there are in all; None if they have no end."""

    @property
    def exhausted(self) -> bool:
        """Whether nothing more will come."""

    def next(self) -> dict[str, Any] | None:
        """Values to try, by parameter; None if there are none for now."""

    def hold(self, run: str, values: dict[str, Any]) -> None:
        """Tells of a run that has these values, beside others."""

    def release(self, run: str) -> None:
        """Tells that a run is gone."""


class Grid:
    """Every combination once, in order; one that no run has any more comes again."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self.size: int | None = space.size
        self._number_of: dict[str, int] = {}
        self._holders: Counter[int] = Counter()
        # The first combination that was never held; those before it that were released are in the heap, the least
        # of which is free.
        self._begin = 0
        self._released: list[int] = []

    @property
    def exhausted(self) -> bool:
        """Whether every combination has a run."""
        return self._first_free() == self.size

    def next(self) -> dict[str, Any] | None:
        """The first combination that no run has."""
        return None if self.exhausted else self._space.combination(self._first_free())

    def hold(self, run: str, values: dict[str, Any]) -> None:
        """Marks the combination that the run has, if it has one of this grid."""
        number = self._space.number_of(values)
        if number is None or run in self._number_of:
            return
        self._number_of[run] = number
        self._holders[number] += 1
        while self._released and self._holders[self._released[0]]:
            heappop(self._released)
        while self._holders[self._begin]:
            self._begin += 1

    def release(self, run: str) -> None:
        """Gives up the combination of the run."""
        number = self._number_of.pop(run, None)
        if number is None:
            return
        self._holders[number] -= 1
        if number < self._begin and not self._holders[number]:
            heappush(self._released, number)

    def _first_free(self) -> int:
        return self._released[0] if self._released else self._begin


class Draws:
    """Values drawn anew for each run, without end."""

    size: int | None = None
    exhausted = False

    def __init__(self, space: Space, random: Random) -> None:
        self._space = space
        self._random = random

    def next(self) -> dict[str, Any]:
        """One more draw."""
        return self._space.draw(self._random)

    def hold(self, run: str, values: dict[str, Any]) -> None:
        """Draws do not depend on other runs."""

    def release(self, run: str) -> None:
        """Draws do not depend on other runs."""


class Elsewhere:
    """The search of a sweep whose runs a controller or scheduler outside of the backend chooses.

    Attributes:
        exhausted: whether it said that it chooses no more.
    """

    size: int | None = None

    def __init__(self) -> None:
        self.exhausted = False

    def next(self) -> None:
        """Nothing is chosen here."""

    def hold(self, run: str, values: dict[str, Any]) -> None:
        """Nothing is chosen here."""

    def release(self, run: str) -> None:
        """Nothing is chosen here."""


def search_of(space: Space | None, method: str, random: Random) -> Search:
    """The search of that method; Bayesian search draws as random search does."""
    if space is None:
        return Elsewhere()
    return Grid(space) if method == "grid" else Draws(space, random)
