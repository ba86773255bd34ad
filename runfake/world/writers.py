"""Several writers of one run (``mode="shared"``), each of which counts its lines and its steps by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runfake.world import errors
from runfake.world.jsontext import dumps, load_object
from runfake.world.lines import check_hole
from runfake.world.stream import CONSOLE, EVENTS, HISTORY, SUMMARY, Chunk, StreamRequest
from runfake.world.summary import Summary

if TYPE_CHECKING:
    from runfake.world.runs import Run


@dataclass(slots=True)
class _Count:
    """How many lines of a file came, the first of which the writer calls number ``first``."""

    first: int
    sent: int = 0


class Writer:
    """One of several writers of a run: what came of it, in its own count, which begins where its first chunk does."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        # At which of the run's lines each of its console lines is: those may be written again.
        self._console: list[int] = []

    # -- understanding -------------------------------------------------------------------------

    def translated(self, run: Run, request: StreamRequest) -> StreamRequest:
        """``request`` as the only writer of the run would send it.

        Lines that came before are left out, new ones go behind all others. Rows are numbered anew, for
        each writer counts its steps from 0. The summary is what the run has, with what the writer sums up.

        Raises:
            Invalid: lines are missing, or a line is no JSON object.
        """
        chunks = dict(request.chunks)
        last_step = run.history.last_step
        if HISTORY in chunks:
            rows = self._new_lines(HISTORY, chunks[HISTORY])
            chunks[HISTORY] = Chunk(len(run.history), _numbered(rows, last_step + 1))
            last_step += len(rows)
        if EVENTS in chunks:
            chunks[EVENTS] = Chunk(len(run.events), self._new_lines(EVENTS, chunks[EVENTS]))
        if CONSOLE in chunks:
            chunks[CONSOLE] = self._console_chunk(run, chunks[CONSOLE])
        if SUMMARY in chunks and chunks[SUMMARY].lines:
            sent = Summary(chunks[SUMMARY].lines[-1]).values
            chunks[SUMMARY] = Chunk(0, [Summary.of(run.summary | sent | {"_step": last_step}).text])
        return replace(request, chunks=chunks)

    def _new_lines(self, name: str, chunk: Chunk) -> Sequence[str]:
        count, begin = self._begin(name, chunk)
        if begin > count.sent:
            raise errors.offset_gap(name, chunk.offset, count.first + count.sent)
        return chunk.lines[count.sent - begin :]

    def _begin(self, name: str, chunk: Chunk) -> tuple[_Count, int]:
        count = self._counts.get(name) or _Count(chunk.offset)
        if chunk.offset < count.first:
            raise errors.before_the_beginning(name, chunk.offset, count.first)
        return count, chunk.offset - count.first

    def _console_chunk(self, run: Run, chunk: Chunk) -> Chunk:
        """The run's console lines from the first on that changes, with what changes in them."""
        count, begin = self._begin(CONSOLE, chunk)
        check_hole(CONSOLE, begin, count.sent)
        places = self._console[begin : begin + len(chunk.lines)]
        first = places[0] if places else len(run.console)
        lines = run.console.lines_from(first)
        for place, line in zip(places, chunk.lines, strict=False):
            lines[place - first] = line
        hole = [""] * max(0, begin - count.sent)
        return Chunk(first, [*lines, *hole, *chunk.lines[len(places) :]])

    # -- remembering ---------------------------------------------------------------------------

    def note(self, run: Run, request: StreamRequest) -> None:
        """Remembers what ``request`` brings, which is about to be written to ``run``."""
        for name, chunk in request.chunks.items():
            count = self._counts.setdefault(name, _Count(chunk.offset))
            count.sent = max(count.sent, chunk.offset - count.first + len(chunk.lines))
        lines = self._counts[CONSOLE].sent if CONSOLE in request.chunks else len(self._console)
        self._console.extend(range(len(run.console), len(run.console) + lines - len(self._console)))


def _numbered(lines: Sequence[str], first: int) -> list[str]:
    """The rows with steps from ``first`` on; a line that has its step already is left as it is."""
    numbered = []
    for step, line in enumerate(lines, first):
        row = load_object(line, f"a line of {HISTORY}")
        numbered.append(line if row.get("_step") == step else dumps(row | {"_step": step}))
    return numbered
