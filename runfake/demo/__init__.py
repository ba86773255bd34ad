"""Floor 4: a world that looks alive, for a first look at runfake.

What a name needs is imported when it is first used: the client's process wants none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runfake.demo.once import run_once
    from runfake.demo.serve import instructions
    from runfake.demo.worlds import demo_world

__all__ = ["demo_world", "instructions", "run_once"]

_HOMES = {
    "demo_world": "runfake.demo.worlds",
    "instructions": "runfake.demo.serve",
    "run_once": "runfake.demo.once",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runfake.demo' has no attribute {name!r}: it has {', '.join(__all__)}.")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
