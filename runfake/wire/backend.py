"""The backend: finds the world a request is for, and routes it."""

from __future__ import annotations

from functools import partial

from runfake.wire.calls import Call
from runfake.wire.entry import Entry
from runfake.wire.exchange import Service
from runfake.wire.filestream import open_filestream
from runfake.wire.graphql.endpoint import open_graphql
from runfake.wire.graphql.engine import Engine
from runfake.wire.journal import KEEP
from runfake.wire.messages import Head, Response
from runfake.wire.refusals import Refusal, Unknown
from runfake.wire.routes import Opener, Route, table
from runfake.wire.sinks import Buffer, Sink
from runfake.wire.storage import open_artifact_download, open_storage
from runfake.wire.tenants import Tenant, Tenants
from runfake.world.world import World


class Backend(Service):
    """Answers requests for any number of worlds.

    Args:
        base_url: the address that clients reach it by, without a slash at the end; storage URLs start with it.
        engine: runs the GraphQL documents; backends may share one, which takes some 50 ms to make.
    """

    def __init__(self, base_url: str, engine: Engine | None = None) -> None:
        super().__init__()
        self.base_url = base_url
        self._tenants = Tenants()
        self._routes = table(
            graphql=partial(open_graphql, engine or Engine()),
            filestream=open_filestream,
            storage=open_storage,
            artifact=open_artifact_download,
            telemetry=_drop_telemetry,
        )
        # Stands in for a world on the routes that need none.
        self._nobody = Tenants().add(World(), base_url)

    def add(self, world: World, keep: int | None = KEEP, key: str | None = None) -> Tenant:
        """Takes in a world: requests with its keys, and its storage URLs, reach it from now on.

        Args:
            keep: how many requests its journal keeps; None keeps all.
            key: what it is to be reached by for its default user, instead of that user's own.
        """
        return self._tenants.add(world, self.base_url, keep, key)

    def remove(self, tenant: Tenant) -> None:
        """Forgets a world; requests for it are refused from now on."""
        self._tenants.remove(tenant)

    def admit(self, head: Head, entry: Entry) -> tuple[Route, Call]:
        """The route of a request and the call that it is; raises if it finds no world."""
        try:
            route, params = self._routes.find(head)
        except Unknown as unknown:
            return self._astray(head, entry, unknown)
        entry.route = route.name
        if route.access == "open":
            return route, Call(head, params, self._nobody, self._nobody.world.default_user, entry)
        if route.access == "token":
            tenant = self._tenants.of_token(params[0])
            return route, Call(head, params, tenant, tenant.world.default_user, entry)
        tenant, user = self._tenants.of_authorization(head.headers.get("authorization"))
        return route, Call(head, params, tenant, user, entry)

    def _astray(self, head: Head, entry: Entry, unknown: Unknown) -> tuple[Route, Call]:
        """A request for a path that is not there: it concerns the world whose key came with it."""
        try:
            tenant, user = self._tenants.of_authorization(head.headers.get("authorization"))
        except Refusal:
            raise unknown from None
        return Route("", (), (), "key", _raising(unknown)), Call(head, (), tenant, user, entry)


def _raising(error: Exception) -> Opener:
    def open_nothing(_: Call) -> Sink:
        raise error

    return open_nothing


def _drop_telemetry(call: Call) -> Sink:
    """Takes what the newest clients report of themselves (OpenTelemetry metrics and logs), and keeps nothing."""
    headers = {"content-type": "application/x-protobuf", "content-length": "0"}
    return Buffer(call.head, lambda _: Response(200, b"", headers))
