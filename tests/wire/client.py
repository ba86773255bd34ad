"""A bare HTTP client for the tests of the wire: what real clients send, without the client."""

from __future__ import annotations

import base64
import json
from typing import Any

from runfake import World
from runfake.wire import Backend, Head, Request, Response
from runfake.wire.graphql.engine import Engine
from runfake.wire.tenants import Tenant


def basic(key: str) -> str:
    """The ``Authorization`` header for an API key."""
    return "Basic " + base64.b64encode(f"api:{key}".encode()).decode()


def whole(response: Response) -> bytes:
    """The body of a response, joined if it comes in pieces."""
    return response.body if isinstance(response.body, bytes) else b"".join(response.body)


class Caller:
    """Sends requests to a backend of one world, with the key of its default user."""

    def __init__(self, world: World, engine: Engine) -> None:
        self.world = world
        self.backend = Backend("http://runfake.test", engine)
        self.tenant: Tenant = self.backend.add(world)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Response:
        """Sends one request; header names are given with underscores."""
        named = {"authorization": basic(self.tenant.api_key)} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.backend.handle(Request(Head(method, path, named), [body]))

    def graphql(self, query: str, variables: dict[str, Any] | None = None, **more: Any) -> tuple[int, Any]:
        """Status and parsed answer of a GraphQL request."""
        response = self.send("POST", "/graphql", json.dumps({"query": query, "variables": variables} | more).encode())
        return response.status, json.loads(whole(response))

    def data(self, query: str, **variables: Any) -> Any:
        """The data of a GraphQL request that succeeds."""
        status, answer = self.graphql(query, variables)
        assert status == 200, answer
        return answer["data"]

    def storage_path(self, *key: str, write: bool = True) -> str:
        """The path of a place in storage, as the server would give it."""
        return self.tenant.urls.of_key(key, write=write).removeprefix("http://runfake.test")

    def stream(self, path: str, body: Any) -> tuple[int, Any]:
        """Status and parsed answer of a file stream request for the run at ``path``."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = self.send("POST", f"/files/{path}/file_stream", content)
        return response.status, json.loads(whole(response))
