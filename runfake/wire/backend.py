"""The backend: finds the world a request is for, writes the journal, and routes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from runfake.wire import refusals
from runfake.wire.calls import Call
from runfake.wire.filestream import open_filestream
from runfake.wire.graphql.endpoint import open_graphql
from runfake.wire.graphql.engine import Engine
from runfake.wire.journal import Entry, Journal
from runfake.wire.messages import Head, Request, Response, error_response, json_response
from runfake.wire.refusals import Refusal, Unbuilt
from runfake.wire.routes import Route, table
from runfake.wire.sinks import Buffer, Sink
from runfake.wire.storage import open_artifact_download, open_storage
from runfake.wire.tenants import Tenant, Tenants
from runfake.world.errors import WorldError
from runfake.world.world import World

_log = logging.getLogger("runfake")


class Backend:
    """Answers requests for any number of worlds.

    Args:
        base_url: the address that clients reach it by, without a slash at the end; storage URLs start with it.
        engine: runs the GraphQL documents; backends may share one, which takes some 50 ms to make.

    Attributes:
        journal: the requests that found no world.
    """

    def __init__(self, base_url: str, engine: Engine | None = None) -> None:
        self.base_url = base_url
        self.journal = Journal()
        self._tenants = Tenants()
        self._routes = table(
            graphql=partial(open_graphql, engine or Engine()),
            filestream=open_filestream,
            storage=open_storage,
            artifact=open_artifact_download,
            ready=_ready,
            telemetry=_drop_telemetry,
        )
        # Stands in for a world on the routes that need none.
        self._nobody = Tenants().add(World(), base_url)

    def add(self, world: World) -> Tenant:
        """Takes in a world: requests with its keys, and its storage URLs, reach it from now on."""
        return self._tenants.add(world, self.base_url)

    def remove(self, tenant: Tenant) -> None:
        """Forgets a world; requests for it are refused from now on."""
        self._tenants.remove(tenant)

    def open(self, head: Head) -> Exchange:
        """Starts a request whose body is still to come; never raises."""
        return Exchange(head, self.journal, self._admit)

    def handle(self, request: Request) -> Response:
        """Answers a request whose body is at hand; never raises."""
        exchange = self.open(request.head)
        for chunk in request.body:
            exchange.write(chunk)
        return exchange.close()

    def _admit(self, head: Head, entry: Entry) -> tuple[Route, Call]:
        """The route of a request and the call that it is; raises if it finds no world."""
        route, params = self._routes.find(head)
        entry.route = route.name
        if route.access == "open":
            return route, Call(head, params, self._nobody, self._nobody.world.default_user, entry)
        if route.access == "token":
            tenant = self._tenants.of_token(params[0])
            return route, Call(head, params, tenant, tenant.world.default_user, entry)
        tenant, user = self._tenants.of_authorization(head.headers.get("authorization"))
        return route, Call(head, params, tenant, user, entry)


class Exchange:
    """One request on its way: ``write`` its body piece by piece, then ``close`` for the answer."""

    def __init__(self, head: Head, journal: Journal, admit: Callable[[Head, Entry], tuple[Route, Call]]) -> None:
        self._entry = Entry(datetime.now(UTC), head.method, head.path)
        self._journal = journal
        self._sink: Sink | None = None
        self._refused: Response | None = None
        try:
            route, call = admit(head, self._entry)
            if route.access != "open":
                self._journal = call.tenant.journal
                self._entry.time = call.tenant.world.clock.now()
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
        if self._sink is not None:
            try:
                return self._write_down(self._sink.close())
            except Exception as error:
                self._refuse(error)
        assert self._refused is not None
        return self._write_down(self._refused)

    def abort(self) -> None:
        """Ends a request whose client went away; the journal keeps it, without a status."""
        self._entry.error = "the client went away before the request was whole"
        if self._sink is not None:
            self._sink.abort()
        self._journal.add(self._entry)

    def _refuse(self, error: Exception) -> None:
        if self._sink is not None:
            self._sink.abort()
            self._sink = None
        self._refused = refusal_response(error, self._entry)

    def _write_down(self, response: Response) -> Response:
        self._entry.status = response.status
        self._entry.bytes_out = int(response.headers["content-length"])
        self._journal.add(self._entry)
        return response


def refusal_response(error: Exception, entry: Entry) -> Response:
    """The answer to a request that failed; an error that nobody foresaw is logged, and says that it is ours."""
    entry.error = str(error)
    entry.unbuilt = isinstance(error, Unbuilt)
    if isinstance(error, (WorldError, Refusal)):
        return error_response(refusals.status_of(error), entry.error)
    _log.error("runfake failed to answer %s %s", entry.method, entry.path, exc_info=error)
    entry.error = f"runfake itself failed: {type(error).__name__}: {error}. This is a defect of runfake, please report."
    return error_response(400, entry.error)


def _ready(call: Call) -> Sink:
    return Buffer(call.head, lambda _: json_response(200, {"status": "ready"}))


def _drop_telemetry(call: Call) -> Sink:
    """Takes what the newest clients report of themselves (OpenTelemetry metrics and logs), and keeps nothing."""
    headers = {"content-type": "application/x-protobuf", "content-length": "0"}
    return Buffer(call.head, lambda _: Response(200, b"", headers))
