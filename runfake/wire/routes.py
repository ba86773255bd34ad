"""The paths of the backend, and what each is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from runfake.wire import refusals
from runfake.wire.calls import Call
from runfake.wire.entry import RouteName
from runfake.wire.messages import Head, json_response
from runfake.wire.sinks import Buffer, Sink
from runfake.wire.urls import STORAGE

Opener = Callable[[Call], Sink]
Access = Literal["key", "token", "open"]


@dataclass(frozen=True, slots=True)
class Route:
    """One path.

    Attributes:
        name: ``""`` stands for none.
        pattern: its segments; ``{}`` stands for any one, a last ``{*}`` for any that follow.
        access: how its world is found: by API key, by the token that is the first ``{}``, or not at all.
        opens: starts a call; None for a path that W&B has and runfake lacks.
    """

    name: RouteName | Literal["fixture_service", ""]
    methods: tuple[str, ...]
    pattern: tuple[str, ...]
    access: Access
    opens: Opener | None

    def match(self, segments: tuple[str, ...]) -> tuple[str, ...] | None:
        """What stands in the places of the pattern; None if the path is another."""
        open_end = self.pattern[-1] == "{*}"
        fixed = self.pattern[:-1] if open_end else self.pattern
        if len(segments) < len(fixed) or (len(segments) > len(fixed) and not open_end):
            return None
        if any(p not in ("{}", s) for p, s in zip(fixed, segments, strict=False)):
            return None
        inner = tuple(s for p, s in zip(fixed, segments, strict=False) if p == "{}")
        return inner + segments[len(fixed) :]

    def start(self, call: Call) -> Sink:
        """Opens a call of this route.

        Raises:
            Unbuilt: W&B has it, and runfake lacks it.
        """
        if self.opens is None:
            raise refusals.Unbuilt(f"{call.head.method} {call.head.path} ({self.name})")
        return self.opens(call)

    def __str__(self) -> str:
        return f"{'|'.join(self.methods)} /{'/'.join(self.pattern)}"


class Routes:
    """The table of routes, tried in order."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes = routes

    def find(self, head: Head) -> tuple[Route, tuple[str, ...]]:
        """The route of a request, and what its path names.

        Raises:
            Refusal: 404, no such route; the error lists those there are.
        """
        segments = head.segments()
        for route in self._routes:
            if head.method in route.methods and (params := route.match(segments)) is not None:
                return route, params
        raise refusals.unknown_route(head.method, head.path, map(str, self._routes))


def health_routes() -> list[Route]:
    """The paths that tell whoever waits for a service that it answers; all the usual ones, for nobody knows which."""
    return [Route("health", ("GET", "HEAD"), (path,), "open", _ready) for path in ("ready", "health", "healthz")]


def _ready(call: Call) -> Sink:
    return Buffer(call.head, lambda _: json_response(200, {"status": "ready"}))


def table(*, graphql: Opener, filestream: Opener, storage: Opener, artifact: Opener, telemetry: Opener) -> Routes:
    """Every route of a backend."""
    return Routes(
        [
            Route("graphql", ("POST",), ("graphql",), "key", graphql),
            Route("file_stream", ("POST",), ("files", "{}", "{}", "{}", "file_stream"), "key", filestream),
            Route("storage", ("GET", "HEAD", "PUT"), (STORAGE, "{}", "{*}"), "token", storage),
            *health_routes(),
            Route("telemetry", ("POST",), ("sdk", "otel", "v1", "{}"), "open", telemetry),
            Route("artifact_download", ("GET", "HEAD"), ("artifactsV2", "{}", "{}", "{}", "{*}"), "key", artifact),
            Route("artifact_download", ("GET", "HEAD"), ("artifacts", "{}", "{}"), "key", artifact),
            Route("identity_token", ("POST",), ("oidc", "token"), "open", None),
        ]
    )
