"""A service, the backend for one, as an ASGI application."""

from __future__ import annotations

from runfake.transports.delivery import Receive, Scope, Send, deliver, send_as_usual
from runfake.wire.exchange import Exchange, Service
from runfake.wire.messages import Head


class Application:
    """Turns ASGI messages into requests for ``service``, and its responses into ASGI messages."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; bodies are passed on piece by piece, in both directions."""
        if scope["type"] != "http":
            raise ValueError(f"runfake answers HTTP only, not {scope['type']!r}.")
        exchange = self._service.open(_head(scope))
        if not await _take_body(exchange, receive):
            exchange.abort()
            return
        response = exchange.close()
        if response.delivery is None:
            await send_as_usual(response, scope, send)
        else:
            await deliver(response, response.delivery, scope, receive, send)


def _head(scope: Scope) -> Head:
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
