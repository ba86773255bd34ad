"""The file stream's meaning: what one request of a logging client does to its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from runfake.world import errors
from runfake.world.events import Events
from runfake.world.history import History
from runfake.world.jsontext import dumps
from runfake.world.lines import check_hole
from runfake.world.runs import Run
from runfake.world.summary import Summary

HISTORY = "wandb-history.jsonl"
EVENTS = "wandb-events.jsonl"
SUMMARY = "wandb-summary.json"
CONSOLE = "output.log"
STREAMED = (HISTORY, EVENTS, SUMMARY, CONSOLE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines for one streamed file, to be written from line ``offset`` (0 is the first) on."""

    offset: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class StreamRequest:
    """One request: new lines by file name, and signs of the run's end."""

    chunks: Mapping[str, Chunk] = field(default_factory=dict)
    complete: bool = False
    exit_code: int | None = None
    preempting: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that was checked against its run and can be written."""

    request: StreamRequest
    rows: list[dict[str, Any]]
    summary: Summary | None

    def write_to(self, run: Run) -> None:
        """Writes what the request brings; the same request twice leaves the run as once."""
        chunks = self.request.chunks
        if HISTORY in chunks:
            run.history.write(chunks[HISTORY].offset, chunks[HISTORY].lines, self.rows)
        if EVENTS in chunks:
            run.events.write(chunks[EVENTS].offset, chunks[EVENTS].lines)
        if CONSOLE in chunks:
            run.console.write(chunks[CONSOLE].offset, chunks[CONSOLE].lines)
        if self.summary:
            run.replace_summary(self.summary)


def prepare(run: Run | None, request: StreamRequest) -> Prepared:
    """Checks ``request`` against the run it is for (None for one that is still to be made).

    Raises:
        Invalid: a file that is not streamed, a line that is no JSON object, or a gap before a chunk.
    """
    chunks = request.chunks
    for name in chunks:
        if name not in STREAMED:
            hint = errors.nearest(name, STREAMED)
            raise errors.Invalid(f"{name!r} is not a streamed file: expected one of {', '.join(STREAMED)}.{hint}")
    history, events = (run.history, run.events) if run else (History(), Events())
    rows = history.check(chunks[HISTORY].offset, chunks[HISTORY].lines) if HISTORY in chunks else []
    if EVENTS in chunks:
        events.check(chunks[EVENTS].offset, chunks[EVENTS].lines)
    if CONSOLE in chunks:
        check_hole(CONSOLE, chunks[CONSOLE].offset, len(run.console) if run else 0)
    summary = chunks.get(SUMMARY)
    return Prepared(request, rows, Summary(summary.lines[-1]) if summary and summary.lines else None)


def live_on(run: Run, request: StreamRequest) -> None:
    """Moves the run's state and heartbeat.

    Any request is a sign of life: a run that had ended runs again, unless the request ends it.
    """
    if request.preempting:
        run.life.announce_preemption()
    if request.complete:
        run.life.end(request.exit_code or 0)
    elif not request.preempting:
        run.life.go_on()


def of_rows(run: Run | None, rows: list[Any], system_metrics: list[Any], console: list[str]) -> StreamRequest:
    """The request that appends these to ``run`` (None for one that is still to be made)."""
    held = (len(run.history), len(run.events), len(run.console)) if run else (0, 0, 0)
    history = [dumps(row, f"history[{i}]") for i, row in enumerate(rows)]
    metrics = [dumps(row, f"system_metrics[{i}]") for i, row in enumerate(system_metrics)]
    lines = (history, metrics, console)
    names = (HISTORY, EVENTS, CONSOLE)
    return StreamRequest({n: Chunk(o, c) for n, o, c in zip(names, held, lines, strict=True) if c})
