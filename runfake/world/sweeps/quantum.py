"""Numbers rounded to multiples of a quantum, within bounds; reckoned in decimals, so that 3 x 0.1 is 0.3."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import overload


def exact(number: float) -> Fraction:
    """The number as it is written, not as it is stored: one tenth for 0.1."""
    return Fraction(repr(number))


class Multiples(Sequence[float]):
    """The multiples of ``quantum`` between two bounds, both inclusive, ascending; whole where the quantum is.

    ``len()`` and indexing work where both bounds are finite.
    """

    def __init__(self, quantum: float, low: float, high: float) -> None:
        self._quantum = exact(quantum)
        self._whole = self._quantum.denominator == 1
        self._first = math.ceil(exact(low) / self._quantum) if math.isfinite(low) else None
        self._last = math.floor(exact(high) / self._quantum) if math.isfinite(high) else None

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return self._first is not None and self._last is not None and self._first > self._last

    def nearest(self, number: float) -> float:
        """The multiple that is nearest to ``number``."""
        times = round(exact(number) / self._quantum)
        if self._first is not None:
            times = max(times, self._first)
        if self._last is not None:
            times = min(times, self._last)
        return self._value(times)

    def _value(self, times: int) -> float:
        value = times * self._quantum
        return int(value) if self._whole else float(value)

    def _times(self) -> range:
        if self._first is None or self._last is None:
            raise ValueError("there is no end of these multiples.")
        return range(self._first, self._last + 1)

    def __len__(self) -> int:
        return len(self._times())

    def __iter__(self) -> Iterator[float]:
        return map(self._value, self._times())

    @overload
    def __getitem__(self, number: int) -> float: ...
    @overload
    def __getitem__(self, number: slice) -> list[float]: ...
    def __getitem__(self, number: int | slice) -> float | list[float]:
        if isinstance(number, slice):
            return [self._value(times) for times in self._times()[number]]
        return self._value(self._times()[number])

    def index(self, value: float, start: int = 0, stop: int | None = None) -> int:  # noqa: ARG002
        """The position of ``value``; ValueError if it is none of them."""
        times = exact(value) / self._quantum
        if times.denominator != 1:
            raise ValueError(f"{value!r} is no multiple.")
        return self._times().index(times.numerator)
