"""The ways on which a release reaches a world."""

from __future__ import annotations

from enum import Enum

from tests.matrix.numbers import number


class Way(Enum):
    """A way on which a release reaches a world."""

    SERVER = "server"
    INTERCEPTION = "interception"
    #: By way of the server; what is logged goes through the service process written in Go, where it is not the default.
    CORE = "core"
    #: Likewise, by the service process written in Python.
    LEGACY = "legacy-service"
    #: By way of a server without the features that clients ask for by name, so that they fall back.
    FALLBACK = "fallback"

    @property
    def fixture(self) -> str:
        """What gives a test its world."""
        return "runfake_intercept" if self is Way.INTERCEPTION else "runfake"

    @property
    def requirement(self) -> str:
        """What ``wandb.require`` is asked for; nothing if empty."""
        return self.value if self in (Way.CORE, Way.LEGACY) else ""

    def plays(self, *, logs: bool) -> bool:
        """Whether a scenario is played on this way, which logs by a service process or does not."""
        if self in (Way.SERVER, Way.FALLBACK):
            return True
        return logs is not (self is Way.INTERCEPTION)

    def open_to(self, version: str) -> bool:
        """Whether a release has this way."""
        first, end = _BETWEEN[self]
        return first <= number(version) < end


_BETWEEN = {
    Way.SERVER: ((0,), (1,)),
    # Since then, the public API asks by way of the service process.
    Way.INTERCEPTION: ((0,), (0, 27)),
    # It comes with the package since 0.17, is the default since 0.18, and there is no other since 0.21.
    Way.CORE: ((0, 17), (0, 18)),
    Way.LEGACY: ((0, 18), (0, 21)),
    Way.FALLBACK: ((0,), (1,)),
}
