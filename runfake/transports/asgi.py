"""A service, the backend for one, as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from runfake.wire.exchange import Exchange, Service
from runfake.wire.messages import Head, Response

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application:
    """Turns ASGI messages into requests for ``service``, and its responses into ASGI messages."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answers one request; bodies are passed on piece by piece, in both directions."""
        if scope["type"] != "http":
            raise ValueError(f"runfake answers HTTP only, not {scope['type']!r}.")
        exchange = self._service.open(_head(scope))
        if await _take_body(exchange, receive):
            await _answer(exchange.close(), scope["method"], send)
        else:
            exchange.abort()


def _head(scope: MutableMapping[str, Any]) -> Head:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Head(scope["method"], scope["raw_path"].decode("latin-1").partition("?")[0], headers)


async def _take_body(exchange: Exchange, receive: Receive) -> bool:
    """Reads the whole body, refused or not, so that the client is done sending; False if it went away."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        if chunk := message.get("body", b""):
            exchange.write(chunk)
        if not message.get("more_body", False):
            return True


async def _answer(response: Response, method: str, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if isinstance(response.body, bytes):
        body = b"" if method == "HEAD" else response.body
        await send({"type": "http.response.body", "body": body})
        return
    if method != "HEAD":
        for chunk in response.body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
