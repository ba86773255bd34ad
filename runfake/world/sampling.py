"""Which rows a sample keeps."""

from __future__ import annotations

from runfake.world.errors import Invalid


def even_selection(count: int, samples: int) -> list[int]:
    """The positions, ascending, of at most ``samples`` out of ``count`` rows.

    All of them where they fit; otherwise spread evenly with the first and the last among them (the
    first alone for a sample of one). Always the same for the same numbers.

    Raises:
        Invalid: ``samples`` is negative.
    """
    if samples < 0:
        raise Invalid(f"samples must be at least 0, not {samples}.")
    if count <= samples:
        return list(range(count))
    if samples == 0:
        return []
    if samples == 1:
        return [0]
    return [position * (count - 1) // (samples - 1) for position in range(samples)]
