"""Commands come by POST, one a request, and change the people of one world."""

from __future__ import annotations

from functools import partial

from runfake.wire.calls import Call
from runfake.wire.entry import Entry
from runfake.wire.exchange import Service
from runfake.wire.fixture_service.commands import COMMANDS, Command
from runfake.wire.fixture_service.fields import Fields
from runfake.wire.messages import Head, Response, json_response
from runfake.wire.routes import Route, Routes, health_routes
from runfake.wire.sinks import Handling, ReadBuffer
from runfake.wire.tenants import Tenant
from runfake.world.errors import Invalid, nearest
from runfake.world.jsontext import load_object
from runfake.world.world import World


class FixtureService(Service):
    """Takes commands for the world of ``tenant``, from whoever reaches it: there is no authentication.

    Attributes:
        journal: every request; ``entry.operations`` names the command, as ``"user up"``.
    """

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self._tenant = tenant
        self._routes = Routes([*map(_route, COMMANDS), *health_routes()])

    def admit(self, head: Head, entry: Entry) -> tuple[Route, Call]:
        """The route of a request and the call that it is; raises if there is no such path."""
        route, params = self._routes.find(head)
        entry.route = route.name
        return route, Call(head, params, self._tenant, self._tenant.world.default_user, entry)


def _route(kind: str) -> Route:
    def opens(call: Call) -> ReadBuffer:
        return ReadBuffer(call.head, lambda body: _read(kind, call, body))

    return Route("fixture_service", ("POST",), ("db", kind), "open", opens)


def _read(kind: str, call: Call, body: bytes) -> Handling:
    where, known = f"POST /db/{kind}", COMMANDS[kind]
    values = load_object(body, f"the body of {where}")
    name = Fields(where, values).text("command")
    if name not in known:
        raise Invalid(f"{where} knows no command {name!r}: expected one of {', '.join(known)}.{nearest(name, known)}")
    call.entry.operations = (f"{kind} {name}",)
    return partial(_obey, known[name], call.tenant.world, Fields(f"{where} {name}", values))


def _obey(command: Command, world: World, fields: Fields) -> Response:
    with world.lock:
        command(world, fields)
    return json_response(200, {"status": "done"})
