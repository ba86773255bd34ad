"""Sends commands to a fixture service, as test suites do."""

from __future__ import annotations

import json
from typing import Any

from runfake import World
from runfake.wire import Head, Request
from runfake.wire.fixture_service.service import FixtureService
from runfake.wire.tenants import Tenants
from tests.wire.client import whole


class Controller:
    """A fixture service of a world, and what may be sent to it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.service = FixtureService(Tenants().add(world, "http://runfake.test"))

    def send(self, method: str, path: str, body: bytes = b"") -> tuple[int, Any]:
        """Status and parsed answer of any request."""
        response = self.service.handle(Request(Head(method, path), [body]))
        return response.status, json.loads(whole(response))

    def post(self, kind: str, **fields: Any) -> tuple[int, str]:
        """Status of a command, and its error if it is refused."""
        status, answer = self.send("POST", f"/db/{kind}", json.dumps(fields).encode())
        return status, answer["errors"][0]["message"] if "errors" in answer else ""

    def does(self, kind: str, **fields: Any) -> None:
        """Sends a command that has to succeed."""
        assert self.post(kind, **fields) == (200, "")

    # -- the commands as suites send them: fields that a command does not use are null -----------

    def user(self, command: str, name: str | None, password: str | None = None, admin: bool = False) -> None:
        """A command about a user."""
        self.does("user", command=command, username=name, password=password, admin=admin)

    def organization(self, command: str, name: str, user: str | None = None, **roles: str) -> None:
        """A command about an organization, with the roles of members."""
        members = [{"username": member, "role": role} for member, role in roles.items()]
        data = {"members": members} if members else None
        self.does("organization", command=command, orgName=name, username=user, fixtureData=data)

    def team(self, command: str, name: str, organization: str, user: str) -> None:
        """A command about a team."""
        data = {"planName": "team_plan", "team": {"name": name}, "organization": {"name": organization}}
        self.does("team", command=command, username=user, fixtureData=data)
