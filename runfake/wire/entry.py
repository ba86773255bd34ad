"""One request, as the journal keeps it and as a ``which`` looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any, Literal

from runfake.wire.pages import Page

RouteName = Literal["graphql", "file_stream", "storage", "artifact_download", "health", "telemetry", "identity_token"]


@dataclass(slots=True)
class Entry:
    """One request.

    It is filled while the request is read, is whole once it was answered, and does not change afterwards.

    Attributes:
        time: when it came, on the world's clock.
        method, path: of its request line.
        route: which part of the backend it went to, ``""`` if to none.
        world: the name of the world's default entity, and its seed: ``"runfake seed=0"``; ``""`` if it found none.
        operations: names of the GraphQL operations that it asked for: one, unless it is unclear which.
        fields: names of the root fields that its operation selects.
        variables: of the GraphQL operation.
        pages: what it asked of the lists that are given out page by page, and how much it got of them.
        streams: the files of which it brings lines, if it is one of the file stream's.
        run: the run it is about, as ``entity/project/run_id``; ``""`` if that cannot be told.
        status: of the answer; 0 while there is none.
        error: why it was refused, None if it was not.
        unbuilt: whether it was refused because runfake lacks something.
        fault: what went wrong with it because a test asked for that, as it is written; None if nothing did.
        stub: what it was answered with instead of from the world, as a test wanted it; None if the answer is real.
        unknown: whether it was refused because it asked for what nobody knows: a route, an operation, a field, ...
        begun: when it came, in seconds of a clock that only tells durations; comparable within the process.
        duration: seconds of real time from its head to its answer.
        bytes_in, bytes_out: sizes of the bodies.
    """

    time: datetime
    method: str
    path: str
    route: str = ""
    world: str = ""
    operations: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    variables: dict[str, Any] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    streams: tuple[str, ...] = ()
    run: str = ""
    status: int = 0
    error: str | None = None
    unbuilt: bool = False
    fault: str | None = None
    stub: str | None = None
    unknown: bool = False
    begun: float = field(default_factory=perf_counter)
    duration: float = 0.0
    bytes_in: int = 0
    bytes_out: int = 0
