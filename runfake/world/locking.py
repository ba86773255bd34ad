"""One lock per world: what is marked ``atomic`` happens whole, whichever thread calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast


class Locked(Protocol):
    """Anything that holds its world's lock."""

    lock: RLock


_Self = TypeVar("_Self", bound=Locked)
_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")


def atomic(
    method: Callable[Concatenate[_Self, _Params], _Result],
) -> Callable[Concatenate[_Self, _Params], _Result]:
    """The method, run while holding ``self.lock``."""

    @wraps(method)
    def locked(self: _Self, *args: _Params.args, **kwargs: _Params.kwargs) -> _Result:
        with self.lock:
            return method(self, *args, **kwargs)

    return cast("Callable[Concatenate[_Self, _Params], _Result]", locked)
