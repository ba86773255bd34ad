"""Long sequences of integers in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import eq


class Numbers:
    """Integers in order, each of 64 bits at most, that are added and taken away at the end.

    Attributes:
        held: the integers themselves, to be read only: a range while they count up evenly, as steps and
            row numbers mostly do; after that an array, of 4 bytes each where they fit.
    """

    __slots__ = ("held",)

    def __init__(self) -> None:
        self.held: range | array[int] = range(0)

    def __len__(self) -> int:
        return len(self.held)

    def extend(self, values: Sequence[int]) -> None:
        """Adds ``values`` at the end."""
        if isinstance(self.held, range):
            longer = _continued(self.held, values)
            if longer is not None:
                self.held = longer
                return
            self.held = _array(self.held)
        try:
            self.held.fromlist(list(values))
        except OverflowError:
            self.held = array("q", self.held)
            self.held.fromlist(list(values))

    def truncate(self, count: int) -> None:
        """Drops every integer from position ``count`` on."""
        if isinstance(self.held, range):
            self.held = self.held[:count]
        else:
            del self.held[count:]


def _continued(held: range, values: Sequence[int]) -> range | None:
    """``held`` and ``values`` as one range, if they are one; None if they are not."""
    if not values:
        return held
    first = held[0] if held else values[0]
    known = held if len(held) > 1 else [*held, *values[: 2 - len(held)]]
    gap = known[1] - known[0] if len(known) > 1 else 1
    if gap <= 0:
        return None
    whole = range(first, first + gap * (len(held) + len(values)), gap)
    return whole if all(map(eq, whole[len(held) :], values)) else None


def _array(values: range) -> array[int]:
    try:
        return array("i", values)
    except OverflowError:
        return array("q", values)
