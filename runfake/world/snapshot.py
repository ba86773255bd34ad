"""Snapshots: how a world was, to go back to."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable
from functools import partial
from random import Random
from threading import RLock
from typing import Any

from runfake.world.graph import attributes, changes, everything
from runfake.world.locking import atomic


class Snapshot:
    """How all that ``root`` holds was when this was made.

    Going back changes the very objects, so that whoever holds one sees it as it was. Contents of files are
    shared, not copied: they never change, and are kept as long as this is.
    """

    def __init__(self, root: Any, lock: RLock) -> None:
        self.lock = lock
        # What is restored is held too, and so keeps its identity.
        with lock:
            self._restorers = [_restorer(thing) for thing in everything(root) if changes(thing)]

    @atomic
    def restore(self) -> None:
        """Goes back; more than once, if need be."""
        for restore in self._restorers:
            restore()


def _restorer(thing: Any) -> Callable[[], None]:
    """What puts a thing back as it is now; what it holds is put back by others."""
    if isinstance(thing, dict):
        return partial(_refill, thing, dict(thing), dict.clear, dict.update)
    if isinstance(thing, set):
        return partial(_refill, thing, set(thing), set.clear, set.update)
    if isinstance(thing, deque):
        return partial(_refill, thing, list(thing), deque.clear, deque.extend)
    if isinstance(thing, (list, bytearray, array)):
        return partial(thing.__setitem__, slice(None), thing[:])
    if isinstance(thing, Random):
        return partial(thing.setstate, thing.getstate())
    return partial(_set_attributes, thing, attributes(thing))


def _refill(thing: Any, held: Any, clear: Callable[[Any], None], fill: Callable[[Any, Any], None]) -> None:
    clear(thing)
    fill(thing, held)


def _set_attributes(thing: Any, held: dict[str, Any]) -> None:
    for name in attributes(thing).keys() - held.keys():
        object.__delattr__(thing, name)
    for name, value in held.items():
        object.__setattr__(thing, name, value)
