"""runfake: a Weights & Biases backend in memory, for tests.

``World`` is what the backend knows, ``Clock`` its time, and ``serve`` puts a world behind a loopback
server that unmodified ``wandb`` clients talk to; ``intercept`` has what Python's ``requests`` sends in this process
answered by a world, without a server. ``which`` says which requests are meant, ``when``
at which of them, and ``faults`` what goes wrong. What a name needs is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runfake.transports.intercept import intercept
    from runfake.transports.server import Server, serve
    from runfake.wire import faults, when, which
    from runfake.world import Clock, World

__all__ = ["Clock", "Server", "World", "faults", "intercept", "serve", "when", "which"]
__version__ = "0.1.0"

_HOMES = {
    "Clock": "runfake.world",
    "Server": "runfake.transports.server",
    "World": "runfake.world",
    "intercept": "runfake.transports.intercept",
    "serve": "runfake.transports.server",
}
_MODULES = {"faults": "runfake.wire.faults", "when": "runfake.wire.when", "which": "runfake.wire.which"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOMES:
        raise AttributeError(f"module 'runfake' has no attribute {name!r}: it has {', '.join(__all__)}.")
    return getattr(import_module(_HOMES[name]), name)
