"""Floor 2: everything a W&B client can say, and what it is answered. ``Request`` in, ``Response`` out."""

from runfake.wire.backend import Backend
from runfake.wire.messages import Head, Request, Response

__all__ = ["Backend", "Head", "Request", "Response"]
