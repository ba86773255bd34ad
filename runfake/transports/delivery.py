"""How answers go out: as usual, or late, slowly, broken off, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any

from runfake.transports.answer import body_pieces
from runfake.transports.line import LINE, Line
from runfake.wire.messages import Delivery, Response

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def send_as_usual(response: Response, scope: Scope, send: Send) -> None:
    """Sends an answer whole."""
    await send(_start(response))
    if isinstance(response.body, bytes):
        body = b"" if scope["method"] == "HEAD" else response.body
        await send({"type": "http.response.body", "body": body})
        return
    for piece in body_pieces(response, 0, scope["method"]):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def deliver(response: Response, how: Delivery, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends an answer the way that ``how`` says; gives it up if the client goes away while it waits."""
    if how.delay and await _gone_within(how.delay, receive):
        return
    pieces = _paced(body_pieces(response, how.piece, scope["method"]), how.pause, receive)
    if how.ending == "kept":
        await send(_start(response))
        async for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        line: Line = scope["extensions"][LINE]
        # Past ASGI, which would not let an answer be wrong.
        if not how.bare:
            await line.write_head(response.status, response.headers)
        async for piece in pieces:
            await line.write(piece)
        line.end(reset=how.ending == "reset")


def _start(response: Response) -> Message:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    return {"type": "http.response.start", "status": response.status, "headers": headers}


async def _paced(pieces: Iterator[bytes], pause: float, receive: Receive) -> AsyncIterator[bytes]:
    for number, piece in enumerate(pieces):
        if number and pause and await _gone_within(pause, receive):
            return
        yield piece


async def _gone_within(seconds: float, receive: Receive) -> bool:
    """Waits so long; True at once if the client goes away meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
