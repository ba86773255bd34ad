"""The objects that a world is made of, found by following what holds what: nothing is listed by hand."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from random import Random
from threading import Lock, RLock
from types import BuiltinFunctionType, FunctionType, NoneType
from typing import Any

from runfake.world.blobs import Blob, BlobStore

# What does not change, or (the store of the blobs) keeps its own books by what is still held.
_STILL: tuple[type, ...] = (
    *(bool, int, float, complex, str, bytes, range, NoneType, type, date, timedelta, tzinfo, Enum, Fraction),
    *(re.Pattern, FunctionType, BuiltinFunctionType, type(lru_cache(len)), type(Lock()), type(RLock())),
    *(Blob, BlobStore),
)
_LISTS = (list, deque, bytearray, array)
_PLAIN = frozenset((bool, int, float, str, bytes, NoneType))


def attributes(thing: Any) -> dict[str, Any]:
    """What an object of the world holds by name, in slots or not."""
    held = dict(getattr(thing, "__dict__", ()))
    for kind in type(thing).__mro__:
        for name in _slots(kind):
            if name not in ("__dict__", "__weakref__") and hasattr(thing, name):
                held[name] = getattr(thing, name)
    return held


def _slots(kind: type) -> Iterable[str]:
    slots = kind.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


def is_noun(kind: type) -> bool:
    """Whether this is a class of the world's, or one made of such."""
    return any(base.__module__.startswith("runfake.world") for base in kind.__mro__)


def changes(thing: Any) -> bool:
    """Whether this is something that can change.

    Raises:
        TypeError: nobody knows.
    """
    if isinstance(thing, (*_LISTS, dict, set, Random)):
        return True
    if isinstance(thing, (*_STILL, tuple, frozenset)):
        return False
    if is_noun(type(thing)):
        return True
    raise TypeError(
        f"a world cannot hold a {type(thing).__name__}: runfake.world.graph does not know whether it changes."
    )


def held_by(thing: Any) -> Iterable[Any]:
    """What a thing holds, whatever it is."""
    if isinstance(thing, dict):
        return _worth_a_look(thing) + _worth_a_look(thing.values())
    if isinstance(thing, (list, deque, set, tuple, frozenset)):
        return _worth_a_look(thing) + (list(attributes(thing).values()) if is_noun(type(thing)) else [])
    return [] if isinstance(thing, (*_STILL, bytearray, array, Random)) else attributes(thing).values()


def _worth_a_look(things: Iterable[Any]) -> list[Any]:
    """The things, none where all of them are plain values: long lists of those are passed over at once."""
    return [] if set(map(type, things)) <= _PLAIN else list(things)


def everything(root: Any) -> Iterator[Any]:
    """Every thing that can be reached from ``root``, itself first, each once; plain values need not come."""
    seen = {id(root)}
    ahead = deque([root])
    while ahead:
        thing = ahead.popleft()
        yield thing
        for inner in held_by(thing):
            if id(inner) not in seen:
                seen.add(id(inner))
                ahead.append(inner)
