"""Which rows a sample keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from runfake.world.errors import Invalid


def even_selection(count: int, samples: int) -> Sequence[int]:
    """The positions, ascending, of at most ``samples`` out of ``count`` rows.

    All of them where they fit; otherwise spread evenly with the first and the last among them (the
    first alone for a sample of one). Always the same for the same numbers.

    Raises:
        Invalid: ``samples`` is negative.
    """
    if samples < 0:
        raise Invalid(f"samples must be at least 0, not {samples}.")
    if count <= samples:
        return range(count)
    if samples < 2:
        return range(samples)
    return [position * (count - 1) // (samples - 1) for position in range(samples)]


# About how many halvings it takes to find one number among a million.
_HALVINGS = 20


def merged_selection(parts: Sequence[Sequence[int]], samples: int) -> list[int]:
    """Like :func:`even_selection`, of the numbers in all ``parts`` together, each of which ascends.

    The parts are merged only where that is less work than to look for each number that is chosen.
    """
    positions = even_selection(sum(map(len, parts)), samples)
    if len(parts) == 1:
        return [parts[0][position] for position in positions]
    if len(positions) * len(parts) * _HALVINGS < sum(map(len, parts)):
        return [_at(parts, position) for position in positions]
    merged = sorted(chain.from_iterable(parts))
    return [merged[position] for position in positions]


def _at(parts: Sequence[Sequence[int]], position: int) -> int:
    """The number at ``position`` among the numbers of all parts, ascending."""
    numbers = range(max(part[-1] for part in parts if part) + 1)
    return bisect_right(numbers, position, key=lambda number: sum(bisect_right(part, number) for part in parts))
