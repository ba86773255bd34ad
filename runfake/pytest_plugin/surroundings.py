"""What the service process of ``wandb`` began with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

import pytest

from runfake.transports.client_state import bounded, service_process, setup

# What the client tells its own children, and pytest everybody.
_OTHERS = ("WANDB_SERVICE", "PYTEST_CURRENT_TEST")


class Surroundings:
    """The folder and the environment that the service process was started with.

    It takes relative paths from that folder, and reads variables such as those of proxies. So whoever first uses a
    kept one elsewhere has it started anew: a test, or what comes between tests. Of what the fixture sets for each
    test, the service needs no more than what it is told with each run.
    """

    def __init__(self) -> None:
        self._begun_in: object = None
        self._given: Mapping[str, str] | None = None
        self._used = False
        self._lock = Lock()
        self._patch = pytest.MonkeyPatch()

    @contextmanager
    def of_a_test(self, given: Mapping[str, str]) -> Iterator[None]:
        """The block is a test, for which these variables were set."""
        around, self._given, self._used = self._given, given, False
        self._watch()
        try:
            yield
        finally:
            self._given, self._used = around, False
            self._watch()

    def unwatched(self) -> None:
        """Leaves the client as it was."""
        self._patch.undo()

    def _watch(self) -> None:
        kind: Any = getattr(sys.modules.get("wandb.sdk.wandb_setup"), "_WandbSetup", None)
        ensure: Any = getattr(kind, "ensure_service", None)
        if ensure is None or getattr(ensure, "watched", False):
            return

        def ensure_service(kept: Any) -> Any:
            now = self._now()
            self._begin_use(now)
            before = _connection()
            connection = ensure(kept)
            if connection is not before:
                self._begun_in = now
            return connection

        ensure_service.watched = True  # type: ignore[attr-defined]
        self._patch.setattr(kind, "ensure_service", ensure_service)

    def _begin_use(self, now: object) -> None:
        with self._lock:
            process = service_process()
            if not self._used and process is not None and now != self._begun_in:
                with bounded(process), suppress(ConnectionError):
                    _connection().teardown(0)
                setup()._connection = None
            self._used = True

    def _now(self) -> object:
        """What a service process that starts now has; of what the fixture set, only what the test changed."""
        given = self._given or {}
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in _OTHERS and not (name.startswith(("WANDB_", "NETRC")) and given.get(name) == value)
        }
        return self._given is not None, _folder(), variables


def _folder() -> str | None:
    try:
        return os.getcwd()
    except FileNotFoundError:
        return None


def _connection() -> Any:
    return getattr(setup(), "_connection", None)
