"""The file stream's meaning: what one request of a logging client does to its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from runfake.world import errors
from runfake.world.console import Console
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
    """One request: new lines by file name, and signs of the run's end.

    Attributes:
        writer: who sends it, if it is one of several writers of the run; see ``runfake.world.writers``.
        dropped: how many chunks the sender gave up before, because they were refused.
        derives_summary: whether what is logged is to be summed up here, for the client does not.
    """

    chunks: Mapping[str, Chunk] = field(default_factory=dict)
    complete: bool = False
    exit_code: int | None = None
    preempting: bool = False
    writer: str | None = None
    dropped: int = 0
    derives_summary: bool = False


class Lined(Protocol):
    """What lines are written to: a run, or what was logged to one before."""

    @property
    def history(self) -> History: ...
    @property
    def events(self) -> Events: ...
    @property
    def console(self) -> Console: ...
    @property
    def wire_summary(self) -> Summary: ...


@dataclass(frozen=True, slots=True)
class _Nothing:
    """What a run holds that is still to be made."""

    history: History = field(default_factory=History)
    events: Events = field(default_factory=Events)
    console: Console = field(default_factory=Console)
    wire_summary: Summary = field(default_factory=Summary)


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


def prepare(run: Lined | None, request: StreamRequest) -> Prepared:
    """Checks ``request`` against what it is for (None for a run that is still to be made).

    Raises:
        Invalid: a file that is not streamed, a line that is no JSON object, or a gap before a chunk.
    """
    chunks = request.chunks
    for name in chunks:
        if name not in STREAMED:
            hint = errors.nearest(name, STREAMED)
            raise errors.Invalid(f"{name!r} is not a streamed file: expected one of {', '.join(STREAMED)}.{hint}")
    held = run or _Nothing()
    rows = held.history.check(chunks[HISTORY].offset, chunks[HISTORY].lines) if HISTORY in chunks else []
    if EVENTS in chunks:
        held.events.check(chunks[EVENTS].offset, chunks[EVENTS].lines)
    if CONSOLE in chunks:
        check_hole(CONSOLE, chunks[CONSOLE].offset, len(held.console))
    sent = chunks.get(SUMMARY)
    summary = Summary(sent.lines[-1]) if sent and sent.lines else None
    if request.derives_summary:
        summary = Summary.of_rows([held.wire_summary.values, *rows, summary.values if summary else {}])
    return Prepared(request, rows, summary)


def goes_on(request: StreamRequest, earlier: Lined) -> bool:
    """Whether ``request`` goes on where ``earlier`` ends, so that its sender has resumed that."""
    ends = {HISTORY: len(earlier.history), EVENTS: len(earlier.events), CONSOLE: len(earlier.console)}
    return any(chunk.offset == ends.get(name, 0) > 0 for name, chunk in request.chunks.items())


def live_on(run: Run, request: StreamRequest) -> None:
    """Moves the run's state and heartbeat.

    Any request is a sign of life: a run that had ended runs again, unless the request ends it.
    """
    if request.preempting:
        run.life.announce_preemption()
    if request.complete:
        run.life.end(request.exit_code or 0)
    elif not request.preempting:
        # Of several writers one ends the run, whatever the others still have to say.
        run.life.go_on(revive=request.writer is None)


def of_rows(run: Run | None, rows: list[Any], system_metrics: list[Any], console: list[str]) -> StreamRequest:
    """The request that appends these to ``run`` (None for one that is still to be made)."""
    held = (len(run.history), len(run.events), len(run.console)) if run else (0, 0, 0)
    history = [dumps(row, f"history[{i}]") for i, row in enumerate(rows)]
    metrics = [dumps(row, f"system_metrics[{i}]") for i, row in enumerate(system_metrics)]
    lines = (history, metrics, console)
    names = (HISTORY, EVENTS, CONSOLE)
    return StreamRequest({n: Chunk(o, c) for n, o, c in zip(names, held, lines, strict=True) if c})
