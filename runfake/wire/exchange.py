"""A request on its way through a service: its body comes, its answer goes, the journal keeps it."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import perf_counter

from runfake.wire import refusals
from runfake.wire.calls import Call
from runfake.wire.entry import Entry
from runfake.wire.faults.registry import Faults
from runfake.wire.journal import Journal
from runfake.wire.messages import Head, Request, Response, error_response
from runfake.wire.refusals import Refusal, Unbuilt, Unknown
from runfake.wire.routes import Route
from runfake.wire.sinks import Handling, Sink
from runfake.world.errors import WorldError

_log = logging.getLogger("runfake")


class Service(ABC):
    """Whatever answers requests: the backend, and the fixture service.

    Attributes:
        journal: the requests that found no world of their own.
    """

    def __init__(self) -> None:
        self.journal = Journal()

    @abstractmethod
    def admit(self, head: Head, entry: Entry) -> tuple[Route, Call]:
        """The route of a request and the call that it is; raises if there is none."""

    def open(self, head: Head) -> Exchange:
        """Starts a request whose body is still to come; never raises."""
        return Exchange(head, self.journal, self.admit)

    def handle(self, request: Request) -> Response:
        """Answers a request whose body is at hand; never raises."""
        exchange = self.open(request.head)
        for chunk in request.body:
            exchange.write(chunk)
        return exchange.close()


class Exchange:
    """One request on its way: ``write`` its body piece by piece, then ``close`` for the answer."""

    def __init__(self, head: Head, journal: Journal, admit: Callable[[Head, Entry], tuple[Route, Call]]) -> None:
        self._entry = Entry(datetime.now(UTC), head.method, head.path)
        self._journal = journal
        self._faults: Faults | None = None
        self._sink: Sink | None = None
        self._refused: Response | None = None
        try:
            route, call = admit(head, self._entry)
            if route.access != "open":
                self._journal = call.tenant.journal
                self._faults = call.tenant.faults
                self._entry.time = call.tenant.world.clock.now()
                self._entry.world = call.tenant.name
            self._sink = route.start(call)
        except Exception as error:
            self._refuse(error)

    def write(self, chunk: bytes) -> None:
        """Takes a piece of the body; once the request is refused, further pieces are dropped."""
        self._entry.bytes_in += len(chunk)
        if self._sink is None:
            return
        try:
            self._sink.write(chunk)
        except Exception as error:
            self._refuse(error)

    def close(self) -> Response:
        """The answer, written in the journal."""
        handle = self._understand()
        try:
            # Falsy where there are no rules.
            response = self._faults.strike(self._entry, handle) if self._faults else handle()
        except Exception as error:
            response = self._refuse(error)
        if self._sink is not None:
            # A fault kept it from being handled.
            self._sink.abort()
        return self._write_down(response)

    def abort(self) -> None:
        """Ends a request whose client went away; the journal keeps it, without a status."""
        self._entry.error = "the client went away before the request was whole"
        if self._sink is not None:
            self._sink.abort()
        self._write()

    def _understand(self) -> Handling:
        """What there is to do, now that the whole body has come; it raises nothing when it is done."""
        if self._sink is not None:
            try:
                return partial(self._handle, self._sink.close())
            except Exception as error:
                self._refuse(error)
        refused = self._refused
        assert refused is not None
        return lambda: refused

    def _handle(self, handling: Handling) -> Response:
        try:
            response = handling()
        except Exception as error:
            return self._refuse(error)
        self._sink = None
        return response

    def _refuse(self, error: Exception) -> Response:
        if self._sink is not None:
            self._sink.abort()
            self._sink = None
        self._refused = refusal_response(error, self._entry)
        return self._refused

    def _write_down(self, response: Response) -> Response:
        self._entry.status = response.status
        self._entry.bytes_out = int(response.headers.get("content-length", 0))
        self._write()
        return response

    def _write(self) -> None:
        self._entry.duration = perf_counter() - self._entry.begun
        self._journal.add(self._entry)


def refusal_response(error: Exception, entry: Entry) -> Response:
    """The answer to a request that failed; an error that nobody foresaw is logged, and says that it is ours."""
    entry.error = str(error)
    entry.unbuilt, entry.unknown = isinstance(error, Unbuilt), isinstance(error, Unknown)
    if isinstance(error, (WorldError, Refusal)):
        return error_response(refusals.status_of(error), entry.error)
    _log.error("runfake failed to answer %s %s", entry.method, entry.path, exc_info=error)
    entry.error = f"runfake itself failed: {type(error).__name__}: {error}. This is a defect of runfake, please report."
    return error_response(400, entry.error)
