"""The connection that an answer goes out on, for answers that ASGI does not let be as wrong as they have to be."""

from __future__ import annotations

import socket
import struct
from collections.abc import Mapping
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from runfake.transports.answer import head_bytes

# Where an ASGI scope has its :class:`Line`.
LINE = "runfake.line"
_LINGER_NOT = struct.pack("ii", 1, 0)


class Line:
    """Writes to the connection of one request, past what uvicorn thinks of it; ends with :meth:`end`."""

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle

    async def write(self, data: bytes) -> None:
        """Sends bytes as they are."""
        await self._cycle.flow.drain()
        self._cycle.transport.write(data)

    async def write_head(self, status: int, headers: Mapping[str, str]) -> None:
        """Sends a status line and headers."""
        await self.write(head_bytes(status, headers))

    def end(self, *, reset: bool) -> None:
        """Closes the connection once everything is sent, or resets it at once."""
        # Else uvicorn would answer for us; the last cycle of a connection alone is told when it is lost.
        self._cycle.disconnected = True
        transport = self._cycle.transport
        if not reset:
            transport.close()
            return
        if (connection := transport.get_extra_info("socket")) is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which puts a :class:`Line` into each scope."""

    def on_headers_complete(self) -> None:
        """Begins a request."""
        super().on_headers_complete()
        cast("dict[str, Any]", self.scope)["extensions"] = {LINE: Line(self.cycle)}
