"""runfake: a Weights & Biases backend in memory, for tests.

``World`` is what the backend knows, ``Clock`` its time, and ``serve`` puts a world behind a loopback
server that unmodified ``wandb`` clients talk to. What a name needs is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runfake.transports.server import Server, serve
    from runfake.world import Clock, World

__all__ = ["Clock", "Server", "World", "serve"]
__version__ = "0.1.0"

_HOMES = {
    "Clock": "runfake.world",
    "Server": "runfake.transports.server",
    "World": "runfake.world",
    "serve": "runfake.transports.server",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runfake' has no attribute {name!r}: it has {', '.join(__all__)}.")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
