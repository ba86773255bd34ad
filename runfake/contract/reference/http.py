"""HTTP: one connection, credentials, and requests that are sent again."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

# What passes by itself: the client waits, and asks again.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
TRIES = 5
SECONDS_BETWEEN = 0.02
LONGEST_WAIT = 30.0
TIMEOUT = 30.0


class ServerError(Exception):
    """The server refused a request.

    Attributes:
        status: of the answer, as HTTP has it.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"HTTP {status}: {text}")
        self.status = status


class Http:
    """Sends requests to one server, with the key of one user."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._basic = "Basic " + base64.b64encode(f"api:{api_key}".encode()).decode()
        self._connections: dict[tuple[str, str], HTTPConnection] = {}

    def graphql(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a GraphQL request.

        Raises:
            ServerError: it was refused, or its answer holds errors.
        """
        body = json.dumps({"query": document, "variables": variables}).encode()
        answer = self.send("POST", f"{self.base_url}/graphql", body, {"Content-Type": "application/json"})
        # NaN and integers of any size are read as they are written.
        found = json.loads(answer, strict=False)
        if found.get("errors"):
            raise ServerError(200, "; ".join(str(error["message"]) for error in found["errors"]))
        data: dict[str, Any] = found["data"]
        return data

    def send(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
        """The body of the answer to a request, which is sent again while what is wrong may pass.

        Every request that this client sends may be handled twice without harm: what it makes, it names itself.

        Raises:
            ServerError: the server refused it, or still failed after ``TRIES``.
            OSError: it could not be reached.
        """
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            try:
                response, content = self._once(method, url, body, headers or {})
            except (OSError, HTTPException):
                if last or not self.retries_lost():
                    raise
                time.sleep(SECONDS_BETWEEN)
                continue
            if response.status < 400:
                return content
            if last or not self.retries(response.status):
                raise ServerError(response.status, content.decode(errors="replace")[:300])
            time.sleep(_wait(response.headers.get("Retry-After")))
        raise AssertionError("unreachable")

    def retries(self, status: int) -> bool:
        """Whether what this status says may pass."""
        return status in PASSING

    def retries_lost(self) -> bool:
        """Whether to ask again when the connection was lost, and nobody knows whether the request was handled."""
        return True

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        if place not in self._connections:
            kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
            self._connections[place] = kind(parts.netloc, timeout=TIMEOUT)
        connection = self._connections[place]
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        sent = {"Authorization": self._basic, **headers} if url.startswith(self.base_url) else dict(headers)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response, self._read(response)
        except BaseException:
            connection.close()
            raise

    def _read(self, response: HTTPResponse) -> bytes:
        # Where less comes than was announced, this raises: what came is no answer.
        return response.read()

    def close(self) -> None:
        """Closes the connections."""
        for connection in self._connections.values():
            connection.close()


def _wait(retry_after: str | None) -> float:
    try:
        return min(float(retry_after or ""), LONGEST_WAIT)
    except ValueError:
        return SECONDS_BETWEEN
