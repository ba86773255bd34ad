"""Lines that a client gave up, for they were refused: it counts them, and goes on behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from runfake.world import errors
from runfake.world.stream import EVENTS, HISTORY, Chunk, Lined, StreamRequest


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that never came: so many, the first of which their sender calls number ``first``."""

    first: int
    lines: int

    @property
    def end(self) -> int:
        """What the sender calls the first line behind it."""
        return self.first + self.lines


#: By file, ascending.
Gaps = Mapping[str, tuple[Gap, ...]]


def closed_up(request: StreamRequest, held: Lined, gaps: Gaps) -> tuple[StreamRequest, Gaps]:
    """``request`` as one would send it that counts only what came, and the gaps that there are with it.

    Only who says that chunks were dropped may leave a gap; all others count right, or are told.

    Raises:
        Invalid: a chunk begins amidst what never came.
    """
    if not request.dropped:
        return request, {}
    chunks, found = dict(request.chunks), dict(gaps)
    for name, count in ((HISTORY, len(held.history)), (EVENTS, len(held.events))):
        if name in chunks:
            chunks[name], found[name] = _closed_up(name, chunks[name], count, gaps.get(name, ()))
    return replace(request, chunks=chunks), found


def _closed_up(name: str, chunk: Chunk, count: int, gaps: tuple[Gap, ...]) -> tuple[Chunk, tuple[Gap, ...]]:
    before = tuple(gap for gap in gaps if gap.end <= chunk.offset)
    # What is sent again from before a gap on, as `wandb sync` does, fills it.
    after = tuple(gap for gap in gaps if gap.first >= chunk.offset + len(chunk.lines))
    place = chunk.offset - sum(gap.lines for gap in before)
    if any(gap.first < chunk.offset < gap.end for gap in gaps):
        raise errors.offset_gap(name, chunk.offset, count)
    if place <= count:
        return Chunk(place, chunk.lines), before + after
    missing = place - count
    return Chunk(count, chunk.lines), (*before, Gap(chunk.offset - missing, missing), *after)
